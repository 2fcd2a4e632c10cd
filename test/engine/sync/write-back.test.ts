import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubSpotWorld } from '../support/hubspot-world';

const linked = 250;
const contactId = (index: number) => String(100_001 + index);
const userId = (index: number) => `U${index.toString(16).padStart(32, '0')}`;

describe('LINE properties', () => {
  let world: HubSpotWorld;
  let botUserId: string;

  /** What the LINE half of the engine writes when people follow and profiles are read. */
  const edit = (sql: string, ...parameters: (string | number | null)[]) => {
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    database.pragma('foreign_keys = ON');
    try {
      return database.prepare<(string | number | null)[]>(sql).run(...parameters).changes;
    } finally {
      database.close();
    }
  };
  const valuesOf = async (id: string): Promise<Record<string, string | null>> =>
    (await world.control<{ values: Record<string, string | null> }>('GET', `/hubspot/records/contacts/${id}`)).values;

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 400 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect();
    const [account] = world.sandbox.officialAccounts;
    if (account === undefined) throw new Error('no Official Account');
    botUserId = account.botUserId;
    await world.engine.setup.connectLine({ channelId: account.channelId, channelSecret: null, sequenceNumber: 3 });
    await world.sync('full');
    for (let index = 0; index < linked; index++) {
      edit(
        `INSERT INTO friend (bot_user_id, user_id, display_name, picture_url, follow_status, followed_at, profile_at)
         VALUES (?, ?, ?, NULL, 'following', ?, 1)`,
        botUserId,
        userId(index),
        `友だち${index}`,
        1_700_000_000_000 + index,
      );
      edit(
        `INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at)
         SELECT id, ?, 'matchedByHand', 1 FROM friend WHERE user_id = ?`,
        contactId(index),
        userId(index),
      );
    }
  });
  afterAll(() => world.stop());

  it('are made in HubSpot when the Official Account is connected, named after it', async () => {
    const choices = await world.engine.mapping.choices(undefined);
    const own = choices.filter((choice) => choice.name.startsWith('lumo_line_3_'));
    expect(own).toHaveLength(10);
    expect(own.every((choice) => choice.unusableReason === 'own' && choice.groupLabel === 'LINE (Lumo Console)')).toBe(
      true,
    );
    const [account] = world.engine.setup.officialAccounts();
    expect(own.find((choice) => choice.name === 'lumo_line_3_user_id')?.label).toBe(
      `LINE User ID (${account?.displayName})`,
    );
  });

  it('of linked friends are written a hundred at a time, and one refused record does not block the others', async () => {
    edit('UPDATE friend SET display_name = ? WHERE user_id = ?', 'x'.repeat(70_000), userId(7));
    await world.control('DELETE', '/hubspot/requests');
    const run = await world.sync('incremental');
    expect(run).toMatchObject({ status: 'completedWithProblems', written: linked - 1, failed: 1 });
    const { errors, total } = await world.engine.sync.runErrors({ runId: run.id, code: null, after: 0, limit: 50 });
    expect(total).toBe(1);
    expect(errors[0]).toMatchObject({
      recordKind: 'contact',
      recordId: contactId(7),
      property: 'lumo_line_3_display_name',
      problem: { code: 'HUBSPOT_VALUE_REFUSED' },
    });
    expect(await valuesOf(contactId(0))).toMatchObject({
      lumo_line_3_user_id: userId(0),
      lumo_line_3_display_name: '友だち0',
      lumo_line_3_friend_added_at: new Date(1_700_000_000_000).toISOString(),
      lumo_line_3_follow_status: 'following',
    });
    const counters = await world.control<{ routes: Record<string, { count: number }> }>('GET', '/hubspot/counters');
    expect(counters.routes['POST /crm/objects/2026-03/:type/batch/update']?.count ?? 99).toBeLessThanOrEqual(3);
  });

  it('that HubSpot holds already are not written again, and own writes are no changes of a person', async () => {
    edit('UPDATE friend SET display_name = ? WHERE user_id = ?', '直った', userId(7));
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 1, changed: 0 });
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 0, changed: 0 });
    expect(await valuesOf(contactId(7))).toMatchObject({ lumo_line_3_display_name: '直った' });
  });

  it('follow a friend who blocks the account, and only what changed is sent', async () => {
    edit("UPDATE friend SET follow_status = 'blocked' WHERE user_id = ?", userId(1));
    expect(await world.sync('incremental')).toMatchObject({ written: 1 });
    expect(await valuesOf(contactId(1))).toMatchObject({ lumo_line_3_follow_status: 'blocked' });
  });

  it('are cleared after an unlink', async () => {
    const [friend] = world.read<{ id: number }>('SELECT id FROM friend WHERE user_id = ?', userId(2));
    await world.engine.links.unlink({ friendId: String(friend?.id) });
    expect(await world.sync('full')).toMatchObject({ status: 'completed' });
    expect((await valuesOf(contactId(2))).lumo_line_3_user_id ?? '').toBe('');
    expect(world.read('SELECT * FROM id_link_removal')).toHaveLength(0);
    expect((await world.engine.contacts.get({ id: contactId(2) })).friends).toHaveLength(0);
  });

  it('that somebody cleared in HubSpot are written again by a full pull', async () => {
    await world.control('PATCH', `/hubspot/records/contacts/${contactId(3)}`, {
      properties: { lumo_line_3_user_id: '' },
    });
    expect(await world.sync('full')).toMatchObject({ written: 1 });
    expect(await valuesOf(contactId(3))).toMatchObject({ lumo_line_3_user_id: userId(3) });
  });

  it('follow a merge: the link goes to the new record and the values are written there', async () => {
    const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
      primaryId: contactId(300),
      mergeId: contactId(4),
    });
    await world.sync('incremental');
    const detail = await world.engine.contacts.get({ id: merged.id });
    expect(detail.friends.map((friend) => friend.displayName)).toEqual(['友だち4']);
    await world.sync('incremental');
    expect(await valuesOf(merged.id)).toMatchObject({ lumo_line_3_user_id: userId(4) });
  });

  it('bring a lost link back', async () => {
    edit('DELETE FROM id_link WHERE contact_hubspot_id = ?', contactId(5));
    await world.sync('full');
    const detail = await world.engine.contacts.get({ id: contactId(5) });
    expect(detail.friends).toMatchObject([{ origin: 'restored', displayName: '友だち5' }]);
  });

  it('of a contact that is gone in HubSpot take nobody else down', async () => {
    await world.control('POST', `/hubspot/records/contacts/${contactId(6)}/archive`, {});
    edit("UPDATE friend SET display_name = display_name || '!' WHERE bot_user_id = ?", botUserId);
    const run = await world.sync('incremental');
    expect(run.status).toBe('completedWithProblems');
    expect(run.failed).toBe(1);
    expect(run.written).toBeGreaterThan(linked - 10);
  });
});
