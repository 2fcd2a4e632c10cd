import type { EngineWorld } from './engine-world';
import { loopDelayRow } from './loop-delay-row';
import type { Row } from './report';
import { settledRss, underWatch } from './statistics';

const area = 'disconnect';
const megabyte = 1024 * 1024;

/** Rehearses and does the disconnect of HubSpot, with everything that was synced. Nothing can be measured after it. */
export async function disconnectHubSpot(world: EngineWorld): Promise<Row[]> {
  const rehearsalStartedAt = performance.now();
  const { deletes, token } = await world.engine.accounts.rehearseDisconnect({ id: null });
  const rehearsalMs = performance.now() - rehearsalStartedAt;
  const before = settledRss();
  const { tookMs, delayP99Ms, delayMaxMs, peakRssBytes } = await underWatch(async () => {
    const startedAt = performance.now();
    await world.engine.accounts.disconnect({ id: null, token });
    return { tookMs: performance.now() - startedAt };
  });
  const [left] = world.read<{ rows: number }>('SELECT count(*) AS rows FROM contact');
  if (left?.rows !== 0) throw new Error(`${left?.rows} contacts are left.`);
  const contacts = deletes.contacts.toLocaleString('en');
  return [
    { area, name: `${contacts} contacts: rehearsal`, value: rehearsalMs / 1_000, unit: 's' },
    {
      area,
      name: `${contacts} contacts: time`,
      value: tookMs / 1_000,
      unit: 's',
      note: `${Math.round((deletes.contacts * 1_000) / tookMs).toLocaleString('en')} contacts a second`,
    },
    {
      area,
      name: `${contacts} contacts: memory above the start`,
      value: (peakRssBytes - before) / megabyte,
      unit: 'MB',
      note: 'at its peak',
    },
    await loopDelayRow(area, { delayP99Ms, delayMaxMs }),
  ];
}
