import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contactIdSchema, friendIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { KillWorld } from '../support/kill-world';

/** Words that stand nowhere else; the person had some of them earlier. */
const traces = ['Quillfeather', 'Wolkenstein', 'quill.feather@example.com', 'Falconer royal', '+81 90-7777-1234'];
const erased = '100050';

describe('changes from HubSpot that are being worked off when the power goes', () => {
  let world: KillWorld;
  const change = (id: string, properties: Record<string, string>) =>
    world.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });
  const isHeld = (id: string) => world.read('SELECT 1 FROM contact WHERE hubspot_id = ?', id).length > 0;
  const linkOf = (friendId: string) =>
    world.read<{ id: string }>('SELECT contact_hubspot_id AS id FROM id_link WHERE friend_id = ?', friendId)[0]?.id;

  beforeEach(async () => {
    world = await KillWorld.start({ contacts: 120 });
    await world.hearChanges();
  });
  afterEach(() => world.stop());

  /** Somebody who leaves traces wherever there can be some: values, former values, an edit, a link, the history, a backup. */
  async function leaveTraces(): Promise<string> {
    await change(erased, { firstname: 'Wolkenstein', phone: '+81 90-7777-1234' });
    await world.applied();
    await change(erased, { firstname: 'Quillfeather', email: 'quill.feather@example.com', phone: '' });
    await world.applied();
    await world.edit(erased, 'jobtitle', 'Falconer royal');
    await eventually('in step', async () => (await world.field(erased, 'jobtitle')).state === 'same');
    const friends = world.read<{ id: number }>('SELECT id FROM friend ORDER BY id LIMIT 2');
    const [friendId = '', other = ''] = friends.map(({ id }) => String(id));
    await tie(friendId, erased);
    await world.applied();
    await world.backUp();
    expect(new Set(world.filesWith(traces.slice(0, 1)).map((found) => found.split(':')[0])).size).toBeGreaterThan(1);
    return other;
  }
  async function tie(friendId: string, contactId: string): Promise<void> {
    await world.call('links', 'link', {
      friendId: friendIdSchema.parse(friendId),
      contactId: contactIdSchema.parse(contactId),
    });
    await eventually('the link is written', async () => (await world.inHubSpot(contactId)).lumo_line_1_user_id);
  }

  it.each(['stored', 'being read', 'erased'] as const)(
    'and they were %s: nothing is lost, and of a person who is to be forgotten nothing is left in any file',
    async (moment) => {
      const friendId = await leaveTraces();
      await tie(friendId, '100021');
      await world.applied();
      const forget = () => world.control('POST', `/hubspot/records/contacts/${erased}/gdpr-delete`, {});
      const reading = await world.fault({ kind: 'slow', path: '/contacts/batch/read$', times: 5, delayMs: 600_000 });
      if (moment === 'erased') await forget();
      const merge = { primaryId: '100022', mergeId: '100021' };
      const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', merge);
      await world.control('POST', '/hubspot/records/contacts/100020/archive', {});
      for (const id of ['100060', '100061', '100062']) await change(id, { jobtitle: `Changed ${id}` });
      if (moment !== 'erased') await forget();
      const has = (condition: string) => world.read(`SELECT 1 FROM hubspot_change WHERE ${condition}`).length > 0;
      if (moment === 'stored') await eventually('stored', () => has(`change = 'privacyDeletion'`));
      if (moment === 'being read') await reading.happened();
      if (moment === 'erased') await eventually('erased', () => !isHeld(erased));
      await world.kill();
      await world.control('DELETE', '/faults');
      await world.launch();
      await world.applied();

      for (const id of ['100060', '100061', '100062']) {
        expect(await world.field(id, 'jobtitle')).toMatchObject({ value: `Changed ${id}`, state: 'same' });
      }
      expect(['100020', '100021', '100022', erased, merged.id].filter(isHeld)).toEqual([merged.id]);
      expect(linkOf(friendId)).toBe(merged.id);
      await expect.poll(() => world.filesWith(traces), { timeout: 15_000 }).toEqual([]);
      expect(await world.sync('incremental')).toMatchObject({ status: 'completed', changed: 0, removed: 0 });
      expect(world.filesWith(traces)).toEqual([]);
      expect(traces.filter((word) => world.log.join('').includes(word))).toEqual([]);
    },
  );
});
