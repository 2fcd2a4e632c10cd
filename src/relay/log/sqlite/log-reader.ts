import Database from 'better-sqlite3';
import { pageOf } from '../page';
import type { LogHead, LogSource, PageLimit, StoredLogEvent } from '../relay-log';

interface EventRow {
  seq: number;
  source: LogSource;
  id: string;
  at: number;
  meta: string;
  body: Uint8Array;
  key: string | null;
}

const COLUMNS = 'e.seq, e.source, e.id, e.at, e.meta, e.body, e.key';

/** Reads the log on a connection of its own, beside the writer. Every call gives what was committed when it was made. */
export class LogReader {
  readonly #db: Database.Database;
  readonly #page: Database.Statement<[string, number, number], EventRow>;
  readonly #one: Database.Statement<[string, number], EventRow>;
  readonly #latest: Database.Statement<[string, number, string, string, number], EventRow>;
  readonly #head: Database.Statement<[string], LogHead>;

  constructor(file: string) {
    this.#db = new Database(file, { readonly: true });
    this.#db.pragma('busy_timeout = 5000');
    this.#page = this.#db.prepare(`SELECT ${COLUMNS} FROM ev e WHERE e.ws = ? AND e.seq > ? ORDER BY e.seq LIMIT ?`);
    this.#one = this.#db.prepare(`SELECT ${COLUMNS} FROM ev e WHERE e.ws = ? AND e.seq = ?`);
    // in the order of positions, so that all pages together pass over each key once
    this.#latest = this.#db.prepare(
      `SELECT ${COLUMNS} FROM latest l INDEXED BY latest_seq CROSS JOIN ev e ON e.ws = l.ws AND e.seq = l.seq
       WHERE l.ws = ? AND l.seq > ? AND substr(l.key, 1, length(?)) = ? ORDER BY l.seq LIMIT ?`,
    );
    this.#head = this.#db.prepare('SELECT seq AS head, floor FROM head WHERE ws = ?');
  }

  /** The entries and the head belong together: no commit comes between them. */
  page(workspaceId: string, after: number, page: PageLimit): LogHead & { events: StoredLogEvent[] } {
    return this.#db.transaction(() => ({
      ...this.headOf(workspaceId),
      events: pageOf(stored(workspaceId, this.#page.iterate(workspaceId, after, page.limit)), page),
    }))();
  }

  latest(workspaceId: string, prefix: string, afterSeq: number, page: PageLimit): StoredLogEvent[] {
    const rows = this.#latest.iterate(workspaceId, afterSeq, prefix, prefix, page.limit);
    return pageOf(stored(workspaceId, rows), page);
  }

  /** Null = there is none at that position (any more). */
  one(workspaceId: string, seq: number): StoredLogEvent | null {
    const row = this.#one.get(workspaceId, seq);
    return row === undefined ? null : storedOf(workspaceId, row);
  }

  headOf(workspaceId: string): LogHead {
    return this.#head.get(workspaceId) ?? { head: 0, floor: 0 };
  }

  close(): void {
    this.#db.close();
  }
}

function* stored(workspaceId: string, rows: Iterable<EventRow>): Iterable<StoredLogEvent> {
  for (const row of rows) {
    yield storedOf(workspaceId, row);
  }
}

function storedOf(workspaceId: string, { at, ...row }: EventRow): StoredLogEvent {
  return { workspaceId, receivedAt: at, ...row };
}
