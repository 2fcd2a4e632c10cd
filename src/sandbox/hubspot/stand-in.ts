import type Database from 'better-sqlite3';
import type { Hono } from 'hono';
import { AccountSettingsBook } from './account-settings';
import { type AccountDefinition, defaultAccounts } from './accounts';
import { createApiApp } from './api-app';
import { createAuthorizeApp } from './authorize-routes';
import type { HubSpotContext, HubSpotEnv } from './context';
import { createControlApp } from './control';
import { type HubSpotFaultKind, hubSpotFaultResponse } from './fault-response';
import { GrantStore } from './grants';
import { HistoryStore } from './history-store';
import { LinkStore } from './links';
import { ListStore } from './lists/list-store';
import { objectTypes } from './object-types';
import { PipelineStore } from './pipelines';
import { PropertyStore } from './property-store';
import { type LimitSettings, RateLimits } from './rate-limits';
import { RecordStore } from './record-store';
import { RequestLog } from './request-log';
import { createSchema } from './schema';
import { seedIfEmpty } from './seed';
import { type StaticToken, StaticTokenStore } from './static-tokens';
import { defaultSubscriptions, type WebhookSubscription } from './webhook-subscriptions';
import { calmWebhooks, WebhookSender } from './webhooks';

/** What the stand-in is made from. */
export type HubSpotStandInOptions = {
  /** Tables with the prefix `hs_` are created in it. Closing it is the caller's business, after `close()`. */
  readonly database: Database.Database;
  /** Epoch ms; may jump forward. */
  readonly now: () => number;
  /** Undefined plays two accounts. */
  readonly accounts?: readonly AccountDefinition[];
  readonly client: {
    readonly clientId: string;
    readonly clientSecret: string;
    /** Exact matches only; https, or http on `localhost`. */
    readonly redirectUris: readonly string[];
    readonly appId?: number;
    readonly appName?: string;
    /** Scopes the app declares; undefined allows every known one. */
    readonly scopes?: readonly string[];
  };
  readonly webhook: {
    /** Null sends nothing until the scenario sets a target. */
    readonly targetUrl: string | null;
    readonly subscriptions?: readonly WebhookSubscription[];
    /** Multiplies the waits between attempts; 1 spreads ten repeats over about a day. */
    readonly retryDelayScale?: number;
    readonly deadlineMs?: number;
  };
  /** Contacts of the accounts that do not say their own number. */
  readonly contacts: number;
  readonly seed: number;
  /** How long search keeps showing the old version of a changed record; 2,000 when absent. */
  readonly indexLagMs?: number;
  readonly limits?: Partial<LimitSettings>;
  readonly log: (message: string) => void;
};

/** The stand-in: mount `app` where api.hubapi.com is expected, `authApp` where app.hubspot.com is. */
export type HubSpotStandIn = {
  readonly app: Hono<HubSpotEnv>;
  readonly authApp: Hono;
  /** Scenario API, to be mounted under a path of its own. */
  readonly control: Hono;
  /** Words a planned fault in the provider's own format; `status` is used by the kind `status`. */
  readonly faultResponse: (kind: HubSpotFaultKind, status?: number) => Response;
  /** Loads the seed once; blocks while it does (about 10 s per million contacts). */
  readonly seedIfEmpty: () => void;
  /** Static tokens of all accounts: those of the seed and those that the scenario made. */
  readonly staticTokens: () => readonly StaticToken[];
  /** Ends sending; queued webhooks stay in the database. */
  readonly close: () => void;
};

/** Builds a HubSpot stand-in with the true wire formats, limits and refusals. Nothing is seeded before `seedIfEmpty()`. */
export function createHubSpotStandIn(options: HubSpotStandInOptions): HubSpotStandIn {
  const { database, now, log } = options;
  createSchema(database);
  const settings = { indexLagMs: options.indexLagMs ?? 2_000, isRefreshTokenRotated: false, dateSkewMs: 0 };
  const client = { appId: 4_242_001, appName: 'Lumo Console', ...options.client };
  const lagMs = () => settings.indexLagMs;
  const grants = new GrantStore(database, now);
  const webhooks = new WebhookSender({
    database,
    now,
    client,
    grants,
    log,
    settings: {
      ...calmWebhooks,
      targetUrl: options.webhook.targetUrl,
      subscriptions: options.webhook.subscriptions ?? defaultSubscriptions,
      retryDelayScale: options.webhook.retryDelayScale ?? 1,
      deadlineMs: options.webhook.deadlineMs ?? 5_000,
    },
  });
  const properties = new PropertyStore(database);
  const context: HubSpotContext = {
    database,
    now,
    accounts: options.accounts ?? defaultAccounts,
    accountSettings: new AccountSettingsBook(),
    client,
    settings,
    properties,
    records: {
      contacts: new RecordStore(database, objectTypes.contacts, now, lagMs),
      companies: new RecordStore(database, objectTypes.companies, now, lagMs),
      deals: new RecordStore(database, objectTypes.deals, now, lagMs),
      tickets: new RecordStore(database, objectTypes.tickets, now, lagMs),
    },
    history: new HistoryStore(database),
    links: new LinkStore(database),
    pipelines: new PipelineStore(database),
    lists: new ListStore(database, now, properties),
    grants,
    staticTokens: new StaticTokenStore(database, now, client.appId),
    limits: new RateLimits(now, options.limits),
    webhooks,
    requests: new RequestLog(),
    log,
  };
  return {
    app: createApiApp(context),
    authApp: createAuthorizeApp(context),
    control: createControlApp(context),
    faultResponse: (kind, status = 500) => hubSpotFaultResponse(kind, status, now()),
    seedIfEmpty: () => seedIfEmpty(context, options.contacts, options.seed),
    staticTokens: () => context.staticTokens.all(),
    close: () => webhooks.close(),
  };
}
