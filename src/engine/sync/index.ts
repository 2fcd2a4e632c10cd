import type { Dashboard } from '../../shared/contract/sync-contract';
import type { SyncRun, SyncRunKind } from '../../shared/model/sync';
import { delay } from '../core/clock';
import type { ServiceOf } from '../engine-types';
import { updateBatchSize } from './batch-sender';
import { createDryRuns } from './dry-run/dry-run';
import { createFieldPusher } from './fields/contact-writes';
import { createFields, type Fields, forgetChanges } from './fields/fields';
import { countFilled, readFilledCounts } from './filled-counts';
import { keptAsideMs } from './gone-contacts';
import { canPullChanges } from './incremental-pull';
import type { LineAccountName } from './line-properties';
import { ensureLineProperties, repairGroupLabel } from './line-properties';
import { createMapping } from './mapping/mapping';
import { finishRederiving } from './mapping/rederive';
import { refreshDefinitions } from './property-definitions';
import { createQuarterRow } from './quarter-row';
import { needReconcile } from './reconcile';
import { createRecordChanges, type RecordChanges } from './record-changes';
import { createRepairPort, type RepairPort } from './repair-port';
import { createSoonWriter } from './soon-writer';
import type { SyncDeps } from './sync-deps';
import { createSyncRunner } from './sync-runner';
import { createSyncSchedule } from './sync-schedule';
import { createSyncStores } from './sync-stores';
import { createUndo } from './undo/undo';

export type { Fields } from './fields/fields';
export type { ChangedRecords, ChangesTaken, RecordChanges } from './record-changes';
export type { RepairPort } from './repair-port';
export type { RunStep, RunStepContext, SyncDeps } from './sync-deps';

/** Runs are kept in the history for a year (B9). */
const keptHistoryMs = 365 * 24 * 60 * 60_000;
const countPatienceMs = 500;
const call = { lane: 'interactive' } as const;

