import { expect, it, onTestFinished } from 'vitest';
import { listIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

/** Numbers 0..1 that follow from a seed. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const kinds = ['rateLimit', 'status', 'slow', 'dropBefore', 'dropAfter', 'brokenJson', 'expiredToken'] as const;

it.each([11, 12, 13])(
  'ends with the very members that HubSpot has, whatever goes wrong on the way (seed %i)',
  async (seed) => {
    const roll = dice(seed);
    const pick = <Item>(items: readonly Item[]): Item[] => items.filter(() => roll() < 0.1);
    const world = await HubSpotWorld.start({ contacts: 1_200 });
    onTestFinished(() => world.stop());
    await world.connect();
    await world.sync('full');
    const everybody = world.read<{ id: string }>('SELECT hubspot_id AS id FROM contact').map((row) => row.id);
    const members = new Set(everybody.filter(() => roll() < 0.7));
    const made = await world.control<{ listId: string }>('POST', '/hubspot/lists', {
      name: 'Hard',
      recordIds: [...members],
    });
    const id = listIdSchema.parse(String(made.listId));
    await world.engine.lists.refresh(undefined);
    await world.engine.lists.setSynced({ id, isSynced: true });
    for (let round = 0; round < 4; round++) {
      const kind = kinds[Math.floor(roll() * kinds.length)] ?? 'slow';
      const fault = { service: 'hubspot', path: '/crm/lists/', kind, status: 503, delayMs: 150, times: 2 };
      await world.control('POST', '/faults', { ...fault, skip: Math.floor(roll() * 3) });
      const [add, remove] = [pick(everybody), pick([...members])];
      await world.control('POST', `/hubspot/lists/${id}/members`, { add, remove });
      for (const gone of remove) members.delete(gone);
      for (const come of add) if (!remove.includes(come)) members.add(come);
      for (const come of add.filter((one) => remove.includes(one))) members.delete(come);
      const running = world.engine.sync.start({ kind: 'incremental' });
      if (roll() < 0.5) {
        // Cut off in the middle of it, wherever that is.
        await eventually('the lists are at it', async () => {
          const progress = await world.engine.sync.progress(undefined);
          return progress === null || progress.step !== 'properties';
        });
        await world.engine.stop();
        world.engine = world.createEngine();
        await world.engine.start();
        await eventually(
          'nothing runs any more',
          async () => (await world.engine.sync.progress(undefined)) === null,
          60_000,
        );
      } else await world.ended((await running).runId);
    }
    await world.control('DELETE', '/faults');
    await world.control('POST', `/hubspot/lists/${id}/members`, { add: [...members] });
    expect((await world.sync('incremental')).status).toBe('completed');
    const held = world.read<{ id: string }>('SELECT contact_hubspot_id AS id FROM list_member').map((row) => row.id);
    expect(held.sort()).toEqual([...members].sort());
    const list = (await world.engine.lists.all(undefined)).lists.find((found) => found.id === id);
    expect(list).toMatchObject({ isStale: false, memberCount: members.size, problem: null });
    await world.control('DELETE', '/hubspot/requests');
    await world.sync('incremental');
    const calls = await world.control<{ results: { path: string }[] }>('GET', '/hubspot/requests?limit=1000');
    expect(calls.results.filter(({ path }) => path.includes('/memberships'))).toEqual([]);
  },
);
