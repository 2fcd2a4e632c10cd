import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeWorld } from '../support/change-world';
import { eventually } from '../support/eventually';

describe('changes that nobody told of', () => {
  let world: ChangeWorld;
  beforeAll(async () => {
    world = await ChangeWorld.start();
    await world.sync('incremental');
  });
  afterAll(() => world.stop());

  it('are looked for at once when a part of the relay log is lost', async () => {
    const friendId = await world.link(0, '100021');
    await world.control('PATCH', '/hubspot/records/contacts/100001', { properties: { firstname: 'First' } });
    await eventually('events come', () => (world.read('SELECT 1 FROM relay_cursor').length > 0 ? true : null));
    await world.applied();
    await world.restart(async () => {
      await world.control('PUT', '/hubspot/webhook', { targetUrl: null });
      await world.control('POST', '/hubspot/records/contacts/100020/archive', {});
      await world.control('POST', '/hubspot/records/contacts/merge', { primaryId: '100022', mergeId: '100021' });
      const database = new BetterSqlite3(join(world.folder, 'data', 'lumo.db'));
      // the relay began anew, as after a loss of its disk: it has fewer entries than this console has read
      database.prepare('UPDATE relay_cursor SET seq = 1000000').run();
      database.close();
    });
    await eventually(
      'the deleted one is gone',
      async () => ((await world.contact('100020')) === null ? true : null),
      20_000,
    );
    await eventually('the link follows the merge', () => {
      const to = world.linkOf(friendId)?.contactId;
      return to !== undefined && to !== '100021' ? true : null;
    });
    await eventually('the run ended', async () =>
      (await world.engine.sync.progress(undefined)) === null ? true : null,
    );
    expect(await world.contact(world.linkOf(friendId)?.contactId ?? '')).not.toBeNull();
    expect(world.read("SELECT 1 FROM meta WHERE key = 'sync/reconcileNeeded'")).toEqual([]);
    await world.control('PUT', '/hubspot/webhook', { targetUrl: `${world.relay.url}/hooks/hubspot` });
  });

  it('let links and own values follow a merge that keeps the id of the winner', async () => {
    await world.control('PUT', '/hubspot/accounts/62515001/settings', { isMergeIdKept: true });
    await world.engine.mapping.change({ propertyName: 'phone', rule: 'alwaysLumo' });
    const friendId = await world.link(1, '100031');
    await world.control('POST', '/hubspot/records/contacts/merge', { primaryId: '100030', mergeId: '100031' });
    await world.applied();
    expect(world.linkOf(friendId)?.contactId).toBe('100030');
    expect(await world.contact('100031')).toBeNull();
    expect((await world.contact('100030'))?.friends.map((friend) => friend.friendId)).toEqual([friendId]);
  });

  it('do not take most contacts away, however they went', async () => {
    await world.control('PUT', '/hubspot/webhook', { targetUrl: null });
    const before = world.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n ?? 0;
    expect(before).toBeGreaterThan(50);
    const many = await ChangeWorld.start({ contacts: 260, friends: 2 });
    try {
      await many.control('PUT', '/hubspot/webhook', { targetUrl: null });
      for (let id = 100_001; id < 100_180; id++)
        await many.control('POST', `/hubspot/records/contacts/${id}/archive`, {});
      many.clock.jump(25 * 60 * 60_000);
      const run = await many.sync('incremental');
      expect(run).toMatchObject({ status: 'failed', removed: 0, problem: { code: 'SYNC_TOO_MANY_DELETIONS' } });
      expect(run.problem?.params).toEqual({ count: 179, total: 260 });
      expect(many.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n).toBe(260);
    } finally {
      await many.stop();
    }
  });
});
