import type { DryRun } from '../../../shared/model/sync';
import type { DryRunRepository, PlannedNote } from '../../storage/dry-run-repository';
import { inTransaction, type Storage } from '../../storage/storage';

/** More planned changes are counted but not kept. */
const mostKept = 100_000;

/** What a dry run has planned so far. */
export interface PlanBook {
  counts: DryRun['counts'];
  done: number;
  total: number | null;
  add(change: PlannedNote): void;
  /** Notes that a contact was looked at, by the key of its row here. */
  see(key: number): void;
  hasSeenKey(key: number): boolean;
  /** Writes what came since the last time, in one transaction. */
  save(): void;
}

/** Keeps the plan of one dry run; memory grows by one bit a contact and by what waits to be saved. */
export function createPlanBook(storage: Storage, repository: DryRunRepository, id: string): PlanBook {
  let waiting: PlannedNote[] = [];
  let kept = 0;
  let seen = new Uint8Array(1_024);
  const book: PlanBook = {
    counts: {
      newContacts: 0,
      goneContacts: 0,
      lumoFields: 0,
      hubSpotFields: 0,
      lineProperties: 0,
      conflicts: 0,
      unchanged: 0,
    },
    done: 0,
    total: null,
    add(change) {
      if (kept >= mostKept) return;
      kept++;
      waiting.push(change);
    },
    see(key) {
      const place = key >> 3;
      if (place >= seen.length) {
        const larger = new Uint8Array(Math.max(seen.length * 2, place + 1));
        larger.set(seen);
        seen = larger;
      }
      seen[place] = (seen[place] ?? 0) | (1 << (key & 7));
    },
    hasSeenKey: (key) => ((seen[key >> 3] ?? 0) & (1 << (key & 7))) !== 0,
    save() {
      const batch = waiting;
      waiting = [];
      inTransaction(storage, () => {
        for (const change of batch) repository.add(change);
        repository.save({ id, done: book.done, total: book.total, counts: book.counts });
      });
    },
  };
  return book;
}
