import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RunFilter } from '../../shared/contract/sync-contract';
import { type SyncRunId, syncRunIdSchema } from '../../shared/model/ids';
import type { FieldChange, SyncRun, SyncRunError } from '../../shared/model/sync';
import type { FieldChangeRepository } from '../storage/field-change-repository';
import type { SyncRunRepository } from '../storage/sync-run-repository';
import { csvHead, csvLine } from './csv';

/** What is handed out: runs that the filter lets through, or what happened in them; with a `runId` that run alone. */
export interface ExportChoice {
  what: 'runs' | 'errors' | 'changes';
  runId: string | null;
  filter: RunFilter;
}

interface Tables {
  runs: SyncRunRepository;
  changes: FieldChangeRepository;
}

const pageSize = 200;

/** The history as lines of CSV, newest run first. Reads a page at a time and lets everything else run between pages. */
export async function* exportHistory(tables: Tables, { what, runId, filter }: ExportChoice): AsyncGenerator<string> {
  const { head, linesOf } = sheets(tables)[what];
  yield csvHead(head);
  for await (const run of runsOf(tables, runId, filter)) yield* linesOf(run);
}

async function* runsOf({ runs }: Tables, runId: string | null, filter: RunFilter): AsyncGenerator<SyncRun> {
  if (runId !== null) {
    const run = runs.get(syncRunIdSchema.parse(runId));
    if (run !== null) yield run;
    return;
  }
  let before: SyncRunId | null = null;
  while (true) {
    const page: SyncRun[] = runs.page(before, pageSize, filter);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    before = last.id;
    await nextTurn();
  }
}

function sheets(tables: Tables) {
  return {
    runs: { head: runHead, linesOf: runLines },
    errors: { head: errorHead, linesOf: (run: SyncRun) => errorLines(tables, run) },
    changes: { head: changeHead, linesOf: (run: SyncRun) => changeLines(tables, run) },
  } satisfies Record<ExportChoice['what'], Sheet>;
}

interface Sheet {
  head: readonly string[];
  linesOf: (run: SyncRun) => AsyncIterable<string>;
}

const runHead = [
  'run',
  'kind',
  'trigger',
  'status',
  'started',
  'finished',
  'processed',
  'changed',
  'unchanged',
  'skipped',
  'failed',
  'removed',
  'written',
  'hubspot calls',
  'waited ms',
  'problem',
];

async function* runLines(run: SyncRun): AsyncGenerator<string> {
  yield csvLine([
    run.id,
    run.kind,
    run.trigger,
    run.status,
    time(run.startedAt),
    time(run.finishedAt),
    run.processed,
    run.changed,
    run.unchanged,
    run.skipped,
    run.failed,
    run.removed,
    run.written,
    run.hubSpotCalls,
    run.waitedMs,
    run.problem?.code ?? null,
  ]);
}

const errorHead = [
  'run',
  'time',
  'record kind',
  'record id',
  'record',
  'code',
  'property',
  'value sent',
  'value held',
  'correlation id',
  'attempts',
  'details',
];

async function* errorLines({ runs }: Tables, run: SyncRun): AsyncGenerator<string> {
  let after = 0;
  for (let page = runs.errors(run.id, null, after, pageSize); page.length > 0; ) {
    for (const error of page) yield errorLine(error);
    after = page.at(-1)?.id ?? after;
    await nextTurn();
    page = runs.errors(run.id, null, after, pageSize);
  }
}

function errorLine(error: SyncRunError): string {
  return csvLine([
    error.runId,
    time(error.at),
    error.recordKind,
    error.recordId,
    error.recordName,
    error.problem.code,
    error.property,
    error.valueSent,
    error.valueHeld,
    error.correlationId,
    error.attempts,
    Object.keys(error.problem.params).length === 0 ? null : JSON.stringify(error.problem.params),
  ]);
}

const changeHead = [
  'run',
  'time',
  'contact id',
  'contact',
  'property',
  'label',
  'side',
  'before',
  'after',
  'rule',
  'outcome',
  'conflict',
];

async function* changeLines({ changes }: Tables, run: SyncRun): AsyncGenerator<string> {
  let before: number | null = null;
  while (true) {
    const page: FieldChange[] = changes.ofRun(run.id, null, before, pageSize);
    for (const change of page) yield changeLine(change);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    before = last.id;
    await nextTurn();
  }
}

function changeLine(change: FieldChange): string {
  return csvLine([
    change.runId,
    time(change.at),
    change.contactId,
    change.contactName,
    change.propertyName,
    change.label,
    change.side,
    change.before,
    change.after,
    change.rule,
    change.outcome,
    change.isConflict ? 'yes' : 'no',
  ]);
}

/** ISO 8601 in UTC: the same on every computer, and spreadsheets read it. */
function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
