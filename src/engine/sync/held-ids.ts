import { breathe } from './breathe';
import type { SyncStores } from './sync-stores';

const step = 2_000;

/** The record ids of all contacts here, in order: 8 bytes each, so that a million of them is 8 MB for a moment. */
export interface HeldIds {
  /** The part with `from` <= id < `to`; null = open. */
  inRange(from: number | null, to: number | null): { count: number; ids(): string[]; middle(): number | null };
}

/** Reads all ids in short steps; `heed` is called between them and may throw. */
export async function readHeldIds(stores: SyncStores, heed: () => void): Promise<HeldIds> {
  const numbers = new Float64Array(stores.contacts.count() + step);
  let count = 0;
  let afterKey = 0;
  for (let rows = stores.contacts.idsAfter(0, step); rows.length > 0; rows = stores.contacts.idsAfter(afterKey, step)) {
    for (const row of rows) {
      afterKey = row.id;
      if (count < numbers.length) numbers[count++] = Number(row.hubSpotId);
    }
    heed();
    await breathe();
  }
  const sorted = numbers.subarray(0, count).sort();
  const placeOf = (id: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    inRange(from, to) {
      const start = from === null ? 0 : placeOf(from);
      const end = to === null ? sorted.length : placeOf(to);
      return {
        count: end - start,
        ids: () => Array.from(sorted.subarray(start, end), String),
        // a range of one id cannot be halved; of two it is the second
        middle: () => (end - start < 2 ? null : (sorted[(start + end) >> 1] ?? null)),
      };
    },
  };
}
