import type { ClientBase } from 'pg';

/** Oldest server that the SQL here was written for, as `server_version_num` tells it. */
const OLDEST_SERVER = 150_000;
/** Any number that other users of the database do not take: nodes that start at once make the schema one after the other. */
const SCHEMA_LOCK = 7_205_861_404;

/**
 * The schema, one step for each version. A step that was shipped is never changed. While nodes are updated one by one, older
 * ones work on the newer schema: a step may only add.
 *
 * - `relay_head.seq` is the last position that was handed out. The row is locked until the append commits, so that within a
 *   workspace the order of positions is the order of commits; a `bigserial` would lose entries for readers (relay-engine.md
 *   section 9). Duplicates burn positions, so the head that consoles see is the newest entry's.
 * - `relay_floor` is apart from the head, so that expiry never waits for appends nor they for it.
 * - `relay_entry.kept`: the newest of its key, or open work. Only the others are in the index of expiry.
 * - `relay_loosened`: entries that may have stopped being kept. Whoever appends cannot see an entry that another node committed
 *   while it waited for the head, so this is looked at later, by expiry.
 */
const STEPS: readonly string[] = [
  `
CREATE TABLE relay_head (ws text COLLATE "C" PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE relay_floor (ws text COLLATE "C" PRIMARY KEY, floor bigint NOT NULL);
CREATE TABLE relay_entry (
  ws text COLLATE "C" NOT NULL, seq bigint NOT NULL, source text COLLATE "C" NOT NULL, id text COLLATE "C" NOT NULL,
  at bigint NOT NULL, meta text NOT NULL, body bytea NOT NULL, key text COLLATE "C", kept boolean NOT NULL,
  PRIMARY KEY (ws, seq)
);
CREATE UNIQUE INDEX relay_entry_id ON relay_entry (ws, source, id);
CREATE INDEX relay_entry_at ON relay_entry (at) WHERE NOT kept;
CREATE TABLE relay_latest (
  ws text COLLATE "C" NOT NULL, key text COLLATE "C" NOT NULL, seq bigint NOT NULL, before bigint,
  PRIMARY KEY (ws, key)
) WITH (fillfactor = 80);
CREATE INDEX relay_latest_seq ON relay_latest (ws, seq, key);
CREATE TABLE relay_loosened (ws text COLLATE "C" NOT NULL, seq bigint NOT NULL);
CREATE TABLE relay_work (
  ws text COLLATE "C" NOT NULL, seq bigint NOT NULL, queue text COLLATE "C" NOT NULL, due bigint NOT NULL,
  owner text COLLATE "C", fence bigint NOT NULL DEFAULT 0, tries int NOT NULL DEFAULT 0,
  is_aside boolean NOT NULL DEFAULT false,
  PRIMARY KEY (ws, seq)
);
CREATE INDEX relay_work_due ON relay_work (ws, queue, due, seq) WHERE NOT is_aside;
CREATE TABLE relay_lease (
  ws text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL,
  until bigint NOT NULL, fence bigint NOT NULL,
  PRIMARY KEY (ws, name)
) WITH (fillfactor = 50);
CREATE INDEX relay_lease_until ON relay_lease (until);
CREATE SEQUENCE relay_fence;
`,
];

/** The database cannot be used as it is; trying again does not help. */
export class UnusableDatabaseError extends Error {
  override readonly name = 'UnusableDatabaseError';
}

/** What is unsafe about the database's settings, in one line; null = a commit waits for the disk. */
export async function durabilityProblem(client: ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes') AND setting = 'off'`,
  );
  return rows.length === 0
    ? null
    : `events that were acknowledged can be lost in a power cut: the database has ${rows.map(({ name }) => name).join(', ')} off`;
}

/** Makes the tables or brings them up to date. @throws UnusableDatabaseError, or what the database refused. */
export async function prepareSchema(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding`,
  );
  if (Number(rows[0]?.version) < OLDEST_SERVER) {
    throw new UnusableDatabaseError('The database is older than PostgreSQL 15.');
  }
  if (rows[0]?.encoding !== 'UTF8') {
    throw new UnusableDatabaseError('The database must have the encoding UTF8.');
  }
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [SCHEMA_LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS relay_schema (version int NOT NULL)');
    const found = await client.query<{ version: number }>('SELECT version FROM relay_schema');
    const version = found.rows[0]?.version ?? 0;
    if (version > STEPS.length) {
      throw new UnusableDatabaseError(
        `The database was written by a newer relay (version ${version}); update this relay.`,
      );
    }
    for (const step of STEPS.slice(version)) {
      await client.query(step);
    }
    if (version < STEPS.length) {
      await client.query('DELETE FROM relay_schema');
      await client.query('INSERT INTO relay_schema VALUES ($1)', [STEPS.length]);
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
