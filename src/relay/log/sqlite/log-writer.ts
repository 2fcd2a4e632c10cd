/**
 * The one writer of the log, as it runs in a worker thread (started by writer-thread.ts).
 *
 * The thread is started on this very file, which works from source (Node strips the types) and from a bundle (the whole bundle
 * is loaded again, with `workerData.role` set). It therefore imports no other file of ours at run time. Entry files that share a
 * bundle with it must do nothing when `isMainThread` is false. Long because of that: the whole writer has to be in it.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { AppendOutcome } from '../commit-queue';
import type { HeldClaim, LogRefusalReason, NamedLease, NewLogEvent, WorkSettlement } from '../relay-log';

/** A claim as the writer gives it: the entry itself is read by the caller. */
export interface ClaimedRow {
  readonly seq: number;
  readonly fence: number;
  readonly tries: number;
}

/** Where a worker thread finds this file, as source or within a bundle. */
export const WRITER_URL = new URL(import.meta.url);
export const WRITER_ROLE = 'lumo-relay-log-writer';

/**
 * Writes the log: one transaction per batch, durable when `append` returns (WAL with synchronous=FULL).
 * Positions are handed out inside the transaction of a single writer, so position order = commit order per workspace.
 * All times are epoch ms of the caller's clock.
 */
export class LogWriter {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<
    [string, number, string, string, number, string, Uint8Array, string | null, number]
  >;
  readonly #seqOfId: Database.Statement<[string, string, string], { seq: number }>;
  readonly #readHead: Database.Statement<[string], { seq: number }>;
  readonly #writeHead: Database.Statement<[string, number]>;
  readonly #readLatest: Database.Statement<[string, string], { seq: number }>;
  readonly #writeLatest: Database.Statement<[string, string, number]>;
  readonly #insertWork: Database.Statement<[string, number, string, number]>;
  readonly #loosen: Database.Statement<[string, number]>;

