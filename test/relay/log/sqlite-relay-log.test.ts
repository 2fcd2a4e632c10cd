import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SqliteRelayLog, type SqliteRelayLogOptions } from '../../../src/relay/log/sqlite/sqlite-relay-log';
import { temporaryFolder } from '../relay-harness';
import { entry, PAGE, testLogContract } from './contract';
import { makeOldLog } from './old-log';

async function openLog(options: Partial<SqliteRelayLogOptions> = {}): Promise<SqliteRelayLog> {
  const log = await SqliteRelayLog.open({
    file: join(temporaryFolder(), 'log.db'),
    now: Date.now,
    appendDeadlineMs: 5_000,
    maxQueueLength: 5_000,
    minFreeBytes: 0,
    onTrouble: () => undefined,
    ...options,
  });
  onTestFinished(() => log.close());
  return log;
}

describe('the log on SQLite', () => {
  testLogContract(async () => {
    const file = join(temporaryFolder(), 'log.db');
    return {
      open: ({ maxQueueLength } = {}) => openLog({ file, ...(maxQueueLength === undefined ? {} : { maxQueueLength }) }),
      poison: entry('a', 'poison', { body: Object.create(null) }),
    };
  });

  test('commits run in their own thread', async () => {
    expect((await openLog()).hasWriterThread).toBe(true);
  });

  test('an append that is not durable in time is refused; trying again stores it once', async () => {
    const file = join(temporaryFolder(), 'log.db');
    const log = await openLog({ file, appendDeadlineMs: 50 });
    const blocker = new Database(file);
    blocker.exec('BEGIN IMMEDIATE');
    await expect(log.append([entry('a', '1')])).rejects.toMatchObject({ reason: 'deadline' });
    blocker.exec('ROLLBACK');
    blocker.close();
    for (;;) {
      const result = await log.append([entry('a', '1')]).catch(() => null);
      if (result !== null) {
        expect(result[0]?.seq).toBe(1);
        break;
      }
    }
    expect((await log.read('a', 0, PAGE)).events).toHaveLength(1);
  });

  test('a log that a newer relay wrote is refused and left as it is', async () => {
    const file = join(temporaryFolder(), 'log.db');
    const newer = new Database(file);
    newer.pragma('user_version = 99');
    newer.close();
    await expect(openLog({ file, onTrouble: () => undefined })).rejects.toThrow(/newer relay/);
    const untouched = new Database(file, { readonly: true });
    expect(untouched.pragma('user_version', { simple: true })).toBe(99);
    untouched.close();
  });

  test('a log of an older relay is taken over: its entries stay, expire, and new ones get keys and work', async () => {
    const file = join(temporaryFolder(), 'log.db');
    makeOldLog(file);
    const log = await openLog({ file, now: () => 4_000 });
    expect(log.hasWriterThread).toBe(true);
    expect((await log.read('a', 0, PAGE)).events).toMatchObject([
      { seq: 1, id: 'one', receivedAt: 1_000, key: null },
      { seq: 2 },
      { seq: 3, id: 'three', key: null },
    ]);
    expect(await log.append([entry('a', 'two'), { ...entry('a', 'four'), key: 'k', work: { queue: 'q' } }])).toEqual([
      { seq: 2, isDuplicate: true },
      { seq: 4, isDuplicate: false },
    ]);
    expect(await log.latest('a', '', 0, PAGE)).toMatchObject([{ seq: 4, key: 'k' }]);
    expect(await log.claim('a', 'q', 'x', { limit: 9, leaseMs: 1 })).toMatchObject([{ event: { seq: 4 } }]);
    expect(await log.expire(2_500, 100)).toBe(2);
    expect((await log.heads(['a'])).get('a')).toEqual({ head: 4, floor: 2 });
    await log.close();
    expect((await (await openLog({ file })).read('a', 0, PAGE)).events.map(({ seq }) => seq)).toEqual([3, 4]);
  });
});