/** What the rest of the engine uses of the contact sync. */
export interface Sync {
  /** What is under way; the history is read by the capability of that name. */
  service: ServiceOf<
    'sync',
    | 'start'
    | 'cancel'
    | 'progress'
    | 'undoPreview'
    | 'undo'
    | 'startDryRun'
    | 'cancelDryRun'
    | 'dryRun'
    | 'dryRunChanges'
  >;
  mapping: ServiceOf<'mapping'>;
  /** Synced fields of contacts: views, history, edits. */
  fields: Fields;
  saveProperties(input: { names: string[] }): Promise<void>;
  /** The wizard's last step. */
  startFirstSync(): void;
  /** Makes the account's properties in HubSpot; does nothing while HubSpot is not connected (the sync does it then). */
  ensureLineProperties(account: LineAccountName): Promise<void>;
  /** After HubSpot was connected: definitions and the properties of all Official Accounts. */
  prepareAccount(): Promise<void>;
  /** Takes over what HubSpot pushed. */
  changes: Pick<RecordChanges, 'apply'>;
  /** Ends at the next safe place what change events and links have under way, and resolves then; they are taken up again later. */
  interruptChanges(): Promise<void>;
  /** What the repair bench does with refused records. */
  repair: RepairPort;
  /** A link was made or cut: HubSpot is told within seconds. Answers at once. */
  writeSoon(): void;
  /** Part of what HubSpot pushed is lost: the next run looks for what it would have told, and is started now. */
  reconcileSoon(): void;
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
    background('forget old field changes', forgetChanges(deps, stores, deps.clock.now() - keptHistoryMs));
    stores.aside.forgetBefore(deps.clock.now() - keptAsideMs);
    background('read changed contacts again', changes.runEnded());
    if (run.changed + run.removed > 0) countAgain();
    if (run.status.startsWith('completed') && runner.isFullNeeded()) startIfIdle('full');
    schedule.look();
  };
  const runner = createSyncRunner(deps, stores, onFinished);
  const schedule = createSyncSchedule(deps, stores, runner);
  const pusher = createFieldPusher(deps, stores);
  const isReadingAll = () => runner.progress()?.kind === 'full';
  const quarter = createQuarterRow(deps, stores);
  const changes = createRecordChanges(
    deps,
    stores,
    quarter,
    isReadingAll,
    () => deps.onPeopleErased?.(),
    (ids) => pusher.push(ids.filter((id) => stores.fields.has(id))),
  );
  const soonWriter = createSoonWriter(deps, stores, quarter);
  const repair = createRepairPort(deps, stores, runner);

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

  const dryRuns = createDryRuns(deps, stores);
  const service: Sync['service'] = {
    async start({ kind }) {
      const isFull = kind === 'full' || !canPullChanges(stores) || runner.isFullNeeded();
      return { runId: runner.start(isFull ? 'full' : 'incremental', 'person') };
    },
    async cancel() {
      runner.cancel();
    },
    progress: async () => runner.progress(),
    ...createUndo(deps, stores, runner),
    startDryRun: dryRuns.startDryRun,
    cancelDryRun: dryRuns.cancelDryRun,
    dryRun: dryRuns.dryRun,
    dryRunChanges: dryRuns.dryRunChanges,
  };

  /** What people set while HubSpot could not be reached; more than these few wait for the next run, which looks at the whole. */
  const pushEdits = (): void => {
    const ids = deps.isConnected() ? stores.fields.waitingEdits(updateBatchSize) : [];
    if (ids.length > 0) pusher.push(ids);
  };

  const readAgain = (): void => {
    runner.needFull();
    startIfIdle('full', 'person');
  };
  const mapping = createMapping(deps, stores, {
    async filledCounts() {
      // A count under way is waited for a moment; a long one is shown when it is done.
      await Promise.race([counting, delay(deps.clock, countPatienceMs)]);
      return readFilledCounts(stores) ?? new Map<string, number>();
    },
    countAgain,
    readAgain,
  });

  return {
    service,
    mapping,
    fields: createFields(deps, stores, pusher),
    async saveProperties({ names }) {
      const isAdded = await mapping.save(names);
      if (isAdded && runs.last(null) !== null) readAgain();
    },
    startFirstSync() {
      startIfIdle(canPullChanges(stores) && !runner.isFullNeeded() ? 'incremental' : 'full', 'firstSync');
    },
    async ensureLineProperties(account) {
      if (!deps.isConnected()) return;
      const definitions = await deps.hubSpot.properties.list(call);
      await ensureLineProperties(deps.hubSpot, account, definitions, stores.tags.list(), call, { mayReplace: true });
      await repairGroupLabel(deps.hubSpot, await deps.hubSpot.properties.groupLabels(call), call);
    },
    async prepareAccount() {
      await refreshDefinitions(deps, stores, call);
    },
    changes,
    interruptChanges: quarter.interrupt,
    repair,
    writeSoon: soonWriter.kick,
    reconcileSoon() {
      needReconcile(stores, deps.clock.now());
      if (canPullChanges(stores)) startIfIdle('incremental');
    },
    needFull: runner.needFull,
    dashboard: () => ({
      running: runner.progress(),
      lastRun: runs.last(null),
      lastFullRun: runs.last('full'),
      nextRunAt: schedule.nextRunAt(),
    }),
    start() {
      dryRuns.start();
      pushEdits();
      background('derive contacts again', finishRederiving(deps, stores));
      if (!runner.resume() && runner.isFullNeeded() && runs.last(null) !== null) startIfIdle('full');
      schedule.start();
    },
    look() {
      pushEdits();
      if (!runner.resume()) schedule.look();
    },
    settled: runner.settled,
    async stop() {
      schedule.stop();
      soonWriter.stop();
      await quarter.stop();
      await Promise.all([runner.stop(), pusher.stop(), dryRuns.stop()]);
      isStopped = true;
      await counting;
    },
  };
}
