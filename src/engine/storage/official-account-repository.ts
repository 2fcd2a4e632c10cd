import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import type { ConnectionHealth, OfficialAccount } from '../../shared/model/account';
import { connectionHealthSchema } from '../../shared/model/account';
import { officialAccountIdSchema } from '../../shared/model/ids';
import { pictureAddress } from '../core/picture-address';
import type { Storage } from './storage';

interface Row {
  bot_user_id: string;
  channel_id: string;
  basic_id: string;
  display_name: string;
  picture_url: string | null;
  sequence_number: number;
  connected_at: number;
  health: string;
  checked_at: number | null;
  problem: string | null;
  webhook_url: string | null;
  is_webhook_active: number | null;
  webhook_tested_at: number | null;
  webhook_test_reason: string | null;
  last_event_at: number | null;
  quota_limit: number | null;
  quota_used: number | null;
  quota_at: number | null;
  friend_count: number;
  creates_contacts_on_follow: number;
  creates_contacts_on_message: number;
  syncs_groups: number;
  sync_interval_minutes: number | null;
}

export interface NewOfficialAccount {
  botUserId: string;
  channelId: string;
  basicId: string;
  displayName: string;
  pictureUrl: string | null;
  chatMode: string;
  sequenceNumber: number;
  connectedAt: number;
}

/** What a person set for one account; only what is given changes. */
export interface AccountSwitches {
  createsContactsOnFollow?: boolean | undefined;
  createsContactsOnMessage?: boolean | undefined;
  syncsGroups?: boolean | undefined;
  /** null = as in the settings. */
  syncIntervalMinutes?: number | null | undefined;
}

export interface WebhookState {
  url: string | null;
  isActive: boolean | null;
  testedAt: number | null;
  reason: string | null;
}

export type OfficialAccountRepository = ReturnType<typeof createOfficialAccountRepository>;

