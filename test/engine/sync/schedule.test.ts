import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { createFastClock, type FastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const minute = 60_000;
let clock: FastClock;
let world: HubSpotWorld;

beforeEach(async () => {
  clock = createFastClock(20);
  world = await HubSpotWorld.start({ contacts: 20, clock, syncIntervalMinutes: 60 });
  await world.engine.start();
  await world.connect();
});
afterEach(() => world.stop());

const runs = async () =>
  (
    await world.engine.sync.runs({
      before: null,
      limit: 50,
      filter: { statuses: [], triggers: [], kinds: [], from: null, to: null },
    })
  ).runs;
const idle = (count: number) =>
  eventually(`${count} runs ended`, async () => {
    const found = await runs();
    return found.length === count && found.every((run) => run.status === 'completed') ? found : null;
  });

it('nothing runs by itself before the first sync; then runs follow an interval apart, full once a day', async () => {
  expect((await world.engine.dashboard.state(undefined)).nextRunAt).toBeNull();
  clock.jump(90 * minute);
  expect(await runs()).toEqual([]);
  await world.engine.setup.startFirstSync();
  const [first] = await idle(1);
  expect(first).toMatchObject({ trigger: 'firstSync', kind: 'full' });
  expect((await world.engine.dashboard.state(undefined)).nextRunAt).toBe((first?.startedAt ?? 0) + 60 * minute);
  clock.jump(30 * minute);
  expect(await runs()).toHaveLength(1);
  clock.jump(31 * minute);
  expect((await idle(2))[0]).toMatchObject({ trigger: 'schedule', kind: 'incremental' });
  clock.jump(25 * 60 * minute);
  expect((await idle(3))[0]).toMatchObject({ trigger: 'schedule', kind: 'full' });
});

it('runs that were slept through are made up for once', async () => {
  await world.sync('full');
  await world.engine.stop();
  clock.jump(5 * 60 * minute);
  world.engine = world.createEngine();
  await world.engine.start();
  expect((await idle(2))[0]).toMatchObject({ trigger: 'schedule' });
});
