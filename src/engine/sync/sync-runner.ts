import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import type { SyncRunId } from '../../shared/model/ids';
import { syncRunIdSchema } from '../../shared/model/ids';
import type { SyncProgress, SyncRun, SyncRunKind, SyncRunStatus, SyncStep, SyncTrigger } from '../../shared/model/sync';
import { inTransaction, storageError } from '../storage/storage';
import { noteStaleDefinitions } from './definitions-step';
import { accountsOfRun, noteRunAccounts } from './run-accounts';
import { runSteps } from './run-steps';
import type { SyncDeps } from './sync-deps';
import { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Under this key: since when the next run has to be a full one. */
const fullNeededKey = 'sync/fullNeeded';
/** A run whose end could not be written (the disk is full) is tried again this often. */
const recordAgainMs = 30_000;

const laneOf = (trigger: SyncTrigger) => (trigger === 'schedule' ? 'schedule' : 'backfill');

/** What a run of one kind does. It goes on from what it finds when it is called again after a kill. */
export type RunWork = (tracker: SyncRunTracker) => Promise<void>;

/** How a run begins. */
export interface RunStart {
  /** Bot user ids whose LINE properties are written; null = all. */
  accounts?: readonly string[] | null;
  step?: SyncStep;
  /** Runs in the transaction that makes the run: what it will work on. */
  onStart?: (runId: SyncRunId) => void;
}

/**
 * Executes sync runs, one at a time. idle -> running -> (finished, recorded) -> idle. A run is in the history from its
 * first moment; when the process dies it stays `running` there, and `resume` continues it under the same id.
 */
export function createSyncRunner(deps: SyncDeps, stores: SyncStores, onFinished: (run: SyncRun) => void) {
  let current: { tracker: SyncRunTracker; done: Promise<void> } | null = null;
  let isStopping = false;
  const works = new Map<SyncRunKind, RunWork>();
  const pulls: RunWork = (tracker) => runSteps(deps, stores, tracker);

  const execute = async (tracker: SyncRunTracker): Promise<void> => {
    let status: SyncRunStatus = 'completed';
    let failure: unknown = null;
    try {
      await (works.get(tracker.run.kind) ?? pulls)(tracker);
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
    deps.events.emit({ type: 'syncProgress', progress: null });
    record(tracker, status, failure);
  };

  const record = (tracker: SyncRunTracker, status: SyncRunStatus, failure: unknown): void => {
    const { run } = tracker;
    try {
      inTransaction(deps.storage, () => {
        tracker.save();
        stores.runs.finish(run.id, status, failure === null ? null : toProblem(failure), deps.clock.now());
        const isStale = stores.runs.errorCodes(run.id).some(({ code }) => code === 'HUBSPOT_PROPERTY_MISSING');
        if (isStale) noteStaleDefinitions(stores, deps.clock.now());
      });
    } catch (error) {
      // Nothing is lost: a run that is still open at the next start is continued.
      deps.logger.error('the end of a sync run could not be recorded', { runId: run.id, error });
      deps.clock.after(recordAgainMs, () => {
        if (!isStopping && deps.storage.open) record(tracker, status, failure);
      });
      return;
    }
    const topics = [
      'dashboard',
      'history',
      'contacts',
      'conversations',
      'syncItems',
      'search',
      'accounts',
      'fields',
      'problems',
    ] as const;
    tracker.stale(topics, true);
    deps.logger.info('sync run ended', { runId: run.id, kind: run.kind, status, ...tracker.counts });
    const ended = stores.runs.get(run.id);
    if (ended !== null) onFinished(ended);
  };

  const begin = (run: SyncRun, step: SyncStep, accounts: readonly string[] | null): void => {
    const tracker = new SyncRunTracker({
      clock: deps.clock,
      events: deps.events,
      runs: stores.runs,
      problems: stores.problems,
      run,
      step,
      lane: laneOf(run.trigger),
      accounts: accounts === null ? null : new Set(accounts),
    });
    // `current` is set before the first step runs.
    current = { tracker, done: Promise.resolve().then(() => execute(tracker)) };
    deps.events.emit({ type: 'stale', topics: ['history', 'dashboard'] });
  };

  return {
    isRunning: (): boolean => current !== null,
    progress: (): SyncProgress | null => current?.tracker.progress() ?? null,
    /** Says what runs of a kind do; kinds that nobody speaks for pull from HubSpot. */
    handle(kind: SyncRunKind, work: RunWork): void {
      works.set(kind, work);
    },
    /** Starts a run and answers at once. @throws LumoError SYNC_ALREADY_RUNNING, HUBSPOT_NOT_CONNECTED */
    start(kind: SyncRunKind, trigger: SyncTrigger, how: RunStart = {}): SyncRunId {
      if (current !== null) {
        // A person who asks for everything joins the scheduled run: it writes for all Official Accounts then.
        if (trigger === 'person') {
          current.tracker.accounts = null;
          noteRunAccounts(stores, current.tracker.run, null, deps.clock.now());
        }
        throw new LumoError('SYNC_ALREADY_RUNNING', { runId: current.tracker.run.id });
      }
      if (!deps.isConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      const id = syncRunIdSchema.parse(deps.ids.ulid());
      const { accounts = null, step = 'properties', onStart } = how;
      const run = inTransaction(deps.storage, () => {
        stores.runs.start({ id, kind, trigger, step, at: deps.clock.now() });
        const made = stores.runs.get(id);
        if (made === null) throw new LumoError('INTERNAL', { detail: 'run row' });
        noteRunAccounts(stores, made, accounts, deps.clock.now());
        onStart?.(id);
        return made;
      });
      begin(run, step, accounts);
      return id;
    },
    /** Continues the run that a crash or a stop left open. True = there was one. */
    resume(): boolean {
      const left = stores.runs.unfinished();
      if (left === null || current !== null || !deps.isConnected()) return false;
      stores.runs.markResumed(left.run.id);
      begin({ ...left.run, trigger: 'resumed' }, left.step, accountsOfRun(stores, left.run));
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