  /** Makes the schema or brings it up to date. @throws when the file is no log database or comes from a newer version. */
  constructor(file: string, schemaSteps: readonly string[]) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('busy_timeout = 5000');
    this.#db.pragma('journal_size_limit = 67108864');
    this.#updateSchema(file, schemaSteps);
    this.#insert = this.#db.prepare(
      `INSERT INTO ev (ws, seq, source, id, at, meta, body, key, kept) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (ws, source, id) DO NOTHING`,
    );
    this.#seqOfId = this.#db.prepare('SELECT seq FROM ev WHERE ws = ? AND source = ? AND id = ?');
    this.#readHead = this.#db.prepare('SELECT seq FROM head WHERE ws = ?');
    this.#writeHead = this.#db.prepare(
      'INSERT INTO head (ws, seq) VALUES (?, ?) ON CONFLICT (ws) DO UPDATE SET seq = excluded.seq',
    );
    this.#readLatest = this.#db.prepare('SELECT seq FROM latest WHERE ws = ? AND key = ?');
    this.#writeLatest = this.#db.prepare(
      'INSERT INTO latest (ws, key, seq) VALUES (?, ?, ?) ON CONFLICT (ws, key) DO UPDATE SET seq = excluded.seq',
    );
    this.#insertWork = this.#db.prepare('INSERT INTO work (ws, seq, queue, due) VALUES (?, ?, ?, ?)');
    this.#loosen = this.#db.prepare(
      `UPDATE ev SET kept = 0 WHERE ws = ? AND seq = ?
         AND NOT EXISTS (SELECT 1 FROM latest l WHERE l.ws = ev.ws AND l.seq = ev.seq)
         AND NOT EXISTS (SELECT 1 FROM work w WHERE w.ws = ev.ws AND w.seq = ev.seq AND w.is_aside = 0)`,
    );
  }

  #updateSchema(file: string, steps: readonly string[]): void {
    const version = Number(this.#db.pragma('user_version', { simple: true }));
    if (version > steps.length) {
      this.#db.close();
      throw new Error(`The log ${file} was written by a newer relay (version ${version}); update this relay.`);
    }
    if (version < steps.length) {
      this.#write(() => {
        for (const step of steps.slice(version)) {
          this.#db.exec(step);
        }
        this.#db.pragma(`user_version = ${steps.length}`);
      });
    }
  }

  /** Appends all in one transaction; when that fails for a reason that is not the disk, each by itself, so that one poison
   * entry does not reject its neighbours. Never throws. */
  append(events: readonly NewLogEvent[], receivedAt: number): AppendOutcome[] {
    try {
      return this.#appendAll(events, receivedAt);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.refusal === 'full' || events.length === 1) {
        return events.map(() => outcome);
      }
    }
    return events.map((event) => {
      try {
        return this.#appendAll([event], receivedAt)[0] ?? { refusal: 'failed', message: 'not appended' };
      } catch (error) {
        return outcomeOf(error);
      }
    });
  }

  #appendAll(events: readonly NewLogEvent[], receivedAt: number): AppendOutcome[] {
    const heads = new Map<string, number>();
    return this.#write(() => {
      const outcomes = events.map((event) => {
        const head = heads.get(event.workspaceId) ?? this.#readHead.get(event.workspaceId)?.seq ?? 0;
        const { workspaceId, source, id, meta, body, key, work } = event;
        const seq = head + 1;
        const kept = key === undefined && work === undefined ? 0 : 1;
        const { changes } = this.#insert.run(workspaceId, seq, source, id, receivedAt, meta, body, key ?? null, kept);
        if (changes === 0) {
          heads.set(workspaceId, head);
          return { seq: this.#seqOfId.get(workspaceId, source, id)?.seq ?? head, isDuplicate: true };
        }
        heads.set(workspaceId, seq);
        if (key !== undefined) {
          const before = this.#readLatest.get(workspaceId, key);
          this.#writeLatest.run(workspaceId, key, seq);
          if (before !== undefined) {
            this.#loosen.run(workspaceId, before.seq);
          }
        }
        if (work !== undefined) {
          this.#insertWork.run(workspaceId, seq, work.queue, work.dueAt ?? receivedAt);
        }
        return { seq, isDuplicate: false };
      });
      for (const [workspaceId, seq] of heads) {
        this.#writeHead.run(workspaceId, seq);
      }
      return outcomes;
    });
  }

  /** Takes due work of a queue, the longest due first. While work is held, `due` is the end of its lease. */
  claim(workspaceId: string, queue: string, owner: string, limit: number, leaseMs: number, now: number): ClaimedRow[] {
    return this.#write(() =>
      this.#db
        .prepare<[string, string, number, number], { seq: number }>(
          `SELECT seq FROM work WHERE ws = ? AND queue = ? AND is_aside = 0 AND due <= ? ORDER BY due, seq LIMIT ?`,
        )
        .all(workspaceId, queue, now, limit)
        .flatMap(({ seq }) =>
          this.#db
            .prepare<[string, number, string, number], ClaimedRow>(
              `UPDATE work SET owner = ?, due = ?, fence = fence + 1, tries = tries + 1 WHERE ws = ? AND seq = ?
               RETURNING seq, fence, tries`,
            )
            .all(owner, now + leaseMs, workspaceId, seq),
        ),
    );
  }

  /** False = the claim is not held any more; nothing was changed. */
  settle(workspaceId: string, claim: HeldClaim, settlement: WorkSettlement, now: number): boolean {
    const held = [workspaceId, claim.seq, claim.owner, claim.fence] as const;
    const change = (sql: string, ...values: number[]): boolean =>
      this.#db.prepare(`${sql} WHERE ws = ? AND seq = ? AND owner = ? AND fence = ?`).run(...values, ...held)
        .changes === 1;
    return this.#write(() => {
      switch (settlement.how) {
        case 'extend':
          return change('UPDATE work SET due = ?', now + settlement.leaseMs);
        case 'giveBack':
          return change('UPDATE work SET owner = NULL, due = ?', now + settlement.afterMs);
        case 'setAside':
        case 'done': {
          const isOurs = change(
            settlement.how === 'done' ? 'DELETE FROM work' : 'UPDATE work SET owner = NULL, is_aside = 1',
          );
          if (isOurs) {
            this.#loosen.run(workspaceId, claim.seq);
          }
          return isOurs;
        }
      }
    });
  }

  /** Null = another owner holds it. Fences come from one counter, so that a lease whose row was deleted never gets an old one. */
  lease(workspaceId: string, name: string, owner: string, ttlMs: number, now: number): NamedLease | null {
    return this.#write(() => {
      const current = this.#db
        .prepare<[string, string], { owner: string; until: number; fence: number }>(
          'SELECT owner, until, fence FROM lease WHERE ws = ? AND name = ?',
        )
        .get(workspaceId, name);
      if (current !== undefined && current.owner !== owner && current.until > now) {
        return null;
      }
      const fence = current?.owner === owner ? current.fence : this.#nextFence();
      const until = now + ttlMs;
      this.#db
        .prepare('INSERT OR REPLACE INTO lease (ws, name, owner, until, fence) VALUES (?, ?, ?, ?, ?)')
        .run(workspaceId, name, owner, until, fence);
      return { fence, until };
    });
  }

  #nextFence(): number {
    const next = this.#db.prepare<[], { value: number }>('UPDATE lease_fence SET value = value + 1 RETURNING value');
    return next.get()?.value ?? 0;
  }

  /** Gives a lease back. False = it was not this owner's any more. */
  release(workspaceId: string, name: string, owner: string, fence: number): boolean {
    const statement = this.#db.prepare('DELETE FROM lease WHERE ws = ? AND name = ? AND owner = ? AND fence = ?');
    return this.#write(() => statement.run(workspaceId, name, owner, fence).changes === 1);
  }

  /** Deletes the oldest entries that need not be kept, and raises the floors in the same transaction; leases long over as well. */
  expire(beforeAt: number, maxRows: number): number {
    return this.#write(() => {
      const gone = this.#db
        .prepare<[number, number], { ws: string; seq: number }>(
          `DELETE FROM ev WHERE (ws, seq) IN (SELECT ws, seq FROM ev WHERE kept = 0 AND at < ? ORDER BY at LIMIT ?)
           RETURNING ws, seq`,
        )
        .all(beforeAt, maxRows);
      const raise = this.#db.prepare<[number, string]>('UPDATE head SET floor = max(floor, ?) WHERE ws = ?');
      const forgetWork = this.#db.prepare<[string, number]>('DELETE FROM work WHERE ws = ? AND seq = ?');
      for (const { ws, seq } of gone) {
        raise.run(seq, ws);
        forgetWork.run(ws, seq);
      }
      this.#db
        .prepare('DELETE FROM lease WHERE (ws, name) IN (SELECT ws, name FROM lease WHERE until < ? LIMIT ?)')
        .run(beforeAt, maxRows);
      return gone.length;
    });
  }

  close(): void {
    this.#db.close();
  }

  #write<T>(change: () => T): T {
    return this.#db.transaction(change).immediate();
  }
}

