import { z } from 'zod';
import { breathe } from './breathe';
import type { SyncDeps } from './sync-deps';
import type { SyncStores } from './sync-stores';

const checkpointName = 'filledCounts';
const countsSchema = z.record(z.string(), z.number());
const step = 500;

/** How many contacts have a value, by property; as last counted. */
export function readFilledCounts(stores: SyncStores): Map<string, number> | null {
  const held = stores.checkpoints.get(checkpointName, countsSchema);
  return held === null ? null : new Map(Object.entries(held));
}

/** Counts again and notes it, in small steps so that nothing else waits for it; gives up when the engine stops. */
export async function countFilled(deps: SyncDeps, stores: SyncStores, isStopped: () => boolean): Promise<void> {
  const counts = new Map<string, number>();
  let afterId = 0;
  while (!isStopped()) {
    const { rows, lastId } = stores.contacts.countValues(afterId, step);
    if (lastId === null) {
      stores.checkpoints.set(checkpointName, Object.fromEntries(counts), deps.clock.now());
      deps.events.emit({ type: 'stale', topics: ['syncItems'] });
      return;
    }
    for (const row of rows) counts.set(row.name, (counts.get(row.name) ?? 0) + row.count);
    afterId = lastId;
    await breathe();
  }
}
