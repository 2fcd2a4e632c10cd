import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { SecretStore } from '../core/secret-store';
import { createAccountApi } from './account-api';
import { createCrmApi } from './crm-api';
import { createHubSpotClient, type HealthReport } from './hubspot-client';
import { createPropertyApi } from './property-api';
import { createRateLimiter } from './rate-limiter';
import { createTokenKeeper } from './token-keeper';
import { createTokenStore } from './token-store';
import { createTransport } from './transport';

export type { CrmRecord, SearchFilter } from './crm-api';
export type { CallContext, HealthReport, Wait } from './hubspot-client';
export { HubSpotError } from './hubspot-error';
export type { PropertyCreation, PropertyDefinition } from './property-api';
export type { Lane } from './rate-limiter';
export { hubSpotScopes } from './scopes';

interface PortDeps {
  clock: Clock;
  random: () => number;
  logger: Logger;
  secrets: SecretStore;
  /** Base address of the data API. */
  apiUrl: string;
  app: { clientId: string; clientSecret: string };
  limits: { perTenSeconds: number; searchesPerSecond: number };
  /** Time zone of the connected account, for the daily limit. */
  timeZone: () => string;
  onHealth: (report: HealthReport) => void;
}

/** Everything that the engine does with HubSpot, under one limiter and one token. */
export function createHubSpotPort(deps: PortDeps) {
  const { clock, logger, random, app } = deps;
  const transport = createTransport(deps.apiUrl, clock);
  const store = createTokenStore(deps.secrets);
  const tokens = createTokenKeeper({ clock, transport, store, app });
  const limiter = createRateLimiter({ clock, ...deps.limits });
  const client = createHubSpotClient({
    clock,
    random,
    logger,
    transport,
    limiter,
    tokens,
    timeZone: deps.timeZone,
    onHealth: deps.onHealth,
  });
  return {
    app: { clientId: app.clientId },
    tokens,
    tokenStore: store,
    account: createAccountApi(client, app),
    properties: createPropertyApi(client),
    crm: createCrmApi(client),
    wake: client.wake,
  };
}
export type HubSpotPort = ReturnType<typeof createHubSpotPort>;
