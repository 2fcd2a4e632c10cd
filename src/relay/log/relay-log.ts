/** Where an entry of the log came from. */
export type LogSource = 'line' | 'hubspot' | 'console';

/** An entry to append. `id` is idempotent per workspace and source; `meta` is small JSON text, `body` the raw bytes. */
export interface NewLogEvent {
  readonly workspaceId: string;
  readonly source: LogSource;
  readonly id: string;
  readonly meta: string;
  readonly body: Uint8Array;
}

/** An entry as stored. `seq` grows per workspace; consumers must tolerate gaps. */
export interface StoredLogEvent extends NewLogEvent {
  readonly seq: number;
  readonly receivedAt: number;
}

/** `head` = newest position, `floor` = newest position that was expired (0: nothing was). */
export interface LogHead {
  readonly head: number;
  readonly floor: number;
}

export interface AppendedEvent {
  readonly seq: number;
  readonly isDuplicate: boolean;
}

export interface LogHealth {
  readonly isOk: boolean;
  readonly queueLength: number;
  readonly freeBytes: number | null;
}

/** A page ends at `limit` entries or before `maxBytes` of bodies (at least one entry is given). */
export interface PageLimit {
  readonly limit: number;
  readonly maxBytes: number;
}

/**
 * The per-workspace, append-only log: the one interface that every store of the relay offers.
 * Ids are opaque; the workspace is the first part of every key, so nothing is ever read across workspaces.
 */
export interface RelayLog {
  /**
   * Resolves only after the durable commit, in the order given; idempotent by (workspace, source, id).
   * Rejects with {@link LogRefusal}: nothing may be answered 200 then, and a retry is safe.
   */
  append(events: readonly NewLogEvent[]): Promise<AppendedEvent[]>;
  /** Entries after a position, in order. Entries at or below `floor` are gone. */
  read(workspaceId: string, after: number, page: PageLimit): Promise<LogHead & { events: StoredLogEvent[] }>;
  heads(workspaceIds: readonly string[]): Promise<Map<string, LogHead>>;
  /** Tells of commits. A hint only: it may be late or repeated. Returns the unsubscribe function. */
  watch(onCommit: (workspaceIds: readonly string[]) => void): () => void;
  /** Deletes at most `maxRows` entries received before `beforeAt` (epoch ms) and raises the floors. Returns the count. */
  expire(beforeAt: number, maxRows: number): Promise<number>;
  health(): Promise<LogHealth>;
  /** Commits what was accepted, then closes. Idempotent. */
  close(): Promise<void>;
}

/** `busy`: the queue is too long. `deadline`: no commit in time. `full`: no disk space. `failed`: the store is broken. */
export type LogRefusalReason = 'busy' | 'deadline' | 'full' | 'failed';

/** An append that was not (or not yet) stored durably. */
export class LogRefusal extends Error {
  readonly reason: LogRefusalReason;

  constructor(reason: LogRefusalReason, message: string) {
    super(message);
    this.name = 'LogRefusal';
    this.reason = reason;
  }
}
