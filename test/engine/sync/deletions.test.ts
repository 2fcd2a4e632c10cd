import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HubSpotWorld } from '../support/hubspot-world';

describe('contacts that are gone from HubSpot', () => {
  let world: HubSpotWorld;

  beforeEach(async () => {
    world = await HubSpotWorld.start({ contacts: 300 });
    await world.engine.start();
    await world.connect();
    await world.sync('full');
  });
  afterEach(() => world.stop());

  const archive = async (from: number, to: number) => {
    for (let id = from; id < to; id++)
      await world.control('POST', `/hubspot/records/contacts/${100_001 + id}/archive`, {});
  };

  it('are removed by the next full pull, with what search found of them', async () => {
    await archive(0, 3);
    expect(await world.sync('full')).toMatchObject({ status: 'completed', processed: 297, removed: 3 });
    const found = await world.engine.search.query({ text: '田中 美咲', limit: 10 });
    expect(found.contacts.map((row) => row.id)).not.toContain('100001');
  });

  it('stop the run untouched when they are most of all', async () => {
    await archive(0, 200);
    const run = await world.sync('full');
    expect(run).toMatchObject({ status: 'failed', removed: 0, problem: { code: 'SYNC_TOO_MANY_DELETIONS' } });
    expect(run.problem?.params).toEqual({ count: 200, total: 300 });
    expect((await world.engine.dashboard.state(undefined)).counts.contacts).toBe(300);
  });
});
