import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/engine/core/clock';
import { createFastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

/** A clock that can be held, as a bulk import gives one time to thousands of records. */
function createHeldClock(): Clock & { hold: () => void; release: () => void } {
  const fast = createFastClock(20);
  let heldAt: number | null = null;
  return {
    now: () => heldAt ?? fast.now(),
    after: fast.after,
    hold: () => {
      heldAt = fast.now();
    },
    release: () => {
      heldAt = null;
    },
  };
}

describe('an incremental pull', () => {
  const clock = createHeldClock();
  let world: HubSpotWorld;
  const names = async (id: string) => (await world.engine.contacts.get({ id })).displayName;

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 12_000, clock });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect(['firstname', 'lastname', 'email']);
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it('becomes a full one while there is nothing to go on from, and reads nothing when nothing changed', async () => {
    expect(await world.sync('incremental')).toMatchObject({ kind: 'incremental', processed: 0, changed: 0 });
  });

  it('takes a change, a new contact and nothing else', async () => {
    await world.control('PATCH', '/hubspot/records/contacts/100001', { properties: { firstname: '美咲子' } });
    const made = await world.control<{ id: string }>('POST', '/hubspot/records/contacts', {
      properties: { firstname: 'Nok', lastname: 'Suwan', email: 'nok.suwan@example.com' },
    });
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', processed: 2, changed: 2 });
    expect(await names('100001')).toBe('田中 美咲子');
    expect(await names(made.id)).toBe('Nok Suwan');
  });

  it('takes 11,000 contacts with one modified time, each once, and ends', async () => {
    clock.hold();
    await world.control('POST', '/hubspot/records/contacts/change-many', {
      count: 11_000,
      properties: { firstname: 'Bulk' },
    });
    clock.release();
    const run = await world.sync('incremental');
    expect(run).toMatchObject({ status: 'completed', processed: 11_000, changed: 11_000, skipped: 0 });
    const [bulk] = world.read<{ n: number }>("SELECT count(*) AS n FROM contact WHERE display_name LIKE '%Bulk%'");
    expect(bulk?.n).toBe(11_000);
    expect(await world.sync('incremental')).toMatchObject({ processed: 0 });
  }, 120_000);

  it('does not take an old version that a late search index still shows', async () => {
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 600_000 });
    await world.control('PATCH', '/hubspot/records/contacts/100002', { properties: { firstname: 'Newer' } });
    await world.sync('full');
    expect(await names('100002')).toContain('Newer');
    await world.sync('incremental');
    expect(await names('100002')).toContain('Newer');
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
  });

  it('gives a merged contact its new id and takes the absorbed ones away', async () => {
    const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
      primaryId: '100010',
      mergeId: '100011',
    });
    await world.sync('incremental');
    await expect(world.engine.contacts.get({ id: '100011' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await world.engine.contacts.get({ id: merged.id })).id).toBe(merged.id);
  });
});
