import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubSpotWorld } from '../../support/hubspot-world';

describe('writes that would empty most of an item', () => {
  let world: HubSpotWorld;
  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 260 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.control('POST', '/hubspot/records/contacts/change-many', { count: 200, properties: { city: 'Kobe' } });
    await world.engine.start();
    await world.connect(['firstname']);
    await world.engine.mapping.add({
      propertyName: 'city',
      lumoItem: 'custom:city',
      rule: 'alwaysLumo',
      appliesToExisting: true,
    });
    await world.sync('full');
  });
  afterAll(() => world.stop());

  /** As a fault in the program would leave it: values emptied in Lumo, writes open. */
  const empty = (count: number) => {
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    database.exec(`
      DELETE FROM contact_field;
      INSERT INTO contact_field (contact_id, property_name, base, hubspot_value, state, lumo_changed_at, is_clear)
        SELECT hubspot_id, 'city', 'Kobe', 'Kobe', 'pending', 5, 1 FROM contact WHERE properties LIKE '%Kobe%' ORDER BY id LIMIT ${count};
      UPDATE contact SET properties = json_set(properties, '$.city', NULL) WHERE hubspot_id IN (SELECT contact_id FROM contact_field);`);
    database.close();
  };
  const left = async () => {
    const { results } = await world.control<{ results: { values: Record<string, string> }[] }>(
      'GET',
      '/hubspot/records/contacts?limit=1000',
    );
    return results.filter((record) => record.values.city === 'Kobe').length;
  };

  it('stop the run before the first of them, with the numbers; few of them go through', async () => {
    empty(150);
    const run = await world.sync('incremental');
    expect(run).toMatchObject({
      status: 'failed',
      problem: { code: 'SYNC_TOO_MANY_CLEARS', params: { property: 'city', count: 150, total: 200 } },
    });
    expect(await left()).toBe(200);
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    database.exec(
      'DELETE FROM contact_field WHERE contact_id > (SELECT contact_id FROM contact_field ORDER BY contact_id LIMIT 1 OFFSET 29)',
    );
    database.close();
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 30 });
    expect(await left()).toBe(170);
  });
});
