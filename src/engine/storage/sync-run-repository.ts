import type { ErrorParams, Problem } from '../../shared/errors/error-code';
import { errorCodeSchema, errorParamsSchema, problemSchema } from '../../shared/errors/error-code';
import type { SyncRunId } from '../../shared/model/ids';
import { syncRunIdSchema } from '../../shared/model/ids';
import type {
  SyncDay,
  SyncRun,
  SyncRunError,
  SyncRunKind,
  SyncRunStatus,
  SyncStep,
  SyncTrigger,
} from '../../shared/model/sync';
import {
  syncRunErrorSchema,
  syncRunKindSchema,
  syncRunStatusSchema,
  syncStepSchema,
  syncTriggerSchema,
} from '../../shared/model/sync';
import type { Storage } from './storage';

/** The numbers of a run that grow while it is under way. */
export type SyncCounts = Pick<
  SyncRun,
  'processed' | 'changed' | 'unchanged' | 'skipped' | 'failed' | 'removed' | 'written' | 'hubSpotCalls' | 'waitedMs'
>;

/** Which runs are meant; empty lists and nulls mean all (times of the start, `to` is excluded). */
export interface RunChoice {
  statuses: readonly SyncRunStatus[];
  triggers: readonly SyncTrigger[];
  kinds: readonly SyncRunKind[];
  from: number | null;
  to: number | null;
}

/** A quarter of an hour of change events in which nothing was different is no part of the history. */
const isShown = "(kind <> 'changes' OR changed + removed + failed + written > 0)";
/** Pulls: what the schedule counts from. The others do not stand for a sync of everything. */
const isPull = "kind IN ('full', 'incremental')";
const dayMs = 24 * 60 * 60_000;

interface RunRow {
  id: string;
  kind: string;
  trigger: string;
  status: string;
  step: string | null;
  started_at: number;
  finished_at: number | null;
  processed: number;
  changed: number;
  unchanged: number;
  skipped: number;
  failed: number;
  removed: number;
  written: number;
  hubspot_calls: number;
  waited_ms: number;
  problem: string | null;
}

interface ErrorRow {
  id: number;
  run_id: string;
  record_kind: string;
  record_id: string;
  record_name: string;
  code: string;
  params: string;
  property: string | null;
  value_sent: string | null;
  value_held: string | null;
  correlation_id: string | null;
  attempts: number;
  at: number;
}

