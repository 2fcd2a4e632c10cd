import type { LineDatabase } from './database';
import { type Counter, hexOf } from './identifiers';

interface ReplyTokenRow {
  channel_id: string;
  chat_id: string;
  event_at: number;
  delivered_at: number | null;
  used_at: number | null;
}

const LIFE_AFTER_DELIVERY_MS = 60_000;
const LIFE_AFTER_EVENT_MS = 20 * 60_000;

/** Reply tokens: good once, for a minute after the (re)delivery, and never more than 20 minutes after the event (facts/line-api 4.2, 5.2). */
export class ReplyTokens {
  readonly #database: LineDatabase;
  readonly #counter: Counter;
  readonly #seed: number;

  constructor(database: LineDatabase, counter: Counter, seed: number) {
    this.#database = database;
    this.#counter = counter;
    this.#seed = seed;
  }

  /** A new token for an event of a chat. It becomes good when the event is delivered. */
  issue(channelId: string, chatId: string, eventAt: number): string {
    const token = hexOf(this.#seed, `reply:${this.#counter.next('reply-token')}`, 32);
    this.#database
      .prepare('INSERT INTO ln_reply_tokens VALUES (?, ?, ?, ?, NULL, NULL)')
      .run(token, channelId, chatId, eventAt);
    return token;
  }

  /** Uses a token up and returns its chat, or null when it is unknown, used, over, or of another channel. */
  use(channelId: string, token: string, at: number): string | null {
    const row = this.#database
      .prepare<[string], ReplyTokenRow>('SELECT * FROM ln_reply_tokens WHERE token = ?')
      .get(token);
    if (!row || row.channel_id !== channelId || row.used_at !== null || row.delivered_at === null) return null;
    if (at > Math.min(row.delivered_at + LIFE_AFTER_DELIVERY_MS, row.event_at + LIFE_AFTER_EVENT_MS)) return null;
    this.#database.prepare('UPDATE ln_reply_tokens SET used_at = ? WHERE token = ?').run(at, token);
    return row.chat_id;
  }
}
