import type { LineDatabase } from '../database';
import { type Counter, opaqueOf } from '../identifiers';

/** Whom a link token stands for. */
export interface LinkToken {
  readonly token: string;
  readonly channelId: string;
  readonly userId: string;
}

interface TokenRow {
  token: string;
  channel_id: string;
  user_id: string;
  issued_at: number;
  used_at: number | null;
}

const LIFE_MS = 10 * 60_000;

/** Link tokens: ten minutes, one use (facts/line-api section 10.1). */
export class LinkTokens {
  readonly #database: LineDatabase;
  readonly #counter: Counter;
  readonly #seed: number;
  readonly #now: () => number;

  constructor(database: LineDatabase, counter: Counter, seed: number, now: () => number) {
    this.#database = database;
    this.#counter = counter;
    this.#seed = seed;
    this.#now = now;
  }

  /** A new token for a friend of the account. */
  issue(channelId: string, userId: string): string {
    const token = opaqueOf(this.#seed, `link:${this.#counter.next('link-token')}`, 32);
    this.#database
      .prepare('INSERT INTO ln_link_tokens VALUES (?, ?, ?, ?, NULL)')
      .run(token, channelId, userId, this.#now());
    return token;
  }

  /** Whom the token stands for; null when it is unknown, used or over. */
  find(token: string): LinkToken | null {
    const row = this.#database.prepare<[string], TokenRow>('SELECT * FROM ln_link_tokens WHERE token = ?').get(token);
    if (row === undefined || row.used_at !== null || this.#now() >= row.issued_at + LIFE_MS) return null;
    return { token: row.token, channelId: row.channel_id, userId: row.user_id };
  }

  /** Uses a token up. */
  use(token: string): void {
    this.#database.prepare('UPDATE ln_link_tokens SET used_at = ? WHERE token = ?').run(this.#now(), token);
  }
}
