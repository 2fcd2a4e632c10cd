import { errorCodeSchema, errorParamsSchema, type Problem } from '../../shared/errors/error-code';
import { type SyncRunId, syncRunIdSchema } from '../../shared/model/ids';
import type { SyncProblem, SyncRunError } from '../../shared/model/sync';
import { syncRunErrorSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

type RecordKind = SyncRunError['recordKind'];

/** Everything that is refused for one reason. */
export interface CauseRow {
  code: string;
  /** '' = the record as a whole. */
  property: string;
  count: number;
  people: number;
  firstAt: number;
  lastAt: number;
}

/** Names a cause: the same code on the same property ('' = the record as a whole). */
export interface CauseKey {
  code: string;
  property: string;
}

/** A refused record as it is kept; whether its value can be corrected is not known here. */
export type ProblemRow = Omit<SyncProblem, 'canFixValue'>;

interface Row {
  id: number;
  recordKind: string;
  recordId: string;
  recordName: string;
  friendName: string | null;
  property: string;
  code: string;
  params: string;
  valueSent: string | null;
  valueHeld: string | null;
  correlationId: string | null;
  firstAt: number;
  lastAt: number;
  attempts: number;
  lastRunId: string | null;
}

const columns = `problem.id, problem.record_kind AS recordKind, problem.record_id AS recordId, problem.record_name AS recordName,
  CASE problem.record_kind WHEN 'contact' THEN
    (SELECT friend.display_name FROM id_link JOIN friend ON friend.id = id_link.friend_id WHERE id_link.contact_hubspot_id = problem.record_id LIMIT 1)
  WHEN 'friend' THEN problem.record_name END AS friendName,
  problem.property, problem.code, problem.params, problem.value_sent AS valueSent, problem.value_held AS valueHeld,
  problem.correlation_id AS correlationId, problem.first_at AS firstAt, problem.last_at AS lastAt, problem.attempts, problem.last_run_id AS lastRunId`;

/** What HubSpot refuses at the moment: one row per record, code and property, kept over runs until it passes. */
export function createSyncProblemRepository(database: Storage) {
  // A record that is refused for another reason than before is not refused for the old one any more.
  const dropOthers = database.prepare(
    'DELETE FROM sync_problem WHERE record_kind = ? AND record_id = ? AND property = ? AND code <> ?',
  );
  const upsert = database.prepare(`
    INSERT INTO sync_problem (record_kind, record_id, record_name, code, params, property, value_sent, value_held, correlation_id, first_at, last_at, attempts, last_run_id)
    VALUES (@recordKind, @recordId, @recordName, @code, @params, @property, @valueSent, @valueHeld, @correlationId, @at, @at, @attempts, @runId)
    ON CONFLICT (record_kind, record_id, code, property) DO UPDATE SET record_name = excluded.record_name, params = excluded.params,
      value_sent = excluded.value_sent, value_held = excluded.value_held, correlation_id = excluded.correlation_id, last_at = excluded.last_at,
      attempts = sync_problem.attempts + excluded.attempts, last_run_id = excluded.last_run_id`);
  const closeFields = database.prepare(`DELETE FROM sync_problem WHERE record_kind = ? AND record_id = ?
    AND (property = '' OR property IN (SELECT value FROM json_each(?)))`);
  const closeRecord = database.prepare('DELETE FROM sync_problem WHERE record_kind = ? AND record_id = ?');
  const closeProperty = database.prepare(
    "DELETE FROM sync_problem WHERE property = ? AND record_kind IN ('contact', 'property')",
  );
  const closeKind = database.prepare('DELETE FROM sync_problem WHERE record_kind = ?');
  const closeUnlessIn = database.prepare('DELETE FROM sync_problem WHERE id = ? AND last_run_id IS NOT ?');
  const repoint = database.prepare(
    "UPDATE OR REPLACE sync_problem SET record_id = ? WHERE record_kind = 'contact' AND record_id = ?",
  );
  const causes = database.prepare<[], CauseRow>(`
    SELECT code, property, count(*) AS count, sum(record_kind IN ('contact', 'friend')) AS people, min(first_at) AS firstAt, max(last_at) AS lastAt
    FROM sync_problem GROUP BY code, property ORDER BY count DESC, code, property`);
  const trend = database.prepare<[string, string, number], { at: number }>(
    'SELECT first_at AS at FROM sync_problem WHERE code = ? AND property = ? AND first_at >= ?',
  );
  const sample = database.prepare<[string, string], { params: string }>(
    'SELECT params FROM sync_problem WHERE code = ? AND property = ? ORDER BY id DESC LIMIT 1',
  );
  const page = database.prepare<[number, number], Row>(
    `SELECT ${columns} FROM sync_problem AS problem WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const causePage = database.prepare<[string, string, number, number], Row>(
    `SELECT ${columns} FROM sync_problem AS problem WHERE code = ? AND property = ? AND id > ? ORDER BY id LIMIT ?`,
  );
  const one = database.prepare<[number], Row>(`SELECT ${columns} FROM sync_problem AS problem WHERE id = ?`);
  const count = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sync_problem');
  const countCause = database.prepare<[string, string], { n: number }>(
    'SELECT count(*) AS n FROM sync_problem WHERE code = ? AND property = ?',
  );
  const countContacts = database.prepare<[], { n: number }>(
    "SELECT count(DISTINCT record_id) AS n FROM sync_problem WHERE record_kind = 'contact'",
  );

  return {
    /** Notes that a record was refused, once more or for the first time. Inside the caller's transaction. No run = outside of one. */
    note(error: Omit<SyncRunError, 'id' | 'runId'> & { runId: SyncRunId | null }): void {
      const { problem, property, ...rest } = error;
      const at = { ...rest, property: property ?? '', code: problem.code, params: JSON.stringify(problem.params) };
      dropOthers.run(at.recordKind, at.recordId, at.property, at.code);
      upsert.run(at);
    },
    /** These properties of the record passed, and with them the record as a whole. */
    closeFields(kind: RecordKind, recordId: string, properties: readonly string[]): void {
      closeFields.run(kind, recordId, JSON.stringify(properties));
    },
    /** The record passed, is excluded or is gone. */
    closeRecord(kind: RecordKind, recordId: string): void {
      closeRecord.run(kind, recordId);
    },
    /** The property is not synced any more. Returns how many problems went with it. */
    closeProperty: (property: string): number => closeProperty.run(property).changes,
    /** Everything of the kind was looked at anew. */
    closeKind(kind: RecordKind): void {
      closeKind.run(kind);
    },
    /** Closes a problem that did not come back in the run. */
    closeUnlessIn(id: number, runId: string): void {
      closeUnlessIn.run(id, runId);
    },
    /** A contact has another id now. */
    repoint(fromContactId: string, toContactId: string): void {
      repoint.run(toContactId, fromContactId);
    },
    causes: (): CauseRow[] => causes.all(),
    /** When the cause's problems that are not older than `since` came up. */
    firstTimes: (key: CauseKey, since: number): number[] =>
      trend.all(key.code, key.property, since).map((row) => row.at),
    /** The problem as the newest record of the cause has it. */
    problemOf(key: CauseKey): Problem {
      return toProblem(key.code, sample.get(key.code, key.property)?.params ?? '{}');
    },
    page(key: CauseKey | null, after: number, limit: number): ProblemRow[] {
      const rows = key === null ? page.all(after, limit) : causePage.all(key.code, key.property, after, limit);
      return rows.map(toRow);
    },
    get(id: number): ProblemRow | null {
      const row = one.get(id);
      return row === undefined ? null : toRow(row);
    },
    count: (key: CauseKey | null): number =>
      (key === null ? count.get() : countCause.get(key.code, key.property))?.n ?? 0,
    /** Contacts with at least one problem. */
    countContacts: (): number => countContacts.get()?.n ?? 0,
  };
}
export type SyncProblemRepository = ReturnType<typeof createSyncProblemRepository>;

function toProblem(code: string, params: string): Problem {
  return { code: errorCodeSchema.parse(code), params: errorParamsSchema.parse(JSON.parse(params)) };
}

function toRow(row: Row): ProblemRow {
  const { code, params, property, lastRunId, recordKind, ...rest } = row;
  return {
    ...rest,
    recordKind: syncRunErrorSchema.shape.recordKind.parse(recordKind),
    property: property === '' ? null : property,
    problem: toProblem(code, params),
    lastRunId: lastRunId === null ? null : syncRunIdSchema.parse(lastRunId),
  };
}
