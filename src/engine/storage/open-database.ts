import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { Problem } from '../../shared/errors/error-code';
import { LumoError } from '../../shared/errors/lumo-error';
import type { Clock } from '../core/clock';
import type { Logger } from '../core/logger';
import { backupNow, isGoodBackup, listBackups } from './backup';
import { migrate, migrations } from './migrate';
import { isCorruption, type Storage, storageError } from './storage';
import { refreshStatistics } from './table-statistics';

interface OpenOptions {
  path: string;
  backupFolder: string;
  clock: Clock;
  logger: Logger;
  /** All schema steps; a test brings its own. */
  steps?: readonly string[];
}

interface Opened {
  database: Storage;
  /** STORAGE_REBUILT when the file was damaged and had to be set aside. */
  notice: Problem | null;
}

/**
 * Opens the database file and brings it to the newest schema. A file of a newer version is left untouched. A damaged
 * file is moved aside with the time in its name, never deleted; the newest whole backup takes its place, or a fresh
 * database (what came from HubSpot is pulled again).
 * @throws LumoError STORAGE_NEWER, STORAGE_FULL
 */
export function openDatabase(options: OpenOptions): Opened {
  mkdirSync(dirname(options.path), { recursive: true });
  try {
    return { database: openWhole(options), notice: null };
  } catch (error) {
    if (!isCorruption(error)) throw storageError(error);
    const setAside = moveAside(options.path, options.clock.now());
    const restoredFrom = restoreNewestBackup(options);
    options.logger.error('database file is damaged and was set aside', { setAside, restoredFrom: restoredFrom ?? '' });
    const params = { file: basename(setAside), restoredFrom: restoredFrom === null ? '' : basename(restoredFrom) };
    try {
      return { database: openWhole(options), notice: { code: 'STORAGE_REBUILT', params } };
    } catch (second) {
      throw storageError(second);
    }
  }
}

/** Throws SQLite's own error where the file is damaged. */
function openWhole({ path, backupFolder, clock, logger, steps = migrations }: OpenOptions): Storage {
  const isNew = !existsSync(path);
  const database = new BetterSqlite3(path);
  try {
    const version = Number(database.pragma('user_version', { simple: true }));
    if (version > steps.length) throw new LumoError('STORAGE_NEWER', { found: version, known: steps.length });
    if (!isNew) requireWhole(database);
    database.pragma('journal_mode = WAL');
    // The outbox promises that a row outlives the call it announces: NORMAL could lose the last commits at a power cut.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    // Former values are overwritten in pages that are written anyway: whoever is erased later has not left them behind.
    database.pragma('secure_delete = FAST');
    database.pragma('busy_timeout = 5000');
    database.pragma('cache_size = -32000');
    migrate(
      database,
      (from) => {
        const file = backupNow(database, backupFolder, clock.now());
        logger.info('backup before migration', { from, to: steps.length, file: basename(file) });
      },
      steps,
    );
    refreshStatistics(database, true);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireWhole(database: Storage): void {
  const finding = database.pragma('quick_check(1)', { simple: true });
  if (finding !== 'ok') throw new BetterSqlite3.SqliteError(String(finding), 'SQLITE_CORRUPT');
}

function moveAside(path: string, at: number): string {
  const name = `${path}.damaged-${new Date(at).toISOString().replaceAll(':', '-')}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, name + suffix);
  }
  return name;
}

function restoreNewestBackup({ path, backupFolder, steps = migrations }: OpenOptions): string | null {
  for (const backup of listBackups(backupFolder)) {
    if (!isGoodBackup(backup, steps.length)) continue;
    const partial = `${path}.restoring`;
    copyFileSync(backup.file, partial);
    renameSync(partial, path);
    for (const suffix of ['-wal', '-shm']) rmSync(path + suffix, { force: true });
    return backup.file;
  }
  return null;
}
