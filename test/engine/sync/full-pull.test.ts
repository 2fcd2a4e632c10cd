import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubSpotWorld } from '../support/hubspot-world';

describe('a full pull', () => {
  let world: HubSpotWorld;

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 5_000 });
    await world.engine.start();
    await world.connect();
  });
  afterAll(() => world.stop());

  it('takes every contact once, with names, companies and counts that add up', async () => {
    const run = await world.sync('full');
    expect(run).toMatchObject({
      status: 'completed',
      processed: 5_000,
      changed: 5_000,
      unchanged: 0,
      failed: 0,
      removed: 0,
    });
    const page = await world.engine.contacts.page({ filter: { text: '' }, sort: 'name', offset: 0, limit: 50 });
    expect(page.total).toBe(5_000);
    const [counted] = world.read<{ n: number; named: number }>(
      'SELECT count(*) AS n, count(company_name) AS named FROM contact',
    );
    expect(counted?.n).toBe(5_000);
    expect(counted?.named).toBeGreaterThan(1_000);
    const [unnamed] = world.read<{ n: number }>(
      'SELECT count(*) AS n FROM contact WHERE company_id IS NOT NULL AND company_name IS NULL',
    );
    expect(unnamed?.n).toBe(0);
  });

  it('changes nothing the second time', async () => {
    const run = await world.sync('full');
    expect(run).toMatchObject({
      status: 'completed',
      processed: 5_000,
      changed: 0,
      unchanged: 5_000,
      removed: 0,
      written: 0,
    });
  });
});
