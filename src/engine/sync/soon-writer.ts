import { prepareDefinitions } from './definitions-step';
import type { QuarterRow } from './quarter-row';
import type { SyncDeps } from './sync-deps';
import type { SyncStores } from './sync-stores';
import { writeLineProperties } from './write-back';

/** Links made one after the other go out together. */
const gatherMs = 1_000;

/**
 * Writes the LINE properties of new and cut links within seconds, without waiting for the next run. What cannot be written
 * now stays marked: the next run does it.
 */
export function createSoonWriter(deps: SyncDeps, stores: SyncStores, quarter: QuarterRow) {
  let cancelTimer: (() => void) | null = null;
  let isStopped = false;

  const write = (): Promise<void> =>
    quarter.work(async (tracker) => {
      const { mismatches } = await prepareDefinitions(deps, stores, tracker);
      const unusable = new Set(mismatches.map((mismatch) => mismatch.name));
      await writeLineProperties(deps, stores, tracker, unusable, stores.lineProperties.waitingContactsAfter);
    });

  return {
    /** Something about a link is to be told to HubSpot. Answers at once. */
    kick(): void {
      if (isStopped || cancelTimer !== null) return;
      cancelTimer = deps.clock.after(gatherMs, () => {
        cancelTimer = null;
        // Before the first run nobody has asked for anything to be synced.
        if (isStopped || !deps.isConnected() || stores.runs.last(null) === null) return;
        write().catch((error: unknown) => {
          if (!isStopped) deps.logger.warn('a link waits for the next run', { error });
        });
      });
    },
    stop(): void {
      isStopped = true;
      cancelTimer?.();
    },
  };
}
export type SoonWriter = ReturnType<typeof createSoonWriter>;