function outcomeOf(error: unknown): { refusal: LogRefusalReason; message: string } {
  const code = error instanceof Database.SqliteError ? error.code : '';
  const isDisk = code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR');
  return { refusal: isDisk ? 'full' : 'failed', message: error instanceof Error ? error.message : String(error) };
}

/** What the thread can be asked: the writer's own methods by name. */
export type WriterMethods = Pick<LogWriter, 'append' | 'claim' | 'settle' | 'lease' | 'release' | 'expire' | 'close'>;
export type WriterCall = {
  [Name in keyof WriterMethods]: { name: Name; args: Parameters<WriterMethods[Name]> };
}[keyof WriterMethods];
/** `callId` 0: the thread runs; 1: the log is open; others: the answer of that call. */
export type WriterAnswer = { callId: number; value: unknown } | { callId: number; error: string };

/** Carries a call out on the writer. */
export function callWriter(writer: LogWriter, call: WriterCall): unknown {
  switch (call.name) {
    case 'append':
      return writer.append(...call.args);
    case 'claim':
      return writer.claim(...call.args);
    case 'settle':
      return writer.settle(...call.args);
    case 'lease':
      return writer.lease(...call.args);
    case 'release':
      return writer.release(...call.args);
    case 'expire':
      return writer.expire(...call.args);
    case 'close':
      return writer.close();
  }
}

function runWorker(port: NonNullable<typeof parentPort>): void {
  const answer = (callId: number, work: () => unknown): void => {
    try {
      port.postMessage({ callId, value: work() } satisfies WriterAnswer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ callId, error: message } satisfies WriterAnswer);
    }
  };
  answer(0, () => null);
  const writer = new LogWriter(String(workerData.file), workerData.schemaSteps);
  port.on('message', ({ callId, call }: { callId: number; call: WriterCall }) => {
    answer(callId, () => callWriter(writer, call));
    if (call.name === 'close') {
      port.close();
    }
  });
  answer(1, () => null);
}

if (!isMainThread && parentPort !== null && workerData?.role === WRITER_ROLE) {
  runWorker(parentPort);
}
