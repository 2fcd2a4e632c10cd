import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  type NamedLease,
  type NewLogEvent,
  type PageLimit,
  type RelayLog,
  type StoredLogEvent,
  type WorkSettlement,
} from '../relay-log';
import { LogReader } from './log-reader';
import { type LogWriterHandle, openInlineLogWriter, spawnLogWriter } from './writer-thread';

export interface SqliteRelayLogOptions {
  /** Database file on a local disk. */
  readonly file: string;
  readonly now: () => number;
  /** An append that is not durable by then is refused. LINE gives up after 2 s (line-api.md section 4.1). */
  readonly appendDeadlineMs: number;
  /** Appends are refused while more entries than this wait for their commit. */
  readonly maxQueueLength: number;
  /** Appends are refused while the disk has less free space. */
  readonly minFreeBytes: number;
  /** Told of trouble with the writer that heals by itself or needs a person. */
  readonly onTrouble: (message: string) => void;
}

const DISK_CHECK_INTERVAL_MS = 2_000;

/**
 * The log on SQLite, for one node: appends go through the group commit of {@link CommitQueue} to the writer thread, as do claims
 * and leases; reads use a second, read-only connection on this thread. The clock of claims and leases is the relay's.
 */
export class SqliteRelayLog implements RelayLog {
  readonly #options: SqliteRelayLogOptions;
  readonly #reader: LogReader;
  readonly #watchers: Listeners<[workspaceIds: readonly string[]]>;
  readonly #publicationListeners: Listeners<[workspaceId: string, text: string]>;
  readonly #diskTimer: NodeJS.Timeout;
  readonly #queue: CommitQueue;
  #writer: LogWriterHandle;
  #reopening: Promise<void> | null = null;
  #freeBytes: number | null = null;
  #isWriterOk = true;
  #isClosed = false;

