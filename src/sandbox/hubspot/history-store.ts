import type Database from 'better-sqlite3';
import { type ObjectType, propertyValue, type StoredRecord } from './object-types';

/** Who made a change, as property history and webhooks report it. */
export type ChangeSource = {
  readonly type: 'CRM_UI' | 'INTEGRATION' | 'IMPORT' | 'MERGE_OBJECTS';
  readonly id: string | null;
  readonly label: string | null;
  readonly userId: number | null;
  /** True when the rules of the account's administrators bind the writer (facts section 1.1). */
  readonly isRuleBound?: boolean;
};

/** One entry of `propertiesWithHistory` (facts section 5.2). */
export type HistoryEntry = {
  readonly value: string;
  readonly timestamp: string;
  readonly sourceType: string;
  readonly sourceId?: string;
  readonly sourceLabel?: string;
  readonly updatedByUserId?: number;
};

type HistoryRow = {
  value: string;
  changed_at: number;
  source_type: string;
  source_id: string | null;
  source_label: string | null;
  user_id: number | null;
};

/** The import that seeded records came from. */
export const importSource: ChangeSource = {
  type: 'IMPORT',
  id: '20011',
  label: 'customer-list.xlsx',
  userId: null,
};

/** Earlier values of properties. Seeded values have no rows: their one entry is computed when somebody asks. */
export class HistoryStore {
  readonly #add: Database.Statement;
  readonly #read: Database.Statement<[string, number, string], HistoryRow>;

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO hs_history (type, record_id, property, value, changed_at, source_type, source_id, source_label, user_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#read = database.prepare(
      `SELECT value, changed_at, source_type, source_id, source_label, user_id FROM hs_history
       WHERE type = ? AND record_id = ? AND property = ? ORDER BY key DESC LIMIT 20`,
    );
  }

  /** Notes a new value; the first change of a seeded value also writes down where that value came from. */
  note(
    type: ObjectType,
    before: StoredRecord | null,
    recordId: number,
    name: string,
    value: string,
    at: number,
    source: ChangeSource,
  ): void {
    const old = before === null ? null : propertyValue(type, before, name);
    if (before !== null && old !== null && this.#read.get(type.name, recordId, name) === undefined) {
      this.#write(type, recordId, name, old, before.createdAt, importSource);
    }
    this.#write(type, recordId, name, value, at, source);
  }

  /** Values of one property, newest first; empty for a property that never had one. */
  read(type: ObjectType, record: StoredRecord, name: string): readonly HistoryEntry[] {
    const rows = this.#read.all(type.name, record.id, name);
    if (rows.length > 0) return rows.map(entryOf);
    const value = propertyValue(type, record, name);
    if (value === null) return [];
    const at = name === type.modifiedProperty ? record.modifiedAt : record.createdAt;
    return [
      entryOf({
        value,
        changed_at: at,
        source_type: importSource.type,
        source_id: importSource.id,
        source_label: importSource.label,
        user_id: null,
      }),
    ];
  }

  #write(type: ObjectType, recordId: number, name: string, value: string, at: number, source: ChangeSource): void {
    this.#add.run(type.name, recordId, name, value, at, source.type, source.id, source.label, source.userId);
  }
}

function entryOf(row: HistoryRow): HistoryEntry {
  return {
    value: row.value,
    timestamp: new Date(row.changed_at).toISOString(),
    sourceType: row.source_type,
    ...(row.source_id === null ? {} : { sourceId: row.source_id }),
    ...(row.source_label === null ? {} : { sourceLabel: row.source_label }),
    ...(row.user_id === null ? {} : { updatedByUserId: row.user_id }),
  };
}
