import { Client, type ClientConfig, Pool, type QueryResultRow, types } from 'pg';
import { isLasting, messageOf, toLogRefusal } from './database-error';
import { durabilityProblem, prepareSchema, UnusableDatabaseError } from './schema';

export interface DatabaseOptions {
  /** `postgresql://user:password@host:5432/database?sslmode=...`. Never logged. */
  readonly url: string;
  /** How long a start waits for a database that is not there yet. */
  readonly startLimitMs: number;
  readonly onTrouble: (message: string) => void;
}

/**
 * An SQL text with the name under which the server keeps it prepared. Without a name it is planned each time: for seldom ones,
 * whose plan would be kept from the days when the tables were small.
 */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** More do not help: batches of one workspace wait for each other. */
export const WRITE_CONNECTIONS = 2;
const OTHER_CONNECTIONS = 4;
const CONNECT_LIMIT_MS = 2_000;
/** For appends it is above their deadline: they were refused by then, and the connection is given up. */
const QUERY_LIMIT_MS = 5_000;
const START_PAUSE_MS = 250;
const MAX_START_PAUSE_MS = 2_000;

/** The time of the store in epoch ms. Stable within a statement, so that an index can be used with it. */
export const NOW = 'floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint';

const INT8 = 20;
const PING: Statement = { name: 'ping', text: 'SELECT 1' };

/** The connections to the database: few for appends, so that they gather in batches, and others for everything else. */
export class Database {
  readonly #write: Pool;
  readonly #other: Pool;
  readonly #options: DatabaseOptions;

  private constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#write = this.#pool(WRITE_CONNECTIONS);
    this.#other = this.#pool(OTHER_CONNECTIONS);
  }

  /** Waits for the database and makes its tables. Rejects when that takes too long or cannot work. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const database = new Database(options);
    const deadline = Date.now() + options.startLimitMs;
    for (let pauseMs = START_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, MAX_START_PAUSE_MS)) {
      try {
        await database.#prepare();
        return database;
      } catch (error) {
        if (error instanceof UnusableDatabaseError || isLasting(error) || Date.now() + pauseMs > deadline) {
          await database.close();
          throw new Error(`The database of the relay: ${messageOf(error)}`);
        }
        options.onTrouble(`the database does not answer yet: ${messageOf(error)}`);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  /** For appends alone. Rejects with the driver's error. */
  async write<Row extends QueryResultRow>(statement: Statement, values: unknown[]): Promise<Row[]> {
    return (await this.#write.query<Row>({ ...statement, values })).rows;
  }

  /** For everything but appends. Rejects with LogRefusal. */
  async ask<Row extends QueryResultRow>(statement: Statement, values: unknown[]): Promise<Row[]> {
    try {
      return (await this.#other.query<Row>({ ...statement, values })).rows;
    } catch (error) {
      throw toLogRefusal(error);
    }
  }

  /** Whether the database answers at the moment, and soon enough. */
  async answersWithin(limitMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), limitMs);
    });
    const answer = this.ask(PING, []).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
  }

  /** A connection of its own, not yet connected: for listening. */
  makeClient(): Client {
    return new Client(this.#config());
  }

  /** Ends after what is under way. */
  async close(): Promise<void> {
    await Promise.all([this.#write.end(), this.#other.end()]);
  }

  async #prepare(): Promise<void> {
    // not on a pooled connection's time limit: an update of the schema may take longer
    const client = new Client({ ...this.#config(), query_timeout: 0, statement_timeout: 0 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await prepareSchema(client);
      const problem = await durabilityProblem(client);
      if (problem !== null) {
        this.#options.onTrouble(problem);
      }
    } finally {
      await client.end();
    }
  }

  #pool(max: number): Pool {
    const pool = new Pool({ ...this.#config(), max, idleTimeoutMillis: 0 });
    // an idle connection that breaks would end the process otherwise; the pool opens another one when it needs it
    pool.on('error', (error) => this.#options.onTrouble(`a connection to the database was lost: ${messageOf(error)}`));
    return pool;
  }

  #config(): ClientConfig {
    return {
      connectionString: this.#options.url,
      application_name: 'lumo-relay',
      keepAlive: true,
      // without these two a network that swallows packets would hold everything up for ever
      connectionTimeoutMillis: CONNECT_LIMIT_MS,
      query_timeout: QUERY_LIMIT_MS,
      statement_timeout: QUERY_LIMIT_MS,
      types: {
        // positions, times and fences stay far below 2^53
        getTypeParser: ((oid: number, format?: 'text') =>
          oid === INT8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
      },
    };
  }
}
