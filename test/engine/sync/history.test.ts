import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFastClock, type FastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const hour = 60 * 60_000;
const every = { statuses: [], triggers: [], kinds: [], from: null, to: null };

describe('the history', () => {
  let clock: FastClock;
  let world: HubSpotWorld;
  beforeAll(async () => {
    clock = createFastClock(20);
    world = await HubSpotWorld.start({ contacts: 30, clock });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect();
    await world.sync('full');
    await world.control('PATCH', '/hubspot/records/contacts/100001', {
      properties: { firstname: '=cmd|calc', lastname: '田中, "Taro"' },
    });
    await world.sync('incremental');
    clock.jump(30 * hour);
    await world.sync('incremental');
  });
  afterAll(() => world.stop());

  const list = async (filter: object = {}, before: string | null = null, limit = 50) =>
    world.engine.sync.runs({ before, limit, filter: { ...every, ...filter } });
  const exported = async (what: 'runs' | 'errors' | 'changes', runId: string | null = null) => {
    const lines: string[] = [];
    for await (const line of world.engine.exportHistory({ what, runId, filter: every })) lines.push(line);
    return lines;
  };
  const edit = (sql: string, ...parameters: (string | number)[]) => {
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    try {
      database.prepare<(string | number)[]>(sql).run(...parameters);
    } finally {
      database.close();
    }
  };

  it('is filtered by status, trigger, kind and time, and paged', async () => {
    expect((await list()).total).toBe(3);
    expect((await list({ kinds: ['full'] })).runs.map((run) => run.kind)).toEqual(['full']);
    expect((await list({ triggers: ['schedule'] })).total).toBe(0);
    expect((await list({ statuses: ['completed'], triggers: ['person'] })).total).toBe(3);
    const [newest] = (await list()).runs;
    const from = newest?.startedAt ?? 0;
    expect((await list({ from })).runs).toEqual([newest]);
    expect((await list({ to: from })).total).toBe(2);
    const page = await list({}, null, 2);
    expect(page.runs).toHaveLength(2);
    expect((await list({}, page.next, 2)).runs).toHaveLength(1);
  });

  it('has one bar a day in the zone of the person, with empty days between', async () => {
    const now = clock.now();
    for (const zoneOffsetMinutes of [0, -540, 300]) {
      const days = await world.engine.sync.timeline({ days: 7, zoneOffsetMinutes });
      expect(days).toHaveLength(7);
      const last = days.at(-1)?.startsAt ?? 0;
      expect(last).toBeLessThanOrEqual(now);
      expect(last + 24 * hour).toBeGreaterThan(now);
      expect((last - zoneOffsetMinutes * 60_000) % (24 * hour)).toBe(0);
      expect(days.reduce((sum, day) => sum + day.runs, 0)).toBe(3);
      expect(days.reduce((sum, day) => sum + day.processed, 0)).toBe(31);
    }
  });

  it('tells which fields a run changed, and the file of it can be opened safely', async () => {
    const [, run] = (await list()).runs;
    const { changes, total, people } = await world.engine.sync.runChanges({
      runId: run?.id ?? '',
      side: null,
      before: null,
      limit: 50,
    });
    expect({ total, people }).toEqual({ total: 2, people: 1 });
    expect(changes.map((change) => change.propertyName).sort()).toEqual(['firstname', 'lastname']);
    const lines = await exported('changes', run?.id ?? '');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^\u{feff}run,time,contact id/u);
    expect(lines.join('')).toContain(`'=cmd|calc`);
    expect(lines.join('')).toContain(`"田中, ""Taro"""`);
  });

  it('is readable and exported without any network', async () => {
    await world.engine.stop();
    world.engine = world.createEngine();
    await world.control('POST', '/faults', { service: 'hubspot', path: '.*', kind: 'dropBefore', times: 1_000 });
    await world.engine.start();
    expect((await list()).total).toBe(3);
    expect(await exported('runs')).toHaveLength(4);
    expect(await exported('errors')).toHaveLength(1);
    await world.control('DELETE', '/faults');
  });

  it('is kept for a year', async () => {
    edit("UPDATE sync_run SET started_at = ? WHERE kind = 'full'", clock.now() - 366 * 24 * hour);
    await world.sync('incremental');
    expect((await list({ kinds: ['full'] })).total).toBe(0);
  });
});
