import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

describe('what a person did not add', () => {
  let world: HubSpotWorld;
  const held = () => `${readFileSync(join(world.folder, 'lumo.db'))}${readFileSync(join(world.folder, 'lumo.db-wal'))}`;

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 120 });
    await world.engine.start();
  });
  afterAll(() => world.stop());

  it('is not stored: without any property a contact is its record id', async () => {
    await world.connect([]);
    await world.sync('full');
    const { rows, total } = await world.engine.contacts.page({ filter: {}, sort: 'name', offset: 0, limit: 200 });
    expect(total).toBe(120);
    expect(rows.every((row) => row.displayName === row.id && row.email === null && row.companyName === null)).toBe(
      true,
    );
    expect(held()).not.toContain('misaki.tanaka');
    expect(held()).not.toContain('田中');
  });

  it('comes with the next full pull once it is added, which starts by itself', async () => {
    await world.engine.setup.saveProperties({ names: ['lastname', 'firstname', 'email'] });
    await eventually('the pull ended', async () => (await world.engine.dashboard.state(undefined)).running === null);
    const detail = await world.engine.contacts.get({ id: '100001' });
    expect(detail.displayName).toBe('田中 美咲');
    expect(detail.phone).toBeNull();
    expect(detail.properties.map((property) => property.name).sort()).toEqual(['email', 'firstname', 'lastname']);
  });

  it('is deleted here at once when it is taken out, and stays in HubSpot', async () => {
    await world.engine.setup.saveProperties({ names: ['lastname', 'firstname'] });
    const detail = await world.engine.contacts.get({ id: '100001' });
    expect(detail.email).toBeNull();
    expect(detail.properties).toHaveLength(2);
    const [left] = world.read<{ n: number }>(
      "SELECT count(*) AS n FROM contact WHERE properties LIKE '%@%' OR search_text LIKE '%@%' OR email IS NOT NULL",
    );
    expect(left?.n).toBe(0);
    const found = await world.engine.contacts.page({ filter: { text: 'misaki' }, sort: 'name', offset: 0, limit: 10 });
    expect(found.total).toBe(0);
    const record = await world.control<{ values: unknown }>('GET', '/hubspot/records/contacts/100001');
    expect(JSON.stringify(record)).toContain('misaki.tanaka');
  });

  it('cannot be a hidden property or one of the own ones', async () => {
    for (const name of ['hs_calculated_merged_vids', 'lumo_line_1_user_id', 'no_such_property']) {
      await expect(world.engine.setup.saveProperties({ names: [name] })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
    }
  });
});
