import type { SyncRunKind } from '../../shared/model/sync';
import { canPullChanges } from './incremental-pull';
import type { SyncDeps } from './sync-deps';
import type { SyncRunner } from './sync-runner';
import type { SyncStores } from './sync-stores';

/** Deletions and merges do not show up in a search of changes: once a day every contact is read (facts, section 5.4, step 7). */
const fullEveryMs = 24 * 60 * 60_000;
const retrySoonMs = 60_000;
/** A sleeping computer does not count down: the clock is looked at this often. */
const lookEveryMs = 30_000;

/** Starts scheduled runs. The next one is due an interval after the last one began; one that was slept through is made up for once. */
export function createSyncSchedule(deps: SyncDeps, stores: SyncStores, runner: SyncRunner) {
  let cancelTimer: (() => void) | null = null;
  let isOn = false;
  let notBefore = 0;

  const nextRunAt = (): number | null => {
    const minutes = deps.syncIntervalMinutes();
    const last = stores.runs.last(null);
    if (minutes === 0 || last === null || !deps.isConnected()) return null;
    return Math.max(last.startedAt + minutes * 60_000, notBefore);
  };

  const nextKind = (): SyncRunKind => {
    const lastFull = stores.runs.lastCompleted('full');
    const isOld = lastFull === null || deps.clock.now() - lastFull.startedAt > fullEveryMs;
    return isOld || runner.isFullNeeded() || !canPullChanges(stores) ? 'full' : 'incremental';
  };

  const look = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    if (!isOn) return;
    const at = nextRunAt();
    const now = deps.clock.now();
    if (at !== null && at <= now && !runner.isRunning()) {
      try {
        runner.start(nextKind(), 'schedule');
      } catch (error) {
        notBefore = now + retrySoonMs;
        deps.logger.warn('scheduled sync did not start', { error });
      }
    }
    const waitMs = at === null || at <= now ? lookEveryMs : Math.min(lookEveryMs, at - now);
    cancelTimer = deps.clock.after(waitMs, look);
  };

  return {
    nextRunAt: (): number | null => (runner.isRunning() ? null : nextRunAt()),
    nextKind,
    look,
    start(): void {
      isOn = true;
      look();
    },
    stop(): void {
      isOn = false;
      cancelTimer?.();
      cancelTimer = null;
    },
  };
}