/** The connected Official Accounts. `friendCount` counts friends who are not known to have blocked the account. */
export function createOfficialAccountRepository(storage: Storage) {
  const select = `SELECT a.*, (SELECT count(*) FROM friend f WHERE f.bot_user_id = a.bot_user_id AND f.follow_status <> 'blocked') AS friend_count
    FROM official_account a`;
  const all = storage.prepare<[], Row>(`${select} ORDER BY a.sequence_number`);
  const one = storage.prepare<[string], Row>(`${select} WHERE a.bot_user_id = ?`);
  const exists = storage.prepare<[string], { n: number }>('SELECT 1 AS n FROM official_account WHERE bot_user_id = ?');
  const ids = storage.prepare<[], { bot_user_id: string; channel_id: string; connected_at: number }>(
    'SELECT bot_user_id, channel_id, connected_at FROM official_account ORDER BY sequence_number',
  );
  const names = storage.prepare<
    [],
    { botUserId: string; displayName: string; sequenceNumber: number; syncIntervalMinutes: number | null }
  >(
    `SELECT bot_user_id AS botUserId, display_name AS displayName, sequence_number AS sequenceNumber, sync_interval_minutes AS syncIntervalMinutes
     FROM official_account ORDER BY sequence_number`,
  );
  const reached = storage.prepare<[], Pick<Row, 'health' | 'checked_at' | 'problem'>>(
    'SELECT health, checked_at, problem FROM official_account',
  );
  const saveSwitches = storage.prepare<[number | null, number | null, number | null, number, number | null, string]>(
    `UPDATE official_account SET creates_contacts_on_follow = coalesce(?, creates_contacts_on_follow),
       creates_contacts_on_message = coalesce(?, creates_contacts_on_message), syncs_groups = coalesce(?, syncs_groups),
       sync_interval_minutes = iif(?, ?, sync_interval_minutes) WHERE bot_user_id = ?`,
  );
  const saveFormer = storage.prepare<[number, string]>(
    `INSERT INTO former_official_account (bot_user_id, channel_id, basic_id, display_name, picture_url, sequence_number, connected_at, disconnected_at)
     SELECT bot_user_id, channel_id, basic_id, display_name, picture_url, sequence_number, connected_at, ? FROM official_account WHERE bot_user_id = ?
     ON CONFLICT (bot_user_id) DO UPDATE SET channel_id = excluded.channel_id, basic_id = excluded.basic_id, display_name = excluded.display_name,
       picture_url = excluded.picture_url, sequence_number = excluded.sequence_number, connected_at = excluded.connected_at,
       disconnected_at = excluded.disconnected_at`,
  );
  const remove = storage.prepare<[string]>('DELETE FROM official_account WHERE bot_user_id = ?');
  const forgetFormer = storage.prepare<[string]>('DELETE FROM former_official_account WHERE bot_user_id = ?');
  const upsert = storage.prepare<[NewOfficialAccount]>(`INSERT INTO official_account
      (bot_user_id, channel_id, basic_id, display_name, picture_url, chat_mode, sequence_number, connected_at)
    VALUES (@botUserId, @channelId, @basicId, @displayName, @pictureUrl, @chatMode, @sequenceNumber, @connectedAt)
    ON CONFLICT (bot_user_id) DO UPDATE SET channel_id = excluded.channel_id, basic_id = excluded.basic_id,
      display_name = excluded.display_name, picture_url = excluded.picture_url, chat_mode = excluded.chat_mode`);
  const saveHealth = storage.prepare<[string, number, string | null, string]>(
    'UPDATE official_account SET health = ?, checked_at = ?, problem = ? WHERE bot_user_id = ?',
  );
  const saveWebhook = storage.prepare<[string | null, number | null, number | null, string | null, string]>(
    `UPDATE official_account SET webhook_url = ?, is_webhook_active = ?, webhook_tested_at = ?, webhook_test_reason = ? WHERE bot_user_id = ?`,
  );
  const saveQuota = storage.prepare<[number | null, number, number, string]>(
    'UPDATE official_account SET quota_limit = ?, quota_used = ?, quota_at = ? WHERE bot_user_id = ?',
  );
  const saveLastEvent = storage.prepare<[number, string]>(
    'UPDATE official_account SET last_event_at = max(coalesce(last_event_at, 0), ?) WHERE bot_user_id = ?',
  );
  const saveCanListFollowers = storage.prepare<[number, string]>(
    'UPDATE official_account SET can_list_followers = ? WHERE bot_user_id = ?',
  );

  return {
    all: (): OfficialAccount[] => all.all().map(toOfficialAccount),
    get(botUserId: string): OfficialAccount | null {
      const row = one.get(botUserId);
      return row === undefined ? null : toOfficialAccount(row);
    },
    isConnected: (botUserId: string) => exists.get(botUserId) !== undefined,
    /** Bot user id and channel id of every connected account; cheap. */
    channels: () =>
      ids
        .all()
        .map((row) => ({ botUserId: row.bot_user_id, channelId: row.channel_id, connectedAt: row.connected_at })),
    /** Name, number and interval of every connected account, without counting friends; cheap. */
    names: () => names.all(),
    /** How each account was found at the last look; cheap. */
    reached: () => reached.all().map(toReached),
    /** Inserts, or refreshes what LINE says about the account; sequence number and time of connecting never change. */
    save(account: NewOfficialAccount) {
      upsert.run(account);
      forgetFormer.run(account.botUserId);
    },
    saveSwitches(botUserId: string, change: AccountSwitches) {
      const flag = (value: boolean | undefined) => (value === undefined ? null : Number(value));
      saveSwitches.run(
        flag(change.createsContactsOnFollow),
        flag(change.createsContactsOnMessage),
        flag(change.syncsGroups),
        Number(change.syncIntervalMinutes !== undefined),
        change.syncIntervalMinutes ?? null,
        botUserId,
      );
    },
    /** Takes the account away and remembers its name, for the conversations that stay. Call inside a transaction. */
    disconnect(botUserId: string, at: number) {
      saveFormer.run(at, botUserId);
      remove.run(botUserId);
    },
    saveHealth(botUserId: string, health: ConnectionHealth, at: number, problem: Problem | null) {
      saveHealth.run(health, at, problem === null ? null : JSON.stringify(problem), botUserId);
    },
    saveWebhook(botUserId: string, state: WebhookState) {
      const isActive = state.isActive === null ? null : Number(state.isActive);
      saveWebhook.run(state.url, isActive, state.testedAt, state.reason, botUserId);
    },
    saveQuota: (botUserId: string, limit: number | null, used: number, at: number) =>
      void saveQuota.run(limit, used, at, botUserId),
    saveLastEvent: (botUserId: string, at: number) => void saveLastEvent.run(at, botUserId),
    saveCanListFollowers: (botUserId: string, can: boolean) => void saveCanListFollowers.run(Number(can), botUserId),
  };
}

function toReached(row: Pick<Row, 'health' | 'checked_at' | 'problem'>) {
  return {
    health: connectionHealthSchema.parse(row.health),
    checkedAt: row.checked_at,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}

function toOfficialAccount(row: Row): OfficialAccount {
  return {
    id: officialAccountIdSchema.parse(row.bot_user_id),
    channelId: row.channel_id,
    basicId: row.basic_id,
    displayName: row.display_name,
    pictureUrl: pictureAddress(row.picture_url),
    sequenceNumber: row.sequence_number,
    connectedAt: row.connected_at,
    ...toReached(row),
    webhookUrl: row.webhook_url,
    isWebhookActive: row.is_webhook_active === null ? null : row.is_webhook_active === 1,
    webhookTestedAt: row.webhook_tested_at,
    webhookTestReason: row.webhook_test_reason,
    lastEventAt: row.last_event_at,
    quotaLimit: row.quota_limit,
    quotaUsed: row.quota_used,
    quotaAt: row.quota_at,
    friendCount: row.friend_count,
    createsContactsOnFollow: row.creates_contacts_on_follow === 1,
    createsContactsOnMessage: row.creates_contacts_on_message === 1,
    syncsGroups: row.syncs_groups === 1,
    syncIntervalMinutes: row.sync_interval_minutes,
  };
}
