import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Storage } from './storage';

/** SQLite's own measure: with so many pages in the write-ahead log, the connection that writes copies them itself. */
const ownCheckpointPages = 1_000;
/** While the thread does it: only if it hangs behind by so much (128 MB) does the main connection step in. */
const lastResortPages = 32_000;
/** A log of this length is emptied before bulk work goes on: it only starts anew when nobody writes meanwhile. */
const longLogBytes = 48 * 1024 * 1024;
const worthAThreadAfter = 8;
const everyMs = 1_000;
const idleMs = 2_000;

/** Plain JavaScript, so that it needs no file of its own in any build. Its one connection only checkpoints. */
const threadCode = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Database = require(workerData.module);
  const database = new Database(workerData.file, { fileMustExist: true });
  database.pragma('synchronous = FULL');
  parentPort.on('message', (isLast) => {
    try {
      database.pragma('wal_checkpoint(PASSIVE)');
    } finally {
      if (isLast) database.close();
    }
    parentPort.postMessage(null);
    if (isLast) parentPort.close();
  });
`;

/**
 * Copies the write-ahead log into the database file from a thread of its own while bulk work goes on, so that the main
 * loop never waits for that: SQLite would do it inside some commit, for tens of milliseconds. idle -> (several bulk
 * transactions) -> relieving -> (2 s without one) -> idle, where SQLite's own measure holds again. If the thread cannot
 * run or dies, that measure holds as well: then commits are slower, and nothing else changes.
 */
class LogRelief {
  readonly #storage: Storage;
  #thread: Worker | null = null;
  #isUsable = true;
  #calls = 0;
  #checkpointedAt = 0;
  #underWay: Promise<void> | null = null;
  #ended: Promise<void> = Promise.resolve();
  #idleTimer: NodeJS.Timeout | null = null;
  #answer: () => void = () => undefined;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async between(): Promise<void> {
    this.#calls += 1;
    if (!this.#isUsable || this.#calls < worthAThreadAfter) {
      this.#waitForIdle();
      return;
    }
    if (this.#thread === null) {
      await this.#ended;
      this.#start();
    }
    this.#waitForIdle();
    if (this.#underWay === null && performance.now() - this.#checkpointedAt > everyMs) void this.#checkpoint(false);
    if (this.#isLogLong()) {
      await this.#underWay;
      // Hardly anything was written since: the log is copied to its end, and the next transaction begins it anew.
      await this.#checkpoint(false);
    }
  }

  async end(): Promise<void> {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#idleTimer = null;
    this.#calls = 0;
    if (this.#thread !== null) {
      await this.#underWay;
      await this.#checkpoint(true);
    }
    await this.#ended;
  }

  #start(): void {
    if (this.#thread !== null || !this.#storage.open) return;
    const module = createRequire(import.meta.url).resolve('better-sqlite3');
    const thread = new Worker(threadCode, { eval: true, workerData: { module, file: this.#storage.name } });
    thread.unref();
    this.#thread = thread;
    this.#setOwnCheckpoint(lastResortPages);
    // A log that began anew is cut to this length: so its file tells how long it is.
    this.#storage.pragma(`journal_size_limit = ${longLogBytes}`);
    thread.on('message', () => this.#answer());
    thread.on('error', () => {
      this.#isUsable = false;
    });
    this.#ended = new Promise((done) => {
      thread.once('exit', () => {
        this.#thread = null;
        this.#setOwnCheckpoint(ownCheckpointPages);
        this.#answer();
        done();
      });
    });
  }

  #checkpoint(isLast: boolean): Promise<void> {
    const thread = this.#thread;
    if (thread === null) return Promise.resolve();
    const done = new Promise<void>((answered) => {
      this.#answer = answered;
      thread.postMessage(isLast);
    }).then(() => {
      this.#underWay = null;
      this.#checkpointedAt = performance.now();
    });
    this.#underWay = done;
    return done;
  }

  #isLogLong(): boolean {
    const size = statSync(`${this.#storage.name}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    return size > longLogBytes;
  }

  #waitForIdle(): void {
    if (this.#idleTimer !== null) {
      this.#idleTimer.refresh();
      return;
    }
    this.#idleTimer = setTimeout(() => void this.end(), idleMs);
    this.#idleTimer.unref();
  }

  #setOwnCheckpoint(pages: number): void {
    if (this.#storage.open) this.#storage.pragma(`wal_autocheckpoint = ${pages}`);
  }
}

const reliefs = new WeakMap<Storage, LogRelief>();

/**
 * To be awaited between two bulk transactions: has the write-ahead log copied by another thread, and waits, without
 * holding the main loop, where the log has grown long.
 */
export function relieveLog(storage: Storage): Promise<void> {
  let relief = reliefs.get(storage);
  if (relief === undefined) {
    relief = new LogRelief(storage);
    reliefs.set(storage, relief);
  }
  return relief.between();
}

/** Ends the thread, if there is one; before the storage is closed. */
export async function endLogRelief(storage: Storage): Promise<void> {
  await reliefs.get(storage)?.end();
}
