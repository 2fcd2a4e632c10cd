import type { SyncExclusion, SyncRunError } from '../../shared/model/sync';
import { syncRunErrorSchema } from '../../shared/model/sync';
import type { Storage } from './storage';

type RecordKind = SyncRunError['recordKind'];

/** Records that a person left out of every run, with the reason. */
export function createSyncExclusionRepository(database: Storage) {
  const insert =
    database.prepare(`INSERT INTO sync_exclusion (record_kind, record_id, record_name, reason, at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (record_kind, record_id) DO UPDATE SET record_name = excluded.record_name, reason = excluded.reason, at = excluded.at`);
  const erase = database.prepare('DELETE FROM sync_exclusion WHERE record_kind = ? AND record_id = ?');
  const has = database.prepare<[string, string], { found: number }>(
    'SELECT 1 AS found FROM sync_exclusion WHERE record_kind = ? AND record_id = ?',
  );
  const among = database
    .prepare<[string, string], string>(
      'SELECT record_id FROM sync_exclusion WHERE record_kind = ? AND record_id IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const page = database.prepare<[number, number], Omit<SyncExclusion, 'recordKind'> & { recordKind: string }>(`
    SELECT record_kind AS recordKind, record_id AS recordId, record_name AS recordName, reason, at FROM sync_exclusion
    ORDER BY at DESC, record_kind, record_id LIMIT ? OFFSET ?`);
  const count = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM sync_exclusion');
  const countOf = database.prepare<[string], { n: number }>(
    'SELECT count(*) AS n FROM sync_exclusion WHERE record_kind = ?',
  );
  const repoint = database.prepare(
    "UPDATE OR REPLACE sync_exclusion SET record_id = ? WHERE record_kind = 'contact' AND record_id = ?",
  );

  return {
    add(record: SyncExclusion): void {
      insert.run(record.recordKind, record.recordId, record.recordName, record.reason, record.at);
    },
    /** True when it was excluded. */
    remove: (kind: RecordKind, recordId: string): boolean => erase.run(kind, recordId).changes > 0,
    has: (kind: RecordKind, recordId: string): boolean => has.get(kind, recordId) !== undefined,
    /** Those of the records that are excluded. */
    among: (kind: RecordKind, recordIds: readonly string[]): ReadonlySet<string> =>
      new Set(among.all(kind, JSON.stringify(recordIds))),
    page: (offset: number, limit: number): SyncExclusion[] =>
      page
        .all(limit, offset)
        .map((row) => ({ ...row, recordKind: syncRunErrorSchema.shape.recordKind.parse(row.recordKind) })),
    count: (): number => count.get()?.n ?? 0,
    countOf: (kind: RecordKind): number => countOf.get(kind)?.n ?? 0,
    /** A contact has another id now. */
    repoint(fromContactId: string, toContactId: string): void {
      repoint.run(toContactId, fromContactId);
    },
  };
}
export type SyncExclusionRepository = ReturnType<typeof createSyncExclusionRepository>;
