import type Database from 'better-sqlite3';
import { type ObjectType, type ObjectTypeName, objectTypes } from '../object-types';
import { prepared } from '../prepared';
import type { PropertyStore } from '../property-store';
import { branchSql, type FilterBranch } from './list-filter';
import { type ListRow, listOf, type StoredList } from './stored-list';

/** What a new list is made from. */
export type NewList = Pick<StoredList, 'accountId' | 'name' | 'type' | 'processingType' | 'folder' | 'filter'>;

/** A member with the times it came in, epoch ms. */
export type ListMember = { readonly recordId: number; readonly firstAddedAt: number; readonly addedAt: number };

/**
 * Lists and members. A dynamic list follows its filter: whoever reads lists calls `refresh` first, which looks at the records
 * that changed since, and at all of them for a list that is new or was in flux.
 */
export class ListStore {
  readonly #database: Database.Database;
  readonly #now: () => number;
  readonly #properties: PropertyStore;

  constructor(database: Database.Database, now: () => number, properties: PropertyStore) {
    this.#database = database;
    this.#now = now;
    this.#properties = properties;
  }

  /** Lists of an account by id, deleted ones included. */
  all(accountId: number): readonly StoredList[] {
    return prepared<[number], ListRow>(this.#database, 'SELECT * FROM hs_list WHERE account = ? ORDER BY id')
      .all(accountId)
      .map(listOf);
  }

  /** One list in either state. */
  byId(accountId: number, id: number): StoredList | undefined {
    const row = prepared<[number, number], ListRow>(
      this.#database,
      'SELECT * FROM hs_list WHERE id = ? AND account = ?',
    ).get(id, accountId);
    return row === undefined ? undefined : listOf(row);
  }

  /** A live list by name; letter case does not matter. */
  byName(accountId: number, name: string): StoredList | undefined {
    const wanted = name.trim().toLowerCase();
    return this.all(accountId).find((list) => list.deletedAt === null && list.name.toLowerCase() === wanted);
  }

  /** Adds a list without members; one with a filter is evaluated at the next `refresh`. */
  create(list: NewList): StoredList {
    const now = this.#now();
    const done = prepared(
      this.#database,
      `INSERT INTO hs_list (account, name, type, processing_type, folder, filter, evaluated, created_at, updated_at, filters_updated_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      list.accountId,
      list.name,
      list.type,
      list.processingType,
      list.folder,
      storedFilter(list.filter),
      list.filter === null ? 1 : 0,
      now,
      now,
      list.filter === null ? null : now,
    );
    return this.#mustFind(list.accountId, Number(done.lastInsertRowid));
  }

  /** Changes the definition: a new version of the list. */
  define(list: StoredList, change: { readonly name?: string; readonly filter?: FilterBranch }): StoredList {
    const now = this.#now();
    prepared(
      this.#database,
      `UPDATE hs_list SET name = ?, filter = ?, evaluated = ?, filters_updated_at = ?, version = version + 1, updated_at = ? WHERE id = ?`,
    ).run(
      change.name ?? list.name,
      storedFilter(change.filter ?? list.filter),
      change.filter === undefined ? 1 : 0,
      change.filter === undefined ? list.filtersUpdatedAt : now,
      now,
      list.id,
    );
    return this.#mustFind(list.accountId, list.id);
  }

  /** Puts a list into the bin or takes it out. */
  setDeleted(list: StoredList, isDeleted: boolean): void {
    prepared(this.#database, 'UPDATE hs_list SET deleted_at = ?, evaluated = ? WHERE id = ?').run(
      isDeleted ? this.#now() : null,
      list.processingType === 'DYNAMIC' ? 0 : 1,
      list.id,
    );
  }

  /** Shows a list in flux (any status but `COMPLETE`): its members stay as they are until it is complete again. */
  setStatus(list: StoredList, status: string): void {
    prepared(this.#database, 'UPDATE hs_list SET processing_status = ?, evaluated = ? WHERE id = ?').run(
      status,
      list.processingType === 'DYNAMIC' ? 0 : 1,
      list.id,
    );
  }

  /** Adds records; those that are members already stay as they are. Returns the new ones. */
  add(list: StoredList, recordIds: readonly number[], at = this.#now()): readonly number[] {
    const insert = prepared(this.#database, 'INSERT OR IGNORE INTO hs_list_member VALUES (?, ?, ?, ?)');
    const added = recordIds.filter((id) => insert.run(list.id, id, at, at).changes > 0);
    this.#moved(list.id, added.length, 0, at);
    return added;
  }

  /** Takes records out; returns those that were members. */
  remove(list: StoredList, recordIds: readonly number[]): readonly number[] {
    const drop = prepared(this.#database, 'DELETE FROM hs_list_member WHERE list_id = ? AND record_id = ?');
    const removed = recordIds.filter((id) => drop.run(list.id, id).changes > 0);
    this.#moved(list.id, 0, removed.length, this.#now());
    return removed;
  }

  /** Takes every record out. */
  clear(list: StoredList): void {
    const { changes } = prepared(this.#database, 'DELETE FROM hs_list_member WHERE list_id = ?').run(list.id);
    this.#moved(list.id, 0, changes, this.#now());
  }

  /** Members by record id from beyond `fromId`, upward or downward. */
  byRecord(listId: number, fromId: number, isDescending: boolean, limit: number): readonly ListMember[] {
    const [beyond, order] = isDescending ? ['<', 'DESC'] : ['>', 'ASC'];
    return prepared<[number, number, number], ListMember>(
      this.#database,
      `SELECT record_id AS recordId, first_added_at AS firstAddedAt, added_at AS addedAt FROM hs_list_member
       WHERE list_id = ? AND record_id ${beyond} ? ORDER BY record_id ${order} LIMIT ?`,
    ).all(listId, fromId, limit);
  }

  /** Members in the order they joined, from beyond the given one. Sorts the whole list at every page: nobody asks often. */
  byJoining(
    listId: number,
    from: Pick<ListMember, 'addedAt' | 'recordId'>,
    isDescending: boolean,
    limit: number,
  ): readonly ListMember[] {
    const [beyond, order] = isDescending ? ['<', 'DESC'] : ['>', 'ASC'];
    return prepared<[number, number, number, number], ListMember>(
      this.#database,
      `SELECT record_id AS recordId, first_added_at AS firstAddedAt, added_at AS addedAt FROM hs_list_member
       WHERE list_id = ? AND (added_at, record_id) ${beyond} (?, ?) ORDER BY added_at ${order}, record_id ${order} LIMIT ?`,
    ).all(listId, from.addedAt, from.recordId, limit);
  }

  /** Live lists that hold a record. */
  listsOf(
    accountId: number,
    type: ObjectTypeName,
    recordId: number,
  ): readonly { readonly list: StoredList; readonly member: ListMember }[] {
    const rows = prepared<[number, string, number], ListRow & { first: number; added: number }>(
      this.#database,
      `SELECT l.*, m.first_added_at AS first, m.added_at AS added FROM hs_list_member m JOIN hs_list l ON l.id = m.list_id
       WHERE l.account = ? AND l.type = ? AND m.record_id = ? AND l.deleted_at IS NULL ORDER BY l.id`,
    ).all(accountId, type, recordId);
    return rows.map((row) => ({
      list: listOf(row),
      member: { recordId, firstAddedAt: row.first, addedAt: row.added },
    }));
  }

  /** Brings the lists with a filter up to date. A list in flux keeps its members. */
  refresh(): void {
    this.#database.transaction(() => {
      const dirtyTypes = prepared<[], { type: ObjectTypeName }>(
        this.#database,
        'SELECT DISTINCT type FROM hs_list_dirty',
      ).all();
      const rows = prepared<[], ListRow>(
        this.#database,
        "SELECT * FROM hs_list WHERE filter IS NOT NULL AND deleted_at IS NULL AND processing_status = 'COMPLETE'",
      ).all();
      for (const row of rows) {
        if (row.evaluated === 0) this.#evaluate(row, false);
        else if (row.processing_type === 'DYNAMIC' && dirtyTypes.some(({ type }) => type === row.type)) {
          this.#evaluate(row, true);
        }
      }
      if (dirtyTypes.length > 0) this.#database.exec('DELETE FROM hs_list_dirty');
    })();
  }

  #evaluate(row: ListRow, isDirtyOnly: boolean): void {
    const list = listOf(row);
    if (list.filter === null) return;
    const type: ObjectType = objectTypes[list.type];
    const filter = branchSql(type, this.#properties.live(list.accountId, list.type), list.filter);
    const dirty = 'SELECT record_id FROM hs_list_dirty WHERE type = ?';
    const matching = `FROM ${type.table} WHERE account = ? AND archived = 0 AND ${filter.sql}${isDirtyOnly ? ` AND id IN (${dirty})` : ''}`;
    const values = [list.accountId, ...filter.values, ...(isDirtyOnly ? [list.type] : [])];
    const scope = isDirtyOnly ? ` AND record_id IN (${dirty})` : '';
    const now = this.#now();
    const drop = `DELETE FROM hs_list_member WHERE list_id = ?${scope} AND record_id NOT IN (SELECT id ${matching})`;
    const dropped = [list.id, ...(isDirtyOnly ? [list.type] : []), ...values];
    // Looking at a million records for members that are not there takes seconds.
    const removed = list.size === 0 ? 0 : this.#database.prepare(drop).run(...dropped).changes;
    // The members of a list without any yet came in when they last changed: nobody saw the moment.
    const isFirst = !isDirtyOnly && list.size === 0 && list.lastRemovedAt === null;
    const at = isFirst ? 'modified_at' : String(now);
    const added = this.#database
      .prepare(`INSERT OR IGNORE INTO hs_list_member SELECT ?, id, ${at}, ${at} ${matching}`)
      .run(list.id, ...values).changes;
    this.#moved(list.id, added, removed, now);
    prepared(this.#database, 'UPDATE hs_list SET evaluated = 1 WHERE id = ?').run(list.id);
  }

  #moved(listId: number, added: number, removed: number, at: number): void {
    if (added > 0) {
      prepared(this.#database, 'UPDATE hs_list SET size = size + ?, last_added_at = ? WHERE id = ?').run(
        added,
        at,
        listId,
      );
    }
    if (removed > 0) {
      prepared(this.#database, 'UPDATE hs_list SET size = size - ?, last_removed_at = ? WHERE id = ?').run(
        removed,
        at,
        listId,
      );
    }
  }

  #mustFind(accountId: number, id: number): StoredList {
    const list = this.byId(accountId, id);
    if (list === undefined) throw new Error(`The list ${id} is not there.`);
    return list;
  }
}

function storedFilter(filter: FilterBranch | null): string | null {
  return filter === null ? null : JSON.stringify(filter);
}
