import type { Capability, HubSpotAccount } from '../../shared/model/account';
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
  /** Scopes that the sign-in asked for: HubSpot leaves out only what the account's plan does not have (facts, section 2.1). */
  asked: readonly string[];
  /** Of a static token that was tried out: a service key's scopes nobody tells, and an app's may be more than the plan has. */
  probed: ProbeFindings | null;
  hasRelay: boolean;
}): Capability[] {
  const { asked, hasRelay, probed, scopes, tokenKind } = connection;
  return needs.map((need) => {
    const no = (reason: Capability['reason'], scope: string | null = null): Capability => ({
      name: need.name,
      isAvailable: false,
      reason,
      scope,
    });
    if (need.needsApp && tokenKind === 'serviceKey') return no('tokenKind');
    const refused = isProbed(need.name) ? (probed?.get(need.name) ?? null) : null;
    if (tokenKind === 'serviceKey') {
      if (refused !== null) return no(refused.reason, refused.scope ?? need.scopes[0] ?? null);
    } else {
      const missing = need.scopes.find((scope) => !scopes.includes(scope));
      if (missing !== undefined) return no(asked.includes(missing) ? 'plan' : 'scope', missing);
      if (refused !== null) return no('plan', refused.scope ?? need.scopes[0] ?? null);
    }
    if (need.needsRelay && !hasRelay) return no('relay');
    return { name: need.name, isAvailable: true, reason: null, scope: null };
  });
}

const isProbed = (name: Capability['name']): name is ProbedCapability =>
  probedCapabilities.some((probed) => probed === name);

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

/** True where what needs a scope may be asked for. Of a service key the scopes are not known: what was tried out counts. */
export function allowsScope(
  account: Pick<HubSpotAccount, 'capabilities' | 'scopes'>,
  tokenKind: StaticTokenKind | null,
  scope: string,
): boolean {
  const names = needs.flatMap((need) => (need.scopes.includes(scope) && !need.needsRelay ? [need.name] : []));
  const isShut = account.capabilities.some((found) => names.includes(found.name) && !found.isAvailable);
  return !isShut && (tokenKind === 'serviceKey' || account.scopes.includes(scope));
}

/** Every scope that a sign-in asks for. */
export const askedScopes: readonly string[] = [...hubSpotScopes, ...optionalHubSpotScopes];
