import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { createFastClock, type FastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const hour = 60 * 60_000;

describe('what passes by itself is a wait, not a failure', () => {
  let clock: FastClock;
  let world: HubSpotWorld;
  beforeAll(async () => {
    clock = createFastClock(20);
    world = await HubSpotWorld.start({ contacts: 30, clock });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect();
    await world.sync('full');
  });
  afterAll(() => world.stop());

  const plan = (fault: object) =>
    world.control('POST', '/faults', { service: 'hubspot', path: 'contacts/search$', ...fault });
  const waiting = () =>
    eventually(
      'the run says that it waits',
      async () => (await world.engine.sync.progress(undefined))?.waitingFor ?? null,
    );

  it.each([
    ['a full window', { kind: 'rateLimit', times: 2 }],
    ['too many searches', { kind: 'rateLimitSecondly', times: 2 }],
    ['an account that is moved', { kind: 'status', status: 477, times: 2 }],
    ['a lock', { kind: 'status', status: 423, times: 1 }],
    ['a server that is down', { kind: 'status', status: 503, times: 2 }],
    ['a token that ended', { kind: 'expiredToken', times: 1 }],
    ['a cut connection', { kind: 'dropAfter', times: 2 }],
  ])('%s', async (_, fault) => {
    await plan(fault);
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', problem: null });
  });

  it('a used-up day is waited for until midnight of the account, says so, and can be cancelled', async () => {
    await plan({ kind: 'rateLimitDaily', times: 1 });
    const { runId } = await world.engine.sync.start({ kind: 'incremental' });
    const { reason, until } = await waiting();
    expect(reason).toBe('hubSpotLimit');
    const [{ zone } = { zone: 'UTC' }] = world.read<{ zone: string }>('SELECT time_zone AS zone FROM hubspot_account');
    const at = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: 'numeric',
      minute: 'numeric',
      hourCycle: 'h23',
    });
    expect(at.format(until + 500)).toMatch(/^0?0:00$/);
    expect(until - clock.now()).toBeLessThanOrEqual(25 * hour);
    await world.engine.sync.cancel(undefined);
    expect(await world.ended(runId)).toMatchObject({ status: 'cancelled' });
    const { runId: second } = await world.engine.sync.start({ kind: 'incremental' });
    await waiting();
    clock.jump(until - clock.now() + 1_000);
    expect(await world.ended(second)).toMatchObject({ status: 'completed' });
  });

  it('calls of the day are counted over a restart, and what the limits are is known', async () => {
    const before = await world.engine.sync.usage(undefined);
    expect(before.callsToday).toBeGreaterThan(0);
    expect(before.perTenSeconds.limit).toBeGreaterThan(0);
    expect(before.perTenSeconds.remaining).toBeLessThanOrEqual(before.perTenSeconds.limit);
    expect(before).toMatchObject({ searchesPerSecond: 4, waitingCalls: 0 });
    await world.engine.stop();
    world.engine = world.createEngine();
    await world.engine.start();
    expect((await world.engine.sync.usage(undefined)).callsToday).toBeGreaterThanOrEqual(before.callsToday);
    clock.jump(25 * hour);
    expect((await world.engine.sync.usage(undefined)).callsToday).toBeLessThan(before.callsToday);
  });

  it('the account tells how much of its day is used where the token is of a private app', async () => {
    expect((await world.engine.sync.usage(undefined)).daily).toBeNull();
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {});
    await world.engine.setup.connectHubSpotToken(token);
    await world.sync('incremental');
    clock.jump(2 * 60_000);
    const { daily } = await world.engine.sync.usage(undefined);
    expect(daily?.limit).toBeGreaterThan(0);
    expect(daily?.used).toBeGreaterThan(0);
    expect(daily?.resetsAt).toBeGreaterThan(clock.now());
  });

  it('a revoked token is told as such, and nothing is lost', async () => {
    const held = world.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n;
    await plan({ kind: 'invalidToken', times: 5 });
    const run = await world.sync('incremental');
    expect(run.status).toBe('failed');
    expect(run.problem?.code).toMatch(/^HUBSPOT_(DISCONNECTED|TOKEN_REFUSED)$/);
    expect(world.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n).toBe(held);
  });
});
