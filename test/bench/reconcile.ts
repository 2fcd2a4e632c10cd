import BetterSqlite3 from 'better-sqlite3';
import type { EngineWorld } from './engine-world';
import type { Row } from './report';

const area = 'reconcile';
const few = 10;

/** Finding contacts that went without an event: none, a few, and one in a hundred of all. */
export async function reconciliation(world: EngineWorld): Promise<Row[]> {
  await world.trial.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
  await world.trial.control('PUT', '/hubspot/webhook', { targetUrl: null });
  await world.sync('incremental');
  const plain = await measure(world, 'nothing is compared', 0, false);
  const none = await measure(world, 'none gone', 0, true);
  const spread = await measure(world, `${few} gone`, few, true);
  const count = Math.floor(world.size.contacts / 100);
  const many = await measure(world, `${count.toLocaleString('en')} gone`, count, true);
  const pages = Math.ceil(world.size.contacts / 100);
  return [
    ...rowsOf(none, plain, 1, 'call that counts'),
    ...rowsOf(spread, plain, 1 + few * Math.ceil(Math.log2(world.size.contacts / 200)), 'a halving search for each'),
    ...rowsOf(many, plain, 1 + pages, 'pages of a hundred ids'),
  ];
}

interface Measured {
  name: string;
  calls: number;
  tookMs: number;
}

/** The calls and the time that the comparison adds to an incremental sync. */
async function measure(world: EngineWorld, name: string, gone: number, isCompared: boolean): Promise<Measured> {
  const step = Math.max(1, Math.floor(world.size.contacts / Math.max(1, gone)));
  // One of every part of the ids; another one than the measurement before took.
  const sql = 'SELECT hubspot_id AS id FROM contact WHERE (id + ?) % ? = 0 LIMIT ?';
  for (const { id } of world.read<{ id: string }>(sql, gone % 7, step, gone)) {
    await world.trial.control('POST', `/hubspot/records/contacts/${id}/archive`, {});
  }
  if (isCompared) {
    const database = new BetterSqlite3(world.databaseFile);
    database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('sync/reconcileNeeded', '1')").run();
    database.close();
  }
  await world.forgetCalls();
  const { run, tookMs } = await world.sync('incremental');
  if (run.removed !== gone) throw new Error(`${run.removed} of ${gone} contacts that are gone were found.`);
  return { name, calls: (await world.calls()).total, tookMs };
}

function rowsOf({ name, calls, tookMs }: Measured, plain: Measured, bound: number, boundName: string): Row[] {
  return [
    { area, name: `${name}: HubSpot calls`, value: calls - plain.calls, unit: '', bound, boundName },
    { area, name: `${name}: time`, value: Math.max(0, tookMs - plain.tookMs) / 1_000, unit: 's' },
  ];
}
