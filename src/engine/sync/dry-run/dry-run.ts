import { LumoError, toProblem } from '../../../shared/errors/lumo-error';
import type { DryRun } from '../../../shared/model/sync';
import type { ServiceOf } from '../../engine-types';
import type { CallContext } from '../../hubspot';
import { createDryRunRepository } from '../../storage/dry-run-repository';
import { inTransaction, storageError } from '../../storage/storage';
import { breathe } from '../breathe';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { createPlanBook, type PlanBook } from './plan-book';
import { planGone, planLine, planOpenWrites, planRecords } from './plan-steps';
import { readRecords } from './read-records';

const droppedAtOnce = 2_000;
const tellEveryMs = 500;

/** Reads like a run, plans with the same planner, and writes nothing but the plan. */
export interface DryRuns extends ServiceOf<'sync', 'startDryRun' | 'cancelDryRun' | 'dryRun' | 'dryRunChanges'> {
  /** One that a kill left under way is over. */
  start(): void;
  stop(): Promise<void>;
}

/**
 * Dry runs, one at a time. running -> (all is read and planned) ready | (a person) cancelled | (no way) failed. What is
 * planned is kept until the next one. A dry run that the program did not live to end counts as cancelled.
 */
export function createDryRuns(deps: SyncDeps, stores: SyncStores): DryRuns {
  const repository = createDryRunRepository(deps.storage);
  let current: { abort: AbortController; done: Promise<void> } | null = null;
  let toldAt = 0;

  const tell = (isLast: boolean): void => {
    const now = deps.clock.now();
    if (!isLast && now - toldAt < tellEveryMs) return;
    toldAt = now;
    deps.events.emit({ type: 'stale', topics: ['dryRun'] });
  };

  const execute = async (kind: 'full' | 'incremental', book: PlanBook, signal: AbortSignal): Promise<void> => {
    const call: CallContext = { lane: 'backfill', signal };
    while (inTransaction(deps.storage, () => repository.dropChanges(droppedAtOnce)) > 0) await breathe();
    for await (const page of readRecords(deps, stores, kind, call)) {
      signal.throwIfAborted();
      await planRecords(deps, stores, book, page, call);
      tell(false);
    }
    await planOpenWrites(stores, book, signal);
    if (kind === 'full') await planGone(stores, book, signal);
    await planLine(deps, stores, book, signal);
    book.save();
  };

  const run = async (id: string, kind: 'full' | 'incremental', signal: AbortSignal): Promise<void> => {
    let state: DryRun['state'] = 'ready';
    let failure: unknown = null;
    try {
      await execute(kind, createPlanBook(deps.storage, repository, id), signal);
    } catch (error) {
      failure = storageError(error);
      state = signal.aborted ? 'cancelled' : 'failed';
    }
    if (deps.storage.open) {
      const problem = state === 'failed' ? toProblem(failure) : null;
      repository.finish(id, state, problem, deps.clock.now());
    }
    if (state === 'failed') deps.logger.warn('a dry run failed', { failure });
    current = null;
    tell(true);
  };

  const held = (): DryRun => {
    const dryRun = repository.get();
    if (dryRun === null) throw new LumoError('DRY_RUN_GONE');
    return dryRun;
  };

  return {
    /** While one is under way it is the answer to a second call. @throws LumoError HUBSPOT_NOT_CONNECTED */
    async startDryRun({ kind }) {
      if (current !== null) return held();
      if (!deps.isConnected()) throw new LumoError('HUBSPOT_NOT_CONNECTED');
      const id = deps.ids.ulid();
      inTransaction(deps.storage, () => repository.start(id, kind, emptyCounts, deps.clock.now()));
      const abort = new AbortController();
      current = { abort, done: Promise.resolve().then(() => run(id, kind, abort.signal)) };
      return held();
    },
    async cancelDryRun() {
      current?.abort.abort(new Error('cancelled'));
      await current?.done;
    },
    dryRun: async () => repository.get(),
    /** @throws LumoError DRY_RUN_GONE when another one took its place */
    async dryRunChanges({ id, kind, after, limit }) {
      if (held().id !== id) throw new LumoError('DRY_RUN_GONE');
      const found = repository.changes(kind, after, limit + 1);
      const changes = found.slice(0, limit);
      return { changes, next: found.length > limit ? (changes.at(-1)?.id ?? null) : null };
    },
    start() {
      repository.stopRunning(deps.clock.now());
    },
    async stop() {
      current?.abort.abort(new Error('stopped'));
      await current?.done;
    },
  };
}

const emptyCounts: DryRun['counts'] = {
  newContacts: 0,
  goneContacts: 0,
  lumoFields: 0,
  hubSpotFields: 0,
  lineProperties: 0,
  conflicts: 0,
  unchanged: 0,
};
