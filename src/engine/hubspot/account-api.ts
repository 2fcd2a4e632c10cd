import { z } from 'zod';
import { hubSpotPaths } from './api-version';
import type { CallContext, HubSpotClient } from './hubspot-client';

const detailsSchema = z.object({
  portalId: z.number(),
  accountType: z.string().default('STANDARD'),
  timeZone: z.string().default('UTC'),
  uiDomain: z.string().default('app.hubspot.com'),
});
const introspectionSchema = z.object({
  active: z.boolean().optional(),
  hub_id: z.number().optional(),
  hub_domain: z.string().optional(),
  user: z.string().optional(),
  scopes: z.array(z.string()).optional(),
});

/** The account behind the token, and what the token may do. */
export function createAccountApi(client: HubSpotClient, app: { clientId: string; clientSecret: string }) {
  return {
    details: (context: CallContext) =>
      client.call({ method: 'GET', path: hubSpotPaths.accountDetails }, detailsSchema, context),
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
  };
}
