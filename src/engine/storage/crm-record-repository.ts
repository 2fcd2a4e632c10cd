import { z } from 'zod';
import type { Storage } from './storage';

export type ParentKind = 'contact' | 'company';
export type RecordKind = 'deal' | 'ticket';

/** A deal or ticket as it was last read; values are HubSpot's raw ones. */
export interface StoredRecord {
  id: string;
  properties: Readonly<Record<string, string | null>>;
}

/** Whose deals or tickets. */
export interface RecordParent {
  kind: ParentKind;
  id: string;
}

const propertiesSchema = z.record(z.string(), z.string().nullable());

/** Deals and tickets as they were last read, for which contact or company, and what they refer to. */
export function createCrmRecordRepository(database: Storage) {
  const upsert = database.prepare(`INSERT INTO crm_record (kind, id, properties) VALUES (?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET properties = excluded.properties`);
  const unlink = database.prepare('DELETE FROM crm_record_of WHERE parent_kind = ? AND parent_id = ? AND kind = ?');
  const link = database.prepare('INSERT OR IGNORE INTO crm_record_of VALUES (?, ?, ?, ?)');
  const noteRead =
    database.prepare(`INSERT INTO crm_record_read (parent_kind, parent_id, kind, read_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (parent_kind, parent_id, kind) DO UPDATE SET read_at = excluded.read_at, is_stale = 0`);
  const readState = database.prepare<[string, string, string], { readAt: number; isStale: number }>(
    'SELECT read_at AS readAt, is_stale AS isStale FROM crm_record_read WHERE parent_kind = ? AND parent_id = ? AND kind = ?',
  );
  const ofParent = database.prepare<[string, string, string], { id: string; properties: string }>(`
    SELECT crm_record.id, properties FROM crm_record_of
    JOIN crm_record ON crm_record.kind = crm_record_of.kind AND crm_record.id = record_id
    WHERE parent_kind = ? AND parent_id = ? AND crm_record_of.kind = ?`);
  const parents = database.prepare<[string, string], RecordParent>(
    'SELECT parent_kind AS kind, parent_id AS id FROM crm_record_of WHERE kind = ? AND record_id = ?',
  );
  const markStale = database.prepare('UPDATE crm_record_read SET is_stale = 1 WHERE parent_kind = ? AND parent_id = ?');
  const forgetParent = [
    database.prepare<[string, string]>('DELETE FROM crm_record_of WHERE parent_kind = ? AND parent_id = ?'),
    database.prepare<[string, string]>('DELETE FROM crm_record_read WHERE parent_kind = ? AND parent_id = ?'),
  ];
  const linked = database.prepare<[string, string], { kind: string; id: string }>(
    'SELECT kind, record_id AS id FROM crm_record_of WHERE parent_kind = ? AND parent_id = ?',
  );
  const forgetLoose = database.prepare(`DELETE FROM crm_record WHERE kind = ? AND id = ? AND NOT EXISTS
    (SELECT 1 FROM crm_record_of WHERE crm_record_of.kind = crm_record.kind AND record_id = crm_record.id)`);
  /** Takes links away with what nothing links to any more. */
  const andLoose = (parent: RecordParent, work: () => void): void => {
    const before = linked.all(parent.kind, parent.id);
    work();
    for (const { kind, id } of before) forgetLoose.run(kind, id);
  };
  const reference = database.prepare<[string], { value: string; readAt: number }>(
    'SELECT value, read_at AS readAt FROM crm_reference WHERE name = ?',
  );
  const saveReference = database.prepare(`INSERT INTO crm_reference (name, value, read_at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, read_at = excluded.read_at`);

  return {
    /** Replaces what is held of a parent. Inside the caller's transaction. */
    save(parent: RecordParent, kind: RecordKind, records: readonly StoredRecord[], at: number): void {
      andLoose(parent, () => {
        unlink.run(parent.kind, parent.id, kind);
        for (const record of records) {
          upsert.run(kind, record.id, JSON.stringify(record.properties));
          link.run(parent.kind, parent.id, kind, record.id);
        }
        noteRead.run(parent.kind, parent.id, kind, at);
      });
    },
    records: (parent: RecordParent, kind: RecordKind): StoredRecord[] =>
      ofParent
        .all(parent.kind, parent.id, kind)
        .map((row) => ({ id: row.id, properties: propertiesSchema.parse(JSON.parse(row.properties)) })),
    /** null = never read; `isStale` = HubSpot said since that something changed. */
    readState(parent: RecordParent, kind: RecordKind): { readAt: number; isStale: boolean } | null {
      const row = readState.get(parent.kind, parent.id, kind);
      return row === undefined ? null : { readAt: row.readAt, isStale: row.isStale === 1 };
    },
    /** Contacts and companies for which a record is held. */
    parentsOf: (kind: RecordKind, id: string): RecordParent[] => parents.all(kind, id),
    markStale: (parent: RecordParent) => void markStale.run(parent.kind, parent.id),
    /** Forgets everything that is held for a parent. Inside the caller's transaction. */
    forgetParent(parent: RecordParent): void {
      andLoose(parent, () => {
        for (const statement of forgetParent) statement.run(parent.kind, parent.id);
      });
    },
    /** The stored reference if it is of the schema, with the time of its reading. */
    reference<Value>(name: string, schema: z.ZodType<Value>): { value: Value; readAt: number } | null {
      const row = reference.get(name);
      if (row === undefined) return null;
      const parsed = schema.safeParse(JSON.parse(row.value));
      return parsed.success ? { value: parsed.data, readAt: row.readAt } : null;
    },
    saveReference: (name: string, value: unknown, at: number) =>
      void saveReference.run(name, JSON.stringify(value), at),
  };
}
export type CrmRecordRepository = ReturnType<typeof createCrmRecordRepository>;
