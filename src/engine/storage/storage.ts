import BetterSqlite3, { type Database } from 'better-sqlite3';
import { LumoError } from '../../shared/errors/lumo-error';

/** The one open connection of the engine. Every repository prepares its statements on it once. */
export type Storage = Database;

/** The storage error that a person can act on, or the error itself. */
export function storageError(error: unknown): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error;
  if (error.code === 'SQLITE_FULL' || error.code.startsWith('SQLITE_IOERR_WRITE')) {
    return new LumoError('STORAGE_FULL', {}, { cause: error });
  }
  if (isCorruption(error)) return new LumoError('STORAGE_CORRUPT', {}, { cause: error });
  return error;
}

/** True for SQLite's two ways of saying that the file is not a whole database. */
export function isCorruption(error: unknown): boolean {
  if (!(error instanceof BetterSqlite3.SqliteError)) return false;
  return error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB';
}

/**
 * Runs `work` in one write transaction: all of it is committed, or nothing. Inside another transaction it joins that
 * one as a savepoint. `work` must be synchronous.
 * @throws LumoError STORAGE_FULL, STORAGE_CORRUPT; anything that `work` throws, after the roll-back
 */
export function inTransaction<Result>(storage: Storage, work: () => Result): Result {
  try {
    return storage.transaction(work).immediate();
  } catch (error) {
    throw storageError(error);
  }
}

/**
 * Like {@link inTransaction}, for what can be read again from its source together with the checkpoint that says how far
 * that went: a power cut (not a crash of the app) may take back the last of these transactions, whole and in order. In
 * exchange the main loop does not wait for the disk at each of them.
 * @throws LumoError STORAGE_FULL, STORAGE_CORRUPT; anything that `work` throws, after the roll-back
 */
export function inRepeatableTransaction<Result>(storage: Storage, work: () => Result): Result {
  if (storage.inTransaction) return inTransaction(storage, work);
  storage.pragma('synchronous = NORMAL');
  try {
    return inTransaction(storage, work);
  } finally {
    storage.pragma('synchronous = FULL');
  }
}
