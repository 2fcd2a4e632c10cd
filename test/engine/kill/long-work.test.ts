import { afterEach, describe, expect, it } from 'vitest';
import { contactIdSchema, friendIdSchema, listIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { KillWorld } from '../support/kill-world';

let world: KillWorld;
afterEach(() => world.stop());

const count = (table: string) => world.read<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)[0]?.n ?? 0;

describe('long work that is cut off', () => {
  it('reading the members of a list goes on from its place and ends with everybody, once', async () => {
    world = await KillWorld.start({ contacts: 1_000 });
    const made = await world.control<{ listId: string }>('POST', '/hubspot/lists', { name: 'Long', count: 900 });
    const id = listIdSchema.parse(String(made.listId));
    await world.call('lists', 'refresh', undefined);
    await world.forgetCalls();
    const held = await world.fault({ kind: 'slow', path: '/memberships', skip: 2, delayMs: 600_000 });
    await world.call('lists', 'setSynced', { id, isSynced: true });
    await held.happened();
    const before = count('list_member');
    expect(before).toBeGreaterThan(0);
    await world.kill();
    await world.control('DELETE', '/faults');
    expect(count('list_member')).toBe(before);
    await world.launch();
    const list = await eventually('the list is read', async () => {
      const { lists } = await world.call('lists', 'all', undefined);
      return lists.find((found) => found.id === id && found.membersAt !== null && !found.isStale) ?? null;
    });
    expect(list).toMatchObject({ memberCount: 900, problem: null });
    expect(count('list_member')).toBe(900);
    const places = (await world.callsTo('/memberships')).map(({ query }) => new URLSearchParams(query).get('after'));
    expect(new Set(places).size).toBe(places.length);
  });

  it('a disconnect goes on over kills at every step, deletes what its rehearsal counted, and leaves no trace', async () => {
    world = await KillWorld.start({ contacts: 1_200 });
    const botUserId = world.read<{ id: string }>('SELECT bot_user_id AS id FROM official_account')[0]?.id ?? '';
    const [friend] = await eventually('friends are known', () => {
      const found = world.read<{ id: number }>('SELECT id FROM friend WHERE bot_user_id = ? LIMIT 1', botUserId);
      return found.length > 0 ? found : null;
    });
    await world.call('links', 'link', {
      friendId: friendIdSchema.parse(String(friend?.id)),
      contactId: contactIdSchema.parse('100007'),
    });
    await eventually('the link is written', async () => (await world.inHubSpot('100007')).lumo_line_1_user_id);
    await world.edit('100008', 'jobtitle', 'Lighthouse keeper');
    await eventually('in step', async () => (await world.field('100008', 'jobtitle')).state === 'same');
    const { email } = await world.inHubSpot('100009');
    const words = ['Lighthouse keeper', email ?? '100009'];
    await world.backUp();
    expect(world.filesWith(words).length).toBeGreaterThan(2);
    const { deletes, keeps, token } = await world.call('accounts', 'rehearseDisconnect', { id: null });
    const held = { contacts: count('contact'), links: count('id_link'), companies: count('company') };
    expect(deletes).toMatchObject({ contacts: 1_200, idLinks: held.links, companies: held.companies });
    expect(deletes.fieldValues).toBe(
      count("contact, json_each(contact.properties) held WHERE held.value IS NOT NULL AND held.value <> ''"),
    );
    await world.forgetCalls();

    // decided, and HubSpot is being told to drop the token
    const revoking = await world.fault({ kind: 'slow', path: '/token/revoke$', delayMs: 600_000 });
    world.call('accounts', 'disconnect', { id: null, token }).catch((error: Error) => world.log.push(error.message));
    await revoking.happened();
    expect(count('contact')).toBe(1_200);
    await world.kill();
    await world.control('DELETE', '/faults');
    // in the middle of the contacts, several times
    for (let left = 1_200, kills = 0; kills < 3 && left > 0; kills++) {
      await world.launch();
      left = await eventually('some are gone', () => {
        const found = count('contact');
        return found < left ? [found] : null;
      }).then(([found = 0]) => found);
      await world.kill();
      expect(count('disconnect')).toBe(left > 0 ? 1 : count('disconnect'));
    }
    await world.launch();
    await eventually('it is over', () => count('disconnect') === 0, 30_000);
    // and while the copies of the database are being replaced
    await world.killAndLaunch();
    for (const table of ['contact', 'contact_search', 'id_link', 'company', 'contact_field', 'field_change']) {
      expect({ table, rows: count(table) }).toEqual({ table, rows: 0 });
    }
    expect(count('friend')).toBe(keeps.friends);
    await expect.poll(() => world.filesWith(words), { timeout: 15_000 }).toEqual([]);
    const path = '/hubspot/accounts';
    const { results } = await world.control<{ results: { contacts: number }[] }>('GET', path);
    expect(results[0]?.contacts).toBe(1_200);
  }, 120_000);
});
