import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import { prepared } from './prepared';

/** What a token call hands out (facts section 2.3). */
export type IssuedTokens = {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly expiresInSeconds: number;
};

/** A pending consent, waiting for its code to be exchanged. */
export type Consent = {
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  /** PKCE S256 challenge, when the authorize call had one. */
  readonly challenge: string | null;
};

/** What is known of a presented access token. */
export type AccessToken = {
  readonly token: string;
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
  /** Null for a static token, which never ends. */
  readonly expiresAt: number | null;
  readonly use: 'access_token' | 'client_credentials' | 'static';
};

/** What is known of a presented refresh token. */
export type Grant = {
  readonly id: number;
  readonly hubId: number;
  readonly userId: number;
  readonly scopes: readonly string[];
};

const accessTokenSeconds = 1_800;
const codeLifetimeMs = 60_000;

type GrantRow = { id: number; account: number; user_id: number; scopes: string };
type TokenRow = GrantRow & { token: string; token_use: AccessToken['use']; expires_at: number | null };

/** Authorization codes, grants (one per consent) and access tokens. */
export class GrantStore {
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #findAccess: Database.Statement<[string], TokenRow>;

  constructor(database: Database.Database, now: () => number) {
    this.#database = database;
    this.#now = now;
    this.#findAccess = database.prepare(
      `SELECT t.token, t.token_use, t.expires_at, g.id, g.account, g.user_id, g.scopes FROM hs_access_token t
       JOIN hs_grant g ON g.id = t.grant_id WHERE t.token = ?`,
    );
  }

  /** Notes a consent and returns its single-use code. */
  createCode(consent: Consent): string {
    const code = `na1-${randomBytes(24).toString('hex')}`;
    this.#database
      .prepare(
        'INSERT INTO hs_code (code, account, user_id, scopes, redirect_uri, challenge, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(
        code,
        consent.hubId,
        consent.userId,
        consent.scopes.join(' '),
        consent.redirectUri,
        consent.challenge,
        this.#now() + codeLifetimeMs,
      );
    return code;
  }

  /** Uses a code up; null when it is unknown, used before or too old. */
  redeemCode(code: string): Consent | null {
    const row = this.#database
      .prepare<
        [string, number],
        { account: number; user_id: number; scopes: string; redirect_uri: string; challenge: string | null }
      >(
        'UPDATE hs_code SET used = 1 WHERE code = ? AND used = 0 AND expires_at > ? RETURNING account, user_id, scopes, redirect_uri, challenge',
      )
      .get(code, this.#now());
    if (row === undefined) return null;
    return {
      hubId: row.account,
      userId: row.user_id,
      scopes: row.scopes.split(' '),
      redirectUri: row.redirect_uri,
      challenge: row.challenge,
    };
  }

  /** Turns a redeemed consent into a grant with its first tokens. */
  createGrant(consent: Consent): IssuedTokens {
    const refreshToken = `na1-${randomBytes(48).toString('base64url')}`;
    const id = this.#insertGrant(consent.hubId, consent.userId, consent.scopes, refreshToken);
    const grant = { id, hubId: consent.hubId, userId: consent.userId, scopes: consent.scopes };
    return this.#issue(grant, refreshToken, 'access_token');
  }

  /** The live grant of a refresh token. */
  grantOf(refreshToken: string): Grant | null {
    const row = this.#database
      .prepare<[string], GrantRow>(
        'SELECT id, account, user_id, scopes FROM hs_grant WHERE refresh_token = ? AND revoked = 0',
      )
      .get(refreshToken);
    if (row === undefined) return null;
    return { id: row.id, hubId: row.account, userId: row.user_id, scopes: row.scopes.split(' ') };
  }

  /** A new access token for a grant; with `isRotated` a new refresh token as well. */
  refresh(grant: Grant, refreshToken: string, isRotated: boolean): IssuedTokens {
    if (!isRotated) return this.#issue(grant, refreshToken, 'access_token');
    const next = `na1-${randomBytes(48).toString('base64url')}`;
    this.#database.prepare('UPDATE hs_grant SET refresh_token = ? WHERE id = ?').run(next, grant.id);
    return this.#issue(grant, next, 'access_token');
  }

  /** An app-level token without a refresh token. */
  createClientToken(scopes: readonly string[]): IssuedTokens {
    const id = this.#insertGrant(0, 0, scopes, null);
    return this.#issue({ id, hubId: 0, userId: 0, scopes }, '', 'client_credentials');
  }

  /** What a presented access token stands for, expired or not. */
  accessToken(token: string): AccessToken | null {
    const row = this.#findAccess.get(token);
    if (row === undefined) return null;
    return {
      token: row.token,
      hubId: row.account,
      userId: row.user_id,
      scopes: row.scopes.split(' '),
      expiresAt: row.expires_at,
      use: row.token_use,
    };
  }

  /** Kills a refresh token. Access tokens handed out before live on until they end, and the app stays installed. */
  revoke(refreshToken: string): boolean {
    return (
      this.#database.prepare('UPDATE hs_grant SET revoked = 1 WHERE refresh_token = ?').run(refreshToken).changes > 0
    );
  }

  /** Ends every access token of an account now (of all accounts without a number). Returns how many. */
  expireAccessTokens(hubId: number | null): number {
    return this.#database
      .prepare(
        `UPDATE hs_access_token SET expires_at = ? WHERE token_use = 'access_token' AND expires_at > ?
         AND grant_id IN (SELECT id FROM hs_grant WHERE ? IS NULL OR account = ?)`,
      )
      .run(this.#now(), this.#now(), hubId, hubId).changes;
  }

  /** Kills every refresh token of an account (of all accounts without a number). Returns how many. */
  revokeAll(hubId: number | null): number {
    return this.#database
      .prepare('UPDATE hs_grant SET revoked = 1 WHERE revoked = 0 AND (? IS NULL OR account = ?)')
      .run(hubId, hubId).changes;
  }

  /** What removing the app from an account does: its refresh and access tokens are gone at once. Static tokens stay. */
  uninstall(hubId: number): void {
    const grants = 'SELECT id FROM hs_grant WHERE account = ? AND refresh_token IS NOT NULL';
    this.#database.prepare(`DELETE FROM hs_access_token WHERE grant_id IN (${grants})`).run(hubId);
    this.#database.prepare('DELETE FROM hs_grant WHERE account = ? AND refresh_token IS NOT NULL').run(hubId);
  }

  /**
   * Scopes under which an app that has webhooks is installed in an account; null when none is. Private apps and service keys
   * get no webhooks (facts section 1.4).
   */
  installedScopes(hubId: number): ReadonlySet<string> | null {
    const rows = prepared<[number], { scopes: string }>(
      this.#database,
      `SELECT scopes FROM hs_grant WHERE account = ?
       AND id NOT IN (SELECT grant_id FROM hs_static_token WHERE kind <> 'projectApp')`,
    ).all(hubId);
    return rows.length === 0 ? null : new Set(rows.flatMap(({ scopes }) => scopes.split(' ')));
  }

  #insertGrant(hubId: number, userId: number, scopes: readonly string[], refreshToken: string | null): number {
    const done = this.#database
      .prepare('INSERT INTO hs_grant (account, user_id, scopes, refresh_token, created_at) VALUES (?, ?, ?, ?, ?)')
      .run(hubId, userId, scopes.join(' '), refreshToken, this.#now());
    return Number(done.lastInsertRowid);
  }

  #issue(grant: Grant, refreshToken: string, use: AccessToken['use']): IssuedTokens {
    // Real tokens are opaque and long; a length near theirs catches columns that are too short.
    const accessToken = `CN${randomBytes(168).toString('base64url')}`;
    this.#database
      .prepare('INSERT INTO hs_access_token (token, grant_id, token_use, expires_at) VALUES (?, ?, ?, ?)')
      .run(accessToken, grant.id, use, this.#now() + accessTokenSeconds * 1000);
    return {
      accessToken,
      refreshToken,
      hubId: grant.hubId,
      userId: grant.userId,
      scopes: grant.scopes,
      expiresInSeconds: accessTokenSeconds,
    };
  }
}
