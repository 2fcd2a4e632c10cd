import type { ErrorParams, Problem } from '../../shared/errors/error-code';
import { errorCodeSchema, errorParamsSchema, problemSchema } from '../../shared/errors/error-code';
import type { SyncRunId } from '../../shared/model/ids';
import { syncRunIdSchema } from '../../shared/model/ids';
import type { SyncRun, SyncRunError, SyncRunKind, SyncRunStatus, SyncStep, SyncTrigger } from '../../shared/model/sync';
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
  const update =
    database.prepare(`UPDATE sync_run SET step = @step, processed = @processed, changed = @changed, unchanged = @unchanged,
    skipped = @skipped, failed = @failed, removed = @removed, written = @written, hubspot_calls = @hubSpotCalls, waited_ms = @waitedMs WHERE id = @id`);
  const markResumed = database.prepare("UPDATE sync_run SET trigger = 'resumed' WHERE id = ?");
  const finish = database.prepare('UPDATE sync_run SET status = ?, finished_at = ?, problem = ? WHERE id = ?');
  const last = database.prepare<[string | null], RunRow>(
    "SELECT * FROM sync_run WHERE status <> 'running' AND kind = coalesce(?, kind) ORDER BY id DESC LIMIT 1",
  );
  const lastGood = database.prepare<[string], RunRow>(
    "SELECT * FROM sync_run WHERE status IN ('completed', 'completedWithProblems') AND kind = ? ORDER BY id DESC LIMIT 1",
  );
  const page = database.prepare<[string, string, number], RunRow>(`
    SELECT * FROM sync_run WHERE id < ? AND status IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT ?`);
  const count = database.prepare<[string], { count: number }>(
    'SELECT count(*) AS count FROM sync_run WHERE status IN (SELECT value FROM json_each(?))',
  );
  const insertError = database.prepare(`
    INSERT INTO sync_run_error (run_id, record_kind, record_id, record_name, code, params, property, value_sent, value_held, correlation_id, attempts, at)
    VALUES (@runId, @recordKind, @recordId, @recordName, @code, @params, @property, @valueSent, @valueHeld, @correlationId, @attempts, @at)`);
  const errorPage = database.prepare<[string, number, number], ErrorRow>(
    'SELECT * FROM sync_run_error WHERE run_id = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const errorCodes = database.prepare<[string], { code: string; count: number }>(
    'SELECT code, count(*) AS count FROM sync_run_error WHERE run_id = ? GROUP BY code ORDER BY count DESC, code',
  );
  const purge = database.prepare("DELETE FROM sync_run WHERE started_at < ? AND status <> 'running'");
  const every = JSON.stringify(syncRunStatusSchema.options);
  const statusList = (statuses: readonly SyncRunStatus[]) => (statuses.length === 0 ? every : JSON.stringify(statuses));

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
    /** The newest finished run, of one kind or of any. */
    last(kind: SyncRunKind | null): SyncRun | null {
      const row = last.get(kind);
      return row === undefined ? null : toRun(row);
    },
    /** The newest run of the kind that reached its end. */
    lastCompleted(kind: SyncRunKind): SyncRun | null {
      const row = lastGood.get(kind);
      return row === undefined ? null : toRun(row);
    },
    /** Newest first; `before` null starts at the newest; no statuses = all. */
    page(before: SyncRunId | null, limit: number, statuses: readonly SyncRunStatus[]): SyncRun[] {
      return page.all(before ?? '~', statusList(statuses), limit).map(toRun);
    },
    count: (statuses: readonly SyncRunStatus[]): number => count.get(statusList(statuses))?.count ?? 0,
    addError(error: Omit<SyncRunError, 'id'>): void {
      const { problem, ...rest } = error;
      insertError.run({ ...rest, code: problem.code, params: JSON.stringify(problem.params) });
    },
    errors(runId: SyncRunId, after: number, limit: number): SyncRunError[] {
      return errorPage.all(runId, after, limit).map((row) =>
        syncRunErrorSchema.parse({
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
        }),
      );
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
