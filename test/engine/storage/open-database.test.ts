import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/engine/core/logger';
import { backupInBackground, backupNow, listBackups } from '../../../src/engine/storage/backup';
import { migrations } from '../../../src/engine/storage/migrate';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { inTransaction, type Storage } from '../../../src/engine/storage/storage';

let folder: string;
let now = 1_800_000_000_000;
const open: Storage[] = [];
const path = () => join(folder, 'lumo.db');
const backupFolder = () => join(folder, 'backups');
const clock = { now: () => now, after: () => () => undefined };
const logger = createLogger(() => undefined, clock.now);
const start = (steps?: readonly string[]) => {
  const opened = openDatabase({
    path: path(),
    backupFolder: backupFolder(),
    clock,
    logger,
    ...(steps === undefined ? {} : { steps }),
  });
  open.push(opened.database);
  return opened;
};
const note = (database: Storage, value: string) =>
  database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run('note', value);
const noted = (database: Storage) =>
  database.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'note'").get()?.value;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
});
afterEach(() => {
  for (const database of open.splice(0)) database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('opening the database', () => {
  it('makes a new one that keeps every committed row', () => {
    const { database, notice } = start();
    expect(notice).toBeNull();
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(listBackups(backupFolder())).toEqual([]);
  });

  it('refuses one of a newer version and leaves it as it is', () => {
    start().database.close();
    const newer = new BetterSqlite3(path());
    newer.pragma(`user_version = ${migrations.length + 5}`);
    newer.pragma('wal_checkpoint(TRUNCATE)');
    newer.close();
    const before = readFileSync(path());
    expect(() => start()).toThrow(expect.objectContaining({ code: 'STORAGE_NEWER' }));
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('brings old rows along, after a backup of how they were', () => {
    const old = [
      ...migrations,
      "CREATE TABLE tried (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT; INSERT INTO tried (name) VALUES ('old')",
    ];
    start(old).database.close();
    const next = [
      ...old,
      'ALTER TABLE tried ADD COLUMN length INTEGER NOT NULL DEFAULT 0; UPDATE tried SET length = length(name)',
    ];
    const { database } = start(next);
    expect(database.prepare('SELECT * FROM tried').all()).toEqual([{ id: 1, name: 'old', length: 3 }]);
    const [backup] = listBackups(backupFolder());
    expect(backup).toMatchObject({ at: now, version: old.length });
    const copy = new BetterSqlite3(backup?.file ?? '', { readonly: true });
    expect(copy.prepare('SELECT * FROM tried').all()).toEqual([{ id: 1, name: 'old' }]);
    copy.close();
  });

  it('takes nothing of a migration that fails half-way', () => {
    start().database.close();
    const broken = [...migrations, 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO no_such_table VALUES (1)'];
    expect(() => start(broken)).toThrow(/no_such_table/);
    const { database } = start();
    expect(database.prepare("SELECT name FROM sqlite_master WHERE name = 'half'").all()).toEqual([]);
  });

  it.each([
    [
      'is no database at all',
      (file: string) => writeFileSync(file, 'this is not a database, it is a letter to my aunt'.repeat(100)),
    ],
    [
      'is overwritten in the middle',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0x5a, 4096, Math.min(bytes.length, 40_960));
        writeFileSync(file, bytes);
      },
    ],
    ['is cut off', (file: string) => truncateSync(file, 20_000)],
  ])('sets a file aside that %s, and takes the newest whole backup', (_what, damage) => {
    const { database } = start();
    note(database, 'first');
    backupNow(database, backupFolder(), now - 2_000);
    note(database, 'second');
    backupNow(database, backupFolder(), now - 1_000);
    note(database, 'lost');
    database.close();
    damage(path());
    writeFileSync(join(backupFolder(), `lumo-${now}-v${migrations.length}.db`), 'a bad backup');
    const damaged = readFileSync(path());
    const again = start();
    expect(again.notice).toMatchObject({
      code: 'STORAGE_REBUILT',
      params: { restoredFrom: `lumo-${now - 1_000}-v${migrations.length}.db` },
    });
    expect(noted(again.database)).toBe('second');
    const aside = readdirSync(folder).find(
      (name) => name.includes('damaged') && !name.endsWith('-wal') && !name.endsWith('-shm'),
    );
    expect(aside).toBe(again.notice?.params.file);
    expect(readFileSync(join(folder, aside ?? '')).equals(damaged)).toBe(true);
  });

  it('begins anew without a backup, and says so', () => {
    start().database.close();
    writeFileSync(path(), 'not a database');
    const { database, notice } = start();
    expect(notice).toMatchObject({ code: 'STORAGE_REBUILT', params: { restoredFrom: '' } });
    expect(noted(database)).toBeUndefined();
  });

  it('recovers what was committed before a kill', () => {
    const { database } = start();
    note(database, 'kept');
    const other = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
    for (const suffix of ['', '-wal']) copyFileSync(path() + suffix, join(other, `lumo.db${suffix}`));
    const opened = openDatabase({ path: join(other, 'lumo.db'), backupFolder: backupFolder(), clock, logger });
    open.push(opened.database);
    expect(opened.notice).toBeNull();
    expect(noted(opened.database)).toBe('kept');
  });
});

describe('a backup', () => {
  it('is made while the database is in use; the last seven are kept', async () => {
    const { database } = start();
    for (let day = 0; day < 9; day++) {
      now += 86_400_000;
      note(database, `day ${day}`);
      await backupInBackground(database, backupFolder(), now);
    }
    const kept = listBackups(backupFolder());
    expect(kept).toHaveLength(7);
    const newest = new BetterSqlite3(kept[0]?.file ?? '', { readonly: true });
    expect(noted(newest)).toBe('day 8');
    newest.close();
    expect(readdirSync(backupFolder()).some((name) => name.endsWith('.partial'))).toBe(false);
  });
});

describe('a full disk', () => {
  it('is said plainly, and nothing of the transaction stays', () => {
    const { database } = start();
    note(database, 'small');
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
    const fill = () =>
      inTransaction(database, () => {
        note(database, 'big');
        for (let i = 0; i < 50; i++) database.prepare('INSERT INTO meta VALUES (?, ?)').run(`k${i}`, 'x'.repeat(8_000));
      });
    expect(fill).toThrow(expect.objectContaining({ code: 'STORAGE_FULL' }));
    expect(noted(database)).toBe('small');
    expect(existsSync(path())).toBe(true);
  });
});
