/**
 * The one writer of the log, and the worker thread that it lives in.
 *
 * This file starts itself as a worker (`new Worker(new URL(import.meta.url))`), which works from source (Node strips the
 * types) and from a bundle (the whole bundle is loaded again, with `workerData.role` set). It therefore imports no other file
 * of ours at run time. Entry files that share a bundle with it must do nothing when `isMainThread` is false.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { AppendedEvent, LogRefusalReason, NewLogEvent } from '../relay-log';

/** Outcome of one entry of a batch. */
export type AppendOutcome = AppendedEvent | { readonly refusal: LogRefusalReason; readonly message: string };

/** The writer as its owner sees it. Calls reject when the thread died; what was in flight may or may not be stored. */
export interface LogWriterHandle {
  readonly isWorker: boolean;
  append(events: readonly NewLogEvent[], receivedAt: number): Promise<AppendOutcome[]>;
  expire(beforeAt: number, maxRows: number): Promise<number>;
  close(): Promise<void>;
}

const WORKER_ROLE = 'lumo-relay-log-writer';
const WORKER_START_LIMIT_MS = 10_000;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS head (
  ws TEXT PRIMARY KEY, seq INTEGER NOT NULL, floor INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ev (
  ws TEXT NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL,
  at INTEGER NOT NULL, meta TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (ws, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS ev_id ON ev (ws, source, id);
CREATE INDEX IF NOT EXISTS ev_at ON ev (at);
`;

/** Newest schema that this code knows; a log from a newer relay is refused, never changed. */
const SCHEMA_VERSION = 1;

/**
 * Writes the log: one transaction per batch, durable when `append` returns (WAL with synchronous=FULL).
 * Positions are handed out inside the transaction of a single writer, so position order = commit order per workspace.
 */
export class LogWriter {
  readonly #db: Database.Database;
  readonly #insert: Database.Statement<[string, number, string, string, number, string, Uint8Array]>;
  readonly #seqOfId: Database.Statement<[string, string, string], { seq: number }>;
  readonly #readHead: Database.Statement<[string], { seq: number }>;
  readonly #writeHead: Database.Statement<[string, number]>;

  /** @throws when the file is no log database or comes from a newer version. */
  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('busy_timeout = 5000');
    this.#db.pragma('journal_size_limit = 67108864');
    const version = Number(this.#db.pragma('user_version', { simple: true }));
    if (version > SCHEMA_VERSION) {
      this.#db.close();
      throw new Error(`The log ${file} was written by a newer relay (version ${version}); update this relay.`);
    }
    this.#db.transaction(() => {
      this.#db.exec(SCHEMA);
      this.#db.pragma(`user_version = ${SCHEMA_VERSION}`);
    })();
    this.#insert = this.#db.prepare(
      'INSERT INTO ev (ws, seq, source, id, at, meta, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ws, source, id) DO NOTHING',
    );
    this.#seqOfId = this.#db.prepare('SELECT seq FROM ev WHERE ws = ? AND source = ? AND id = ?');
    this.#readHead = this.#db.prepare('SELECT seq FROM head WHERE ws = ?');
    this.#writeHead = this.#db.prepare(
      'INSERT INTO head (ws, seq) VALUES (?, ?) ON CONFLICT (ws) DO UPDATE SET seq = excluded.seq',
    );
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
    return this.#db
      .transaction(() => {
        const outcomes = events.map((event) => {
          const head = heads.get(event.workspaceId) ?? this.#readHead.get(event.workspaceId)?.seq ?? 0;
          const { workspaceId, source, id, meta, body } = event;
          const isNew = this.#insert.run(workspaceId, head + 1, source, id, receivedAt, meta, body).changes === 1;
          heads.set(workspaceId, isNew ? head + 1 : head);
          const seq = isNew ? head + 1 : (this.#seqOfId.get(workspaceId, source, id)?.seq ?? head);
          return { seq, isDuplicate: !isNew };
        });
        for (const [workspaceId, seq] of heads) {
          this.#writeHead.run(workspaceId, seq);
        }
        return outcomes;
      })
      .immediate();
  }

  /** Deletes the oldest entries and raises the floors in the same transaction. */
  expire(beforeAt: number, maxRows: number): number {
    return this.#db
      .transaction(() => {
        const gone = this.#db
          .prepare<[number, number], { ws: string; seq: number }>(
            `DELETE FROM ev WHERE (ws, seq) IN (SELECT ws, seq FROM ev WHERE at < ? ORDER BY at LIMIT ?) RETURNING ws, seq`,
          )
          .all(beforeAt, maxRows);
        const raise = this.#db.prepare<[number, string]>('UPDATE head SET floor = max(floor, ?) WHERE ws = ?');
        for (const { ws, seq } of gone) {
          raise.run(seq, ws);
        }
        return gone.length;
      })
      .immediate();
  }

  close(): void {
    this.#db.close();
  }
}

function outcomeOf(error: unknown): { refusal: LogRefusalReason; message: string } {
  const code = error instanceof Database.SqliteError ? error.code : '';
  const isDisk = code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR');
  return { refusal: isDisk ? 'full' : 'failed', message: error instanceof Error ? error.message : String(error) };
}

type WorkerCall =
  | { callId: number; call: 'append'; events: readonly NewLogEvent[]; receivedAt: number }
  | { callId: number; call: 'expire'; beforeAt: number; maxRows: number }
  | { callId: number; call: 'close' };
type WorkerAnswer = { callId: number; value: unknown } | { callId: number; error: string };
type WorkerCallBody = WorkerCall extends infer C ? (C extends WorkerCall ? Omit<C, 'callId'> : never) : never;

function runWorker(port: NonNullable<typeof parentPort>, file: string): void {
  const writer = new LogWriter(file);
  port.on('message', (message: WorkerCall) => {
    port.postMessage(answerTo(writer, message));
    if (message.call === 'close') {
      port.close();
    }
  });
  // callId 0 is the ready signal
  port.postMessage({ callId: 0, value: null } satisfies WorkerAnswer);
}

function answerTo(writer: LogWriter, message: WorkerCall): WorkerAnswer {
  const { callId } = message;
  try {
    switch (message.call) {
      case 'append':
        return { callId, value: writer.append(message.events, message.receivedAt) };
      case 'expire':
        return { callId, value: writer.expire(message.beforeAt, message.maxRows) };
      case 'close':
        writer.close();
        return { callId, value: null };
    }
  } catch (error) {
    return { callId, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Starts the writer in its own thread, so that a slow disk does not hold up the event loop. Rejects when it cannot start. */
export async function spawnLogWriter(file: string): Promise<LogWriterHandle> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { role: WORKER_ROLE, file } });
  const pending = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let nextCallId = 1;
  let deathReason: Error | null = null;
  const die = (reason: Error): void => {
    deathReason ??= reason;
    for (const { reject } of pending.values()) {
      reject(deathReason);
    }
    pending.clear();
  };
  worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => die(new Error('the log writer thread has ended')));
  worker.on('message', (answer: WorkerAnswer) => {
    const call = pending.get(answer.callId);
    pending.delete(answer.callId);
    if ('error' in answer) {
      call?.reject(new Error(answer.error));
    } else {
      call?.resolve(answer.value);
    }
  });
  const expectAnswer = (callId: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      pending.set(callId, { resolve, reject });
    });
  const call = (body: WorkerCallBody): Promise<unknown> => {
    if (deathReason !== null) {
      return Promise.reject(deathReason);
    }
    const callId = nextCallId++;
    const answer = expectAnswer(callId);
    worker.postMessage({ ...body, callId });
    return answer;
  };

  const timer = setTimeout(() => {
    die(new Error('the log writer thread did not start'));
    void worker.terminate();
  }, WORKER_START_LIMIT_MS);
  await expectAnswer(0).finally(() => clearTimeout(timer));
  return {
    isWorker: true,
    // the thread runs this very file, so its answers have the types of LogWriter
    append: async (events, receivedAt) =>
      (await call({ call: 'append', events, receivedAt })) as ReturnType<LogWriter['append']>,
    expire: async (beforeAt, maxRows) => Number(await call({ call: 'expire', beforeAt, maxRows })),
    close: async () => {
      if (deathReason === null) {
        await call({ call: 'close' });
        await worker.terminate();
      }
    },
  };
}

/** The same writer on the calling thread: for hosts that cannot start threads from their bundle. */
export function openInlineLogWriter(file: string): LogWriterHandle {
  const writer = new LogWriter(file);
  return {
    isWorker: false,
    append: async (events, receivedAt) => writer.append(events, receivedAt),
    expire: async (beforeAt, maxRows) => writer.expire(beforeAt, maxRows),
    close: async () => writer.close(),
  };
}

if (!isMainThread && parentPort !== null && workerData?.role === WORKER_ROLE) {
  runWorker(parentPort, String(workerData.file));
}
