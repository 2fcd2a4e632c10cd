import Database from 'better-sqlite3';
import { LogRefusal } from '../log/relay-log';
import { newerTables, type RelayDatabase, type SchemaPart, type SqlValue } from './relay-database';

/** {@link RelayDatabase} in one file. May be opened by several processes at once (the relay and its command line). */
export class SqliteRelayDatabase implements RelayDatabase {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement<SqlValue[]>>();

  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('busy_timeout = 5000');
  }

  async prepare(part: SchemaPart): Promise<void> {
    const apply = this.#db.transaction(() => {
      this.#db.exec('CREATE TABLE IF NOT EXISTS schema_part (name TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT');
      const found = this.#db
        .prepare<[string], { version: number }>('SELECT version FROM schema_part WHERE name = ?')
        .get(part.name);
      const version = found?.version ?? 0;
      if (version > part.steps.length) throw newerTables(part, version);
      for (const statement of part.steps.slice(version).flat()) this.#db.exec(statement);
      this.#db
        .prepare(
          'INSERT INTO schema_part (name, version) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET version = excluded.version',
        )
        .run(part.name, part.steps.length);
    });
    apply.immediate();
  }

  async rows<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return guarded(() => this.#statement(sql).all(...values) as Row[]);
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return guarded(() => this.#statement(sql).run(...values).changes);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #statement(sql: string): Database.Statement<SqlValue[]> {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#db.prepare<SqlValue[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    throw new LogRefusal(error.code === 'SQLITE_FULL' ? 'full' : 'failed', error.message);
  }
}
