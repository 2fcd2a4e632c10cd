import { randomBytes } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { LogRefusal, type NewLogEvent, type RelayLog, type StoredLogEvent } from '../../../src/relay/log/relay-log';
import { until } from '../relay-harness';

/** What opens logs on one and the same empty store. */
export interface TrialStore {
  /** Opens a log that is closed after the test. */
  open(options?: { maxQueueLength?: number; pollIntervalMs?: number }): Promise<RelayLog>;
  /** An entry that this kind of store cannot take. */
  readonly poison: NewLogEvent;
}

export const PAGE = { limit: 5_000, maxBytes: 16 * 1024 * 1024 };
/** Long enough to be sure that it is not over yet, short enough to wait for its end. */
const SHORT_LEASE_MS = 400;
const LONG_LEASE_MS = 60_000;

/** An entry of LINE's, with whatever else is named. */
export function entry(workspaceId: string, id: string, more: Partial<NewLogEvent> = {}): NewLogEvent {
  return { workspaceId, source: 'line', id, meta: '{}', body: new TextEncoder().encode(`body of ${id}`), ...more };
}

const idsOf = (events: readonly StoredLogEvent[]): string[] => events.map(({ id }) => id);
const numbered = (count: number, make: (n: number) => NewLogEvent): NewLogEvent[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Resolves when the clock that stamps entries has moved on. */
async function nextMillisecond(): Promise<void> {
  const before = Date.now();
  await until(() => Date.now() > before + 1);
}

/** What every store of the relay promises. Each test gets a store of its own. */
export function testLogContract(newStore: () => Promise<TrialStore>): void {
  const openLog = async (): Promise<RelayLog> => (await newStore()).open();

  test('positions count per workspace from 1, and nobody sees anything of another workspace', async () => {
    const log = await openLog();
    const shared = { key: 'k', work: { queue: 'q' } };
    expect(await log.append([entry('a', '1', shared), entry('b', '1'), entry('a', '2')])).toEqual([
      { seq: 1, isDuplicate: false },
      { seq: 1, isDuplicate: false },
      { seq: 2, isDuplicate: false },
    ]);
    const { events, head, floor } = await log.read('a', 0, PAGE);
    expect(events).toMatchObject([
      { workspaceId: 'a', seq: 1, id: '1', source: 'line', meta: '{}', key: 'k' },
      { seq: 2, id: '2', key: null },
    ]);
    expect(Buffer.from(events[0]?.body ?? []).toString()).toBe('body of 1');
    expect(Math.abs((events[0]?.receivedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    expect({ head, floor }).toEqual({ head: 2, floor: 0 });
    expect(await log.read('c', 0, PAGE)).toEqual({ head: 0, floor: 0, events: [] });
    expect(await log.latest('b', '', 0, PAGE)).toEqual([]);
    expect(await log.claim('b', 'q', 'x', { limit: 9, leaseMs: LONG_LEASE_MS })).toEqual([]);
    expect(Object.fromEntries(await log.heads(['b', 'c']))).toEqual({
      b: { head: 1, floor: 0 },
      c: { head: 0, floor: 0 },
    });
    const lease = await log.lease('a', 'n', 'x', LONG_LEASE_MS);
    expect(await log.lease('b', 'n', 'y', LONG_LEASE_MS)).not.toBeNull();
    expect(await log.release('b', 'n', 'x', lease?.fence ?? 0)).toBe(false);
  });

  test('an id is stored once per source: within one append, in appends at once, and later; the first position is told', async () => {
    const log = await openLog();
    const together = await Promise.all([
      log.append([entry('a', 'x'), entry('a', 'x')]),
      log.append([entry('a', 'x'), entry('a', 'y')]),
      log.append([entry('a', 'y'), entry('a', 'x', { source: 'hubspot' })]),
    ]);
    const told = together.flat();
    expect(told.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(3);
    const { events, head } = await log.read('a', 0, PAGE);
    const seqOf = (id: string, source: string): number | undefined =>
      events.find((event) => event.id === id && event.source === source)?.seq;
    const [x, y] = [seqOf('x', 'line'), seqOf('y', 'line')];
    expect(told.map(({ seq }) => seq)).toEqual([x, x, x, y, y, seqOf('x', 'hubspot')]);
    expect(await log.append([entry('a', 'y', { key: 'k', work: { queue: 'q' } }), entry('b', 'y')])).toEqual([
      { seq: y, isDuplicate: true },
      { seq: 1, isDuplicate: false },
    ]);
    // a repetition brings neither a key nor work, and leaves nothing that looks like something still to come
    expect(await log.latest('a', '', 0, PAGE)).toEqual([]);
    expect(await log.claim('a', 'q', 'o', { limit: 9, leaseMs: LONG_LEASE_MS })).toEqual([]);
    expect((await log.heads(['a'])).get('a')).toEqual({ head, floor: 0 });
    expect(head).toBe(events.at(-1)?.seq);
  });

  test('two thousand appends at once are all stored, once, each with the position it was told', async () => {
    const log = await openLog();
    const told = await Promise.all(
      numbered(2_000, (n) => entry(`w${n % 3}`, String(n))).map((one) => log.append([one])),
    );
    for (const workspaceId of ['w0', 'w1', 'w2']) {
      const { events } = await log.read(workspaceId, 0, PAGE);
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      expect(events.map(({ id }) => told[Number(id)]?.[0]?.seq)).toEqual(events.map(({ seq }) => seq));
    }
    expect((await log.health()).queueLength).toBe(0);
  });

  test('one append is stored in the order given', async () => {
    const log = await openLog();
    await log.append(numbered(700, (n) => entry(`w${n % 2}`, String(n))));
    const { events } = await log.read('w1', 0, PAGE);
    expect(idsOf(events)).toEqual(Array.from({ length: 350 }, (_, n) => String(n * 2 + 1)));
  });

  test('one poison entry does not reject its neighbours', async () => {
    const store = await newStore();
    const log = await store.open();
    const appends = numbered(41, (n) => (n === 20 ? store.poison : entry('a', String(n)))).map((one) =>
      log.append([one]),
    );
    const settled = await Promise.allSettled(appends);
    const refused = settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toBeInstanceOf(LogRefusal);
    expect(refused[0]).toMatchObject({ reason: 'failed' });
    expect((await log.read('a', 0, PAGE)).events).toHaveLength(40);
    expect(await log.append([entry('a', 'after')])).toMatchObject([{ isDuplicate: false }]);
  });

  test('bodies come back byte for byte: a megabyte, none at all, and what is no text', async () => {
    const log = await openLog();
    const bodies = [randomBytes(1024 * 1024), new Uint8Array(0), Uint8Array.from([0, 255, 92, 120, 34]).subarray(1)];
    const meta = '{"a":"\\u0000 \\\\"}';
    await log.append(bodies.map((body, n) => entry('a', `語\u{1F600} ${n}`, { body, meta })));
    const { events } = await log.read('a', 0, PAGE);
    expect(idsOf(events)).toEqual(bodies.map((_, n) => `語\u{1F600} ${n}`));
    expect(events.every(({ body }, n) => Buffer.from(bodies[n] ?? []).equals(body))).toBe(true);
    expect(events.map((event) => event.meta)).toEqual([meta, meta, meta]);
  });

  test('a page ends at its count or its bytes, and holds at least one entry', async () => {
    const log = await openLog();
    const body = new Uint8Array(600);
    await log.append(['1', '2', '3'].map((id) => entry('a', id, { body, key: id })));
    for (const read of [
      async (after: number, limit: number, maxBytes: number) =>
        (await log.read('a', after, { limit, maxBytes })).events,
      (after: number, limit: number, maxBytes: number) => log.latest('a', '', after, { limit, maxBytes }),
    ]) {
      expect(idsOf(await read(0, 10, 1_199))).toEqual(['1']);
      expect(idsOf(await read(0, 10, 1_200))).toEqual(['1', '2']);
      expect(idsOf(await read(0, 10, 10))).toEqual(['1']);
      expect(idsOf(await read(1, 1, 9_999))).toEqual(['2']);
      expect(idsOf(await read(3, 10, 9_999))).toEqual([]);
    }
  });

  test('the newest entry of each key is told, by prefix and in the order of positions', async () => {
    const log = await openLog();
    await log.append([
      entry('a', '1', { key: 'tag/%' }),
      entry('a', '2', { key: 'tag/x' }),
      entry('a', '3', { key: 'note/x' }),
    ]);
    await log.append([entry('a', '4', { key: 'tag/%' }), entry('a', '5'), entry('a', '6', { key: 'tag/%' })]);
    await log.append([entry('a', '7', { key: 'TAG/x' }), entry('b', '8', { key: 'tag/x' })]);
    expect(idsOf(await log.latest('a', '', 0, PAGE))).toEqual(['2', '3', '6', '7']);
    expect(idsOf(await log.latest('a', 'tag/', 0, PAGE))).toEqual(['2', '6']);
    expect(idsOf(await log.latest('a', 'tag/%', 0, PAGE))).toEqual(['6']);
    expect(idsOf(await log.latest('a', '', 3, { ...PAGE, limit: 1 }))).toEqual(['6']);
    expect(idsOf((await log.read('a', 0, PAGE)).events)).toEqual(['1', '2', '3', '4', '5', '6', '7']);
  });

  test('expiry deletes the old entries in slices and raises the floors, and positions go on', async () => {
    const log = await openLog();
    await log.append([entry('a', '1'), entry('a', '2'), entry('b', '1')]);
    await nextMillisecond();
    await log.append([entry('a', '3')]);
    const before = (await log.read('a', 2, PAGE)).events[0]?.receivedAt ?? 0;
    expect(await log.expire(before, 2)).toBe(2);
    expect(await log.expire(before, 2)).toBe(1);
    expect(await log.expire(before, 2)).toBe(0);
    expect(idsOf((await log.read('a', 0, PAGE)).events)).toEqual(['3']);
    expect((await log.heads(['a'])).get('a')).toEqual({ head: 3, floor: 2 });
    expect((await log.heads(['b'])).get('b')).toEqual({ head: 1, floor: 1 });
    expect(await log.append([entry('b', '2')])).toEqual([{ seq: 2, isDuplicate: false }]);
  });

  test('the newest of each key and open work outlive expiry; what was replaced, done or set aside does not', async () => {
    const log = await openLog();
    const work = { queue: 'q' };
    await log.append([
      entry('a', 'old', { key: 'k' }),
      entry('a', 'plain'),
      entry('a', 'new', { key: 'k' }),
      entry('a', 'open', { work }),
      entry('a', 'done', { work }),
      entry('a', 'aside', { work }),
      entry('a', 'both', { key: 'both', work }),
    ]);
    const claims = await log.claim('a', 'q', 'x', { limit: 9, leaseMs: LONG_LEASE_MS });
    expect(claims.map(({ event }) => event.id)).toEqual(['open', 'done', 'aside', 'both']);
    for (const { event, fence } of claims) {
      if (event.id !== 'open') {
        const how = event.id === 'aside' ? 'setAside' : 'done';
        expect(await log.settle('a', { seq: event.seq, owner: 'x', fence }, { how })).toBe(true);
      }
    }
    expect(await log.expire(Date.now() + 60_000, 100)).toBe(4);
    expect(idsOf((await log.read('a', 0, PAGE)).events)).toEqual(['new', 'open', 'both']);
    expect(idsOf(await log.latest('a', '', 0, PAGE))).toEqual(['new', 'both']);
    expect((await log.heads(['a'])).get('a')).toEqual({ head: 7, floor: 6 });
    // and they go in their turn
    const open = claims.find(({ event }) => event.id === 'open');
    expect(await log.settle('a', { seq: 4, owner: 'x', fence: open?.fence ?? 0 }, { how: 'done' })).toBe(true);
    await log.append([entry('a', 'newer', { key: 'k' }), entry('a', 'other', { key: 'both' })]);
    expect(await log.expire(Date.now() + 60_000, 100)).toBe(3);
    expect(idsOf((await log.read('a', 0, PAGE)).events)).toEqual(['newer', 'other']);
  });

  test('due work is given out once, the longest due first, and only of its queue', async () => {
    const log = await openLog();
    const now = Date.now();
    await log.append([
      entry('a', 'later', { work: { queue: 'q', dueAt: now - 10 } }),
      entry('a', 'sooner', { work: { queue: 'q', dueAt: now - 1_000 } }),
      entry('a', 'tomorrow', { work: { queue: 'q', dueAt: now + 86_400_000 } }),
      entry('a', 'other', { work: { queue: 'p' } }),
      entry('a', 'none'),
    ]);
    const claim = (owner: string, limit: number) => log.claim('a', 'q', owner, { limit, leaseMs: LONG_LEASE_MS });
    const [first] = await claim('x', 1);
    expect(first).toMatchObject({ event: { id: 'sooner', seq: 2 }, tries: 1 });
    expect(Math.abs((first?.leaseUntil ?? 0) - now - LONG_LEASE_MS)).toBeLessThan(30_000);
    expect((await claim('y', 9)).map(({ event }) => event.id)).toEqual(['later']);
    expect(await claim('x', 9)).toEqual([]);
    const held = { seq: 2, owner: 'x', fence: first?.fence ?? 0 };
    expect(await log.settle('a', { ...held, owner: 'y' }, { how: 'done' })).toBe(false);
    expect(await log.settle('a', { ...held, fence: held.fence + 1 }, { how: 'done' })).toBe(false);
    expect(await log.settle('b', held, { how: 'done' })).toBe(false);
    expect(await log.settle('a', held, { how: 'done' })).toBe(true);
    expect(await log.settle('a', held, { how: 'done' })).toBe(false);
  });

  test('many who claim at once never get the same work', async () => {
    const log = await openLog();
    await log.append(numbered(300, (n) => entry('a', String(n), { work: { queue: 'q' } })));
    const done: string[] = [];
    const workers = Array.from({ length: 8 }, async (_, n) => {
      for (;;) {
        const claims = await log.claim('a', 'q', `worker ${n}`, { limit: 10, leaseMs: LONG_LEASE_MS });
        for (const { event, fence } of claims) {
          expect(await log.settle('a', { seq: event.seq, owner: `worker ${n}`, fence }, { how: 'done' })).toBe(true);
          done.push(event.id);
        }
        if (claims.length === 0) {
          return;
        }
      }
    });
    await Promise.all(workers);
    expect(new Set(done).size).toBe(300);
    expect(done).toHaveLength(300);
  });

  test('work that was not settled within its lease is given to another, and the first cannot settle it any more', async () => {
    const log = await openLog();
    await log.append([entry('a', '1', { work: { queue: 'q' } })]);
    const startedAt = Date.now();
    const [first] = await log.claim('a', 'q', 'x', { limit: 1, leaseMs: SHORT_LEASE_MS });
    let again = await log.claim('a', 'q', 'y', { limit: 1, leaseMs: LONG_LEASE_MS });
    expect(again).toEqual([]);
    await until(async () => {
      again = await log.claim('a', 'q', 'y', { limit: 1, leaseMs: LONG_LEASE_MS });
      return again.length > 0;
    });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(SHORT_LEASE_MS - 1);
    expect(again).toMatchObject([{ event: { id: '1' }, tries: 2 }]);
    const [fence, newFence] = [first?.fence ?? 0, again[0]?.fence ?? 0];
    expect(newFence).toBeGreaterThan(fence);
    for (const how of ['done', 'setAside'] as const) {
      expect(await log.settle('a', { seq: 1, owner: 'x', fence }, { how })).toBe(false);
    }
    expect(await log.settle('a', { seq: 1, owner: 'x', fence }, { how: 'extend', leaseMs: 1 })).toBe(false);
    expect(await log.settle('a', { seq: 1, owner: 'x', fence }, { how: 'giveBack', afterMs: 0 })).toBe(false);
    expect(await log.settle('a', { seq: 1, owner: 'y', fence: newFence }, { how: 'done' })).toBe(true);
  });

  test('work can be held on to, given back at once or later, and set aside', async () => {
    const log = await openLog();
    await log.append([entry('a', '1', { work: { queue: 'q' } })]);
    const claim = async (owner: string) =>
      (await log.claim('a', 'q', owner, { limit: 1, leaseMs: SHORT_LEASE_MS }))[0] ?? null;
    const settle = async (owner: string, fence: number | undefined, how: Parameters<RelayLog['settle']>[2]) =>
      log.settle('a', { seq: 1, owner, fence: fence ?? 0 }, how);

    const first = await claim('x');
    expect(await settle('x', first?.fence, { how: 'extend', leaseMs: LONG_LEASE_MS })).toBe(true);
    await until(() => Date.now() > (first?.leaseUntil ?? 0) + 50);
    expect(await claim('y')).toBeNull();
    expect(await settle('x', first?.fence, { how: 'giveBack', afterMs: 0 })).toBe(true);
    expect(await settle('x', first?.fence, { how: 'done' })).toBe(false);

    const second = await claim('y');
    expect(second).toMatchObject({ tries: 2 });
    const givenBackAt = Date.now();
    expect(await settle('y', second?.fence, { how: 'giveBack', afterMs: SHORT_LEASE_MS })).toBe(true);
    let third = await claim('x');
    expect(third).toBeNull();
    await until(async () => {
      third = await claim('x');
      return third !== null;
    });
    expect(Date.now() - givenBackAt).toBeGreaterThanOrEqual(SHORT_LEASE_MS - 1);
    expect(third?.fence).toBeGreaterThan(second?.fence ?? 0);
    expect(await settle('x', third?.fence, { how: 'setAside' })).toBe(true);
    await until(() => Date.now() > (third?.leaseUntil ?? 0) + 50);
    expect(await claim('y')).toBeNull();
    expect(await settle('x', third?.fence, { how: 'done' })).toBe(false);
  });

  test('a lease has one owner; another takes it over after its end with a higher fence, and the first is refused', async () => {
    const log = await openLog();
    const mine = await log.lease('a', 'role', 'x', SHORT_LEASE_MS);
    const startedAt = Date.now();
    expect(await log.lease('a', 'role', 'y', SHORT_LEASE_MS)).toBeNull();
    const renewed = await log.lease('a', 'role', 'x', SHORT_LEASE_MS);
    expect(renewed?.fence).toBe(mine?.fence);
    expect(await log.lease('a', 'another role', 'y', SHORT_LEASE_MS)).not.toBeNull();
    let theirs: Awaited<ReturnType<RelayLog['lease']>> = null;
    await until(async () => {
      theirs = await log.lease('a', 'role', 'y', LONG_LEASE_MS);
      return theirs !== null;
    });
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(SHORT_LEASE_MS - 1);
    const fence = (await log.lease('a', 'role', 'y', LONG_LEASE_MS))?.fence ?? 0;
    expect(fence).toBeGreaterThan(mine?.fence ?? 0);
    expect(await log.lease('a', 'role', 'x', SHORT_LEASE_MS)).toBeNull();
    expect(await log.release('a', 'role', 'x', mine?.fence ?? 0)).toBe(false);
    expect(await log.release('a', 'role', 'y', mine?.fence ?? 0)).toBe(false);
    expect(await log.release('a', 'role', 'y', fence)).toBe(true);
    expect(await log.release('a', 'role', 'y', fence)).toBe(false);
    const back = await log.lease('a', 'role', 'x', SHORT_LEASE_MS);
    expect(back?.fence).toBeGreaterThan(fence);
    // a lease that is long over is forgotten, its fences are not
    await log.expire(Date.now() + LONG_LEASE_MS, 100);
    expect((await log.lease('a', 'role', 'y', SHORT_LEASE_MS))?.fence).toBeGreaterThan(back?.fence ?? 0);
  });

  test('of many who want a free lease at once, one gets it', async () => {
    const log = await openLog();
    const got = await Promise.all(Array.from({ length: 20 }, (_, n) => log.lease('a', 'role', `c${n}`, LONG_LEASE_MS)));
    expect(got.filter((lease) => lease !== null)).toHaveLength(1);
  });

  test('commits are told to those who watch, also when one of them fails', async () => {
    const log = await openLog();
    const told: string[] = [];
    log.watch(() => {
      throw new Error('this listener fails');
    });
    const unwatch = log.watch((workspaceIds) => told.push(...workspaceIds));
    await log.append([entry('a', '1'), entry('b', '1'), entry('a', '2')]);
    expect(told).toEqual(['a', 'b']);
    await log.append([entry('a', '1')]);
    expect(told).toEqual(['a', 'b']);
    unwatch();
    await log.append([entry('c', '1')]);
    expect(told).toEqual(['a', 'b']);
  });

  test('what is published is heard as it is, up to 4 KB, and not kept', async () => {
    const log = await openLog();
    const heard: string[][] = [];
    const stop = log.onPublished((workspaceId, text) => heard.push([workspaceId, text]));
    const longest = '"\\\n'.repeat(1_365);
    await log.publish('a', 'こんにちは');
    await log.publish('b', longest);
    await expect(log.publish('a', '語'.repeat(1_366))).rejects.toThrow(RangeError);
    stop();
    await log.publish('a', 'unheard');
    expect(heard).toEqual([
      ['a', 'こんにちは'],
      ['b', longest],
    ]);
    expect((await log.read('a', 0, PAGE)).events).toEqual([]);
  });

  test('an append is refused when too many wait, and what waited is stored all the same', async () => {
    const log = await (await newStore()).open({ maxQueueLength: 3 });
    const first = log.append([entry('a', '1'), entry('a', '2'), entry('a', '3')]);
    await expect(log.append([entry('a', '4')])).rejects.toMatchObject({ name: 'LogRefusal', reason: 'busy' });
    await first;
    expect(await log.append([entry('a', '4')])).toEqual([{ seq: 4, isDuplicate: false }]);
  });

  test('closing commits what was accepted and refuses the rest', async () => {
    const store = await newStore();
    const log = await store.open();
    const accepted = log.append([entry('a', '1')]);
    const closed = Promise.all([log.close(), log.close()]);
    await expect(log.append([entry('a', '2')])).rejects.toBeInstanceOf(LogRefusal);
    await closed;
    await accepted;
    await expect(log.claim('a', 'q', 'x', { limit: 1, leaseMs: 1 })).rejects.toBeInstanceOf(LogRefusal);
    await expect(log.read('a', 0, PAGE)).rejects.toBeInstanceOf(LogRefusal);
    expect(idsOf((await (await store.open()).read('a', 0, PAGE)).events)).toEqual(['1']);
  });
}

/** Closes a log after the test. */
export function closeAfterwards<L extends RelayLog>(log: L): L {
  onTestFinished(() => log.close());
  return log;
}
