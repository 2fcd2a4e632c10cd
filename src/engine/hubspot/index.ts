import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import type { SecretStore } from '../core/secret-store';
import { createAccountApi } from './account-api';
import { hubSpotPaths } from './api-version';
import { createChangeApi } from './change-api';
import { createCompanyApi } from './company-api';
import { createContactCreationApi } from './contact-creation-api';
import { createCrmApi } from './crm-api';
import { createHubSpotClient, type HealthReport } from './hubspot-client';
import { createListApi } from './list-api';
import { createPropertyApi } from './property-api';
import { createRateLimiter } from './rate-limiter';
import { createRecordApi } from './record-api';
import { createTokenKeeper } from './token-keeper';
import { createTokenStore } from './token-store';
import { createTransport } from './transport';
import { createUsage, createUsageMeter, type UsageStore } from './usage';

export type { AccountApi, ProbedCapability, ProbeFinding } from './account-api';
export { probedCapabilities } from './account-api';
export { companyGroupProperties } from './company-api';
export type { ContactCondition } from './contact-creation-api';
export type { CrmRecord, SearchFilter } from './crm-api';
export type { CallContext, HealthReport, Wait } from './hubspot-client';
export { HubSpotError } from './hubspot-error';
export { type ListDefinition, timeOf } from './list-api';
export type { PropertyCreation, PropertyDefinition, PropertyOption } from './property-api';
export type { Lane } from './rate-limiter';
export type { Pipeline } from './record-api';
export { hubSpotScopes, optionalHubSpotScopes } from './scopes';

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
  /** Keeps the count of the day's calls over restarts; absent = it begins anew. */
  usageStore?: UsageStore;
  onHealth: (report: HealthReport) => void;
}

/** Everything that the engine does with HubSpot, under one limiter and one token. */
export function createHubSpotPort(deps: PortDeps) {
  const { clock, logger, random, app } = deps;
  const transport = createTransport(deps.apiUrl, clock);
  const store = createTokenStore(deps.secrets);
  const tokens = createTokenKeeper({ clock, transport, store, app });
  const limiter = createRateLimiter({ clock, ...deps.limits });
  const meter = createUsageMeter({ clock, timeZone: deps.timeZone, store: deps.usageStore });
  const client = createHubSpotClient({
    meter,
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
    contactCreation: createContactCreationApi(client),
    changes: createChangeApi(client),
    lists: createListApi(client),
    companies: createCompanyApi(client),
    records: createRecordApi(client),
    /** HubSpot's limits and how much of them is used. */
    usage: createUsage({
      clock,
      client,
      limiter,
      meter,
      path: hubSpotPaths.dailyUsage,
      isPrivateApp: () => store.read()?.kind === 'static',
    }),
    wake: client.wake,
  };
}
export type HubSpotPort = ReturnType<typeof createHubSpotPort>;
