import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLogger, systemClock } from '../../../src/engine';
import { endLogRelief, relieveLog } from '../../../src/engine/storage/log-relief';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { inRepeatableTransaction, type Storage } from '../../../src/engine/storage/storage';

let folder: string;
let file: string;
let storage: Storage;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-log-relief-'));
  file = join(folder, 'lumo.db');
  const logger = createLogger(() => undefined, Date.now);
  storage = openDatabase({ path: file, backupFolder: join(folder, 'backups'), clock: systemClock, logger }).database;
});
afterEach(async () => {
  await endLogRelief(storage);
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes about a megabyte in one bulk transaction. */
function writeMegabyte(key: string): void {
  const insert = storage.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  inRepeatableTransaction(storage, () => void insert.run(key, 'x'.repeat(1024 * 1024)));
}

const ownCheckpoint = () => storage.pragma('wal_autocheckpoint', { simple: true });

it('bulk work leaves copying the log to another thread, and the log stays short', async () => {
  for (let i = 0; i < 120; i++) {
    writeMegabyte(`key ${i}`);
    await relieveLog(storage);
  }
  expect(ownCheckpoint()).toBe(32_000);
  expect(statSync(`${file}-wal`).size).toBeLessThan(100 * 1024 * 1024);
  await endLogRelief(storage);
  expect(ownCheckpoint()).toBe(1_000);
  const beside = new BetterSqlite3(file, { readonly: true });
  expect(beside.prepare('SELECT count(*) FROM meta').pluck().get()).toBe(120);
  beside.close();
});

it('a little work needs no thread, and after the end bulk work can begin again', async () => {
  await relieveLog(storage);
  expect(ownCheckpoint()).toBe(1_000);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 10; i++) {
      writeMegabyte(`round ${round} key ${i}`);
      await relieveLog(storage);
    }
    expect(ownCheckpoint()).toBe(32_000);
    await endLogRelief(storage);
    expect(ownCheckpoint()).toBe(1_000);
  }
});

it('when the last connection closes, no log is left behind', async () => {
  for (let i = 0; i < 10; i++) {
    writeMegabyte(`key ${i}`);
    await relieveLog(storage);
  }
  await endLogRelief(storage);
  storage.close();
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
});