/** The history of sync runs and of what failed in them. */
export function createSyncRunRepository(database: Storage) {
  const insert = database.prepare(
    "INSERT INTO sync_run (id, kind, trigger, status, step, started_at) VALUES (?, ?, ?, 'running', ?, ?)",
  );
  const selectOne = database.prepare<[string], RunRow>('SELECT * FROM sync_run WHERE id = ?');
  const selectUnfinished = database.prepare<[], RunRow>(
    "SELECT * FROM sync_run WHERE status = 'running' ORDER BY id DESC LIMIT 1",
  );
  const insertEnded = database.prepare(`INSERT INTO sync_run (id, kind, trigger, status, step, started_at, finished_at)
    VALUES (?, ?, ?, 'completed', ?, ?, ?)`);
  const selectChangesSince = database.prepare<[number], RunRow>(
    "SELECT * FROM sync_run WHERE kind = 'changes' AND started_at >= ? ORDER BY id DESC LIMIT 1",
  );
  const update =
    database.prepare(`UPDATE sync_run SET step = @step, processed = @processed, changed = @changed, unchanged = @unchanged,
    skipped = @skipped, failed = @failed, removed = @removed, written = @written, hubspot_calls = @hubSpotCalls, waited_ms = @waitedMs WHERE id = @id`);
  const markResumed = database.prepare("UPDATE sync_run SET trigger = 'resumed' WHERE id = ?");
  const finish = database.prepare('UPDATE sync_run SET status = ?, finished_at = ?, problem = ? WHERE id = ?');
  const last = database.prepare<[], RunRow>(
    `SELECT * FROM sync_run WHERE status <> 'running' AND ${isPull} ORDER BY id DESC LIMIT 1`,
  );
  const lastOfKind = database.prepare<[string], RunRow>(
    "SELECT * FROM sync_run WHERE status <> 'running' AND kind = ? ORDER BY id DESC LIMIT 1",
  );
  const lastGood = database.prepare<[string], RunRow>(
    "SELECT * FROM sync_run WHERE status IN ('completed', 'completedWithProblems') AND kind = ? ORDER BY id DESC LIMIT 1",
  );
  const isChosen = `${isShown} AND status IN (SELECT value FROM json_each(@statuses)) AND trigger IN (SELECT value FROM json_each(@triggers))
    AND kind IN (SELECT value FROM json_each(@kinds)) AND started_at >= @from AND started_at < @to`;
  const page = database.prepare<[Record<string, string | number>], RunRow>(
    `SELECT * FROM sync_run WHERE id < @before AND ${isChosen} ORDER BY id DESC LIMIT @limit`,
  );
  const count = database.prepare<[Record<string, string | number>], { count: number }>(
    `SELECT count(*) AS count FROM sync_run WHERE ${isChosen}`,
  );
  const days = database.prepare<[{ offsetMs: number; from: number }], SyncDay & { day: number }>(`
    SELECT CAST(started_at - @offsetMs AS INTEGER) / ${dayMs} AS day, count(*) AS runs, sum(processed) AS processed, sum(changed) AS changed, sum(failed) AS failed
    FROM sync_run WHERE started_at >= @from AND ${isShown} GROUP BY day`);
  const insertError = database.prepare(`
    INSERT INTO sync_run_error (run_id, record_kind, record_id, record_name, code, params, property, value_sent, value_held, correlation_id, attempts, at)
    VALUES (@runId, @recordKind, @recordId, @recordName, @code, @params, @property, @valueSent, @valueHeld, @correlationId, @attempts, @at)`);
  const errorPage = database.prepare<[string, number, number], ErrorRow>(
    'SELECT * FROM sync_run_error WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const errorsOfProperty = database.prepare<[string, number], ErrorRow>(
    'SELECT * FROM sync_run_error WHERE property = ? ORDER BY id DESC LIMIT ?',
  );
  const errorPageOfCode = database.prepare<[string, string, number, number], ErrorRow>(
    'SELECT * FROM sync_run_error WHERE run_id = ? AND code = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const errorsOfRecord = database.prepare<[string, string, string | null, number], ErrorRow>(`
    SELECT * FROM sync_run_error WHERE record_kind = ? AND record_id = ? AND property IS ? ORDER BY id DESC LIMIT ?`);
  const repointErrors = database.prepare(
    "UPDATE sync_run_error SET record_id = ? WHERE record_kind = 'contact' AND record_id = ?",
  );
  const errorCodes = database.prepare<[string], { code: string; count: number }>(
    'SELECT code, count(*) AS count FROM sync_run_error WHERE run_id = ? GROUP BY code ORDER BY count DESC, code',
  );
  const purge = database.prepare("DELETE FROM sync_run WHERE started_at < ? AND status <> 'running'");
  const listOf = (chosen: readonly string[], all: readonly string[]) =>
    JSON.stringify(chosen.length === 0 ? all : chosen);
  const choiceOf = ({ statuses, triggers, kinds, from, to }: RunChoice) => ({
    statuses: listOf(statuses, syncRunStatusSchema.options),
    triggers: listOf(triggers, syncTriggerSchema.options),
    kinds: listOf(kinds, syncRunKindSchema.options),
    from: from ?? 0,
    to: to ?? Number.MAX_SAFE_INTEGER,
  });

  return {
    start(run: { id: SyncRunId; kind: SyncRunKind; trigger: SyncTrigger; step: SyncStep; at: number }): void {
      insert.run(run.id, run.kind, run.trigger, run.step, run.at);
    },
    save(id: SyncRunId, step: SyncStep, counts: SyncCounts): void {
      update.run({ id, step, ...counts });
    },
    markResumed(id: SyncRunId): void {
      markResumed.run(id);
    },
    finish(id: SyncRunId, status: SyncRunStatus, problem: Problem | null, at: number): void {
      finish.run(status, at, problem === null ? null : JSON.stringify(problem), id);
    },
    get(id: SyncRunId): SyncRun | null {
      const row = selectOne.get(id);
      return row === undefined ? null : toRun(row);
    },
    /** The run that a crash left under way, with the step it had reached. */
    unfinished(): { run: SyncRun; step: SyncStep } | null {
      const row = selectUnfinished.get();
      return row === undefined ? null : { run: toRun(row), step: syncStepSchema.catch('properties').parse(row.step) };
    },
    /** The row that gathers the changes which HubSpot pushed since `since`; null = there is none yet. */
    changesSince(since: number): SyncRun | null {
      const row = selectChangesSince.get(since);
      return row === undefined ? null : toRun(row);
    },
    /** Begins such a row. It counts as ended at all times: nothing has to go on after a stop. */
    startChanges(id: SyncRunId, step: SyncStep, at: number): void {
      insertEnded.run(id, 'changes', 'event', step, at, at);
    },
    /** The newest finished run, of one kind or of those that pull everything. */
    last(kind: SyncRunKind | null): SyncRun | null {
      const row = kind === null ? last.get() : lastOfKind.get(kind);
      return row === undefined ? null : toRun(row);
    },
    /** The newest run of the kind that reached its end. */
    lastCompleted(kind: SyncRunKind): SyncRun | null {
      const row = lastGood.get(kind);
      return row === undefined ? null : toRun(row);
    },
    /** Newest first; `before` null starts at the newest. */
    page(before: SyncRunId | null, limit: number, choice: RunChoice): SyncRun[] {
      return page.all({ ...choiceOf(choice), before: before ?? '~', limit }).map(toRun);
    },
    count: (choice: RunChoice): number => count.get(choiceOf(choice))?.count ?? 0,
    /** One row per day, oldest first, up to and with the day of `now`; days without a run have zeros. */
    days(count: number, zoneOffsetMinutes: number, now: number): SyncDay[] {
      const offsetMs = zoneOffsetMinutes * 60_000;
      const today = Math.floor((now - offsetMs) / dayMs);
      const startOf = (day: number) => day * dayMs + offsetMs;
      const found = new Map(days.all({ offsetMs, from: startOf(today - count + 1) }).map((row) => [row.day, row]));
      return Array.from({ length: count }, (_, index) => {
        const day = today - count + 1 + index;
        const { runs = 0, processed = 0, changed = 0, failed = 0 } = found.get(day) ?? {};
        return { startsAt: startOf(day), runs, processed, changed, failed };
      });
    },
    addError(error: Omit<SyncRunError, 'id'>): void {
      const { problem, ...rest } = error;
      insertError.run({ ...rest, code: problem.code, params: JSON.stringify(problem.params) });
    },
    /** A run's errors in the order in which they came, of one code or all. */
    /** What was refused last of a property, newest first. */
    errorsOfProperty: (property: string, limit: number): SyncRunError[] =>
      errorsOfProperty.all(property, limit).map(toError),
    errors(runId: SyncRunId, code: string | null, after: number, limit: number): SyncRunError[] {
      const rows = code === null ? errorPage.all(runId, after, limit) : errorPageOfCode.all(runId, code, after, limit);
      return rows.map(toError);
    },
    /** What came up with one property of a record, newest first. */
    errorsOf(
      kind: SyncRunError['recordKind'],
      recordId: string,
      property: string | null,
      limit: number,
    ): SyncRunError[] {
      return errorsOfRecord.all(kind, recordId, property, limit).map(toError);
    },
    /** A contact has another id now. */
    repointErrors(fromContactId: string, toContactId: string): void {
      repointErrors.run(toContactId, fromContactId);
    },
    errorCodes: (runId: SyncRunId): { code: string; count: number }[] => errorCodes.all(runId),
    /** Forgets finished runs that started before `at`, with their errors. */
    forgetBefore: (at: number): number => purge.run(at).changes,
  };
}
export type SyncRunRepository = ReturnType<typeof createSyncRunRepository>;

function toParams(text: string): ErrorParams {
  return errorParamsSchema.parse(JSON.parse(text));
}

function toError(row: ErrorRow): SyncRunError {
  return syncRunErrorSchema.parse({
    id: row.id,
    runId: row.run_id,
    recordKind: row.record_kind,
    recordId: row.record_id,
    recordName: row.record_name,
    problem: { code: errorCodeSchema.parse(row.code), params: toParams(row.params) },
    property: row.property,
    valueSent: row.value_sent,
    valueHeld: row.value_held,
    correlationId: row.correlation_id,
    attempts: row.attempts,
    at: row.at,
  });
}

function toRun(row: RunRow): SyncRun {
  return {
    id: syncRunIdSchema.parse(row.id),
    kind: syncRunKindSchema.parse(row.kind),
    trigger: syncTriggerSchema.parse(row.trigger),
    status: syncRunStatusSchema.parse(row.status),
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    processed: row.processed,
    changed: row.changed,
    unchanged: row.unchanged,
    skipped: row.skipped,
    failed: row.failed,
    removed: row.removed,
    written: row.written,
    hubSpotCalls: row.hubspot_calls,
    waitedMs: row.waited_ms,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
  };
}
