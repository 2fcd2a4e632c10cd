import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import type { Database, Statement } from './database';
import { messageOf } from './database-error';
import { commitPayloads, parseNotice, publicationPayload } from './notice';

export interface NodeLinkOptions {
  readonly database: Database;
  /** The heads of followed workspaces are looked at this often, for notices that were lost. */
  readonly pollIntervalMs: number;
  /** The workspaces whose commits somebody waits for; null = all. */
  following(): readonly string[] | null;
  /** Something was committed, here or on another node. */
  onCommits(workspaceIds: readonly string[]): void;
  /** Another node published something. */
  onPublished(workspaceId: string, text: string): void;
  onTrouble(message: string): void;
}

interface Listener {
  readonly client: Client;
  /** Gives the connection up and tries again later. */
  lose(error: unknown): void;
}

const CHANNEL = 'lumo_relay';
/** Commits within this time share a notice: each costs the database a lock that all notices wait for. */
const GATHER_MS = 5;
const MIN_RETRY_MS = 250;
const MAX_RETRY_MS = 5_000;
/** Remembered heads are thrown away above this; the next look tells of workspaces once too often. */
const MAX_REMEMBERED = 50_000;

const NOTIFY: Statement = {
  name: 'notify',
  text: `SELECT pg_notify('${CHANNEL}', payload) FROM unnest($1::text[]) AS payload`,
};
const HEADS_OF: Statement = { name: 'heads-of', text: 'SELECT ws, seq FROM relay_head WHERE ws = ANY($1::text[])' };
const ALL_HEADS: Statement = { name: 'all-heads', text: 'SELECT ws, seq FROM relay_head' };

/**
 * What nodes tell each other: notices of commits, gathered and sent after the commit, and publications. A notice is lost when the
 * node dies between commit and notice, or while the connection is away: therefore heads are looked at every few seconds and
 * whenever the connection came back.
 */
export class NodeLink {
  readonly #options: NodeLinkOptions;
  readonly #node = randomUUID();
  readonly #heads = new Map<string, number>();
  readonly #pollTimer: NodeJS.Timeout;
  #listener: Listener | null = null;
  #retryTimer: NodeJS.Timeout | null = null;
  #retryMs = MIN_RETRY_MS;
  #gathered = new Map<string, number>();
  #gatherTimer: NodeJS.Timeout | null = null;
  #sending: Promise<void> = Promise.resolve();
  #isPolling = false;
  #isClosed = false;

  constructor(options: NodeLinkOptions) {
    this.#options = options;
    this.#pollTimer = setInterval(() => void this.#look(), options.pollIntervalMs);
    this.#pollTimer.unref();
  }

  /** Starts to listen; where that fails it is tried again and again. */
  async start(): Promise<void> {
    await this.#listen();
  }

  /** Tells the other nodes, soon, that workspaces got something up to these positions. */
  committed(heads: ReadonlyMap<string, number>): void {
    for (const [workspaceId, head] of heads) {
      this.#gathered.set(workspaceId, Math.max(head, this.#gathered.get(workspaceId) ?? 0));
      this.#remember(workspaceId, head);
    }
    this.#gatherTimer ??= setTimeout(() => this.#send(), GATHER_MS);
  }

  /** Rejects with LogRefusal. */
  async publish(workspaceId: string, text: string): Promise<void> {
    await this.#options.database.ask(NOTIFY, [[publicationPayload(this.#node, workspaceId, text)]]);
  }

  /** Sends what was gathered, then ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#pollTimer);
    if (this.#retryTimer !== null) {
      clearTimeout(this.#retryTimer);
    }
    if (this.#gatherTimer !== null) {
      clearTimeout(this.#gatherTimer);
      this.#send();
    }
    await this.#sending;
    await this.#listener?.client.end();
    this.#listener = null;
  }

  #send(): void {
    const payloads = commitPayloads(this.#node, this.#gathered);
    this.#gathered = new Map();
    this.#gatherTimer = null;
    const before = this.#sending;
    this.#sending = this.#options.database
      .ask(NOTIFY, [payloads])
      .catch((error: unknown) =>
        this.#options.onTrouble(`other nodes hear of new entries some seconds later: ${messageOf(error)}`),
      )
      .then(() => before);
  }

  async #listen(): Promise<void> {
    const client = this.#options.database.makeClient();
    let isLost = false;
    const lose = (error: unknown): void => {
      if (!isLost) {
        isLost = true;
        client.end().catch(() => undefined);
        this.#tryAgainLater(error);
      }
    };
    client.on('error', lose);
    client.on('end', () => lose(new Error('the connection ended')));
    client.on('notification', ({ payload }) => this.#onNotice(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      lose(error);
      return;
    }
    if (this.#isClosed) {
      await client.end();
    } else if (!isLost) {
      this.#listener = { client, lose };
      this.#retryMs = MIN_RETRY_MS;
      // what was told before now was missed
      await this.#look();
    }
  }

  #tryAgainLater(error: unknown): void {
    this.#listener = null;
    if (this.#isClosed) {
      return;
    }
    this.#options.onTrouble(`notices of other nodes are not heard: ${messageOf(error)}`);
    this.#retryTimer = setTimeout(() => void this.#listen(), this.#retryMs);
    this.#retryTimer.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
  }

  #onNotice(payload: string): void {
    const notice = parseNotice(payload);
    if (notice === null || notice.node === this.#node) {
      return;
    }
    if (notice.kind === 'published') {
      this.#options.onPublished(notice.workspaceId, notice.text);
      return;
    }
    for (const [workspaceId, head] of notice.heads) {
      this.#remember(workspaceId, head);
    }
    this.#options.onCommits([...notice.heads.keys()]);
  }

  /** Tells of followed workspaces whose head is not the one that was told last; proves that the connection still carries. */
  async #look(): Promise<void> {
    if (this.#isPolling || this.#isClosed) {
      return;
    }
    this.#isPolling = true;
    try {
      const rows = await this.#followedHeads();
      const moved = rows.filter(({ ws, seq }) => (this.#heads.get(ws) ?? -1) < seq);
      for (const { ws, seq } of moved) {
        this.#remember(ws, seq);
      }
      if (moved.length > 0) {
        this.#options.onCommits(moved.map(({ ws }) => ws));
      }
    } catch (error) {
      this.#options.onTrouble(`the heads of workspaces cannot be read: ${messageOf(error)}`);
    } finally {
      this.#isPolling = false;
    }
    const listener = this.#listener;
    // a peer that is gone without a word is found by asking
    listener?.client.query('SELECT 1').catch((error: unknown) => listener.lose(error));
  }

  async #followedHeads(): Promise<{ ws: string; seq: number }[]> {
    const following = this.#options.following();
    if (following === null) {
      return this.#options.database.ask(ALL_HEADS, []);
    }
    return following.length === 0 ? [] : this.#options.database.ask(HEADS_OF, [following]);
  }

  #remember(workspaceId: string, head: number): void {
    if (this.#heads.size >= MAX_REMEMBERED) {
      this.#heads.clear();
    }
    this.#heads.set(workspaceId, Math.max(head, this.#heads.get(workspaceId) ?? 0));
  }
}
