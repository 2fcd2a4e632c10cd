import { Client } from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { appendBatch } from '../../../src/relay/log/postgres/append-batch';
import { Database } from '../../../src/relay/log/postgres/database';
import { PostgresRelayLog, type PostgresRelayLogOptions } from '../../../src/relay/log/postgres/postgres-relay-log';
import { startPostgres } from '../../support/postgres-server';
import { until } from '../relay-harness';
import { closeAfterwards, entry, PAGE, type TrialStore, testLogContract } from './contract';
import { testNodesContract } from './nodes-contract';

const server = await startPostgres({ isDurable: false });
afterAll(() => server?.stop());

async function newDatabase(): Promise<string> {
  if (server === null) {
    throw new Error('there is no server');
  }
  return server.createDatabase();
}

async function openLog(url: string, options: Partial<PostgresRelayLogOptions> = {}): Promise<PostgresRelayLog> {
  const log = await PostgresRelayLog.open({
    url,
    appendDeadlineMs: 5_000,
    maxQueueLength: 5_000,
    onTrouble: () => undefined,
    ...options,
  });
  return closeAfterwards(log);
}

async function newStore(): Promise<TrialStore> {
  const url = await newDatabase();
  return {
    open: (options) => openLog(url, options),
    // PostgreSQL takes no NUL in a text
    poison: entry('a', 'poison \0'),
  };
}

/** Runs SQL as somebody else at the database. */
async function sql(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

describe.skipIf(server === null)('the log on PostgreSQL', () => {
  testLogContract(newStore);
});

describe.skipIf(server === null)('several nodes on PostgreSQL', () => {
  testNodesContract(newStore);

  test('a commit whose notice was lost is found all the same, by those who follow the workspace', async () => {
    const url = await newDatabase();
    const told: string[] = [];
    const log = await openLog(url, { pollIntervalMs: 100 });
    log.watch(
      (workspaceIds) => told.push(...workspaceIds),
      () => ['followed'],
    );
    // a node that ended between its commit and its notice
    const database = await Database.open({ url, startLimitMs: 1_000, onTrouble: () => undefined });
    await appendBatch(database, [entry('followed', '1'), entry('not followed', '1')]);
    await until(() => told.length > 0);
    await appendBatch(database, [entry('followed', '2')]);
    await until(() => told.length > 1);
    await database.close();
    expect(told).toEqual(['followed', 'followed']);
  });

  test('a node whose connections were cut comes back, and hears what it missed', async () => {
    const url = await newDatabase();
    const troubles: string[] = [];
    const [one, two] = await Promise.all([
      openLog(url),
      openLog(url, { pollIntervalMs: 3_600_000, onTrouble: (message) => troubles.push(message) }),
    ]);
    const told: string[] = [];
    two.watch((workspaceIds) => told.push(...workspaceIds));
    await two.append([entry('b', '1')]);
    await sql(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lumo-relay'");
    await until(async () => (await one.append([entry('a', '1')]).catch(() => null)) !== null);
    await until(() => told.includes('a'));
    expect(troubles.join()).toContain('notices of other nodes are not heard');
    const before = told.length;
    await one.append([entry('a', '2')]);
    await until(() => told.length > before, 2_000);
    expect((await two.health()).isOk).toBe(true);
  });

  test('an append that waits for a lock longer than its deadline is refused; trying again stores it once', async () => {
    const url = await newDatabase();
    const log = await openLog(url, { appendDeadlineMs: 200 });
    await (await openLog(url)).append([entry('a', '1')]);
    const blocker = new Client({ connectionString: url });
    await blocker.connect();
    await blocker.query("BEGIN; SELECT * FROM relay_head WHERE ws = 'a' FOR UPDATE");
    await expect(log.append([entry('a', '2')])).rejects.toMatchObject({ reason: 'deadline' });
    await expect(log.append([entry('a', '2')])).rejects.toMatchObject({ reason: 'deadline' });
    await blocker.query('ROLLBACK');
    await blocker.end();
    await until(async () => (await log.append([entry('a', '2')]).catch(() => null)) !== null);
    expect((await log.read('a', 0, PAGE)).events.map(({ id }) => id)).toEqual(['1', '2']);
  });
});

describe.skipIf(server === null)('starting on PostgreSQL', () => {
  test('a database that a newer relay wrote is refused and left as it is', async () => {
    const url = await newDatabase();
    await sql(url, 'CREATE TABLE relay_schema (version int NOT NULL); INSERT INTO relay_schema VALUES (99)');
    await expect(openLog(url)).rejects.toThrow(/newer relay \(version 99\)/);
    await sql(url, 'INSERT INTO relay_schema SELECT 1 / (version - 98) FROM relay_schema');
  });

  test('a database that does not wait for its disk is told of, and used', async () => {
    const told: string[] = [];
    const log = await openLog(await newDatabase(), { onTrouble: (message) => told.push(message) });
    expect(told).toEqual([expect.stringContaining('can be lost in a power cut: the database has fsync off')]);
    expect((await log.health()).isOk).toBe(true);
  });

  test('a wrong password is told at once, without the password', async () => {
    const url = (await newDatabase()).replace(/:[^:@/]+@/, ':not-the-password@');
    const startedAt = Date.now();
    const told: string[] = [];
    const failure = await openLog(url, { onTrouble: (message) => told.push(message) }).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).toMatch(/password authentication failed/);
    expect(`${failure} ${told}`).not.toContain('not-the-password');
    expect(Date.now() - startedAt).toBeLessThan(10_000);
  });

  test('a start waits for a database that is not there yet, and gives up after its time', async () => {
    const url = await newDatabase();
    await server?.kill();
    const told: string[] = [];
    const onTrouble = (message: string): void => void told.push(message);
    await expect(openLog(url, { startLimitMs: 300, onTrouble })).rejects.toThrow(/ECONNREFUSED/);
    const opening = openLog(url, { onTrouble });
    await until(() => told.length > 1);
    await server?.restart();
    expect(await (await opening).append([entry('a', '1')])).toEqual([{ seq: 1, isDuplicate: false }]);
  });
});
