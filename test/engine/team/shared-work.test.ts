import { expect, test } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import type { RelayPort } from '../../../src/engine/relay/relay-port';
import { createSharedWork } from '../../../src/engine/team';
import { eventually } from '../support/eventually';
import { impatientRelayClient } from '../support/relay-log';
import { TeamWorld } from '../support/team-world';

/** Ends when the signal says so. */
const untilLost = (signal: AbortSignal): Promise<'lost'> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('lost'), { once: true }));

async function twoConsoles() {
  const world = await TeamWorld.start();
  const port = async (name: string): Promise<RelayPort> => impatientRelayClient(await world.device(name), Date.now);
  return { one: await port('one'), two: await port('two') };
}

test('one console at a time has the work; it is renewed while it lasts and given back after it', async () => {
  const { one, two } = await twoConsoles();
  const mine = createSharedWork(one, systemClock);
  const theirs = createSharedWork(two, systemClock);
  let finish: () => void = () => undefined;
  const startedAt = Date.now();
  const running = mine.withLease('sends', 4_000, async (signal) => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return signal.aborted;
  });
  // longer than the lease itself
  await eventually('the lease is held over its first end', async () => {
    expect(await theirs.withLease('sends', 4_000, async () => true)).toBeNull();
    return Date.now() - startedAt > 6_000;
  });
  finish();
  expect(await running).toEqual({ answer: false });
  expect(await theirs.withLease('sends', 4_000, async () => 'now')).toEqual({ answer: 'now' });
});

test('work ends when the lease can no longer be known to be held, and another console gets it', async () => {
  const { one, two } = await twoConsoles();
  let isUp = true;
  const cut: Pick<RelayPort, 'lease' | 'release'> = {
    lease: (name, ttlMs) => (isUp ? one.lease(name, ttlMs) : Promise.reject(new Error('no network'))),
    release: () => Promise.reject(new Error('no network')),
  };
  const running = createSharedWork(cut, systemClock).withLease('sends', 1_500, async (signal) => {
    isUp = false;
    return untilLost(signal);
  });
  const takenOver = eventually('the other console has it', () =>
    createSharedWork(two, systemClock).withLease('sends', 1_500, async () => Date.now()),
  );
  const lostAt = running.then((result) => ({ ...result, at: Date.now() }));
  expect(await lostAt).toMatchObject({ answer: 'lost' });
  // the first one stopped before the second one began
  expect((await takenOver).answer).toBeGreaterThanOrEqual((await lostAt).at);
});

test('without a relay there is nobody to share with', async () => {
  expect(await createSharedWork(null, systemClock).withLease('sends', 1_000, async () => 1)).toEqual({ answer: 1 });
});
