import type Database from 'better-sqlite3';
import type { ObjectType, StoredRecord } from './object-types';
import { prepared } from './prepared';

type RecordRow = {
  id: number;
  account: number;
  email: string | null;
  created_at: number;
  modified_at: number;
  archived: number;
  archived_at: number | null;
  company_id: number | null;
  properties: string;
};

const columns = 'id, account, email, created_at, modified_at, archived, archived_at, company_id, properties';

/** Storage of one object type. Every write keeps the version that search still sees until the index lag is over. */
export class RecordStore {
  readonly type: ObjectType;
  readonly #now: () => number;
  readonly #lagMs: () => number;
  readonly #database: Database.Database;
  readonly #byId: Database.Statement<[number, number], RecordRow>;
  readonly #staleById: Database.Statement<[number, number], RecordRow>;
  readonly #page: Database.Statement<[number, number, number, number], RecordRow>;
  readonly #insert: Database.Statement;
  readonly #update: Database.Statement;
  readonly #keepStale: Database.Statement;
  readonly #markDirty: Database.Statement;
  #hasStale = true;
  #version = 0;

  constructor(database: Database.Database, type: ObjectType, now: () => number, lagMs: () => number) {
    this.type = type;
    this.#database = database;
    this.#now = now;
    this.#lagMs = lagMs;
    const { table, staleTable } = type;
    this.#byId = database.prepare(`SELECT ${columns} FROM ${table} WHERE id = ? AND account = ?`);
    this.#staleById = database.prepare(`SELECT ${columns} FROM ${staleTable} WHERE id = ? AND account = ?`);
    this.#page = database.prepare(
      `SELECT ${columns} FROM ${table} WHERE id >= ? AND id < ? AND archived = ? ORDER BY id LIMIT ?`,
    );
    this.#insert = database.prepare(`INSERT INTO ${table} (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.#update = database.prepare(
      `UPDATE ${table} SET email = ?, created_at = ?, modified_at = ?, archived = ?, archived_at = ?, company_id = ?, properties = ? WHERE id = ?`,
    );
    this.#markDirty = database.prepare('INSERT OR IGNORE INTO hs_list_dirty (type, record_id) VALUES (?, ?)');
    this.#keepStale = database.prepare(
      `INSERT INTO ${staleTable} (${columns}, absent, visible_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET visible_at = excluded.visible_at`,
    );
  }

  /** Grows with every write; whoever caches answers compares it. */
  get version(): number {
    return this.#version;
  }

  /** The record in either archive state, by its own id. */
  byId(accountId: number, id: number): StoredRecord | undefined {
    const row = this.#byId.get(id, accountId);
    return row === undefined ? undefined : recordOf(row);
  }

  /** The id that an absorbed id now stands for; the id itself when it was never merged. Follows chains. */
  currentId(accountId: number, id: number): number {
    const find = prepared<[string, number, number], { new_id: number }>(
      this.#database,
      'SELECT new_id FROM hs_merged WHERE type = ? AND old_id = ? AND account = ?',
    );
    let current = id;
    for (;;) {
      const next = find.get(this.type.name, current, accountId)?.new_id;
      if (next === undefined) return current;
      current = next;
    }
  }

  /** The contact with this address, primary or additional; compares in lower case. */
  byEmail(accountId: number, email: string): StoredRecord | undefined {
    const address = email.trim().toLowerCase();
    const row = prepared<[number, string], RecordRow>(
      this.#database,
      `SELECT ${columns} FROM ${this.type.table} WHERE account = ? AND email = ? AND archived = 0 ORDER BY id LIMIT 1`,
    ).get(accountId, address);
    if (row !== undefined) return recordOf(row);
    const id = prepared<[number, string], { contact_id: number }>(
      this.#database,
      'SELECT contact_id FROM hs_extra_email WHERE account = ? AND email = ?',
    ).get(accountId, address)?.contact_id;
    const other = id === undefined ? undefined : this.byId(accountId, id);
    return other === undefined || other.isArchived ? undefined : other;
  }

  /** The live record that holds this value of a unique property; an archived one does not keep the value. */
  byUnique(accountId: number, property: string, value: string): StoredRecord | undefined {
    const id = prepared<[number, string, string, string], { record_id: number }>(
      this.#database,
      'SELECT record_id FROM hs_unique WHERE account = ? AND type = ? AND property = ? AND value = ?',
    ).get(accountId, this.type.name, property, value)?.record_id;
    const record = id === undefined ? undefined : this.byId(accountId, id);
    return record === undefined || record.isArchived ? undefined : record;
  }

  /** Records in id order from `fromId` (included) to `endId` (excluded). */
  page(fromId: number, endId: number, isArchived: boolean, limit: number): readonly StoredRecord[] {
    return this.#page.all(fromId, endId, isArchived ? 1 : 0, limit).map(recordOf);
  }

  /** The versions that search sees, in the given order: the older one for a record whose newest is not indexed yet. */
  searchVersions(
    accountId: number,
    hits: readonly { readonly id: number; readonly isStale: number }[],
  ): readonly StoredRecord[] {
    return hits.flatMap(({ id, isStale }) => {
      const row = (isStale === 1 ? this.#staleById : this.#byId).get(id, accountId);
      return row === undefined ? [] : recordOf(row);
    });
  }

  /** Adds a record; search learns of it when the lag is over. */
  insert(record: StoredRecord): void {
    this.#insert.run(...valuesOf(record));
    this.#remember(record, true);
  }

  /** Replaces a record; search shows `before` until the lag is over. */
  update(before: StoredRecord, after: StoredRecord): void {
    const [, , ...values] = valuesOf(after);
    this.#update.run(...values, after.id);
    this.#remember(before, false);
  }

  /** Takes a record away for good (merge, privacy deletion). */
  remove(record: StoredRecord): void {
    this.#database.prepare(`DELETE FROM ${this.type.table} WHERE id = ?`).run(record.id);
    this.#remember(record, false);
  }

  /** True while some record's newest version is hidden from search; forgets those whose lag is over. */
  refreshIndex(): boolean {
    if (!this.#hasStale) return false;
    const done = this.#database.prepare(`DELETE FROM ${this.type.staleTable} WHERE visible_at <= ?`).run(this.#now());
    if (done.changes > 0) this.#version += 1;
    this.#hasStale = this.#database.prepare(`SELECT 1 FROM ${this.type.staleTable} LIMIT 1`).get() !== undefined;
    return this.#hasStale;
  }

  #remember(record: StoredRecord, isNew: boolean): void {
    this.#version += 1;
    // Lists with a filter look at it again when somebody asks for them.
    this.#markDirty.run(this.type.name, record.id);
    if (this.#lagMs() <= 0) return;
    this.#keepStale.run(...valuesOf(record), isNew ? 1 : 0, this.#now() + this.#lagMs());
    this.#hasStale = true;
  }
}

function valuesOf(record: StoredRecord): readonly (number | string | null)[] {
  return [
    record.id,
    record.accountId,
    record.email,
    record.createdAt,
    record.modifiedAt,
    record.isArchived ? 1 : 0,
    record.archivedAt,
    record.companyId,
    JSON.stringify(record.properties),
  ];
}

/** A row of a record table (or of its stale twin) as a record. */
function recordOf(row: RecordRow): StoredRecord {
  return {
    id: row.id,
    accountId: row.account,
    email: row.email,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    isArchived: row.archived === 1,
    archivedAt: row.archived_at,
    companyId: row.company_id,
    properties: JSON.parse(row.properties),
  };
}
