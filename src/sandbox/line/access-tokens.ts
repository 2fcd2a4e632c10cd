import type { LineDatabase } from './database';
import { type Counter, opaqueOf } from './identifiers';

/** The kinds of channel access token that the stand-in issues (facts/line-api section 3). */
export type TokenKind = 'stateless' | 'short-lived';

/** A token that is still good. Times are epoch ms. */
export interface AccessToken {
  readonly token: string;
  readonly channelId: string;
  readonly kind: TokenKind;
  readonly expiresAt: number;
}

interface TokenRow {
  token: string;
  channel_id: string;
  kind: TokenKind;
  expires_at: number;
}

const LIFETIME_S: Readonly<Record<TokenKind, number>> = { stateless: 900, 'short-lived': 2_592_000 };
const MAX_SHORT_LIVED = 30;

/** Issues and checks channel access tokens. */
export class AccessTokens {
  readonly #database: LineDatabase;
  readonly #counter: Counter;
  readonly #seed: number;
  readonly #now: () => number;
  readonly #find;

  constructor(database: LineDatabase, counter: Counter, seed: number, now: () => number) {
    this.#database = database;
    this.#counter = counter;
    this.#seed = seed;
    this.#now = now;
    this.#find = database.prepare<[string, number], TokenRow>(
      'SELECT * FROM ln_access_tokens WHERE token = ? AND expires_at > ?',
    );
  }

  /** A new token and its life in seconds. The 31st short-lived token of a channel silently ends the oldest. */
  issue(channelId: string, kind: TokenKind): { token: string; expiresInS: number } {
    const at = this.#now();
    const token = opaqueOf(this.#seed, `token:${this.#counter.next('token')}`, kind === 'stateless' ? 220 : 172);
    const expiresInS = LIFETIME_S[kind];
    this.#database.prepare('DELETE FROM ln_access_tokens WHERE expires_at <= ?').run(at);
    this.#database
      .prepare('INSERT INTO ln_access_tokens VALUES (?, ?, ?, ?, ?)')
      .run(token, channelId, kind, at, at + expiresInS * 1_000);
    if (kind === 'short-lived') {
      this.#database
        .prepare(
          `DELETE FROM ln_access_tokens WHERE token IN (SELECT token FROM ln_access_tokens WHERE channel_id = ? AND kind = 'short-lived'
           ORDER BY issued_at DESC, rowid DESC LIMIT -1 OFFSET ${MAX_SHORT_LIVED})`,
        )
        .run(channelId);
    }
    return { token, expiresInS };
  }

  /** The token if it is good now, or null. */
  check(token: string): AccessToken | null {
    const row = this.#find.get(token, this.#now());
    return row ? { token: row.token, channelId: row.channel_id, kind: row.kind, expiresAt: row.expires_at } : null;
  }

  /** Ends a short-lived token; a stateless one cannot be revoked. An unknown token is no error. */
  revoke(token: string): void {
    this.#database.prepare("DELETE FROM ln_access_tokens WHERE token = ? AND kind = 'short-lived'").run(token);
  }

  /** Ends every token, as a scenario may want. */
  expireAll(): void {
    this.#database.exec('DELETE FROM ln_access_tokens');
  }
}
