import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually';
import { HubSpotWorld } from '../../support/hubspot-world';

describe('a dry run', () => {
  let world: HubSpotWorld;
  const dryRun = async (kind: 'full' | 'incremental') => {
    const { id } = await world.engine.sync.startDryRun({ kind });
    return eventually('planned', async () => {
      const held = await world.engine.sync.dryRun(undefined);
      return held !== null && held.id === id && held.state !== 'running' ? held : null;
    });
  };
  const changes = async (id: string) =>
    (await world.engine.sync.dryRunChanges({ id, kind: null, after: 0, limit: 200 })).changes;
  const held = () =>
    world
      .read('SELECT hubspot_id, properties, modified_at FROM contact ORDER BY hubspot_id')
      .map((row) => JSON.stringify(row));
  const set = (id: string, properties: Record<string, string>) =>
    world.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 150 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect(['firstname', 'lastname']);
    await world.engine.mapping.add({
      propertyName: 'city',
      lumoItem: 'custom:city',
      rule: 'alwaysLumo',
      appliesToExisting: true,
    });
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it('plans exactly what the next run then does, and changes nothing itself', async () => {
    const edit = { contactId: '100003', propertyName: 'city', value: 'Kobe', isBackward: false };
    await world.engine.contacts.saveField(edit);
    await eventually(
      'written',
      async () => world.read("SELECT 1 FROM contact_field WHERE state = 'pending'").length === 0,
    );
    await set('100001', { firstname: '美咲子' });
    await set('100002', { lastname: 'Suwan' });
    await set('100003', { city: 'Nara' });
    await world.control('POST', '/hubspot/records/contacts', { properties: { firstname: 'Nok' } });
    await world.control('POST', '/hubspot/records/contacts/100010/archive', {});
    const before = held();
    await world.control('DELETE', '/hubspot/requests');
    const planned = await dryRun('full');
    expect(planned).toMatchObject({
      state: 'ready',
      counts: { newContacts: 1, goneContacts: 1, lumoFields: 2, hubSpotFields: 1, conflicts: 0, lineProperties: 0 },
    });
    expect(planned.done).toBe(150);
    expect(planned.counts.unchanged).toBe(146);
    expect(held()).toEqual(before);
    const { routes } = await world.control<{ routes: Record<string, unknown> }>('GET', '/hubspot/counters');
    expect(Object.keys(routes).filter((route) => /update|PATCH|DELETE/.test(route))).toEqual([]);
    const rows = await changes(planned.id);
    expect(rows.map((row) => [row.kind, row.contactId, row.propertyName, row.side, row.before, row.after])).toEqual(
      expect.arrayContaining([
        ['field', '100001', 'firstname', 'lumo', '美咲', '美咲子'],
        ['field', '100003', 'city', 'hubSpot', 'Nara', 'Kobe'],
      ]),
    );
    expect(await world.sync('full')).toMatchObject({ status: 'completed', changed: 3, removed: 1, written: 1 });
    const after = await dryRun('incremental');
    expect(after.counts).toMatchObject({
      newContacts: 0,
      goneContacts: 0,
      lumoFields: 0,
      hubSpotFields: 0,
      conflicts: 0,
    });
    await expect(changes(planned.id)).rejects.toMatchObject({ code: 'DRY_RUN_GONE' });
  });

  it('can be cancelled, and one that the program did not live to end is over', async () => {
    const slow = { service: 'hubspot', path: '/contacts$', kind: 'slow', delayMs: 400, times: 50 };
    await world.control('POST', '/faults', slow);
    await world.engine.sync.startDryRun({ kind: 'full' });
    await world.engine.sync.cancelDryRun(undefined);
    expect((await world.engine.sync.dryRun(undefined))?.state).toBe('cancelled');
    await world.engine.sync.startDryRun({ kind: 'full' });
    await world.engine.stop();
    world.engine = world.createEngine();
    await world.engine.start();
    expect((await world.engine.sync.dryRun(undefined))?.state).toBe('cancelled');
    await world.control('DELETE', '/faults');
  });
});
