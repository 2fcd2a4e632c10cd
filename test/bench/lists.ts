import { z } from 'zod';
import { listIdSchema } from '../../src/shared/model/ids';
import { type EngineWorld, until } from './engine-world';
import { loopDelayRow } from './loop-delay-row';
import type { Row } from './report';
import { settledRss, underWatch } from './statistics';

const area = 'lists';
const megabyte = 1024 * 1024;
const pageSize = 250;
const madeSchema = z.object({ listId: z.union([z.string(), z.number()]).transform(String) });

/** All members of one long list, then a run after which nothing of it changed. */
export async function listMembers(world: EngineWorld, wanted: number): Promise<Row[]> {
  const size = Math.min(wanted, world.size.contacts);
  const body = { name: `Bench ${size}`, count: size };
  const id = listIdSchema.parse(madeSchema.parse(await world.trial.control('POST', '/hubspot/lists', body)).listId);
  await world.engine.lists.refresh(undefined);
  const before = settledRss();
  await world.forgetCalls();
  const { tookMs, delayP99Ms, delayMaxMs, peakRssBytes } = await underWatch(async () => {
    const startedAt = performance.now();
    await world.engine.lists.setSynced({ id, isSynced: true });
    const held = () =>
      world.read<{ at: number | null }>('SELECT members_at AS at FROM hubspot_list WHERE id = ?', id)[0]?.at ?? null;
    await until('all members are here', () => held() !== null);
    return { tookMs: performance.now() - startedAt };
  });
  const { total } = await world.calls();
  const [count] = world.read<{ held: number }>('SELECT count(*) AS held FROM list_member WHERE list_id = ?', id);
  if (count?.held !== size) throw new Error(`${count?.held} of ${size} members are here.`);
  const nothing = await world.sync('incremental');
  await world.forgetCalls();
  const again = await world.sync('incremental');
  const { routes } = await world.calls();
  const listCalls = Object.entries(routes).flatMap(([route, calls]) => (route.includes('/lists') ? calls.count : []));
  const windowMs = await timeOf(() => world.engine.lists.members({ id, text: '', offset: 0, limit: 100 }));
  const members = size.toLocaleString('en');
  return [
    {
      area,
      name: `${members} members: HubSpot calls`,
      value: total,
      unit: '',
      bound: Math.ceil(size / pageSize),
      boundName: `pages of ${pageSize}`,
    },
    {
      area,
      name: `${members} members: time`,
      value: tookMs / 1_000,
      unit: 's',
      note: `${Math.round((size * 1_000) / tookMs).toLocaleString('en')} members a second`,
    },
    {
      area,
      name: `${members} members: memory above the start`,
      value: (peakRssBytes - before) / megabyte,
      unit: 'MB',
      note: 'at its peak',
    },
    await loopDelayRow(area, { delayP99Ms, delayMaxMs }),
    {
      area,
      name: 'nothing changed: calls about lists',
      value: listCalls.reduce((sum, calls) => sum + calls, 0),
      unit: '',
      bound: 1,
      boundName: 'needed',
      note: `run of ${Math.round(again.tookMs)} ms, before it ${Math.round(nothing.tookMs)} ms`,
    },
    { area, name: 'first window of members by name', value: windowMs, unit: 'ms' },
  ];
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
