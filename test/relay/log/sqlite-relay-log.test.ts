import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { NewLogEvent } from '../../../src/relay/log/relay-log';
import { SqliteRelayLog, type SqliteRelayLogOptions } from '../../../src/relay/log/sqlite/sqlite-relay-log';
import { openInlineLogWriter } from '../../../src/relay/log/sqlite/writer-thread';
import { temporaryFolder } from '../relay-harness';
import { makeOldLog } from './old-log';

const PAGE = { limit: 1000, maxBytes: 1024 * 1024 };

function entry(workspaceId: string, id: string, body = `body of ${id}`): NewLogEvent {
  return { workspaceId, source: 'line', id, meta: '{}', body: new TextEncoder().encode(body) };
}

async function openLog(options: Partial<SqliteRelayLogOptions> = {}): Promise<SqliteRelayLog> {
  const log = await SqliteRelayLog.open({
    file: join(temporaryFolder(), 'log.db'),
    now: Date.now,
    appendDeadlineMs: 5_000,
    maxQueueLength: 5_000,
    minFreeBytes: 0,
    onTrouble: (message) => {
      throw new Error(message);
    },
    ...options,
  });
  onTestFinished(() => log.close());
  return log;
}

describe('the log on SQLite', () => {
  test('commits run in their own thread', async () => {
    expect((await openLog()).hasWriterThread).toBe(true);
  });

  test('positions count per workspace from 1, in the order of commits, and nobody reads another workspace', async () => {
    const log = await openLog();
    expect(await log.append([entry('a', '1'), entry('b', '1'), entry('a', '2')])).toEqual([
      { seq: 1, isDuplicate: false },
      { seq: 1, isDuplicate: false },
      { seq: 2, isDuplicate: false },
    ]);
    const { events, head } = await log.read('a', 0, PAGE);
    expect(events.map(({ id, seq }) => [id, seq])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect(head).toBe(2);
    expect((await log.read('c', 0, PAGE)).events).toEqual([]);
  });

  test('an id is stored once, within one append, in appends at once, and later; the first position is told', async () => {
    const log = await openLog();
    const together = await Promise.all([
      log.append([entry('a', 'x'), entry('a', 'x')]),
      log.append([entry('a', 'x'), entry('a', 'y')]),
    ]);
    expect(together.flat().map(({ seq }) => seq)).toEqual([1, 1, 1, 2]);
    expect(together.flat().filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(2);
    expect(await log.append([entry('a', 'y'), entry('b', 'y')])).toEqual([
      { seq: 2, isDuplicate: true },
      { seq: 1, isDuplicate: false },
    ]);
    expect((await log.heads(['a', 'b', 'c'])).get('a')).toEqual({ head: 2, floor: 0 });
  });

  test('two thousand appends at once are all stored, once and without a gap', async () => {
    const log = await openLog();
    await Promise.all(Array.from({ length: 2_000 }, (_, n) => log.append([entry(`w${n % 3}`, String(n))])));
    const pages = await Promise.all(['w0', 'w1', 'w2'].map((workspaceId) => log.read(workspaceId, 0, PAGE)));
    for (const { events } of pages) {
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    }
    expect(new Set(pages.flatMap(({ events }) => events.map(({ id }) => id))).size).toBe(2_000);
  });

  test('a page ends at its count or its bytes, and holds at least one entry', async () => {
    const log = await openLog();
    await log.append([entry('a', '1', 'x'.repeat(600)), entry('a', '2', 'x'.repeat(600)), entry('a', '3')]);
    expect((await log.read('a', 0, { limit: 10, maxBytes: 1_000 })).events.map(({ id }) => id)).toEqual(['1']);
    expect((await log.read('a', 0, { limit: 10, maxBytes: 10 })).events.map(({ id }) => id)).toEqual(['1']);
    expect((await log.read('a', 1, { limit: 1, maxBytes: 9_999 })).events.map(({ id }) => id)).toEqual(['2']);
  });

  test('expiry deletes the old entries in slices and raises the floor, and positions go on', async () => {
    let now = 1_000;
    const log = await openLog({ now: () => now });
    await log.append([entry('a', '1'), entry('a', '2'), entry('b', '1')]);
    now = 2_000;
    await log.append([entry('a', '3')]);
    expect(await log.expire(2_000, 2)).toBe(2);
    expect(await log.expire(2_000, 2)).toBe(1);
    expect(await log.expire(2_000, 2)).toBe(0);
    expect((await log.read('a', 0, PAGE)).events.map(({ seq }) => seq)).toEqual([3]);
    expect((await log.heads(['a'])).get('a')).toEqual({ head: 3, floor: 2 });
    expect((await log.heads(['b'])).get('b')).toEqual({ head: 1, floor: 1 });
    expect(await log.append([entry('b', '2')])).toEqual([{ seq: 2, isDuplicate: false }]);
  });

  test('commits are told to watchers, with the workspaces that got something', async () => {
    const log = await openLog();
    const told: string[] = [];
    const unwatch = log.watch((workspaceIds) => told.push(...workspaceIds));
    await log.append([entry('a', '1'), entry('b', '1'), entry('a', '2')]);
    await log.append([entry('a', '1')]);
    unwatch();
    await log.append([entry('c', '1')]);
    expect(told).toEqual(['a', 'b']);
  });

  test('an append is refused when too many wait, and what waited is stored all the same', async () => {
    const log = await openLog({ maxQueueLength: 3 });
    const first = log.append([entry('a', '1'), entry('a', '2'), entry('a', '3')]);
    await expect(log.append([entry('a', '4')])).rejects.toMatchObject({ name: 'LogRefusal', reason: 'busy' });
    await first;
    expect(await log.append([entry('a', '4')])).toEqual([{ seq: 4, isDuplicate: false }]);
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

  test('closing commits what was accepted', async () => {
    const file = join(temporaryFolder(), 'log.db');
    const log = await openLog({ file });
    const accepted = log.append([entry('a', '1')]);
    await log.close();
    await accepted;
    const again = await openLog({ file });
    expect((await again.read('a', 0, PAGE)).events).toHaveLength(1);
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

  test('one poison entry does not reject its neighbours', async () => {
    const file = join(temporaryFolder(), 'log.db');
    const writer = openInlineLogWriter(file);
    onTestFinished(() => writer.close());
    // a body that cannot be stored makes the shared transaction fail
    const poison: NewLogEvent = { ...entry('a', '2'), body: Object.create(null) };
    const outcomes = await writer.call('append', [entry('a', '1'), poison, entry('a', '3')], 1);
    expect(outcomes).toMatchObject([{ seq: 1 }, { refusal: 'failed' }, { seq: 2 }]);
  });
});
