import type { StaleTopic } from '../../shared/contract/events-contract';
import type { SyncProgress, SyncRun, SyncRunError, SyncStep } from '../../shared/model/sync';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { CallContext, Lane, Wait } from '../hubspot';
import type { SyncProblemRepository } from '../storage/sync-problem-repository';
import type { SyncCounts, SyncRunRepository } from '../storage/sync-run-repository';

const progressEveryMs = 250;
const staleEveryMs = 1_000;

interface TrackerDeps {
  clock: Clock;
  events: EventBus;
  runs: SyncRunRepository;
  problems: SyncProblemRepository;
  run: SyncRun;
  step: SyncStep;
  lane: Lane;
  /** Official Accounts whose LINE properties are written; null = all. */
  accounts?: ReadonlySet<string> | null;
  /** True = no progress is told: change events come by themselves, all the time. */
  isQuiet?: boolean;
}

/**
 * The state of the run under way: its counts, its step, what it waits for. Counts are written by `save`, inside the
 * transaction that they speak of; progress events go out four times a second at most.
 */
export class SyncRunTracker {
  readonly run: SyncRun;
  readonly counts: SyncCounts;
  readonly abort = new AbortController();
  readonly call: CallContext;
  step: SyncStep;
  /** True once a person asked to stop the run; false when the engine stops and the run goes on later. */
  isCancelled = false;
  hasProblems = false;
  /** Official Accounts (bot user ids) whose LINE properties this run writes; null = all. */
  accounts: ReadonlySet<string> | null;

  readonly #deps: TrackerDeps;
  #done = 0;
  #doneAtStart = 0;
  #total: number | null = null;
  #stepStartedAt: number;
  #waitingFor: Wait | null = null;
  #emittedAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #staleAt = Number.NEGATIVE_INFINITY;

  constructor(deps: TrackerDeps) {
    const { run } = deps;
    this.#deps = deps;
    this.run = run;
    this.step = deps.step;
    this.accounts = deps.accounts ?? null;
    if (deps.isQuiet === true) this.#emittedAt = Number.POSITIVE_INFINITY;
    this.#stepStartedAt = deps.clock.now();
    this.hasProblems = run.failed > 0;
    this.counts = {
      processed: run.processed,
      changed: run.changed,
      unchanged: run.unchanged,
      skipped: run.skipped,
      failed: run.failed,
      removed: run.removed,
      written: run.written,
      hubSpotCalls: run.hubSpotCalls,
      waitedMs: run.waitedMs,
    };
    this.call = {
      lane: deps.lane,
      signal: this.abort.signal,
      onCall: () => {
        this.counts.hubSpotCalls++;
      },
      onWait: (wait, limitedMs) => {
        this.#waitingFor = wait;
        this.counts.waitedMs += Math.round(limitedMs);
        this.#changed();
      },
    };
  }

  /** Begins a step. `done` = how much of it an earlier process finished. */
  enter(step: SyncStep, total: number | null, done = 0): void {
    this.step = step;
    this.#total = total;
    this.#done = done;
    this.#doneAtStart = done;
    this.#stepStartedAt = this.#deps.clock.now();
    this.save();
    this.#changed();
  }

  /** Counts what was done in this step. */
  advance(by: number): void {
    this.#done += by;
    this.#changed();
  }

  /** Sets the step's place where it is known as a whole. */
  moveTo(done: number, total: number | null): void {
    this.#done = done;
    this.#total = total;
    this.#changed();
  }

  /** Writes step and counts to the run's row. */
  save(): void {
    this.#deps.runs.save(this.run.id, this.step, this.counts);
  }

  /** Notes one record that failed, in the history and on the repair bench; the run goes on. Inside the caller's transaction. */
  fail(error: Omit<SyncRunError, 'id' | 'runId' | 'at'>): void {
    this.hasProblems = true;
    const row = { ...error, runId: this.run.id, at: this.#deps.clock.now() };
    this.#deps.runs.addError(row);
    this.#deps.problems.note(row);
  }

  /** These properties of a record passed: what was refused of them is closed. Inside the caller's transaction. */
  pass(recordKind: SyncRunError['recordKind'], recordId: string, properties: readonly string[]): void {
    this.#deps.problems.closeFields(recordKind, recordId, properties);
  }

  /** Tells the screens, once a second at most, that what they show has changed. */
  stale(topics: readonly StaleTopic[], isLast = false): void {
    const now = this.#deps.clock.now();
    if (!isLast && now - this.#staleAt < staleEveryMs) return;
    this.#staleAt = now;
    this.#deps.events.emit({ type: 'stale', topics: [...topics] });
  }

  progress(): SyncProgress {
    const elapsedMs = this.#deps.clock.now() - this.#stepStartedAt;
    const perSecond = elapsedMs < 1_000 ? 0 : ((this.#done - this.#doneAtStart) * 1_000) / elapsedMs;
    const left = this.#total === null ? null : Math.max(0, this.#total - this.#done);
    return {
      runId: this.run.id,
      kind: this.run.kind,
      step: this.step,
      done: this.#done,
      total: this.#total,
      perSecond,
      remainingMs: left === null || perSecond === 0 ? null : Math.round((left / perSecond) * 1_000),
      waitingFor: this.#waitingFor,
      isCancelling: this.isCancelled,
    };
  }

  /** Stops the run at the next safe place; a person's wish ends it, else it goes on at the next start. */
  stop(isCancelled: boolean): void {
    this.isCancelled ||= isCancelled;
    this.abort.abort(new Error(isCancelled ? 'cancelled' : 'stopped'));
    this.#changed();
  }

  /** No event comes after this. */
  close(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    this.#emittedAt = Number.POSITIVE_INFINITY;
  }

  #changed(): void {
    if (this.#cancelTimer !== null) return;
    const waitMs = this.#emittedAt + progressEveryMs - this.#deps.clock.now();
    if (waitMs === Number.POSITIVE_INFINITY) return;
    if (waitMs <= 0) this.#emit();
    else this.#cancelTimer = this.#deps.clock.after(waitMs, () => this.#emit());
  }

  #emit(): void {
    this.#cancelTimer = null;
    this.#emittedAt = this.#deps.clock.now();
    this.#deps.events.emit({ type: 'syncProgress', progress: this.progress() });
  }
}
