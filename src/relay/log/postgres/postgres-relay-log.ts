import { type AppendOutcome, CommitQueue } from '../commit-queue';
import { Listeners } from '../listeners';
import { assertPublishable } from '../publication';
import {
  type AppendedEvent,
  type ClaimedWork,
  type HeldClaim,
  type LogHead,
  type LogHealth,
  LogRefusal,
  type LogSource,
  type NamedLease,
  type NewLogEvent,
  type PageLimit,
  type RelayLog,
  type StoredLogEvent,
  type WorkSettlement,
} from '../relay-log';
import { appendBatch } from './append-batch';
import { Database, type Statement, WRITE_CONNECTIONS } from './database';
import { NodeLink } from './node-link';
import * as sql from './statements';

export interface PostgresRelayLogOptions {
  /** `postgresql://user:password@host:5432/database`. Never logged. */
  readonly url: string;
  /** An append that is not durable by then is refused. LINE gives up after 2 s (line-api.md section 4.1). */
  readonly appendDeadlineMs: number;
  /** Appends are refused while more entries than this wait for their commit. */
  readonly maxQueueLength: number;
  /** How long a start waits for the database; 30 s where left out. */
  readonly startLimitMs?: number;
  /** How soon a commit of another node is found when its notice was lost; 3 s where left out. */
  readonly pollIntervalMs?: number;
  /** Told of trouble that heals by itself or needs a person. */
  readonly onTrouble: (message: string) => void;
}

interface EntryRow {
  seq: number;
  source: LogSource;
  id: string;
  at: number;
  meta: string;
  body: Buffer;
  key: string | null;
}

const LOOSEN_SLICE = 500;
/** Whoever asks for health does not wait for long either. */
const HEALTH_LIMIT_MS = 1_000;

interface Watcher {
  readonly following: (() => Iterable<string>) | undefined;
}

/**
 * The log on PostgreSQL 15 or later, for any number of nodes: appends are gathered in batches of one statement each; what nodes
 * must agree on (positions, claims, leases, the time) is decided by the database. See relay-engine.md sections 2 to 6.
 */
export class PostgresRelayLog implements RelayLog {
  readonly #database: Database;
  readonly #queue: CommitQueue;
  readonly #link: NodeLink;
  readonly #watchers = new Set<Watcher>();
  readonly #commitListeners: Listeners<[workspaceIds: readonly string[]]>;
  readonly #publicationListeners: Listeners<[workspaceId: string, text: string]>;
  #closing: Promise<void> | null = null;

