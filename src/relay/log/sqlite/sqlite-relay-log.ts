import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type {
  AppendedEvent,
  LogHead,
  LogHealth,
  LogSource,
  NewLogEvent,
  PageLimit,
  StoredLogEvent,
} from '../relay-log';
import { LogRefusal, type RelayLog } from '../relay-log';
import { CommitQueue } from './commit-queue';
import { type AppendOutcome, type LogWriterHandle, openInlineLogWriter, spawnLogWriter } from './log-writer';

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

interface EventRow {
  seq: number;
  source: LogSource;
  id: string;
  at: number;
  meta: string;
  body: Uint8Array;
}

const DISK_CHECK_INTERVAL_MS = 2_000;

/**
 * The log on SQLite: appends go through the group commit of {@link CommitQueue} to the writer thread, reads use a second, read-only
 * connection on this thread.
 */
export class SqliteRelayLog implements RelayLog {
  readonly #options: SqliteRelayLogOptions;
  readonly #reader: Database.Database;
  readonly #readPage: Database.Statement<[string, number, number], EventRow>;
  readonly #readHead: Database.Statement<[string], LogHead>;
  readonly #watchers = new Set<(workspaceIds: readonly string[]) => void>();
  readonly #diskTimer: NodeJS.Timeout;
  #writer: LogWriterHandle;
  readonly #queue: CommitQueue;
  #freeBytes: number | null = null;
  #isWriterOk = true;
  #isClosed = false;

  private constructor(options: SqliteRelayLogOptions, writer: LogWriterHandle) {
    this.#options = options;
    this.#writer = writer;
    this.#queue = new CommitQueue({
      ...options,
      write: (events) => this.#write(events),
      onCommit: (workspaceIds) => {
        for (const watcher of this.#watchers) {
          watcher(workspaceIds);
        }
      },
    });
    this.#reader = new Database(options.file, { readonly: true });
    this.#reader.pragma('busy_timeout = 5000');
    this.#readPage = this.#reader.prepare(
      'SELECT seq, source, id, at, meta, body FROM ev WHERE ws = ? AND seq > ? ORDER BY seq LIMIT ?',
    );
    this.#readHead = this.#reader.prepare('SELECT seq AS head, floor FROM head WHERE ws = ?');
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
    const head = this.#headOf(workspaceId);
    const events: StoredLogEvent[] = [];
    let bytes = 0;
    for (const row of this.#readPage.iterate(workspaceId, after, page.limit)) {
      bytes += row.body.byteLength;
      if (bytes > page.maxBytes && events.length > 0) {
        break;
      }
      const { seq, source, id, at, meta, body } = row;
      events.push({ workspaceId, seq, source, id, receivedAt: at, meta, body });
    }
    // a commit may have come between the two reads
    return { ...head, head: Math.max(head.head, events.at(-1)?.seq ?? 0), events };
  }

  async heads(workspaceIds: readonly string[]): Promise<Map<string, LogHead>> {
    return new Map(workspaceIds.map((workspaceId) => [workspaceId, this.#headOf(workspaceId)]));
  }

  watch(onCommit: (workspaceIds: readonly string[]) => void): () => void {
    this.#watchers.add(onCommit);
    return () => this.#watchers.delete(onCommit);
  }

  expire(beforeAt: number, maxRows: number): Promise<number> {
    return this.#writer.expire(beforeAt, maxRows);
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

  #headOf(workspaceId: string): LogHead {
    return this.#readHead.get(workspaceId) ?? { head: 0, floor: 0 };
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

  async #write(events: readonly NewLogEvent[]): Promise<AppendOutcome[]> {
    try {
      const outcomes = await this.#writer.append(events, this.#options.now());
      this.#isWriterOk = true;
      return outcomes;
    } catch (error) {
      this.#isWriterOk = false;
      const message = error instanceof Error ? error.message : String(error);
      this.#options.onTrouble(`the log writer failed and is started again: ${message}`);
      try {
        this.#writer = await openWriter(this.#options);
      } catch (reopenError) {
        this.#options.onTrouble(`the log writer cannot be started: ${String(reopenError)}`);
      }
      return events.map(() => ({ refusal: 'failed', message }));
    }
  }
}

async function openWriter(options: SqliteRelayLogOptions): Promise<LogWriterHandle> {
  try {
    return await spawnLogWriter(options.file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    options.onTrouble(`commits run on the main thread, the writer thread did not start: ${reason}`);
    return openInlineLogWriter(options.file);
  }
}
