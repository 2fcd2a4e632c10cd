import type { RelayDatabase } from './relay-database';
import type { SecretCipher } from './secret-cipher';
import { ShortCache } from './short-cache';

/** An OA in a workspace with the secrets that its webhooks may be signed with: the present one, and the last one for an hour. */
export interface RegisteredChannel {
  readonly workspaceId: string;
  readonly secrets: readonly string[];
}

/** How long webhooks signed with the replaced secret are taken. LINE switches at once; only what is under way still has it. */
const OLD_SECRET_GOOD_MS = 60 * 60 * 1000;
/** Another node that changes an OA tells so; should that get lost, this is how long the old state is worked with. */
const CACHED_MS = 5_000;

interface ChannelRow {
  ws: string;
  secret: Uint8Array;
  previous_secret: Uint8Array | null;
  rotated_at: number | null;
}

interface KnownChannel extends RegisteredChannel {
  readonly rotatedAt: number;
}

/**
 * Whose webhooks are taken, and for which workspace: LINE channels and HubSpot accounts. Seldom written, and read with every
 * webhook, so each node keeps what it read for a few seconds. Channel secrets are stored encrypted.
 */
export class Registry {
  readonly #db: RelayDatabase;
  readonly #cipher: SecretCipher;
  readonly #now: () => number;
  readonly #channels: ShortCache<KnownChannel[]>;
  readonly #portals: ShortCache<string | null>;

  constructor(db: RelayDatabase, cipher: SecretCipher, now: () => number) {
    this.#db = db;
    this.#cipher = cipher;
    this.#now = now;
    this.#channels = new ShortCache(CACHED_MS, (botUserId) => this.#loadChannels(botUserId));
    this.#portals = new ShortCache(CACHED_MS, (portalId) => this.#loadPortal(portalId));
  }

  /**
   * Adds or changes an OA of a workspace. The same OA may be in several workspaces: whoever holds its secret gets its
   * webhooks, and nobody can take an OA from another workspace by naming it first.
   */
  async putChannel(
    workspaceId: string,
    channel: { botUserId: string; channelId: string; channelSecret: string },
  ): Promise<void> {
    const { botUserId, channelId } = channel;
    const context = contextOf(workspaceId, botUserId);
    const sealed = this.#cipher.encrypt(channel.channelSecret, context);
    const insert = `INSERT INTO channel (bot_user_id, ws, channel_id, secret) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
    for (let isWritten = false; !isWritten; ) {
      const old = (await this.#rowsOf(botUserId)).find((row) => row.ws === workspaceId);
      if (old === undefined) {
        isWritten = (await this.#db.run(insert, [botUserId, workspaceId, channelId, sealed])) > 0;
        continue;
      }
      const isSame = this.#cipher.decrypt(old.secret, context) === channel.channelSecret;
      const changed = await this.#db.run(
        `UPDATE channel SET channel_id = ?, secret = ?, previous_secret = ?, rotated_at = ?
         WHERE bot_user_id = ? AND ws = ? AND secret = ?`,
        [
          channelId,
          ...(isSame ? [old.secret, old.previous_secret, old.rotated_at] : [sealed, old.secret, this.#now()]),
          botUserId,
          workspaceId,
          // another console that changes it at the same time must not make the last secret get lost
          old.secret,
        ],
      );
      isWritten = changed > 0;
    }
    this.forgetChannel(botUserId);
  }

  async removeChannel(workspaceId: string, botUserId: string): Promise<void> {
    await this.#db.run('DELETE FROM channel WHERE bot_user_id = ? AND ws = ?', [botUserId, workspaceId]);
    this.forgetChannel(botUserId);
  }

  /** Every workspace that has the OA; empty when it is unknown. */
  async channelsOf(botUserId: string): Promise<RegisteredChannel[]> {
    const known = await this.#channels.get(botUserId);
    const oldest = this.#now() - OLD_SECRET_GOOD_MS;
    return known.map(({ workspaceId, secrets, rotatedAt }) => ({
      workspaceId,
      secrets: rotatedAt >= oldest ? secrets : secrets.slice(0, 1),
    }));
  }

  /** Ties a HubSpot account to the workspace. False when another workspace holds it. */
  async putPortal(workspaceId: string, portalId: string): Promise<boolean> {
    const insert = 'INSERT INTO portal (portal_id, ws, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
    await this.#db.run(insert, [portalId, workspaceId, this.#now()]);
    this.forgetPortal(portalId);
    return (await this.workspaceOfPortal(portalId)) === workspaceId;
  }

  /** Unties a HubSpot account; one that another workspace holds stays with it. */
  async removePortal(workspaceId: string, portalId: string): Promise<void> {
    await this.#db.run('DELETE FROM portal WHERE portal_id = ? AND ws = ?', [portalId, workspaceId]);
    this.forgetPortal(portalId);
  }

  workspaceOfPortal(portalId: string): Promise<string | null> {
    return this.#portals.get(portalId);
  }

  async channelIdsIn(workspaceId: string): Promise<string[]> {
    const sql = 'SELECT bot_user_id AS id FROM channel WHERE ws = ? ORDER BY id';
    return (await this.#db.rows<{ id: string }>(sql, [workspaceId])).map((row) => row.id);
  }

  async portalIdsIn(workspaceId: string): Promise<string[]> {
    const sql = 'SELECT portal_id AS id FROM portal WHERE ws = ? ORDER BY id';
    return (await this.#db.rows<{ id: string }>(sql, [workspaceId])).map((row) => row.id);
  }

  /** Another node changed the OA. */
  forgetChannel(botUserId: string): void {
    this.#channels.forget(botUserId);
  }

  /** Another node tied or untied the account. */
  forgetPortal(portalId: string): void {
    this.#portals.forget(portalId);
  }

  async #loadChannels(botUserId: string): Promise<KnownChannel[]> {
    return (await this.#rowsOf(botUserId)).map((row) => {
      const sealed = row.previous_secret === null ? [row.secret] : [row.secret, row.previous_secret];
      return {
        workspaceId: row.ws,
        secrets: sealed.map((bytes) => this.#cipher.decrypt(bytes, contextOf(row.ws, botUserId))),
        rotatedAt: row.rotated_at ?? 0,
      };
    });
  }

  async #loadPortal(portalId: string): Promise<string | null> {
    const rows = await this.#db.rows<{ ws: string }>('SELECT ws FROM portal WHERE portal_id = ?', [portalId]);
    return rows[0]?.ws ?? null;
  }

  #rowsOf(botUserId: string): Promise<ChannelRow[]> {
    const sql = 'SELECT ws, secret, previous_secret, rotated_at FROM channel WHERE bot_user_id = ?';
    return this.#db.rows<ChannelRow>(sql, [botUserId]);
  }
}

function contextOf(workspaceId: string, botUserId: string): string {
  return `channel-secret|${workspaceId}|${botUserId}`;
}
