import { Pool, types } from 'pg';
import { messageOf, toLogRefusal } from '../log/postgres/database-error';
import { Refusal } from '../refusal';
import { newerTables, type RelayDatabase, type SchemaPart, type SqlValue } from './relay-database';

export interface PostgresRelayDatabaseOptions {
  /** `postgresql://user:password@host:5432/database?sslmode=...`. Never logged. */
  readonly url: string;
  readonly onTrouble: (message: string) => void;
}

/** Apart from the log's connections: files of customers must not hold up webhooks. */
const CONNECTIONS = 4;
const CONNECT_LIMIT_MS = 2_000;
const QUERY_LIMIT_MS = 10_000;
const INT8 = 20;
/** Any number that other users of the database do not take: nodes that start at once make the tables one after the other. */
const SCHEMA_LOCK = 7_205_861_405;

/** {@link RelayDatabase} on the PostgreSQL server that all nodes share. */
export class PostgresRelayDatabase implements RelayDatabase {
  readonly #pool: Pool;
  /** The same texts come again and again: what each is for PostgreSQL. */
  readonly #texts = new Map<string, string>();

  constructor(options: PostgresRelayDatabaseOptions) {
    this.#pool = new Pool({
      connectionString: options.url,
      application_name: 'lumo-relay',
      keepAlive: true,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      statement_timeout: QUERY_LIMIT_MS,
      types: {
        getTypeParser: ((oid: number, format?: 'text') =>
          oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
      },
    });
    // an idle connection that breaks would end the process otherwise
    this.#pool.on('error', (error) => options.onTrouble(`a connection to the database was lost: ${messageOf(error)}`));
  }

  async prepare(part: SchemaPart): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
      await client.query('CREATE TABLE IF NOT EXISTS schema_part (name TEXT PRIMARY KEY, version BIGINT NOT NULL)');
      const sql = 'SELECT version FROM schema_part WHERE name = $1';
      const found = await client.query<{ version: number }>(sql, [part.name]);
      const version = found.rows[0]?.version ?? 0;
      if (version > part.steps.length) throw newerTables(part, version);
      for (const statement of part.steps.slice(version).flat()) await client.query(tableText(statement));
      await client.query(
        'INSERT INTO schema_part (name, version) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET version = excluded.version',
        [part.name, part.steps.length],
      );
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  async rows<Row extends object>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    return (await this.#query<Row>(sql, values)).rows;
  }

  async run(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    return (await this.#query(sql, values)).rowCount ?? 0;
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #query<Row extends object>(sql: string, values: readonly SqlValue[]) {
    let text = this.#texts.get(sql);
    if (text === undefined) {
      text = numbered(sql);
      this.#texts.set(sql, text);
    }
    try {
      return await this.#pool.query<Row>(text, [...values]);
    } catch (error) {
      throw isUnstorable(error)
        ? new Refusal(400, 'REQUEST_MALFORMED', 'The request is not understood.')
        : toLogRefusal(error);
    }
  }
}

/** A value that no column takes, such as a text with a NUL (class 22, data exception). */
function isUnstorable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('22');
}

/** PostgreSQL numbers its values. No text of ours has a question mark that stands for anything else. */
function numbered(sql: string): string {
  let count = 0;
  return sql.replace(/\?/g, () => `$${++count}`);
}

/** What SQLite calls INTEGER and BLOB; its table options have no counterpart. */
function tableText(sql: string): string {
  return sql
    .replace(/\bINTEGER\b/g, 'BIGINT')
    .replace(/\bBLOB\b/g, 'BYTEA')
    .replace(/\)\s*STRICT(, WITHOUT ROWID)?$/, ')');
}
