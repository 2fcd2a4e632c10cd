import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delay } from '../../../src/engine/core/clock';
import { createRateLimiter, type Lane, type LimitClass } from '../../../src/engine/hubspot/rate-limiter';
import { createVirtualClock } from '../support/virtual-clock';

/** HubSpot's side: counts arrivals in a rolling window and refuses above the limit. */
function createServer(now: () => number, max: number, lengthMs: number) {
  const arrivals: number[] = [];
  return {
    arrivals,
    refused: 0,
    take(): Headers {
      const used = arrivals.filter((at) => at > now() - lengthMs).length;
      if (used >= max) this.refused++;
      arrivals.push(now());
      return new Headers({
        'X-HubSpot-RateLimit-Max': String(max),
        'X-HubSpot-RateLimit-Remaining': String(Math.max(0, max - used - 1)),
      });
    },
  };
}

/** Makes `count` calls in a row, each with its way there and back. Returns how long all took. */
async function callInRow(options: {
  count: number;
  max: number;
  startMax?: number;
  latencyMs: () => number;
  lane?: Lane;
  limitClass?: LimitClass;
}) {
  const clock = createVirtualClock();
  const isSearch = options.limitClass === 'search';
  const server = createServer(clock.now, options.max, isSearch ? 1_000 : 10_000);
  const limiter = createRateLimiter({
    clock,
    perTenSeconds: options.startMax ?? options.max,
    searchesPerSecond: options.max,
  });
  const startedAt = clock.now();
  let isDone = false;
  const work = async () => {
    for (let i = 0; i < options.count; i++) {
      const permit = await limiter.acquire(options.lane ?? 'backfill', options.limitClass ?? 'ordinary');
      await delay(clock, options.latencyMs());
      const headers = server.take();
      await delay(clock, options.latencyMs());
      permit.done(headers);
    }
    isDone = true;
  };
  void work();
  await clock.runUntil(() => isDone, startedAt + 10 * 60 * 60_000);
  return { tookMs: clock.now() - startedAt, refused: server.refused };
}

describe('the rate limiter', () => {
  it('never exceeds the rolling window, whatever the latency', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.nat(400), { minLength: 5, maxLength: 5 }),
        async (max, waits) => {
          let i = 0;
          const { refused } = await callInRow({ count: max * 4, max, latencyMs: () => waits[i++ % waits.length] ?? 0 });
          expect(refused).toBe(0);
        },
      ),
      { seed: 20_261_122, numRuns: 25 },
    );
  });

  it('reaches the limit: within 5 % of what it allows', async () => {
    const { tookMs, refused } = await callInRow({ count: 1_000, max: 100, latencyMs: () => 5 });
    const allowedMs = ((1_000 - 100) / 100) * 10_000;
    expect(refused).toBe(0);
    expect(tookMs / allowedMs).toBeLessThanOrEqual(1.05);
  });

  it('learns a lower and a higher limit from the answers', async () => {
    const higher = await callInRow({ count: 1_000, max: 200, startMax: 50, latencyMs: () => 5 });
    expect(higher).toMatchObject({ refused: 0 });
    expect(higher.tookMs).toBeLessThanOrEqual(43_000);
    const lower = await callInRow({ count: 300, max: 50, startMax: 200, latencyMs: () => 20 });
    expect(lower.refused).toBe(0);
  });

  it('makes at most four searches in any second', async () => {
    const { tookMs, refused } = await callInRow({ count: 40, max: 4, latencyMs: () => 3, limitClass: 'search' });
    expect(refused).toBe(0);
    expect(tookMs).toBeLessThanOrEqual(9_500);
  });

  it('lets people go before change events, schedules and backfills', async () => {
    const clock = createVirtualClock();
    const limiter = createRateLimiter({ clock, perTenSeconds: 1, searchesPerSecond: 4 });
    const order: string[] = [];
    const first = await limiter.acquire('backfill', 'ordinary');
    const lanes: Lane[] = ['backfill', 'schedule', 'changeEvents', 'interactive'];
    for (const lane of lanes) {
      void limiter.acquire(lane, 'ordinary').then((permit) => {
        order.push(lane);
        permit.done(null);
      });
    }
    first.done(null);
    await clock.runUntil(() => order.length === 4, clock.now() + 60_000);
    expect(order).toEqual(['interactive', 'changeEvents', 'schedule', 'backfill']);
  });

  it('counts what others of the account use', async () => {
    const clock = createVirtualClock();
    const limiter = createRateLimiter({ clock, perTenSeconds: 100, searchesPerSecond: 4 });
    const permit = await limiter.acquire('backfill', 'ordinary');
    permit.done(new Headers({ 'X-HubSpot-RateLimit-Max': '100', 'X-HubSpot-RateLimit-Remaining': '0' }));
    let waitsUntil = 0;
    let isGranted = false;
    void limiter
      .acquire('backfill', 'ordinary', undefined, (until) => {
        waitsUntil = until;
      })
      .then(() => {
        isGranted = true;
      });
    const at = clock.now();
    await clock.runUntil(() => isGranted, at + 60_000);
    expect(waitsUntil).toBe(at + 10_000);
    expect(clock.now()).toBeGreaterThanOrEqual(at + 10_000);
  });

  it('forgets a call that is aborted while it waits', async () => {
    const clock = createVirtualClock();
    const limiter = createRateLimiter({ clock, perTenSeconds: 1, searchesPerSecond: 4 });
    await limiter.acquire('backfill', 'ordinary');
    const abort = new AbortController();
    const waiting = limiter.acquire('backfill', 'ordinary', abort.signal);
    abort.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
  });

  it('is no limit at all when it is told Infinity', async () => {
    const { tookMs } = await callInRow({ count: 2_000, max: Number.POSITIVE_INFINITY, latencyMs: () => 0 });
    expect(tookMs).toBe(0);
  });
});
