import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { createFastClock, type FastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const minute = 60_000;
let clock: FastClock;
let world: HubSpotWorld;

beforeEach(async () => {
  clock = createFastClock(20);
  world = await HubSpotWorld.start({ contacts: 20, clock, syncIntervalMinutes: 60 });
  await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
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

it('nothing runs by itself before the first sync; then runs follow an interval apart, and no day needs a full one', async () => {
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
  await world.control('POST', '/hubspot/records/contacts/100003/archive', {});
  clock.jump(61 * minute);
  // of the hourly looks one goes with each run
  expect((await idle(3))[0]).toMatchObject({ trigger: 'schedule', kind: 'incremental', removed: 1 });
  clock.jump(25 * 60 * minute);
  expect((await idle(4))[0]).toMatchObject({ trigger: 'schedule', kind: 'incremental' });
});

it('runs that were slept through are made up for once', async () => {
  await world.sync('full');
  await world.engine.stop();
  clock.jump(5 * 60 * minute);
  world.engine = world.createEngine();
  await world.engine.start();
  expect((await idle(2))[0]).toMatchObject({ trigger: 'schedule' });
});

describe('each Official Account has its own interval', () => {
  const connect = async (
    index: number,
    sequenceNumber: number,
    syncIntervalMinutes: 0 | 5 | 15 | 30 | 60 | 240 | null,
  ) => {
    const { channelId } = world.sandbox.officialAccounts[index] ?? { channelId: '' };
    const { id } = await world.engine.setup.connectLine({ channelId, channelSecret: null, sequenceNumber });
    await world.engine.accounts.saveIntegration({ id, patch: { syncIntervalMinutes } });
    return id;
  };
  const nextRunAt = async () => (await world.engine.dashboard.state(undefined)).nextRunAt;

  it('and a run begins with the first that is due', async () => {
    const often = await connect(0, 1, 30);
    await connect(1, 2, 240);
    await world.engine.setup.startFirstSync();
    const [first] = await idle(1);
    const startedAt = first?.startedAt ?? 0;
    expect(await nextRunAt()).toBe(startedAt + 30 * minute);
    clock.jump(31 * minute);
    const [second] = await idle(2);
    expect(await nextRunAt()).toBe((second?.startedAt ?? 0) + 30 * minute);
    await world.engine.accounts.saveIntegration({ id: often, patch: { syncIntervalMinutes: 0 } });
    // the other one counts from the run that wrote for both
    expect(await nextRunAt()).toBe(startedAt + 240 * minute);
  });

  it('writes LINE properties of those that are due only', async () => {
    const due = await connect(0, 1, 30);
    const later = await connect(1, 2, 240);
    await world.engine.setup.startFirstSync();
    await idle(1);
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    try {
      for (const [index, botUserId] of [due, later].entries()) {
        const insert = `INSERT INTO friend (bot_user_id, user_id, display_name, follow_status, profile_at) VALUES (?, ?, 'Friend', 'following', 1)`;
        database.prepare(insert).run(botUserId, `U${String(index).padStart(32, '0')}`);
        const link = `INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at)
          SELECT id, ?, 'matchedByHand', 1 FROM friend WHERE user_id = ?`;
        database.prepare(link).run(`10000${index + 1}`, `U${String(index).padStart(32, '0')}`);
      }
    } finally {
      database.close();
    }
    clock.jump(31 * minute);
    await idle(2);
    const values = async (id: string) =>
      (await world.control<{ values: Record<string, string | null> }>('GET', `/hubspot/records/contacts/${id}`)).values;
    expect((await values('100001')).lumo_line_1_user_id).toMatch(/^U0/);
    expect((await values('100002')).lumo_line_2_user_id ?? null).toBeNull();
  });

  it('a person who asks joins the scheduled run, which then is for everybody', async () => {
    await connect(0, 1, 30);
    await connect(1, 2, 240);
    await world.engine.setup.startFirstSync();
    await idle(1);
    await world.control('POST', '/faults', {
      service: 'hubspot',
      path: 'search$',
      kind: 'slow',
      delayMs: 400,
      times: 1,
    });
    clock.jump(31 * minute);
    await eventually('the scheduled run', async () =>
      (await world.engine.sync.progress(undefined)) === null ? null : true,
    );
    const refusal = await world.engine.sync.start({ kind: 'incremental' }).catch((error: unknown) => error);
    const [running] = await runs();
    expect(refusal).toMatchObject({ code: 'SYNC_ALREADY_RUNNING', params: { runId: running?.id } });
    await idle(2);
    expect(await nextRunAt()).toBe((running?.startedAt ?? 0) + 30 * minute);
    const held = world.read<{ value: string }>("SELECT value FROM sync_checkpoint WHERE name = 'runAccounts'");
    expect(JSON.parse(held[0]?.value ?? '{}')).toMatchObject({ runId: running?.id, accounts: null });
  });
});
