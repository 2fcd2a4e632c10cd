import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../../src/engine/storage/migrate';
import { createSyncItemRepository } from '../../../src/engine/storage/sync-item-repository';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lumo-migration-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database of the first version with these items, brought to the newest. */
function migrated(properties: readonly string[]): BetterSqlite3.Database {
  const database = new BetterSqlite3(join(folder, `${properties.join('-')}.db`));
  migrate(database, () => undefined, migrations.slice(0, 1));
  const add = database.prepare(
    "INSERT INTO sync_item (property_name, status, added_at, last_synced_at) VALUES (?, 'active', 5, 6)",
  );
  for (const name of properties) add.run(name);
  database.exec(`
    INSERT INTO contact (hubspot_id, display_name, sort_name, properties, content_hash, search_text, modified_at, synced_at, run_id)
      VALUES ('7', 'A', 'a', '{"firstname":"A"}', 'h', 'a', 1, 1, 'run-1');
    INSERT INTO friend (bot_user_id, user_id, follow_status) VALUES ('U0', 'U1', 'following');`);
  migrate(database, () => undefined);
  return database;
}

describe('a database from before the rules', () => {
  it('keeps its items, each with its place and the rule that it had in effect', () => {
    const database = migrated([
      'firstname',
      'email',
      'phone',
      'mobilephone',
      'associatedcompanyid',
      'lifecyclestage',
      'hs_lead_status',
      'city',
    ]);
    const items = createSyncItemRepository(database).list();
    expect(Object.fromEntries(items.map((item) => [item.propertyName, item.lumoItem]))).toEqual({
      firstname: 'firstName',
      email: 'email',
      phone: 'phone',
      mobilephone: 'custom:mobilephone',
      associatedcompanyid: 'companyName',
      lifecyclestage: 'lifecycleStage',
      hs_lead_status: 'leadStatus',
      city: 'custom:city',
    });
    expect(items.every((item) => item.rule === 'alwaysHubSpot' && item.status === 'active' && !item.isPaused)).toBe(
      true,
    );
    expect(database.prepare('SELECT first_run_id AS id FROM contact').all()).toEqual([{ id: 'run-1' }]);
    expect(database.prepare('SELECT last_open_at AS at FROM friend').all()).toEqual([{ at: null }]);
    database.close();
  });

  it('takes the mobile number for the phone where no phone was added', () => {
    const database = migrated(['mobilephone']);
    expect(createSyncItemRepository(database).get('mobilephone')?.lumoItem).toBe('phone');
    expect(() =>
      createSyncItemRepository(database).add(
        { propertyName: 'phone', lumoItem: 'phone', rule: 'alwaysHubSpot', propertyType: null, appliesFrom: null },
        1,
      ),
    ).toThrow();
    database.close();
  });
});
