import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLogger, systemClock } from '../../../src/engine';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { refreshStatistics } from '../../../src/engine/storage/table-statistics';

const folder = mkdtempSync(join(tmpdir(), 'lumo-statistics-'));
const open = () =>
  openDatabase({
    path: join(folder, 'lumo.db'),
    backupFolder: join(folder, 'backups'),
    clock: systemClock,
    logger: createLogger(() => undefined, Date.now),
  }).database;
const database = open();
afterAll(() => database.close());

/** How SQLite finds the rows that a full-text index drops when it merges itself (nobody else may delete there: a reading is planned alike). */
const planOfRange = (index: string): string =>
  database
    .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT id FROM ${index}_data WHERE id >= 1 AND id <= 2`)
    .all()
    .map((row) => row.detail)
    .join(' ');

test.each(['contact_search', 'friend_search', 'message_search'])(
  '%s drops merged parts by their keys, whenever tables were counted',
  (index) => {
    expect(planOfRange(index)).toMatch(/^SEARCH .* USING INTEGER PRIMARY KEY/);
    database.prepare(`INSERT INTO ${index} (rowid, t) VALUES (1, 'aa bb')`).run();
    refreshStatistics(database, true);
    refreshStatistics(database, false);
    expect(planOfRange(index)).toMatch(/^SEARCH .* USING INTEGER PRIMARY KEY/);
  },
);
