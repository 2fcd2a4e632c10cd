import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { prepared } from './prepared';

/**
 * What a static token belongs to (facts section 1.4): a project app has webhooks, a legacy private app tells what its token is,
 * a service key has neither.
 */
export type StaticTokenKind = 'projectApp' | 'privateApp' | 'serviceKey';

/** One static token of one account. */
export type StaticToken = {
  readonly token: string;
  readonly hubId: number;
  readonly userId: number;
  readonly kind: StaticTokenKind;
  readonly name: string;
  /**
   * Number of the app (or key) behind it; changes that it makes carry this number. A project app is the registered app in its
   * static form.
   */
  readonly appId: number;
  readonly scopes: readonly string[];
};

/** What a new token is made from; without `token` a fresh one is drawn. */
export type NewStaticToken = Omit<StaticToken, 'token' | 'appId'> & { readonly token?: string };

type TokenRow = {
  token: string;
  account: number;
  user_id: number;
  kind: StaticTokenKind;
  name: string;
  grant_id: number;
  scopes: string;
};

const firstAppId = 5_200_000;
const select = `SELECT s.token, g.account, g.user_id, s.kind, s.name, s.grant_id, g.scopes FROM hs_static_token s
  JOIN hs_grant g ON g.id = s.grant_id`;

/** Tokens that never end: of private and project apps, and service keys. An API call presents them as any other access token. */
export class StaticTokenStore {
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #projectAppId: number;

  constructor(database: Database.Database, now: () => number, projectAppId: number) {
    this.#database = database;
    this.#now = now;
    this.#projectAppId = projectAppId;
  }

  /** Makes a token; one that is given and there already stays as it is. */
  create(wanted: NewStaticToken): StaticToken {
    const token = wanted.token ?? `pat-na1-${randomUUID()}`;
    const held = this.find(token);
    if (held !== undefined) return held;
    const done = prepared(
      this.#database,
      'INSERT INTO hs_grant (account, user_id, scopes, refresh_token, created_at) VALUES (?, ?, ?, NULL, ?)',
    ).run(wanted.hubId, wanted.userId, wanted.scopes.join(' '), this.#now());
    const grantId = Number(done.lastInsertRowid);
    prepared(this.#database, 'INSERT INTO hs_static_token (token, grant_id, kind, name) VALUES (?, ?, ?, ?)').run(
      token,
      grantId,
      wanted.kind,
      wanted.name,
    );
    prepared(
      this.#database,
      'INSERT INTO hs_access_token (token, grant_id, token_use, expires_at) VALUES (?, ?, ?, NULL)',
    ).run(token, grantId, 'static');
    return { ...wanted, token, appId: this.#appIdOf(wanted.kind, grantId) };
  }

  /** One token. */
  find(token: string): StaticToken | undefined {
    const row = prepared<[string], TokenRow>(this.#database, `${select} WHERE s.token = ?`).get(token);
    return row === undefined ? undefined : this.#tokenOf(row);
  }

  /** Tokens of all accounts, oldest first. */
  all(): readonly StaticToken[] {
    return prepared<[], TokenRow>(this.#database, `${select} ORDER BY s.grant_id`)
      .all()
      .map((row) => this.#tokenOf(row));
  }

  /** Gives a token other scopes, as somebody does on the settings page of its app. */
  setScopes(token: string, scopes: readonly string[]): void {
    prepared(
      this.#database,
      'UPDATE hs_grant SET scopes = ? WHERE id = (SELECT grant_id FROM hs_static_token WHERE token = ?)',
    ).run(scopes.join(' '), token);
  }

  /** Takes a token back (deleted or rotated): from now on it is no token. False when there was none. */
  revoke(token: string): boolean {
    const held = this.find(token);
    if (held === undefined) return false;
    prepared(
      this.#database,
      'DELETE FROM hs_grant WHERE id = (SELECT grant_id FROM hs_static_token WHERE token = ?)',
    ).run(token);
    prepared(this.#database, 'DELETE FROM hs_access_token WHERE token = ?').run(token);
    prepared(this.#database, 'DELETE FROM hs_static_token WHERE token = ?').run(token);
    return true;
  }

  #appIdOf(kind: StaticTokenKind, grantId: number): number {
    return kind === 'projectApp' ? this.#projectAppId : firstAppId + grantId;
  }

  #tokenOf(row: TokenRow): StaticToken {
    return {
      token: row.token,
      hubId: row.account,
      userId: row.user_id,
      kind: row.kind,
      name: row.name,
      appId: this.#appIdOf(row.kind, row.grant_id),
      scopes: row.scopes.split(' '),
    };
  }
}
