/** Where an entry of the log came from. */
export type LogSource = 'line' | 'hubspot' | 'console';

/** An entry to append. `id` is idempotent per workspace and source; `meta` is small JSON text, `body` the raw bytes. */
export interface NewLogEvent {
  readonly workspaceId: string;
  readonly source: LogSource;
  readonly id: string;
  readonly meta: string;
  readonly body: Uint8Array;
  /** What the entry is the newest value of. The newest entry of a key outlives expiry, see {@link RelayLog.latest}. */
  readonly key?: string;
  /** Work that exactly one console is to do, see {@link RelayLog.claim}. It may be claimed from `dueAt` (epoch ms) on. */
  readonly work?: { readonly queue: string; readonly dueAt?: number };
}

/** An entry as stored. `seq` grows per workspace; consumers must tolerate gaps. */
export interface StoredLogEvent {
  readonly workspaceId: string;
  readonly source: LogSource;
  readonly id: string;
  readonly meta: string;
  readonly body: Uint8Array;
  readonly key: string | null;
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

/** Work that a console holds until `leaseUntil`. `fence` grows with each claim: who has an older one lost the work. */
export interface ClaimedWork {
  readonly event: StoredLogEvent;
  readonly fence: number;
  /** How often it was claimed, this time included. */
  readonly tries: number;
  readonly leaseUntil: number;
}

/** Names a claim when it is settled. */
export interface HeldClaim {
  readonly seq: number;
  readonly owner: string;
  readonly fence: number;
}

/**
 * What becomes of claimed work: over; given back at once or later; held on to; set aside for a person, that is, never given out
 * again while its entry expires like any other.
 */
export type WorkSettlement =
  | { readonly how: 'done' }
  | { readonly how: 'giveBack'; readonly afterMs: number }
  | { readonly how: 'extend'; readonly leaseMs: number }
  | { readonly how: 'setAside' };

/** A named lease. `fence` grows whenever another owner gets it. */
export interface NamedLease {
  readonly fence: number;
  readonly until: number;
}

/**
 * The per-workspace, append-only log: the one interface that every store of the relay offers, with one contract test for all.
 * Ids are opaque; the workspace is the first part of every key, so nothing is ever read across workspaces.
 * All calls but `append` reject with {@link LogRefusal} `failed` when the store cannot be reached.
 */
export interface RelayLog {
  /**
   * Resolves only after the durable commit, in the order given; idempotent by (workspace, source, id).
   * Rejects with {@link LogRefusal}: nothing may be answered 200 then, and a retry is safe.
   */
  append(events: readonly NewLogEvent[]): Promise<AppendedEvent[]>;
  /** Entries after a position, in order. Entries at or below `floor` are gone, unless they are the newest of their key. */
  read(workspaceId: string, after: number, page: PageLimit): Promise<LogHead & { events: StoredLogEvent[] }>;
  heads(workspaceIds: readonly string[]): Promise<Map<string, LogHead>>;
  /**
   * The newest entry of each key that begins with `prefix`, in the order of their positions, after `afterSeq`. What a console
   * reads that is new, or was away for longer than entries are kept.
   */
  latest(workspaceId: string, prefix: string, afterSeq: number, page: PageLimit): Promise<StoredLogEvent[]>;
  /**
   * Tells of commits, also of other nodes. A hint only: it may be late or repeated. One that was lost is made up for within
   * seconds for the workspaces that `following` names (all where it is left out). Returns the unsubscribe function.
   */
  watch(onCommit: (workspaceIds: readonly string[]) => void, following?: () => Iterable<string>): () => void;
  /**
   * Takes work that is due and that nobody holds, the longest due first. Whoever does not settle it within the lease loses it:
   * it can be claimed again, with a higher fence.
   */
  claim(
    workspaceId: string,
    queue: string,
    owner: string,
    options: { readonly limit: number; readonly leaseMs: number },
  ): Promise<ClaimedWork[]>;
  /** False = the claim was lost (another fence, another owner, or the work is over): nothing was changed. */
  settle(workspaceId: string, claim: HeldClaim, settlement: WorkSettlement): Promise<boolean>;
  /** Gets or renews a named lease; null = another owner holds it. The clock is the store's. */
  lease(workspaceId: string, name: string, owner: string, ttlMs: number): Promise<NamedLease | null>;
  /** Gives a lease back before its end. False = it was not this owner's any more. */
  release(workspaceId: string, name: string, owner: string, fence: number): Promise<boolean>;
  /** Tells every node something that is not worth keeping (who looks at what). At most 4 KB of UTF-8 (else RangeError); may be lost. */
  publish(workspaceId: string, text: string): Promise<void>;
  /** Hears what any node published, this one included. Returns the unsubscribe function. */
  onPublished(listener: (workspaceId: string, text: string) => void): () => void;
  /**
   * Deletes at most `maxRows` entries received before `beforeAt` (epoch ms) and raises the floors; the newest of each key and
   * open work stay. Returns the count.
   */
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
