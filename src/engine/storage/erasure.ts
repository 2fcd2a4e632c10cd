import { erasedIndexes, erasurePlan, type TablePolicy } from './erasure-plan';
import { erasingSecurely } from './overwrite-deleted';
import { inRepeatableTransaction, inTransaction, type Storage } from './storage';

/** What is to go: the links of one account, or with `isEverything` all that came from HubSpot. */
export interface ErasureScope {
  botUserId: string | null;
  sequenceNumber: number | null;
  isEverything: boolean;
}

type Key = readonly (string | number | bigint | Buffer | null)[];
type Going = Exclude<TablePolicy, { stays: 'asItIs' }>;

/** A slice holds the main loop about this long. */
const sliceMs = 3;
const fewestRows = 20;
const mostRows = 2_000;
/** Below this many rows a table is emptied as it stands. */
const fewRows = 2_000;
/** Before the names of tables that an empty one took the place of. */
const drained = 'erased_';

/** Erases by the {@link erasurePlan}, slice by slice: each call of the iterator is one short transaction. */
export class Erasure {
  readonly #storage: Storage;
  readonly #scope: ErasureScope;
  readonly #values: { bot: string; number: number };
  #rows = 500;

  constructor(storage: Storage, scope: ErasureScope) {
    this.#storage = storage;
    this.#scope = scope;
    this.#values = { bot: scope.botUserId ?? '', number: scope.sequenceNumber ?? 0 };
  }

  /** How many rows are to be looked at. */
  total(): number {
    const counts = this.#going().map(({ table }) => this.#count(table, 'true'));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** As {@link count}, for a table that may be long and whose condition looks at another one; `breathe` is awaited between slices. */
  async countSlowly(table: string, breathe: () => Promise<void>): Promise<number> {
    const going = this.#going().find((found) => found.table === table);
    if (going === undefined) return 0;
    if (this.#scope.isEverything) return this.count(table);
    const condition = this.#condition(going.policy);
    let total = 0;
    for (const { range, values } of this.#windows(table)) {
      const sql = `SELECT count(*) AS count FROM ${table} WHERE ${range} AND (${condition})`;
      total += this.#storage.prepare<[object], { count: number }>(sql).get(values)?.count ?? 0;
      await breathe();
    }
    return total;
  }

  /** How many rows of a table go. */
  count(table: string): number {
    const going = this.#going().find((found) => found.table === table);
    return going === undefined ? 0 : this.#count(table, this.#condition(going.policy));
  }

  /**
   * Does one slice after the other and gives how many rows each one looked at. It may be begun anew at any time: what is gone
   * stays gone. What is erased is overwritten in the file, too.
   */
  *slices(): Generator<number> {
    for (const { table, policy } of this.#going()) {
      if (this.#scope.isEverything && policy.goes === 'rows') yield* this.#replaced(table);
      yield* this.#table(table, policy);
    }
    if (this.#scope.isEverything) for (const index of erasedIndexes) yield* this.#index(index);
  }

  #going(): { table: string; policy: Going }[] {
    return Object.entries(erasurePlan).flatMap(([table, policy]) => {
      if (!('goes' in policy)) return [];
      return this.#scope.isEverything || policy.ofAccount !== undefined ? [{ table, policy }] : [];
    });
  }

  #condition(policy: Going): string {
    return this.#scope.isEverything ? 'true' : (policy.ofAccount ?? 'false');
  }

  #count(table: string, condition: string): number {
    const sql = `SELECT count(*) AS count FROM ${table} WHERE ${condition}`;
    return this.#storage.prepare<[object], { count: number }>(sql).get(this.#values)?.count ?? 0;
  }

  *#table(table: string, policy: Going): Generator<number> {
    const act = policy.goes === 'rows' ? `DELETE FROM ${table} WHERE` : `UPDATE ${table} SET ${policy.set} WHERE`;
    const condition = this.#condition(policy);
    for (const { range, values } of this.#windows(table)) {
      const looked = this.#rows;
      const work = this.#storage.prepare<[object]>(`${act} ${range} AND (${condition})`);
      this.#timed(() => work.run(values));
      yield looked;
    }
  }

