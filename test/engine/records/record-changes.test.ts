import { afterEach, describe, expect, it } from 'vitest';
import { contactIdSchema, listIdSchema } from '../../../src/shared/model/ids';
import { ChangeWorld } from '../support/change-world';
import { eventually } from '../support/eventually';

const worlds: ChangeWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});
async function started(): Promise<ChangeWorld> {
  const world = await ChangeWorld.start();
  worlds.push(world);
  return world;
}

/** The sandbox's first contact has two deals and a ticket. */
const contactId = contactIdSchema.parse('100001');

describe('what HubSpot pushes about records that are shown', () => {
  it('has a changed deal read again when it is next looked at', async () => {
    const world = await started();
    const { deals } = await world.engine.records.ofContact({ contactId, isForced: false });
    const [deal] = deals;
    if (deal === undefined) throw new Error('there is no deal');
    await world.control('PATCH', `/hubspot/records/deals/${deal.id}`, { properties: { dealname: '別の名前' } });
    await eventually('the contact is told to have changed', () =>
      world.events.some((event) => event.type === 'contactChanged' && event.contactId === contactId),
    );
    const after = await world.engine.records.ofContact({ contactId, isForced: false });
    expect(after.deals.find((found) => found.id === deal.id)?.name).toBe('別の名前');
  });

  it('moves memberships of lists with a merge, and erases them with the person', async () => {
    const world = await started();
    const ids = world
      .read<{ id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id LIMIT 4')
      .map((row) => row.id);
    const [kept = '', absorbed = '', erased = '', other = ''] = ids;
    const made = await world.control<{ listId: string }>('POST', '/hubspot/lists', {
      name: 'Members',
      recordIds: [absorbed, erased, other],
    });
    const id = listIdSchema.parse(String(made.listId));
    await world.engine.lists.refresh(undefined);
    await world.engine.lists.setSynced({ id, isSynced: true });
    const members = async () =>
      (await world.engine.lists.members({ id, text: '', offset: 0, limit: 100 })).rows
        .map((row) => String(row.id))
        .sort();
    await eventually('all are members', async () => (await members()).length === 3);
    const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
      primaryId: kept,
      mergeId: absorbed,
    });
    await world.control('POST', `/hubspot/records/contacts/${erased}/gdpr-delete`, {});
    await eventually('only the two who live are members', async () => {
      const held = world.read<{ id: string }>('SELECT contact_hubspot_id AS id FROM list_member');
      return held.length === 2 && (await members()).join() === [merged.id, other].sort().join();
    });
    const lists = (await world.engine.contacts.get({ id: contactIdSchema.parse(merged.id) })).lists;
    expect(lists.map((list) => list.name)).toEqual(['Members']);
  });
});
