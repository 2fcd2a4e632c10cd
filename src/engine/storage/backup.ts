import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { overwriteDeleted } from './overwrite-deleted';
import type { Storage } from './storage';
import { storageError } from './storage';

const backupName = /^lumo-(\d{13})-v(\d+)\.db$/;
const keptBackups = 7;

/** One whole copy of the database in the backup folder. */
export interface BackupFile {
  file: string;
  at: number;
  /** Schema version of the copy. */
  version: number;
}

/** All finished backups of the folder, newest first. A half-written one has another name and is not among them. */
export function listBackups(folder: string): BackupFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const match = backupName.exec(name);
      return match ? [{ file: join(folder, name), at: Number(match[1]), version: Number(match[2]) }] : [];
    })
    .sort((a, b) => b.at - a.at);
}

function target(storage: Storage, folder: string, at: number): { file: string; partial: string } {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) if (name.endsWith('.partial')) rmSync(join(folder, name), { force: true });
  const file = join(folder, `lumo-${at}-v${Number(storage.pragma('user_version', { simple: true }))}.db`);
  return { file, partial: `${file}.partial` };
}

/** Copies the database at once (before a migration). The name appears only when the copy is whole. @throws LumoError STORAGE_FULL */
export function backupNow(storage: Storage, folder: string, at: number): string {
  const { file, partial } = target(storage, folder, at);
  try {
    storage.prepare('VACUUM INTO ?').run(partial);
  } catch (error) {
    rmSync(partial, { force: true });
    throw storageError(error);
  }
  renameSync(partial, file);
  prune(folder);
  return file;
}

/** Copies the database in small steps, so that the process stays responsive (the daily backup). @throws LumoError STORAGE_FULL */
export async function backupInBackground(storage: Storage, folder: string, at: number): Promise<string> {
  const { file, partial } = target(storage, folder, at);
  try {
    await storage.backup(partial, { progress: () => 250 });
  } catch (error) {
    rmSync(partial, { force: true });
    throw storageError(error);
  }
  renameSync(partial, file);
  prune(folder);
  return file;
}

/**
 * One copy of how the database is now instead of all others, and of damaged files that were set aside: what was erased is
 * in none of them any more, nor beside the rows of the database itself.
 * @throws LumoError STORAGE_FULL and what SQLite throws, before anything was removed
 */
export async function replaceBackups(storage: Storage, folder: string, at: number): Promise<void> {
  overwriteDeleted(storage);
  const kept = await backupInBackground(storage, folder, at);
  for (const old of listBackups(folder)) if (old.file !== kept) rmSync(old.file, { force: true });
  const home = dirname(storage.name);
  const damaged = `${basename(storage.name)}.damaged-`;
  for (const name of readdirSync(home)) if (name.startsWith(damaged)) rmSync(join(home, name), { force: true });
}

/** True when the file is a whole database of a schema that this version knows. */
export function isGoodBackup(backup: BackupFile, knownVersion: number): boolean {
  if (backup.version > knownVersion) return false;
  try {
    const copy = new BetterSqlite3(backup.file, { readonly: true, fileMustExist: true });
    try {
      return copy.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      copy.close();
    }
  } catch {
    return false;
  }
}

function prune(folder: string): void {
  for (const old of listBackups(folder).slice(keptBackups)) rmSync(old.file, { force: true });
}
