import { z } from 'zod';
import { LumoError } from '../../shared/errors/lumo-error';
import { hubSpotPaths } from './api-version';
import type { CallContext, CallOptions, HubSpotClient } from './hubspot-client';

const detailsSchema = z.object({
  portalId: z.number(),
  accountType: z.string().default('STANDARD'),
  timeZone: z.string().default('UTC'),
  uiDomain: z.string().default('app.hubspot.com'),
});
export type AccountDetails = z.infer<typeof detailsSchema>;
const introspectionSchema = z.object({
  active: z.boolean().optional(),
  hub_id: z.number().optional(),
  hub_domain: z.string().optional(),
  user: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});
const staticTokenSchema = z.object({ hubId: z.number(), scopes: z.array(z.string()) });
const countSchema = z.looseObject({ total: z.number().optional() });

/** What can be asked for by one cheap call each, to learn whether a token may. */
export type ProbedCapability =
  | 'contactsRead'
  | 'contactsWrite'
  | 'companiesRead'
  | 'companiesWrite'
  | 'properties'
  | 'lists'
  | 'deals'
  | 'tickets'
  | 'owners';

type Probe = { method: 'GET'; path: string } | { method: 'POST'; path: string; json: unknown };

/**
 * Reads of one record. Whether a token may write shows in an update of no records: HubSpot looks at the scope first, and
 * there is nothing to change.
 */
const probes: Readonly<Record<ProbedCapability, Probe>> = {
  contactsRead: { method: 'GET', path: `${hubSpotPaths.contacts}?limit=1` },
  contactsWrite: { method: 'POST', path: `${hubSpotPaths.contacts}/batch/update`, json: { inputs: [] } },
  companiesRead: { method: 'GET', path: `${hubSpotPaths.companies}?limit=1` },
  companiesWrite: { method: 'POST', path: `${hubSpotPaths.companies}/batch/update`, json: { inputs: [] } },
  properties: { method: 'GET', path: `${hubSpotPaths.contactProperties}/groups` },
  lists: { method: 'POST', path: `${hubSpotPaths.lists}/search`, json: { count: 1, objectTypeId: '0-1' } },
  deals: { method: 'GET', path: `${hubSpotPaths.deals}?limit=1` },
  tickets: { method: 'GET', path: `${hubSpotPaths.tickets}?limit=1` },
  owners: { method: 'GET', path: `${hubSpotPaths.owners}?limit=1` },
};
export const probedCapabilities = Object.keys(probes) as ProbedCapability[];

/** null = it may. */
export type ProbeFinding = { reason: 'scope' | 'plan'; scope: string | null } | null;

/** The account behind a token, and what the token may do. `token` = one that is only being tried. */
export function createAccountApi(client: HubSpotClient, app: { clientId: string; clientSecret: string }) {
  const tried = (token: string | undefined): CallOptions => (token === undefined ? {} : { token });
  return {
    details: (context: CallContext, token?: string): Promise<AccountDetails> =>
      client.call({ method: 'GET', path: hubSpotPaths.accountDetails }, detailsSchema, context, tried(token)),
    /** HubSpot's clock, to the second, as its answer says now; null where it does not. */
    async serverTime(context: CallContext): Promise<number | null> {
      let date: string | null = null;
      const onHeaders = (headers: Headers) => {
        date = headers.get('date');
      };
      await client.call({ method: 'GET', path: hubSpotPaths.accountDetails }, detailsSchema, context, { onHeaders });
      const at = Date.parse(date ?? '');
      return Number.isNaN(at) ? null : at;
    },
    introspect: (token: string, context: CallContext) =>
      client.call(
        {
          method: 'POST',
          path: hubSpotPaths.introspect,
          form: {
            client_id: app.clientId,
            client_secret: app.clientSecret,
            token,
            token_type_hint: 'access_token',
          },
        },
        introspectionSchema,
        context,
        { limitClass: 'exempt', isAuthorised: false },
      ),
    /** What a private or project app's token is; null for a service key, of which HubSpot tells nothing. */
    async staticTokenInfo(token: string, context: CallContext): Promise<z.infer<typeof staticTokenSchema> | null> {
      const request = { method: 'POST', path: hubSpotPaths.staticTokenInfo, json: { tokenKey: token } } as const;
      try {
        return await client.call(request, staticTokenSchema, context, { token });
      } catch (error) {
        const isNoAnswer = error instanceof LumoError && noAnswerCodes.has(error.code);
        if (isNoAnswer) throw error;
        return null;
      }
    },
    /** Whether the token may do it, and why not. @throws what says nothing about that: no network, limits, a refused token */
    async probe(name: ProbedCapability, context: CallContext, token?: string): Promise<ProbeFinding> {
      try {
        await client.call(probes[name], z.unknown(), context, { ...tried(token), isOptional: true });
        return null;
      } catch (error) {
        if (!(error instanceof LumoError)) throw error;
        if (error.code === 'HUBSPOT_SCOPE_MISSING') {
          const scope = typeof error.params.scopes === 'string' ? error.params.scopes : '';
          return { reason: 'scope', scope: scope === '' ? null : scope };
        }
        if (error.code === 'HUBSPOT_PLAN_MISSING') return { reason: 'plan', scope: null };
        // an update of nothing may be called wrong, but only by who may update
        if (error.code === 'HUBSPOT_REJECTED' || error.code === 'HUBSPOT_VALUE_REFUSED') return null;
        throw error;
      }
    },
    /** How many contacts HubSpot has, all or those that have a value of a property. Costs a search. */
    async contactCount(context: CallContext, propertyName?: string): Promise<number | null> {
      const filters = propertyName === undefined ? [] : [{ propertyName, operator: 'HAS_PROPERTY' }];
      const json = { filterGroups: filters.length === 0 ? [] : [{ filters }], properties: ['hs_object_id'], limit: 1 };
      const request = { method: 'POST', path: `${hubSpotPaths.contacts}/search`, json } as const;
      const answer = await client.call(request, countSchema, context, { limitClass: 'search' });
      return answer.total ?? null;
    },
    /** How many lists of contacts HubSpot has. */
    async listCount(context: CallContext): Promise<number | null> {
      const answer = await client.call(probes.lists, countSchema, context, { isOptional: true });
      return answer.total ?? null;
    },
  };
}
export type AccountApi = ReturnType<typeof createAccountApi>;

/** Answers that say nothing about the token. */
const noAnswerCodes: ReadonlySet<string> = new Set([
  'HUBSPOT_UNREACHABLE',
  'HUBSPOT_SERVER_ERROR',
  'HUBSPOT_RATE_LIMITED',
  'HUBSPOT_DAILY_LIMIT',
]);
