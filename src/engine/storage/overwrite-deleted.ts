import type { Storage } from './storage';

/** So much is written anew in a fraction of a second. */
const quicklyWrittenBytes = 8 * 1024 * 1024;

/**
 * While rows go that nobody may find again: SQLite overwrites them with zeros, and whole pages too where they become
 * free. The usual `FAST` leaves such pages alone, as they would have to be written for that alone.
 */
export function erasingSecurely<Result>(storage: Storage, erase: () => Result): Result {
  storage.pragma('secure_delete = ON');
  try {
    return erase();
  } finally {
    storage.pragma('secure_delete = FAST');
  }
}

/**
 * Takes what was deleted out of the places beside the rows: a small file is written anew, so that its free pages hold
 * nothing of former rows, and the write-ahead log is emptied. In a large file pages that became free earlier keep what
 * they held until they are used again.
 * @throws Error while something else reads the log
 */
export function overwriteDeleted(storage: Storage): void {
  const number = (pragma: string) => Number(storage.pragma(pragma, { simple: true }));
  const usedBytes = (number('page_count') - number('freelist_count')) * number('page_size');
  if (usedBytes <= quicklyWrittenBytes) storage.exec('VACUUM');
  if (number('wal_checkpoint(TRUNCATE)') !== 0) throw new Error('the write-ahead log is in use and was not emptied');
}
