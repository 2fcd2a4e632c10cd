import type { EngineWorld } from './engine-world';
import { loopDelayRow } from './loop-delay-row';
import { rawUpserts } from './raw-copy';
import type { Row } from './report';
import { underWatch } from './statistics';

const area = 'intake';

/** A console that was away catches up with everything that customers and other consoles wrote, through the relay. */
export async function catchUp(world: EngineWorld, shows: boolean): Promise<Row[]> {
  await world.connectLine();
  await world.close();
  const relay = world.relay();
  const { tookMs, cpuMs, delayP99Ms, delayMaxMs } = await underWatch(async () => {
    const startedAt = performance.now();
    await world.open({ limits: null, relay: relay.port });
    await relay.live;
    return { tookMs: performance.now() - startedAt };
  });
  if (!shows) return [];
  const [count] = world.read<{ webhooks: number; sent: number; failed: number }>(
    `SELECT (SELECT count(*) FROM webhook_event WHERE event_id NOT LIKE 'console:%') AS webhooks,
       (SELECT count(*) FROM message WHERE direction = 'out') AS sent,
       (SELECT count(*) FROM webhook_event WHERE state <> 'applied') AS failed`,
  );
  const events = (count?.webhooks ?? 0) + (count?.sent ?? 0);
  if (count === undefined || count.failed > 0 || events === 0) throw new Error(`${count?.failed} events failed.`);
  const raw = rawUpserts(world.databaseFile, {
    table: 'message',
    key: 'id',
    indexKey: 'seq',
    rowsPerTransaction: 50,
    synchronous: 'FULL',
    hasIndex: true,
  });
  return [
    {
      area,
      name: `${events.toLocaleString('en')} events`,
      value: (events * 1_000) / tookMs,
      unit: '/s',
      bound: raw.perSecond,
      boundName: '/s raw upserts + index',
      note: `${(tookMs / 1_000).toFixed(1)} s from the engine's start to live`,
    },
    {
      area,
      name: 'main thread an event',
      value: (cpuMs * 1_000) / events,
      unit: 'us of processor',
      bound: raw.cpuMicros,
      boundName: 'us raw upsert + index',
    },
    await loopDelayRow(area, { delayP99Ms, delayMaxMs }),
  ];
}
