import type { Dashboard } from '../../shared/contract/sync-contract';
import { LumoError } from '../../shared/errors/lumo-error';
import { syncRunIdSchema } from '../../shared/model/ids';
import type { SyncRun, SyncRunKind } from '../../shared/model/sync';
import { delay } from '../core/clock';
import { notBuilt } from '../core/not-built';
import type { ServiceOf } from '../engine-types';
import { finishRemoval, saveChosenProperties } from './chosen-properties';
import { countFilled, readFilledCounts } from './filled-counts';
import { canPullChanges } from './incremental-pull';
import type { LineAccountName } from './line-properties';
import { ensureLineProperties } from './line-properties';
import { contactType, listSyncItems, propertyChoices, refreshDefinitions } from './property-definitions';
import type { SyncDeps } from './sync-deps';
import { createSyncRunner } from './sync-runner';
import { createSyncSchedule } from './sync-schedule';
import { createSyncStores } from './sync-stores';

export type { SyncDeps } from './sync-deps';

/** Runs are kept in the history for a year (B9). */
const keptHistoryMs = 365 * 24 * 60 * 60_000;
const definitionsFreshMs = 10 * 60_000;
const countPatienceMs = 500;
const call = { lane: 'interactive' } as const;

/** What the rest of the engine uses of the contact sync. */
export interface Sync {
  service: ServiceOf<'sync'>;
  mapping: ServiceOf<'mapping'>;
  saveProperties(input: { names: string[] }): Promise<void>;
  /** The wizard's last step. */
  startFirstSync(): void;
  /** Makes the account's properties in HubSpot; does nothing while HubSpot is not connected (the sync does it then). */
  ensureLineProperties(account: LineAccountName): Promise<void>;
  /** After HubSpot was connected: definitions and the properties of all Official Accounts. */
  prepareAccount(): Promise<void>;
  /** The database lost data: everything is read again as soon as possible. */
  needFull(): void;
  dashboard(): Pick<Dashboard, 'running' | 'lastRun' | 'lastFullRun' | 'nextRunAt'>;
  /** Continues what a crash left, then keeps the schedule. */
  start(): void;
  /** Takes up a run that is still open (its sign-in was missing at the start), else what is due. */
  look(): void;
  /** Resolves when no run is under way. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Contact sync: runs, history, schedule and what is synced. */
export function createSync(deps: SyncDeps): Sync {
  const stores = createSyncStores(deps.storage);
  const { runs } = stores;

  const onFinished = (run: SyncRun): void => {
    runs.forgetBefore(deps.clock.now() - keptHistoryMs);
    if (run.changed + run.removed > 0) countAgain();
    if (run.status.startsWith('completed') && runner.isFullNeeded()) startIfIdle('full');
    schedule.look();
  };
  const runner = createSyncRunner(deps, stores, onFinished);
  const schedule = createSyncSchedule(deps, stores, runner);

  const background = (what: string, work: Promise<unknown>): void => {
    work.catch((error: unknown) => deps.logger.warn(`could not ${what}`, { error }));
  };

  let isStopped = false;
  let counting: Promise<unknown> = Promise.resolve();
  /** One count at a time; a later one sees everything that an earlier one may have missed. */
  const countAgain = (): void => {
    counting = counting
      .then(() => countFilled(deps, stores, () => isStopped))
      .catch((error: unknown) => {
        deps.logger.warn('could not count filled values', { error });
      });
  };

  const startIfIdle = (kind: SyncRunKind, trigger: 'person' | 'schedule' | 'firstSync' = 'schedule'): void => {
    if (runner.isRunning() || !deps.isConnected()) return;
    runner.start(kind, trigger);
  };

  const later = notBuilt<ServiceOf<'sync'>>('sync');
  const service: ServiceOf<'sync'> = {
    async start({ kind }) {
      const isFull = kind === 'full' || !canPullChanges(stores) || runner.isFullNeeded();
      return { runId: runner.start(isFull ? 'full' : 'incremental', 'person') };
    },
    async cancel() {
      runner.cancel();
    },
    progress: async () => runner.progress(),
    async runs({ before, limit, filter: { statuses } }) {
      const page = runs.page(before === null ? null : syncRunIdSchema.parse(before), limit + 1, statuses);
      const rows = page.slice(0, limit);
      return { runs: rows, next: page.length > limit ? (rows.at(-1)?.id ?? null) : null, total: runs.count(statuses) };
    },
    async run({ id }) {
      const run = runs.get(syncRunIdSchema.parse(id));
      if (run === null) throw new LumoError('NOT_FOUND', { what: 'syncRun' });
      return run;
    },
    async runErrors({ runId, after, limit }) {
      const id = syncRunIdSchema.parse(runId);
      const byCode = runs.errorCodes(id);
      const total = byCode.reduce((sum, entry) => sum + entry.count, 0);
      return { errors: runs.errors(id, after, limit), total, byCode };
    },
    timeline: later.timeline,
    runChanges: later.runChanges,
    undoPreview: later.undoPreview,
    undo: later.undo,
    startDryRun: later.startDryRun,
    cancelDryRun: later.cancelDryRun,
    dryRun: later.dryRun,
    dryRunChanges: later.dryRunChanges,
    usage: later.usage,
  };

  const laterMapping = notBuilt<ServiceOf<'mapping'>>('mapping');
  const mapping: ServiceOf<'mapping'> = {
    async items() {
      // A count under way is waited for a moment; a long one is shown when it is done.
      await Promise.race([counting, delay(deps.clock, countPatienceMs)]);
      const counts = readFilledCounts(stores) ?? new Map<string, number>();
      const written = stores.lineProperties.writtenCounts();
      return listSyncItems(stores, counts, {
        filled: new Map(written.map((entry) => [entry.name, entry.count])),
        since: runs.lastCompleted('full')?.startedAt ?? 0,
        lastWrittenAt: written.reduce<number | null>((newest, entry) => Math.max(newest ?? 0, entry.at), null),
      });
    },
    async choices() {
      const readAt = stores.properties.fetchedAt(contactType);
      if (readAt === null || deps.clock.now() - readAt > definitionsFreshMs) {
        try {
          await refreshDefinitions(deps, stores, call);
        } catch (error) {
          if (readAt === null) throw error;
        }
      }
      return propertyChoices(stores, await deps.hubSpot.properties.groupLabels(call).catch(() => ({})));
    },
    lumoItems: laterMapping.lumoItems,
    valueCount: laterMapping.valueCount,
    check: laterMapping.check,
    add: laterMapping.add,
    change: laterMapping.change,
    remove: laterMapping.remove,
    applyToExisting: laterMapping.applyToExisting,
    preview: laterMapping.preview,
  };

  return {
    service,
    mapping,
    async saveProperties({ names }) {
      const isAdded = await saveChosenProperties(deps, stores, names);
      countAgain();
      deps.events.emit({ type: 'stale', topics: ['syncItems', 'contacts', 'setup'] });
      if (!isAdded || runs.last(null) === null) return;
      runner.needFull();
      startIfIdle('full', 'person');
    },
    startFirstSync() {
      startIfIdle(canPullChanges(stores) && !runner.isFullNeeded() ? 'incremental' : 'full', 'firstSync');
    },
    async ensureLineProperties(account) {
      if (!deps.isConnected()) return;
      const definitions = await deps.hubSpot.properties.list(call);
      await ensureLineProperties(deps.hubSpot, account, definitions, call);
    },
    async prepareAccount() {
      await refreshDefinitions(deps, stores, call);
    },
    needFull: runner.needFull,
    dashboard: () => ({
      running: runner.progress(),
      lastRun: runs.last(null),
      lastFullRun: runs.last('full'),
      nextRunAt: schedule.nextRunAt(),
    }),
    start() {
      background('delete removed values', finishRemoval(deps, stores));
      if (!runner.resume() && runner.isFullNeeded() && runs.last(null) !== null) startIfIdle('full');
      schedule.start();
    },
    look() {
      if (!runner.resume()) schedule.look();
    },
    settled: runner.settled,
    async stop() {
      schedule.stop();
      await runner.stop();
      isStopped = true;
      await counting;
    },
  };
}
