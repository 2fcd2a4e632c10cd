import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { listBackups, replaceBackups } from '../../../src/engine/storage/backup';
import { Erasure, type ErasureScope } from '../../../src/engine/storage/erasure';
import { erasedIndexes, erasurePlan, keptIndexes } from '../../../src/engine/storage/erasure-plan';
import { openDatabase } from '../../../src/engine/storage/open-database';
import { bigrams, foldText } from '../../../src/engine/storage/search-text';
import type { Storage } from '../../../src/engine/storage/storage';

let folder = '';
let storage: Storage;
const everything: ErasureScope = { botUserId: null, sequenceNumber: null, isEverything: true };
const bots = ['Uone', 'Utwo'];

const open = () => {
  const logger = createLogger(() => undefined, systemClock.now);
  const backupFolder = join(folder, 'backups');
  return openDatabase({ path: join(folder, 'lumo.db'), backupFolder, clock: systemClock, logger }).database;
};
const count = (sql: string) => storage.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`).get()?.n ?? 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-storage-'));
  storage = open();
});
afterEach(() => {
  storage.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Contacts with a name that nobody else has, friends of two accounts in turn, each of them linked. */
function fill(contacts: number): void {
  const contact = storage.prepare(
    `INSERT INTO contact (id, hubspot_id, display_name, sort_name, email, properties, content_hash, search_text, modified_at, synced_at)
     VALUES (?, ?, ?, ?, ?, ?, 'hash', ?, 1, 1)`,
  );
  const index = storage.prepare('INSERT INTO contact_search (rowid, t) VALUES (?, ?)');
  const friend = storage.prepare(
    "INSERT INTO friend (id, bot_user_id, user_id, display_name, follow_status) VALUES (?, ?, ?, 'friend', 'following')",
  );
  const link = storage.prepare(
    "INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at) VALUES (?, ?, 'matchedByHand', 1)",
  );
  const member = storage.prepare('INSERT INTO list_member (list_id, contact_hubspot_id, generation) VALUES (?, ?, 1)');
  storage.transaction(() => {
    for (let id = 1; id <= contacts; id++) {
      const name = `Wakabayashi${id}`;
      contact.run(id, `h${id}`, name, name, `${name}@private.example`, JSON.stringify({ firstname: name }), name);
      index.run(id, bigrams(foldText(name)));
      friend.run(id, bots[id % 2], `user${id}`);
      link.run(id, `h${id}`);
      member.run('1', `h${id}`);
      member.run('2', `h${id}`);
    }
  })();
}

const erase = (scope: ErasureScope): number => {
  let looked = 0;
  for (const rows of new Erasure(storage, scope).slices()) looked += rows;
  return looked;
};

test('what becomes of a table when an integration is disconnected is decided for every table', () => {
  const names = storage
    .prepare<[], { name: string; type: string }>(
      "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  const tables = names.filter(({ type }) => type === 'table').map(({ name }) => name);
  const indexes = names.filter(({ type }) => type === 'virtual').map(({ name }) => name);
  expect(Object.keys(erasurePlan).sort()).toEqual(tables.sort());
  expect([...erasedIndexes, ...keptIndexes].sort()).toEqual(indexes.sort());
});

test('an account that goes takes its links and nothing of another account or of a contact', async () => {
  fill(2_500);
  const scope = { botUserId: 'Uone', sequenceNumber: 3, isEverything: false };
  storage.exec(
    `INSERT INTO id_link_removal (contact_hubspot_id, sequence_number, user_id, removed_at) VALUES ('h1', 3, 'x', 1), ('h1', 4, 'x', 1)`,
  );
  const erasure = new Erasure(storage, scope);
  expect([erasure.count('id_link'), erasure.count('id_link_removal'), erasure.count('contact')]).toEqual([1_250, 1, 0]);
  expect(await erasure.countSlowly('id_link', async () => undefined)).toBe(1_250);
  erase(scope);
  expect(count('id_link')).toBe(1_250);
  expect(count(`id_link JOIN friend ON friend.id = id_link.friend_id WHERE friend.bot_user_id = 'Uone'`)).toBe(0);
  expect(storage.prepare('SELECT sequence_number AS n FROM id_link_removal').all()).toEqual([{ n: 4 }]);
  expect([count('contact'), count('friend'), count('list_member')]).toEqual([2_500, 2_500, 5_000]);
});

const schema = () =>
  storage
    .prepare("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();

test('erased contacts are in no table, no index, no log and no copy any more; people and chats stay', async () => {
  const before = schema();
  fill(3_000);
  await replaceBackups(storage, join(folder, 'backups'), 1_700_000_000_000);
  erase(everything);
  for (const table of ['contact', 'id_link', 'list_member', 'contact_search']) expect(count(table)).toBe(0);
  expect(count('friend')).toBe(3_000);
  expect(schema()).toEqual(before);
  await replaceBackups(storage, join(folder, 'backups'), 1_700_000_000_001);
  expect(storage.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(listBackups(join(folder, 'backups'))).toHaveLength(1);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const trace of ['Wakabayashi', 'private.example', 'Wa akabay']) {
      expect({ file: file.name, trace, found: bytes.includes(trace) }).toEqual({
        file: file.name,
        trace,
        found: false,
      });
    }
  }
  // the index is a working one
  storage.prepare('INSERT INTO contact_search (rowid, t) VALUES (1, ?)').run(bigrams(foldText('Sato')));
  expect(count('contact_search')).toBe(1);
});

test('an erasure that ends anywhere is taken up again, by another process too', () => {
  const before = schema();
  fill(2_100);
  const isDone = (stopAfter: number) => {
    let slices = 0;
    for (const _ of new Erasure(storage, everything).slices()) {
      slices += 1;
      if (slices === stopAfter) return false;
    }
    return true;
  };
  for (let stopAfter = 1; !isDone(stopAfter); stopAfter += 5) {
    storage.close();
    storage = open();
  }
  expect([count('contact'), count('id_link'), count('contact_search'), count('friend')]).toEqual([0, 0, 0, 2_100]);
  expect(schema()).toEqual(before);
});
