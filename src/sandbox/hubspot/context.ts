import type Database from 'better-sqlite3';
import type { AccountSettingsBook } from './account-settings';
import type { AccountDefinition } from './accounts';
import { notFound } from './errors';
import type { GrantStore } from './grants';
import type { HistoryStore } from './history-store';
import type { LinkStore } from './links';
import type { ListStore } from './lists/list-store';
import type { ObjectType, ObjectTypeName } from './object-types';
import type { PipelineStore } from './pipelines';
import { prepared } from './prepared';
import type { PropertyStore } from './property-store';
import type { RateLimits } from './rate-limits';
import type { RecordStore } from './record-store';
import type { RequestLog } from './request-log';
import type { StaticTokenStore } from './static-tokens';
import type { WebhookSender } from './webhooks';

/** The registered app that the console uses. */
export type HubSpotClient = {
  readonly appId: number;
  readonly appName: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  /** Scopes the app declares; asking for another one breaks the install (facts section 2.1). Undefined allows every known one. */
  readonly scopes?: readonly string[];
};

/** What the scenario API may turn while the stand-in runs. */
export type StandInSettings = {
  /** How long search keeps showing the old version of a changed record. */
  indexLagMs: number;
  /** A new refresh token with every refresh; the older one dies. */
  isRefreshTokenRotated: boolean;
  /** How far the `Date` header of every answer is beside the clock; a client can tell from it that its own clock is wrong. */
  dateSkewMs: number;
};

/** Everything a route of the stand-in works on. */
export type HubSpotContext = {
  readonly database: Database.Database;
  readonly now: () => number;
  readonly accounts: readonly AccountDefinition[];
  readonly accountSettings: AccountSettingsBook;
  readonly client: HubSpotClient;
  readonly settings: StandInSettings;
  readonly properties: PropertyStore;
  readonly records: Readonly<Record<ObjectTypeName, RecordStore>>;
  readonly history: HistoryStore;
  readonly links: LinkStore;
  readonly lists: ListStore;
  readonly pipelines: PipelineStore;
  readonly grants: GrantStore;
  readonly staticTokens: StaticTokenStore;
  readonly limits: RateLimits;
  readonly webhooks: WebhookSender;
  readonly requests: RequestLog;
  readonly log: (message: string) => void;
};

/** Who sends an API call. */
export type Caller = {
  readonly account: AccountDefinition;
  readonly userId: number;
  readonly scopes: ReadonlySet<string>;
  /** The app behind the token: the registered one, or that of a static token. */
  readonly app: { readonly id: number; readonly name: string };
  readonly isStatic: boolean;
  /** True on the API version that enforces the rules of the account's administrators. */
  readonly isRuleBound: boolean;
};

/** Variables of one request on the API app. */
export type HubSpotEnv = { Variables: { caller: Caller; bodyText: string } };

/** The account with this number; throws the provider's 404. */
export function accountOf(context: HubSpotContext, hubId: number): AccountDefinition {
  const account = context.accounts.find((candidate) => candidate.hubId === hubId);
  if (account === undefined) throw notFound(`There is no account ${hubId}.`);
  return account;
}

/** The store of an object type. */
export function storeOf(context: HubSpotContext, type: ObjectType): RecordStore {
  return context.records[type.name];
}

/** Gives out a record number that was never used before in this account. */
export function nextRecordId(context: HubSpotContext, account: AccountDefinition, type: ObjectType): number {
  const { database } = context;
  const sequence = prepared<[number, string], { next_id: number }>(
    database,
    'SELECT next_id FROM hs_sequence WHERE account = ? AND type = ?',
  ).get(account.hubId, type.name);
  const id = sequence?.next_id ?? idRange(context.accounts, account, type).firstId;
  prepared(database, 'INSERT OR REPLACE INTO hs_sequence (account, type, next_id) VALUES (?, ?, ?)').run(
    account.hubId,
    type.name,
    id + 1,
  );
  return id;
}

/** The numbers that records of one account may have: start (included), first of the seed, end (excluded). */
export function idRange(
  accounts: readonly AccountDefinition[],
  account: AccountDefinition,
  type: ObjectType,
): { readonly startId: number; readonly firstId: number; readonly endId: number } {
  const startId = Math.max(0, accounts.indexOf(account)) * accountRange;
  return { startId, firstId: startId + type.firstId, endId: startId + accountRange };
}

/** Records of one account lie in a number range of this size, so that no two accounts share an id. */
const accountRange = 1_000_000_000;
