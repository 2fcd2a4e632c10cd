import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

describe('a full pull goes on', () => {
  let world: HubSpotWorld;

  beforeEach(async () => {
    world = await HubSpotWorld.start({ contacts: 700 });
    await world.engine.start();
    await world.connect();
  });
  afterEach(() => world.stop());

  const pages = '^/crm/objects/2026-03/contacts$';
  const plan = (fault: object) => world.control('POST', '/faults', { service: 'hubspot', path: pages, ...fault });
  const everyContact = { status: 'completed', processed: 700, changed: 700, failed: 0 };

  it('after 429 with and without a policy, and counts the waiting', async () => {
    await plan({ kind: 'rateLimit', times: 3, skip: 2 });
    const run = await world.sync('full');
    expect(run).toMatchObject(everyContact);
    expect(run.waitedMs).toBeGreaterThan(0);
  });

  it('after server errors, cut connections and broken answers', async () => {
    await plan({ kind: 'status', status: 503, times: 2, skip: 1 });
    await plan({ kind: 'dropBefore', times: 2, skip: 3 });
    await plan({ kind: 'dropAfter', times: 1, skip: 5 });
    await plan({ kind: 'brokenJson', times: 1, skip: 7 });
    expect(await world.sync('full')).toMatchObject(everyContact);
  });

  it('after its token expired, with one refresh for all', async () => {
    await plan({ kind: 'slow', delayMs: 100, times: 3, skip: 1 });
    const { runId } = await world.engine.sync.start({ kind: 'full' });
    await eventually('some pages', async () => (await world.engine.sync.run({ id: runId })).processed >= 100);
    await world.control('POST', '/hubspot/tokens/expire', {});
    expect(await world.ended(runId)).toMatchObject(everyContact);
  });

  it('when the network comes back, and says that it waits for it', async () => {
    await plan({ kind: 'slow', delayMs: 60, times: 20 });
    const { runId } = await world.engine.sync.start({ kind: 'full' });
    await eventually('some pages', async () => (await world.engine.sync.run({ id: runId })).processed >= 100);
    await world.control('POST', '/network', { isUp: false });
    await eventually(
      'waiting',
      async () => (await world.engine.sync.progress(undefined))?.waitingFor?.reason === 'network',
    );
    await world.control('POST', '/network', { isUp: true });
    world.engine.wake();
    expect(await world.ended(runId)).toMatchObject(everyContact);
  });

  it('no further when the app was removed in HubSpot: the run fails with the reason, the data stays', async () => {
    await world.sync('full');
    await world.control('POST', '/hubspot/uninstall', {});
    const run = await world.sync('full');
    expect(run).toMatchObject({ status: 'failed', problem: { code: 'HUBSPOT_DISCONNECTED' } });
    const state = await world.engine.dashboard.state(undefined);
    expect(state.counts.contacts).toBe(700);
    expect(state.attention.map((entry) => entry.id)).toContain('hubSpot');
  });

  it('from the start when it was cancelled, keeping what was read', async () => {
    await plan({ kind: 'slow', delayMs: 80, times: 20 });
    const { runId } = await world.engine.sync.start({ kind: 'full' });
    await expect(world.engine.sync.start({ kind: 'full' })).rejects.toMatchObject({ code: 'SYNC_ALREADY_RUNNING' });
    await eventually('some pages', async () => (await world.engine.sync.run({ id: runId })).processed >= 100);
    await world.engine.sync.cancel(undefined);
    const run = await world.ended(runId);
    expect(run.status).toBe('cancelled');
    expect(run.removed).toBe(0);
    await world.control('DELETE', '/faults');
    expect(await world.sync('full')).toMatchObject({ status: 'completed', processed: 700, removed: 0 });
    await expect(world.engine.sync.cancel(undefined)).rejects.toMatchObject({ code: 'SYNC_NOT_RUNNING' });
  });

  it('under the same run after the engine was stopped in the middle', async () => {
    await plan({ kind: 'slow', delayMs: 80, times: 20 });
    const { runId } = await world.engine.sync.start({ kind: 'full' });
    await eventually('some pages', async () => (await world.engine.sync.run({ id: runId })).processed >= 100);
    await world.engine.stop();
    await world.control('DELETE', '/faults');
    world.engine = world.createEngine();
    await world.engine.start();
    expect(await world.ended(runId)).toMatchObject({ ...everyContact, trigger: 'resumed' });
  });
});
