import { syncRunIdSchema } from '../../shared/model/ids';
import type { SyncRun } from '../../shared/model/sync';
import { inTransaction } from '../storage/storage';
import type { SyncDeps } from './sync-deps';
import { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** What happens by itself within one quarter of an hour is one row of the history. */
const quarterMs = 15 * 60_000;

/** Work that goes into the history without being a run of its own; one piece at a time. */
export interface QuarterRow {
  /** Does the work under the row of this quarter; what it throws is the caller's. */
  work<Result>(run: (tracker: SyncRunTracker) => Promise<Result>): Promise<Result>;
  /** Ends what is under way at the next safe place, and resolves when it has ended. Later work is done as ever. */
  interrupt(): Promise<void>;
  /** As {@link interrupt}, for good. */
  stop(): Promise<void>;
}

/**
 * The row that gathers change events and writes that could not wait. It counts as ended at all times, so that nothing is
 * resumed under it, and it is shown once something in it was different.
 */
export function createQuarterRow(deps: SyncDeps, stores: SyncStores): QuarterRow {
  let last: Promise<unknown> = Promise.resolve();
  let current: SyncRunTracker | null = null;
  let isStopped = false;

  const open = (): SyncRunTracker => {
    const at = deps.clock.now();
    const run = inTransaction(deps.storage, (): SyncRun | null => {
      const held = stores.runs.changesSince(at - (at % quarterMs));
      if (held !== null) return held;
      const id = syncRunIdSchema.parse(deps.ids.ulid());
      stores.runs.startChanges(id, 'contacts', at);
      return stores.runs.get(id);
    });
    if (run === null) throw new TypeError('the row of change events is missing');
    const { clock, events } = deps;
    const { runs, problems } = stores;
    const lane = 'changeEvents';
    return new SyncRunTracker({ clock, events, runs, problems, run, step: 'contacts', lane, isQuiet: true });
  };

  const close = (tracker: SyncRunTracker): void => {
    tracker.close();
    inTransaction(deps.storage, () => {
      tracker.save();
      const status = tracker.hasProblems ? 'completedWithProblems' : 'completed';
      stores.runs.finish(tracker.run.id, status, null, deps.clock.now());
    });
    const sum = (of: SyncRun | SyncRunTracker['counts']) => of.changed + of.removed + of.failed + of.written;
    if (sum(tracker.counts) === sum(tracker.run)) return;
    const topics = [
      'history',
      'dashboard',
      'contacts',
      'conversations',
      'links',
      'fields',
      'search',
      'problems',
    ] as const;
    tracker.stale(topics, true);
  };

  return {
    work(run) {
      const done = last.then(async () => {
        if (isStopped) throw new Error('stopped');
        current = open();
        const tracker = current;
        try {
          return await run(tracker);
        } finally {
          current = null;
          close(tracker);
        }
      });
      last = done.catch(() => undefined);
      return done;
    },
    async interrupt() {
      current?.stop(false);
      await last;
    },
    async stop() {
      isStopped = true;
      current?.stop(false);
      await last;
    },
  };
}
