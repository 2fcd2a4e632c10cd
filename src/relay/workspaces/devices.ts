import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { RelayDatabase } from './relay-database';

/** A console that proved its device token. */
export interface Device {
  readonly workspaceId: string;
  readonly deviceId: string;
}

/** A device as its workspace sees it. */
export interface ListedDevice {
  readonly deviceId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastSeenAt: number | null;
  readonly isConnected: boolean;
  /** How far it acknowledged the log; null = never connected. */
  readonly cursor: number | null;
}

/** What a node saw of a device: how far it acknowledged the log, and whether it is connected. */
export interface SeenDevice {
  readonly deviceId: string;
  readonly cursor: number;
  readonly isConnected: boolean;
}

export interface NewDevice {
  /** Made where it does not exist; a new one where left out. */
  readonly workspaceId?: string;
  readonly name?: string;
  /** When a device of this name is there: `replace` revokes it, `rename` adds a number to the new one's name. */
  readonly ifTaken: 'replace' | 'rename';
}

interface Row {
  id: string;
  name: string;
  created_at: number;
  last_seen_at: number | null;
  connected_until: number;
  acked: number | null;
}

/** A device counts as connected for so long after it was last heard; consoles are heard every 25 s. */
const CONNECTED_MS = 60_000;
/** For so long a revoked device is told that it was revoked; then it is merely unknown. */
const REVOKED_KEPT_MS = 90 * 24 * 60 * 60 * 1000;
const MAX_SEEN_AT_ONCE = 200;
const MAX_NAMES = 100;

/**
 * The devices of workspaces. Tokens are stored as SHA-256 (they are 256 random bits, so no slow hash is needed) and looked up each
 * time: a revoked one never works again, on no node.
 */
export class Devices {
  readonly #db: RelayDatabase;
  readonly #now: () => number;

  constructor(db: RelayDatabase, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** Makes a device, and the workspace where it does not exist. The token is given once. */
  async create(device: NewDevice): Promise<Device & { deviceToken: string }> {
    const workspaceId = device.workspaceId ?? randomUUID();
    const deviceId = randomUUID();
    const deviceToken = `lct_${randomBytes(32).toString('base64url')}`;
    const name = device.name ?? deviceId;
    const now = this.#now();
    const addWorkspace = 'INSERT INTO workspace (id, created_at) VALUES (?, ?) ON CONFLICT (id) DO NOTHING';
    await this.#db.run(addWorkspace, [workspaceId, now]);
    await this.#db.run('DELETE FROM device WHERE ws = ? AND revoked_at < ?', [workspaceId, now - REVOKED_KEPT_MS]);
    for (let number = 1; number <= MAX_NAMES; number++) {
      if (device.ifTaken === 'replace') {
        const revoke = 'UPDATE device SET revoked_at = ? WHERE ws = ? AND name = ? AND revoked_at IS NULL';
        await this.#db.run(revoke, [now, workspaceId, name]);
      }
      const freeName = number === 1 || device.ifTaken === 'replace' ? name : `${name} ${number}`;
      const added = await this.#db.run(
        'INSERT INTO device (id, ws, name, token_hash, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [deviceId, workspaceId, freeName, hashOf(deviceToken), now],
      );
      if (added > 0) return { workspaceId, deviceId, deviceToken };
    }
    throw new Error(`There are too many devices with this name in the workspace.`);
  }

  /** The device that holds the token, or null. The lookup is by hash: its timing tells nothing of the token. */
  async ofToken(deviceToken: string): Promise<(Device & { isRevoked: boolean }) | null> {
    const [row] = await this.#db.rows<{ id: string; ws: string; revoked_at: number | null }>(
      'SELECT id, ws, revoked_at FROM device WHERE token_hash = ?',
      [hashOf(deviceToken)],
    );
    return row === undefined ? null : { workspaceId: row.ws, deviceId: row.id, isRevoked: row.revoked_at !== null };
  }

  /** Those that are not revoked, oldest first. */
  async listOf(workspaceId: string): Promise<ListedDevice[]> {
    const rows = await this.#db.rows<Row>(
      `SELECT id, name, created_at, last_seen_at, connected_until, acked FROM device
       WHERE ws = ? AND revoked_at IS NULL ORDER BY created_at, id`,
      [workspaceId],
    );
    return rows.map((row) => ({
      deviceId: row.id,
      name: row.name,
      createdAt: row.created_at,
      lastSeenAt: row.last_seen_at,
      isConnected: row.connected_until > this.#now(),
      cursor: row.acked,
    }));
  }

  /** Its token never works again. Idempotent; a device of another workspace is not touched. */
  async revoke(workspaceId: string, deviceId: string): Promise<void> {
    await this.#db.run(
      'UPDATE device SET revoked_at = ?, connected_until = 0 WHERE ws = ? AND id = ? AND revoked_at IS NULL',
      [this.#now(), workspaceId, deviceId],
    );
  }

  /** What was seen of devices just now. Gives those of them that are not revoked. */
  async seen(devices: readonly SeenDevice[]): Promise<Set<string>> {
    const alive = new Set<string>();
    const now = this.#now();
    for (let from = 0; from < devices.length; from += MAX_SEEN_AT_ONCE) {
      const part = devices.slice(from, from + MAX_SEEN_AT_ONCE);
      const given = part.map(() => '(CAST(? AS TEXT), CAST(? AS BIGINT), CAST(? AS BIGINT))').join(', ');
      const rows = await this.#db.rows<{ id: string }>(
        `WITH seen (id, acked, until) AS (VALUES ${given})
         UPDATE device SET last_seen_at = ?, acked = (SELECT seen.acked FROM seen WHERE seen.id = device.id),
           connected_until = (SELECT seen.until FROM seen WHERE seen.id = device.id)
         WHERE revoked_at IS NULL AND id IN (SELECT seen.id FROM seen) RETURNING id`,
        [
          ...part.flatMap(({ deviceId, cursor, isConnected }) => [
            deviceId,
            cursor,
            isConnected ? now + CONNECTED_MS : 0,
          ]),
          now,
        ],
      );
      for (const { id } of rows) alive.add(id);
    }
    return alive;
  }
}

function hashOf(deviceToken: string): Uint8Array {
  return createHash('sha256').update(deviceToken).digest();
}