  /**
   * A long table whose rows all go gives its place to an empty one at once and is drained without its indexes: row by row each of
   * them would have another page written, twenty times as much in all. It may be interrupted anywhere: what is left to do
   * is read from the schema.
   */
  *#replaced(table: string): Generator<number> {
    const old = drained + table;
    if (!this.#exists(old)) {
      if (!isOnItsOwn(this.#storage, table) || !this.#hasMoreThan(table, fewRows)) return;
      const sql = this.#storage
        .prepare<[string], string>('SELECT sql FROM sqlite_master WHERE name = ?')
        .pluck()
        .get(table);
      if (sql === undefined) return;
      // else the bodies of triggers that name the table would follow the old one
      this.#storage.pragma('legacy_alter_table = ON');
      try {
        inTransaction(this.#storage, () => {
          this.#storage.exec(`ALTER TABLE ${table} RENAME TO ${old}`);
          this.#storage.exec(sql);
        });
      } finally {
        this.#storage.pragma('legacy_alter_table = OFF');
      }
      yield 0;
    }
    const indexes = this.#storage.prepare<[string], { name: string; sql: string }>(
      `SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`,
    );
    for (const { name, sql } of indexes.all(old)) {
      erasingSecurely(this.#storage, () =>
        inTransaction(this.#storage, () => {
          this.#storage.exec(`DROP INDEX ${name}`);
          this.#storage.exec(sql.replace(`ON "${old}"`, `ON ${table}`));
        }),
      );
      yield 0;
    }
    yield* this.#table(old, { goes: 'rows' });
    inTransaction(this.#storage, () => this.#storage.exec(`DROP TABLE ${old}`));
    yield 0;
  }

  #exists(table: string): boolean {
    return this.#storage.prepare<[string]>('SELECT 1 FROM sqlite_master WHERE name = ?').get(table) !== undefined;
  }

  #hasMoreThan(table: string, rows: number): boolean {
    return this.#storage.prepare<[number]>(`SELECT 1 FROM ${table} LIMIT 1 OFFSET ?`).get(rows) !== undefined;
  }

  /** Ranges of keys that hold so many rows as a slice may look at, one after the other; the last one is open. */
  *#windows(table: string): Generator<{ range: string; values: Record<string, unknown> }> {
    const keys = keyOf(this.#storage, table);
    const columns = keys.join(', ');
    const marks = (name: string) => `(${keys.map((_, i) => `@${name}${i}`).join(', ')})`;
    const named = (name: string, key: Key) => Object.fromEntries(key.map((value, i) => [`${name}${i}`, value]));
    let after: Key | null = null;
    for (;;) {
      const from: string = after === null ? 'true' : `(${columns}) > ${marks('after')}`;
      const bound: Key | undefined = this.#storage
        .prepare<[object], Key>(
          `SELECT ${columns} FROM ${table} WHERE ${from} ORDER BY ${columns} LIMIT 1 OFFSET @rows`,
        )
        .raw()
        .get({ ...named('after', after ?? []), rows: this.#rows - 1 });
      const upTo = bound === undefined ? 'true' : `(${columns}) <= ${marks('upTo')}`;
      const values = { ...this.#values, ...named('after', after ?? []), ...named('upTo', bound ?? []) };
      yield { range: `${from} AND ${upTo}`, values };
      if (bound === undefined) return;
      after = bound;
    }
  }

  /**
   * A full-text index cannot be emptied in slices: its own tables become ordinary ones, an empty index takes its place at
   * once, and those are drained and dropped. At no time is there an index that is not whole.
   */
  *#index(index: string): Generator<number> {
    const parts = ['data', 'idx', 'docsize'].map((part) => ({
      own: `${index}_${part}`,
      old: `${drained}${index}_${part}`,
    }));
    const find = this.#storage.prepare<[string], { sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?');
    const found = find.get(index);
    if (found !== undefined && parts.every(({ old }) => find.get(old) === undefined)) {
      this.#unguarded(() =>
        inTransaction(this.#storage, () => {
          for (const { own, old } of parts) this.#storage.exec(`ALTER TABLE ${own} RENAME TO ${old}`);
          this.#storage.exec(`DROP TABLE ${index}`);
          this.#storage.exec(found.sql);
        }),
      );
      yield 0;
    }
    for (const { old } of parts) {
      if (find.get(old) === undefined) continue;
      const columns = keyOf(this.#storage, old).join(', ');
      const drain = `DELETE FROM ${old} WHERE (${columns}) IN (SELECT ${columns} FROM ${old} LIMIT @rows)`;
      for (let isLeft = true; isLeft; ) {
        this.#timed(() => {
          isLeft = this.#storage.prepare<[object]>(drain).run({ rows: this.#rows }).changes > 0;
        });
        yield 0;
      }
    }
    inTransaction(this.#storage, () => {
      for (const { old } of parts) this.#storage.exec(`DROP TABLE IF EXISTS ${old}`);
    });
    yield 0;
  }

  /** SQLite guards the tables of an index against being renamed. */
  #unguarded<Result>(work: () => Result): Result {
    this.#storage.unsafeMode(true);
    try {
      return work();
    } finally {
      this.#storage.unsafeMode(false);
    }
  }

  /** One slice in a transaction of its own; the next one is as long as this one's time allows. */
  #timed(work: () => void): void {
    const startedAt = performance.now();
    // A power cut may take the last slices back: they are done again, as the erasure begins anew then.
    erasingSecurely(this.#storage, () => inRepeatableTransaction(this.#storage, work));
    const tookMs = Math.max(0.1, performance.now() - startedAt);
    const fitting = Math.round(this.#rows * Math.min(2, Math.max(0.3, sliceMs / tookMs)));
    this.#rows = Math.min(mostRows, Math.max(fewestRows, fitting));
  }
}

/** The columns by which a table's rows are ordered: its row number, or its primary key where it has none. */
function keyOf(storage: Storage, table: string): string[] {
  const info = storage
    .prepare<[string], { wr: number }>("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .get(table);
  if (info?.wr !== 1) return ['rowid'];
  return storage
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .all(table)
    .map((column) => column.name);
}

/** True for a table that no trigger watches and no other table refers to. */
function isOnItsOwn(storage: Storage, table: string): boolean {
  const watched = storage
    .prepare<[string]>(`SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?`)
    .get(table);
  const referred = storage
    .prepare<[string]>(
      `SELECT 1 FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' AND f."table" = ?`,
    )
    .get(table);
  return watched === undefined && referred === undefined;
}