  private constructor(options: SqliteRelayLogOptions, writer: LogWriterHandle) {
    this.#options = options;
    this.#writer = writer;
    this.#watchers = new Listeners(options.onTrouble);
    this.#publicationListeners = new Listeners(options.onTrouble);
    this.#queue = new CommitQueue({
      ...options,
      concurrency: 1,
      write: (events) => this.#append(events),
      onCommit: (workspaceIds) => this.#watchers.tell(workspaceIds),
    });
    this.#reader = new LogReader(options.file);
    this.#diskTimer = setInterval(() => void this.#checkDisk(), DISK_CHECK_INTERVAL_MS);
    this.#diskTimer.unref();
  }

  /** Opens or makes the log. Falls back to committing on this thread when the writer thread cannot start. */
  static async open(options: SqliteRelayLogOptions): Promise<SqliteRelayLog> {
    const log = new SqliteRelayLog(options, await openWriter(options));
    await log.#checkDisk();
    return log;
  }

  /** Whether commits run in their own thread. */
  get hasWriterThread(): boolean {
    return this.#writer.isWorker;
  }

  append(events: readonly NewLogEvent[]): Promise<AppendedEvent[]> {
    const refusal = this.#admissionRefusal();
    if (refusal !== null) {
      return Promise.reject(refusal);
    }
    if (events.length === 0) {
      return Promise.resolve([]);
    }
    return this.#queue.append(events);
  }

  async read(workspaceId: string, after: number, page: PageLimit): Promise<LogHead & { events: StoredLogEvent[] }> {
    return this.#readNow(() => this.#reader.page(workspaceId, after, page));
  }

  async heads(workspaceIds: readonly string[]): Promise<Map<string, LogHead>> {
    return this.#readNow(() => new Map(workspaceIds.map((id) => [id, this.#reader.headOf(id)])));
  }

  async latest(workspaceId: string, prefix: string, afterSeq: number, page: PageLimit): Promise<StoredLogEvent[]> {
    return this.#readNow(() => this.#reader.latest(workspaceId, prefix, afterSeq, page));
  }

  watch(onCommit: (workspaceIds: readonly string[]) => void): () => void {
    return this.#watchers.add(onCommit);
  }

  async claim(
    workspaceId: string,
    queue: string,
    owner: string,
    options: { readonly limit: number; readonly leaseMs: number },
  ): Promise<ClaimedWork[]> {
    const now = this.#options.now();
    const { limit, leaseMs } = options;
    const rows = await this.#ask((writer) => writer.call('claim', workspaceId, queue, owner, limit, leaseMs, now));
    return this.#readNow(() =>
      rows.flatMap(({ seq, fence, tries }) => {
        const event = this.#reader.one(workspaceId, seq);
        return event === null ? [] : [{ event, fence, tries, leaseUntil: now + leaseMs }];
      }),
    );
  }

  settle(workspaceId: string, claim: HeldClaim, settlement: WorkSettlement): Promise<boolean> {
    const { seq, owner, fence } = claim;
    const now = this.#options.now();
    return this.#ask((writer) => writer.call('settle', workspaceId, { seq, owner, fence }, settlement, now));
  }

  lease(workspaceId: string, name: string, owner: string, ttlMs: number): Promise<NamedLease | null> {
    const now = this.#options.now();
    return this.#ask((writer) => writer.call('lease', workspaceId, name, owner, ttlMs, now));
  }

  release(workspaceId: string, name: string, owner: string, fence: number): Promise<boolean> {
    return this.#ask((writer) => writer.call('release', workspaceId, name, owner, fence));
  }

  async publish(workspaceId: string, text: string): Promise<void> {
    assertPublishable(text);
    this.#publicationListeners.tell(workspaceId, text);
  }

  onPublished(listener: (workspaceId: string, text: string) => void): () => void {
    return this.#publicationListeners.add(listener);
  }

  expire(beforeAt: number, maxRows: number): Promise<number> {
    return this.#ask((writer) => writer.call('expire', beforeAt, maxRows));
  }

  async health(): Promise<LogHealth> {
    await this.#checkDisk();
    return {
      isOk: this.#admissionRefusal() === null && this.#isWriterOk,
      queueLength: this.#queue.length,
      freeBytes: this.#freeBytes,
    };
  }

  async close(): Promise<void> {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    clearInterval(this.#diskTimer);
    await this.#queue.drain();
    this.#reader.close();
    await this.#writer.close();
  }

  #admissionRefusal(): LogRefusal | null {
    if (this.#isClosed) {
      return new LogRefusal('failed', 'The relay is stopping.');
    }
    if (this.#queue.isFull) {
      return new LogRefusal('busy', 'Too many events are waiting to be stored.');
    }
    if (this.#freeBytes !== null && this.#freeBytes < this.#options.minFreeBytes) {
      return new LogRefusal('full', 'The disk of the relay is nearly full.');
    }
    return null;
  }

  async #checkDisk(): Promise<void> {
    try {
      const disk = await statfs(dirname(this.#options.file));
      this.#freeBytes = disk.bavail * disk.bsize;
    } catch {
      // some file systems cannot tell; a full disk is then found by the commit itself
      this.#freeBytes = null;
    }
  }

  async #append(events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
    try {
      return await this.#ask((writer) => writer.call('append', events, this.#options.now()));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return events.map(() => ({ refusal: 'failed', message }));
    }
  }

  #readNow<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw failure(error);
    }
  }

  /** Asks the writer; starts another one when it died, so that the next call finds one. Rejects with LogRefusal. */
  async #ask<T>(question: (writer: LogWriterHandle) => Promise<T>): Promise<T> {
    const writer = this.#writer;
    try {
      const answer = await question(writer);
      this.#isWriterOk = true;
      return answer;
    } catch (error) {
      if (writer.isDead && !this.#isClosed) {
        this.#isWriterOk = false;
        this.#options.onTrouble(`the log writer failed and is started again: ${messageOf(error)}`);
        this.#reopening ??= this.#reopen().finally(() => {
          this.#reopening = null;
        });
        await this.#reopening;
      }
      throw failure(error);
    }
  }

  async #reopen(): Promise<void> {
    try {
      this.#writer = await openWriter(this.#options);
    } catch (error) {
      this.#options.onTrouble(`the log writer cannot be started: ${messageOf(error)}`);
    }
  }
}

async function openWriter(options: SqliteRelayLogOptions): Promise<LogWriterHandle> {
  try {
    return await spawnLogWriter(options.file);
  } catch (error) {
    options.onTrouble(`commits run on the main thread, the writer thread did not start: ${messageOf(error)}`);
    return openInlineLogWriter(options.file);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failure(error: unknown): LogRefusal {
  return error instanceof LogRefusal ? error : new LogRefusal('failed', messageOf(error));
}
