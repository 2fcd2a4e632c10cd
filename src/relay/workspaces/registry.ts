import { createHash, randomBytes, randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import type { SecretCipher } from './secret-cipher';

/** A console that proved its device token. */
export interface Device {
  readonly workspaceId: string;
  readonly deviceId: string;
}

/** An OA in a workspace with the secrets that its webhooks may be signed with: the present one, and the last one for an hour. */
export interface RegisteredChannel {
  readonly workspaceId: string;
  readonly secrets: readonly string[];
}

const SCHEMA = `
CREATE TABLE IF NOT EXISTS workspace (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS device (
  id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), name TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, UNIQUE (ws, name)
) STRICT;
CREATE TABLE IF NOT EXISTS channel (
  bot_user_id TEXT NOT NULL, ws TEXT NOT NULL REFERENCES workspace (id), channel_id TEXT NOT NULL,
  secret BLOB NOT NULL, previous_secret BLOB, rotated_at INTEGER, PRIMARY KEY (bot_user_id, ws)
) STRICT;
CREATE TABLE IF NOT EXISTS portal (
  portal_id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), created_at INTEGER NOT NULL
) STRICT;
`;

/** How long webhooks signed with the replaced secret are taken. LINE switches at once; only what is under way still has it. */
const OLD_SECRET_GOOD_MS = 60 * 60 * 1000;

interface ChannelRow {
  ws: string;
  secret: Uint8Array;
  previous_secret: Uint8Array | null;
  rotated_at: number | null;
}

/**
 * Who may use the relay and for what: workspaces, devices, LINE channels, HubSpot accounts. Small and seldom written.
 * Tokens are stored as SHA-256 (they are 256 random bits, so no slow hash is needed), channel secrets encrypted.
 */
export class Registry {
  readonly #db: Database.Database;
  readonly #cipher: SecretCipher;
  readonly #now: () => number;
  readonly #channels = new Map<string, { rows: ChannelRow[]; secretsOf: Map<ChannelRow, readonly string[]> }>();

  constructor(file: string, cipher: SecretCipher, now: () => number) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('busy_timeout = 5000');
    this.#db.exec(SCHEMA);
    this.#cipher = cipher;
    this.#now = now;
  }

  /** Makes the workspace where it does not exist, and a token for one device in it. A device of the same name loses its token. */
  createDevice(options: { workspaceId?: string; deviceName?: string }): Device & { deviceToken: string } {
    const workspaceId = options.workspaceId ?? randomUUID();
    const deviceId = randomUUID();
    const deviceToken = `lct_${randomBytes(32).toString('base64url')}`;
    const now = this.#now();
    this.#db.transaction(() => {
      this.#db.prepare('INSERT OR IGNORE INTO workspace (id, created_at) VALUES (?, ?)').run(workspaceId, now);
      this.#db
        .prepare(
          `INSERT INTO device (id, ws, name, token_hash, created_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (ws, name) DO UPDATE SET id = excluded.id, token_hash = excluded.token_hash`,
        )
        .run(deviceId, workspaceId, options.deviceName ?? deviceId, hashOf(deviceToken), now);
    })();
    return { workspaceId, deviceId, deviceToken };
  }

  /** The device that holds the token, or null. The lookup is by hash: its timing tells nothing of the token. */
  deviceOf(deviceToken: string): Device | null {
    const row = this.#db
      .prepare<[Uint8Array], { id: string; ws: string }>('SELECT id, ws FROM device WHERE token_hash = ?')
      .get(hashOf(deviceToken));
    return row === undefined ? null : { workspaceId: row.ws, deviceId: row.id };
  }

  /**
   * Adds or changes an OA of a workspace. The same OA may be in several workspaces: whoever holds its secret gets its
   * webhooks, and nobody can take an OA from another workspace by naming it first.
   */
  putChannel(workspaceId: string, channel: { botUserId: string; channelId: string; channelSecret: string }): void {
    const context = contextOf(workspaceId, channel.botUserId);
    this.#db.transaction(() => {
      const old = this.#rowsOf(channel.botUserId).find((row) => row.ws === workspaceId);
      const isSame = old !== undefined && this.#cipher.decrypt(old.secret, context) === channel.channelSecret;
      const [previous, rotatedAt] = isSame
        ? [old.previous_secret, old.rotated_at]
        : [old?.secret ?? null, old === undefined ? null : this.#now()];
      this.#db
        .prepare(
          `INSERT INTO channel (bot_user_id, ws, channel_id, secret, previous_secret, rotated_at) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (bot_user_id, ws) DO UPDATE SET channel_id = excluded.channel_id, secret = excluded.secret,
             previous_secret = excluded.previous_secret, rotated_at = excluded.rotated_at`,
        )
        .run(
          channel.botUserId,
          workspaceId,
          channel.channelId,
          this.#cipher.encrypt(channel.channelSecret, context),
          previous,
          rotatedAt,
        );
    })();
    this.#channels.delete(channel.botUserId);
  }

  removeChannel(workspaceId: string, botUserId: string): void {
    this.#db.prepare('DELETE FROM channel WHERE bot_user_id = ? AND ws = ?').run(botUserId, workspaceId);
    this.#channels.delete(botUserId);
  }

  /** Every workspace that has the OA; empty when it is unknown. */
  channelsOf(botUserId: string): RegisteredChannel[] {
    const known = this.#channels.get(botUserId) ?? this.#loadChannels(botUserId);
    const oldest = this.#now() - OLD_SECRET_GOOD_MS;
    return known.rows.map((row) => {
      const secrets = known.secretsOf.get(row) ?? [];
      return { workspaceId: row.ws, secrets: (row.rotated_at ?? 0) >= oldest ? secrets : secrets.slice(0, 1) };
    });
  }

  #loadChannels(botUserId: string): { rows: ChannelRow[]; secretsOf: Map<ChannelRow, readonly string[]> } {
    const rows = this.#rowsOf(botUserId);
    const secretsOf = new Map(
      rows.map((row) => {
        const sealed = row.previous_secret === null ? [row.secret] : [row.secret, row.previous_secret];
        return [row, sealed.map((bytes) => this.#cipher.decrypt(bytes, contextOf(row.ws, botUserId)))];
      }),
    );
    const known = { rows, secretsOf };
    if (rows.length > 0) {
      // unknown ids are not kept: a stranger could fill the memory with them
      this.#channels.set(botUserId, known);
    }
    return known;
  }

  #rowsOf(botUserId: string): ChannelRow[] {
    return this.#db
      .prepare<[string], ChannelRow>(
        'SELECT ws, secret, previous_secret, rotated_at FROM channel WHERE bot_user_id = ?',
      )
      .all(botUserId);
  }

  /** Ties a HubSpot account to the workspace. False when another workspace holds it. */
  putPortal(workspaceId: string, portalId: string): boolean {
    this.#db
      .prepare('INSERT OR IGNORE INTO portal (portal_id, ws, created_at) VALUES (?, ?, ?)')
      .run(portalId, workspaceId, this.#now());
    return this.workspaceOfPortal(portalId) === workspaceId;
  }

  /** Unties a HubSpot account; one that another workspace holds stays with it. */
  removePortal(workspaceId: string, portalId: string): void {
    this.#db.prepare('DELETE FROM portal WHERE portal_id = ? AND ws = ?').run(portalId, workspaceId);
  }

  workspaceOfPortal(portalId: string): string | null {
    const row = this.#db.prepare<[string], { ws: string }>('SELECT ws FROM portal WHERE portal_id = ?').get(portalId);
    return row?.ws ?? null;
  }

  channelIdsIn(workspaceId: string): string[] {
    const rows = this.#db
      .prepare<[string], { id: string }>('SELECT bot_user_id AS id FROM channel WHERE ws = ? ORDER BY id')
      .all(workspaceId);
    return rows.map((row) => row.id);
  }

  portalIdsIn(workspaceId: string): string[] {
    const rows = this.#db
      .prepare<[string], { id: string }>('SELECT portal_id AS id FROM portal WHERE ws = ? ORDER BY id')
      .all(workspaceId);
    return rows.map((row) => row.id);
  }

  close(): void {
    this.#db.close();
  }
}

function hashOf(deviceToken: string): Uint8Array {
  return createHash('sha256').update(deviceToken).digest();
}

function contextOf(workspaceId: string, botUserId: string): string {
  return `channel-secret|${workspaceId}|${botUserId}`;
}
