import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { SyncRunId } from '../../shared/model/ids';
import { syncRunIdSchema } from '../../shared/model/ids';
import type { SyncProgress, SyncRun, SyncRunKind, SyncRunStatus, SyncStep, SyncTrigger } from '../../shared/model/sync';
import { storageError } from '../storage/storage';
import { runSteps } from './run-steps';
import type { SyncDeps } from './sync-deps';
import { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Under this key: since when the next run has to be a full one. */
const fullNeededKey = 'sync/fullNeeded';

const laneOf = (trigger: SyncTrigger) => (trigger === 'schedule' ? 'schedule' : 'backfill');

/**
 * Executes sync runs, one at a time. idle -> running -> (finished, recorded) -> idle. A run is in the history from its
 * first moment; when the process dies it stays `running` there, and `resume` continues it under the same id.
 */
export function createSyncRunner(deps: SyncDeps, stores: SyncStores, onFinished: (run: SyncRun) => void) {
  let current: { tracker: SyncRunTracker; done: Promise<void> } | null = null;
  let isStopping = false;

  const execute = async (tracker: SyncRunTracker): Promise<void> => {
    let status: SyncRunStatus = 'completed';
    let failure: unknown = null;
    try {
      await runSteps(deps, stores, tracker);
      if (tracker.hasProblems) status = 'completedWithProblems';
      forgetFullNeeded(tracker.run);
    } catch (error) {
      failure = storageError(error);
      status = tracker.isCancelled ? 'cancelled' : 'failed';
    }
    tracker.close();
    current = null;
    // The engine stops: the run stays open and is continued at the next start.
    if (isStopping && status === 'failed') return;
    finish(tracker, status, status === 'failed' ? failure : null);
  };

  /** What was asked for before this full run began is done now. */
  const forgetFullNeeded = (run: SyncRun): void => {
    const askedAt = Number(stores.meta.get(fullNeededKey) ?? Number.NaN);
    if (run.kind === 'full' && askedAt <= run.startedAt) stores.meta.delete(fullNeededKey);
  };

  const finish = (tracker: SyncRunTracker, status: SyncRunStatus, failure: unknown): void => {
    const { run } = tracker;
    if (failure !== null) {
      const isExpected = failure instanceof LumoError;
      deps.logger[isExpected ? 'warn' : 'error']('sync run failed', { runId: run.id, failure });
    }
    try {
      tracker.save();
      stores.runs.finish(run.id, status, failure === null ? null : toProblem(failure), deps.clock.now());
    } catch (error) {
      deps.logger.error('the end of a sync run could not be recorded', { runId: run.id, error });
    }
    deps.events.emit({ type: 'syncProgress', progress: null });
    const topics = ['dashboard', 'history', 'contacts', 'conversations', 'syncItems', 'search', 'accounts'] as const;
    tracker.stale(topics, true);
    deps.logger.info('sync run ended', { runId: run.id, kind: run.kind, status, ...tracker.counts });
    const ended = stores.runs.get(run.id);
    if (ended !== null) onFinished(ended);
  };

  const begin = (run: SyncRun, step: SyncStep): void => {
    const tracker = new SyncRunTracker({
      clock: deps.clock,
      events: deps.events,
      runs: stores.runs,
      run,
      step,
      lane: laneOf(run.trigger),
    });
    // `current` is set before the first step runs.
    current = { tracker, done: Promise.resolve().then(() => execute(tracker)) };
    deps.events.emit({ type: 'stale', topics: ['history', 'dashboard'] });
  };

  return {
    isRunning: (): boolean => current !== null,
    progress: (): SyncProgress | null => current?.tracker.progress() ?? null,
    /** Starts a run and answers at once. @throws LumoError SYNC_ALREADY_RUNNING, HUBSPOT_NOT_CONNECTED */
    start(kind: SyncRunKind, trigger: SyncTrigger): SyncRunId {
      if (current !== null) throw new LumoError('SYNC_ALREADY_RUNNING', { runId: current.tracker.run.id });
      if (!deps.isConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      const id = syncRunIdSchema.parse(deps.ids.ulid());
      stores.runs.start({ id, kind, trigger, step: 'properties', at: deps.clock.now() });
      const run = stores.runs.get(id);
      if (run === null) throw new LumoError('INTERNAL', { detail: 'run row' });
      begin(run, 'properties');
      return id;
    },
    /** Continues the run that a crash or a stop left open. True = there was one. */
    resume(): boolean {
      const left = stores.runs.unfinished();
      if (left === null || current !== null || !deps.isConnected()) return false;
      stores.runs.markResumed(left.run.id);
      begin({ ...left.run, trigger: 'resumed' }, left.step);
      return true;
    },
    /** @throws LumoError SYNC_NOT_RUNNING */
    cancel(): void {
      if (current === null) throw new LumoError('SYNC_NOT_RUNNING');
      current.tracker.stop(true);
    },
    /** The next run has to read everything. */
    needFull(): void {
      stores.meta.set(fullNeededKey, String(deps.clock.now()));
    },
    isFullNeeded: (): boolean => stores.meta.get(fullNeededKey) !== null,
    /** Ends at the next safe place, to be continued at the next start. */
    async stop(): Promise<void> {
      isStopping = true;
      const running = current;
      running?.tracker.stop(false);
      await running?.done;
    },
    /** Resolves when no run is under way. */
    async settled(): Promise<void> {
      while (current !== null) await current.done;
    },
  };
}
export type SyncRunner = ReturnType<typeof createSyncRunner>;
