import type { EngineWorld } from './engine-world';
import type { Row } from './report';

const area = 'incremental';
const changes = 100;
const overlapMs = 5 * 60_000;

/** A sync after 100 of all contacts changed in HubSpot, beside one after nothing changed. */
export async function incrementalSync(world: EngineWorld): Promise<Row[]> {
  await world.trial.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
  const nothing = await world.sync('incremental');
  const step = Math.max(1, Math.floor(world.size.contacts / changes));
  const ids = world
    .read<{ id: string }>('SELECT hubspot_id AS id FROM contact WHERE id % ? = 0 LIMIT ?', step, changes)
    .map((row) => row.id);
  await world.trial.control('POST', '/hubspot/records/contacts/change-many', {
    ids,
    properties: { phone: '+81 3-5555-0123' },
  });
  await world.forgetCalls();
  const { run, tookMs } = await world.sync('incremental');
  const { total, routes } = await world.calls();
  const [{ recent } = { recent: 0 }] = world.read<{ recent: number }>(
    'SELECT count(*) AS recent FROM contact WHERE modified_at >= (SELECT max(modified_at) FROM contact) - ?',
    overlapMs,
  );
  const pages = Math.floor(recent / 200) + 1;
  const asked = Object.entries(routes).map(([route, { count }]) => `${count} ${route}`);
  if (run.changed !== ids.length) throw new Error(`${run.changed} of ${ids.length} changes were found.`);
  return [
    {
      area,
      name: `${ids.length} changes: HubSpot calls`,
      value: total,
      unit: '',
      bound: 2 + pages,
      boundName: 'needed',
      aim: { of: 'ratio', atMost: 1 },
      note: `needed = property definitions (a person asks) + a search of companies + ${pages} of contacts: ${recent} changed within the last five minutes, which are looked at again because of the index lag; made: ${asked.join(', ')}`,
    },
    {
      area,
      name: `${ids.length} changes: time`,
      value: tookMs,
      unit: 'ms',
      bound: nothing.tookMs,
      boundName: 'ms when nothing changed',
    },
  ];
}