  private constructor(options: PostgresRelayLogOptions, database: Database) {
    this.#database = database;
    this.#commitListeners = new Listeners(options.onTrouble);
    this.#publicationListeners = new Listeners(options.onTrouble);
    this.#link = new NodeLink({
      database,
      pollIntervalMs: options.pollIntervalMs ?? 3_000,
      following: () => this.#following(),
      onCommits: (workspaceIds) => this.#commitListeners.tell(workspaceIds),
      onPublished: (workspaceId, text) => this.#publicationListeners.tell(workspaceId, text),
      onTrouble: options.onTrouble,
    });
    this.#queue = new CommitQueue({
      ...options,
      concurrency: WRITE_CONNECTIONS,
      write: (events) => this.#append(events),
      onCommit: (workspaceIds) => this.#commitListeners.tell(workspaceIds),
    });
  }

  /** Waits for the database, makes or updates its tables. Rejects when it cannot be used. */
  static async open(options: PostgresRelayLogOptions): Promise<PostgresRelayLog> {
    const database = await Database.open({ startLimitMs: 30_000, ...options });
    const log = new PostgresRelayLog(options, database);
    await log.#link.start();
    return log;
  }

  append(events: readonly NewLogEvent[]): Promise<AppendedEvent[]> {
    if (this.#closing !== null) {
      return Promise.reject(new LogRefusal('failed', 'The relay is stopping.'));
    }
    if (this.#queue.isFull) {
      return Promise.reject(new LogRefusal('busy', 'Too many events are waiting to be stored.'));
    }
    return events.length === 0 ? Promise.resolve([]) : this.#queue.append(events);
  }

  async read(workspaceId: string, after: number, page: PageLimit): Promise<LogHead & { events: StoredLogEvent[] }> {
    const rows = await this.#database.ask<LogHead & (EntryRow | { seq: null })>(sql.READ, [
      workspaceId,
      after,
      page.limit,
      page.maxBytes,
    ]);
    const { head = 0, floor = 0 } = rows[0] ?? {};
    const events = rows.flatMap((row) => (row.seq === null ? [] : [storedOf(workspaceId, row)]));
    return { head, floor, events };
  }

  async heads(workspaceIds: readonly string[]): Promise<Map<string, LogHead>> {
    const rows = await this.#database.ask<LogHead & { ws: string }>(sql.HEADS, [workspaceIds]);
    return new Map(rows.map(({ ws, head, floor }) => [ws, { head, floor }]));
  }

  async latest(workspaceId: string, prefix: string, afterSeq: number, page: PageLimit): Promise<StoredLogEvent[]> {
    const values = [workspaceId, afterSeq, page.limit, page.maxBytes, prefix];
    const rows = await this.#database.ask<EntryRow>(sql.LATEST, values);
    return rows.map((row) => storedOf(workspaceId, row));
  }

  watch(onCommit: (workspaceIds: readonly string[]) => void, following?: () => Iterable<string>): () => void {
    const watcher = { following };
    this.#watchers.add(watcher);
    const remove = this.#commitListeners.add(onCommit);
    return () => {
      this.#watchers.delete(watcher);
      remove();
    };
  }

  async claim(
    workspaceId: string,
    queue: string,
    owner: string,
    { limit, leaseMs }: { readonly limit: number; readonly leaseMs: number },
  ): Promise<ClaimedWork[]> {
    const rows = await this.#database.ask<EntryRow & Omit<ClaimedWork, 'event'>>(sql.CLAIM, [
      workspaceId,
      queue,
      owner,
      limit,
      leaseMs,
    ]);
    return rows.map((row) => ({
      event: storedOf(workspaceId, row),
      fence: row.fence,
      tries: row.tries,
      leaseUntil: row.leaseUntil,
    }));
  }

  settle(workspaceId: string, { seq, owner, fence }: HeldClaim, settlement: WorkSettlement): Promise<boolean> {
    const held = [workspaceId, seq, owner, fence];
    switch (settlement.how) {
      case 'done':
        return this.#changes(sql.DONE, held);
      case 'setAside':
        return this.#changes(sql.SET_ASIDE, held);
      case 'giveBack':
        return this.#changes(sql.GIVE_BACK, [...held, settlement.afterMs]);
      case 'extend':
        return this.#changes(sql.EXTEND, [...held, settlement.leaseMs]);
    }
  }

  async lease(workspaceId: string, name: string, owner: string, ttlMs: number): Promise<NamedLease | null> {
    const rows = await this.#database.ask<{ fence: number; until: number }>(sql.LEASE, [
      workspaceId,
      name,
      owner,
      ttlMs,
    ]);
    return rows[0] ?? null;
  }

  release(workspaceId: string, name: string, owner: string, fence: number): Promise<boolean> {
    return this.#changes(sql.RELEASE, [workspaceId, name, owner, fence]);
  }

  async publish(workspaceId: string, text: string): Promise<void> {
    assertPublishable(text);
    this.#publicationListeners.tell(workspaceId, text);
    await this.#link.publish(workspaceId, text);
  }

  onPublished(listener: (workspaceId: string, text: string) => void): () => void {
    return this.#publicationListeners.add(listener);
  }

  async expire(beforeAt: number, maxRows: number): Promise<number> {
    let loosened = LOOSEN_SLICE;
    while (loosened === LOOSEN_SLICE) {
      loosened = await this.#count(sql.LOOSEN, [LOOSEN_SLICE]);
    }
    return this.#count(sql.EXPIRE, [beforeAt, maxRows]);
  }

  /** `freeBytes` is not known here: the database's disk is watched by whoever runs it. */
  async health(): Promise<LogHealth> {
    const isReachable = await this.#database.answersWithin(HEALTH_LIMIT_MS);
    const isOk = isReachable && this.#closing === null && !this.#queue.isFull;
    return { isOk, queueLength: this.#queue.length, freeBytes: null };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#queue.drain();
    await this.#link.close();
    await this.#database.close();
  }

  async #append(events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
    const outcomes = await appendBatch(this.#database, events);
    const heads = new Map<string, number>();
    outcomes.forEach((outcome, index) => {
      const event = events[index];
      if ('seq' in outcome && !outcome.isDuplicate && event !== undefined) {
        heads.set(event.workspaceId, Math.max(outcome.seq, heads.get(event.workspaceId) ?? 0));
      }
    });
    if (heads.size > 0) {
      this.#link.committed(heads);
    }
    return outcomes;
  }

  async #changes(statement: Statement, values: unknown[]): Promise<boolean> {
    return (await this.#database.ask(statement, values)).length === 1;
  }

  async #count(statement: Statement, values: unknown[]): Promise<number> {
    return (await this.#database.ask<{ count: number }>(statement, values))[0]?.count ?? 0;
  }

  /** Null = somebody waits for all workspaces. */
  #following(): readonly string[] | null {
    const followed = new Set<string>();
    for (const { following } of this.#watchers) {
      if (following === undefined) {
        return null;
      }
      for (const workspaceId of following()) {
        followed.add(workspaceId);
      }
    }
    return [...followed];
  }
}

function storedOf(workspaceId: string, { seq, source, id, at, meta, body, key }: EntryRow): StoredLogEvent {
  return { workspaceId, seq, source, id, receivedAt: at, meta, body, key };
}
