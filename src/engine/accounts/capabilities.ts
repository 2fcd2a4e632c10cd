import type { Capability } from '../../shared/model/account';
import type { AccountApi, CallContext, ProbedCapability, ProbeFinding } from '../hubspot';
import { hubSpotScopes, optionalHubSpotScopes, probedCapabilities } from '../hubspot';
import type { StaticTokenKind } from '../storage/hubspot-account-repository';

interface Need {
  name: Capability['name'];
  /** All of them (HubSpot facts, section 19). */
  scopes: readonly string[];
  /** HubSpot calls us: it needs an address that HubSpot can reach. */
  needsRelay?: true;
  /** A service key has neither webhooks nor anything that HubSpot calls (HubSpot facts, section 1.4). */
  needsApp?: true;
}

const needs: readonly Need[] = [
  { name: 'contactsRead', scopes: ['crm.objects.contacts.read'] },
  { name: 'contactsWrite', scopes: ['crm.objects.contacts.write'] },
  { name: 'companiesRead', scopes: ['crm.objects.companies.read'] },
  { name: 'companiesWrite', scopes: ['crm.objects.companies.write'] },
  { name: 'properties', scopes: ['crm.schemas.contacts.read', 'crm.schemas.contacts.write'] },
  { name: 'lists', scopes: ['crm.lists.read'] },
  { name: 'deals', scopes: ['crm.objects.deals.read'] },
  { name: 'tickets', scopes: ['tickets'] },
  { name: 'owners', scopes: ['crm.objects.owners.read'] },
  { name: 'changeEvents', scopes: ['crm.objects.contacts.read'], needsRelay: true, needsApp: true },
  { name: 'workflowActions', scopes: ['automation'], needsRelay: true, needsApp: true },
  {
    name: 'inbox',
    scopes: ['conversations.custom_channels.read', 'conversations.custom_channels.write'],
    needsRelay: true,
    needsApp: true,
  },
];

/** What each capability came to where a token was tried out. */
export type ProbeFindings = ReadonlyMap<ProbedCapability, ProbeFinding>;

/** What a connection allows, and why not where it does not: a kind of token that cannot, a scope or plan, then no relay. */
export function capabilitiesOf(connection: {
  tokenKind: StaticTokenKind | null;
  scopes: readonly string[];
  /** Of a service key, whose scopes nobody tells. */
  probed: ProbeFindings | null;
  hasRelay: boolean;
}): Capability[] {
  const { hasRelay, probed, scopes, tokenKind } = connection;
  return needs.map((need) => {
    const no = (reason: Capability['reason'], scope: string | null = null): Capability => ({
      name: need.name,
      isAvailable: false,
      reason,
      scope,
    });
    if (need.needsApp && tokenKind === 'serviceKey') return no('tokenKind');
    if (tokenKind === 'serviceKey') {
      const found = probed?.get(need.name as ProbedCapability) ?? null;
      if (found !== null) return no(found.reason, found.reason === 'plan' ? null : (found.scope ?? first(need)));
    } else {
      const missing = need.scopes.find((scope) => !scopes.includes(scope));
      if (missing !== undefined) return no('scope', missing);
    }
    if (need.needsRelay && !hasRelay) return no('relay');
    return { name: need.name, isAvailable: true, reason: null, scope: null };
  });
}

const first = (need: Need): string | null => need.scopes[0] ?? null;

/** Tries what a token may do by one cheap call each. @throws LumoError HUBSPOT_TOKEN_REFUSED, HUBSPOT_UNREACHABLE and its kin */
export async function probeAll(api: AccountApi, context: CallContext, token?: string): Promise<ProbeFindings> {
  const found = await Promise.all(
    probedCapabilities.map(async (name) => [name, await api.probe(name, context, token)] as const),
  );
  return new Map(found);
}

/** Scopes without which nothing works, and that the connection does not have. */
export function missingRequired(capabilities: readonly Capability[], scopes: readonly string[] | null): string[] {
  if (scopes !== null) return hubSpotScopes.filter((scope) => scope !== 'oauth' && !scopes.includes(scope));
  const required = new Set(hubSpotScopes);
  return capabilities.flatMap((found) =>
    !found.isAvailable && found.scope !== null && required.has(found.scope) ? [found.scope] : [],
  );
}

/** Of granted scopes those that a sign-in may go without. */
export const optionalOf = (scopes: readonly string[]): string[] =>
  scopes.filter((scope) => optionalHubSpotScopes.includes(scope));
