import { dice } from '../scenario/dice';
import type { LineDatabase } from './database';
import { hexOf, lineIdOf } from './identifiers';

/** What one must know to connect an Official Account: its Messaging API channel and how people see it. */
export interface OfficialAccountCredentials {
  readonly channelId: string;
  readonly channelSecret: string;
  readonly botUserId: string;
  readonly basicId: string;
  readonly displayName: string;
}

/** An Official Account as the stand-in holds it. */
export interface OfficialAccount extends OfficialAccountCredentials {
  readonly isVerified: boolean;
  readonly chatMode: 'chat' | 'bot';
  readonly endpoint: string | null;
  readonly isEndpointActive: boolean;
  readonly isRedeliveryOn: boolean;
  readonly quotaType: 'none' | 'limited';
  readonly quotaValue: number;
}

interface AccountRow {
  channel_id: string;
  channel_secret: string;
  bot_user_id: string;
  basic_id: string;
  display_name: string;
  is_verified: number;
  chat_mode: string;
  endpoint: string | null;
  is_endpoint_active: number;
  is_redelivery_on: number;
  quota_type: string;
  quota_value: number;
}

const FURTHER_QUOTA = 200;
const DISPLAY_NAMES = ['Aozora Store 青空ストア', 'Aozora Support'] as const;

/** The Official Accounts of a seed. All of them belong to one provider, so a customer has one user id for all. */
export function credentialsOf(seed: number): OfficialAccountCredentials[] {
  return DISPLAY_NAMES.map((displayName, i) => credentialsAt(seed, i, displayName));
}

function credentialsAt(seed: number, i: number, displayName: string): OfficialAccountCredentials {
  return {
    channelId: `200${String(dice(seed, i, 9_001) % 10_000_000).padStart(7, '0')}`,
    channelSecret: hexOf(seed, `secret:${i}`, 32),
    botUserId: lineIdOf('U', seed, `bot:${i}`),
    basicId: `@${hexOf(seed, `basic:${i}`, 3).replace(/[a-f]/g, '7')}${hexOf(seed, `basic-word:${i}`, 5).replace(/\d/g, (d) => 'hjkmnpqrst'.charAt(Number(d)))}`,
    displayName,
  };
}

/** Reads and changes the Official Accounts. */
export class OfficialAccounts {
  readonly #database: LineDatabase;
  readonly #one;
  readonly #all;

  constructor(database: LineDatabase) {
    this.#database = database;
    this.#one = database.prepare<[string], AccountRow>('SELECT * FROM ln_accounts WHERE channel_id = ?');
    this.#all = database.prepare<[], AccountRow>('SELECT * FROM ln_accounts ORDER BY rowid');
  }

  /** Adds an account with the state that a well-kept one has: verified, chat and webhook on, redelivery on, a monthly limit. */
  add(credentials: OfficialAccountCredentials, quotaValue: number): void {
    this.#database
      .prepare(
        `INSERT INTO ln_accounts VALUES (@channelId, @channelSecret, @botUserId, @basicId, @displayName, 1, 'chat', NULL, 1, 1, 'limited', ${Math.trunc(quotaValue)})`,
      )
      .run(credentials);
  }

  /** Makes a further account of the same provider, as somebody does in LINE's own tools. */
  create(seed: number, displayName: string): OfficialAccountCredentials {
    const credentials = credentialsAt(seed, this.list().length, displayName);
    this.add(credentials, FURTHER_QUOTA);
    return credentials;
  }

  /** All accounts in the order in which they were added. */
  list(): OfficialAccount[] {
    return this.#all.all().map(accountOf);
  }

  /** The account of a channel id, or null. */
  find(channelId: string): OfficialAccount | null {
    const row = this.#one.get(channelId);
    return row ? accountOf(row) : null;
  }

  /** The account that a channel id, bot user id or basic id names, or null. */
  resolve(reference: string): OfficialAccount | null {
    return this.list().find((a) => [a.channelId, a.botUserId, a.basicId].includes(reference)) ?? null;
  }

  /** Sets the webhook URL. */
  setEndpoint(channelId: string, endpoint: string): void {
    this.#database.prepare('UPDATE ln_accounts SET endpoint = ? WHERE channel_id = ?').run(endpoint, channelId);
  }

  /** Changes the switches that only OA Manager and the console have in the real world. */
  setSwitches(
    channelId: string,
    switches: Partial<
      Pick<
        OfficialAccount,
        'isVerified' | 'chatMode' | 'isEndpointActive' | 'isRedeliveryOn' | 'quotaType' | 'quotaValue'
      >
    >,
  ): void {
    const account = this.find(channelId);
    if (account === null) return;
    const next = { ...account, ...switches };
    this.#database
      .prepare(
        `UPDATE ln_accounts SET is_verified = ?, chat_mode = ?, is_endpoint_active = ?, is_redelivery_on = ?, quota_type = ?, quota_value = ?
         WHERE channel_id = ?`,
      )
      .run(
        Number(next.isVerified),
        next.chatMode,
        Number(next.isEndpointActive),
        Number(next.isRedeliveryOn),
        next.quotaType,
        next.quotaValue,
        channelId,
      );
  }
}

function accountOf(row: AccountRow): OfficialAccount {
  return {
    channelId: row.channel_id,
    channelSecret: row.channel_secret,
    botUserId: row.bot_user_id,
    basicId: row.basic_id,
    displayName: row.display_name,
    isVerified: row.is_verified === 1,
    chatMode: row.chat_mode === 'bot' ? 'bot' : 'chat',
    endpoint: row.endpoint,
    isEndpointActive: row.is_endpoint_active === 1,
    isRedeliveryOn: row.is_redelivery_on === 1,
    quotaType: row.quota_type === 'none' ? 'none' : 'limited',
    quotaValue: row.quota_value,
  };
}
