import { expect, test } from 'vitest';
import type { NewLogEvent, RelayLog } from '../../../src/relay/log/relay-log';
import { until } from '../relay-harness';
import { entry, PAGE, type TrialStore } from './contract';

/** So rarely that only notices can have told. */
const NEVER_MS = 3_600_000;

/** What stores for several nodes promise beyond the contract of one. Each test gets a store of its own. */
export function testNodesContract(newStore: () => Promise<TrialStore>): void {
  const openNodes = async (pollIntervalMs = NEVER_MS): Promise<[RelayLog, RelayLog]> => {
    const store = await newStore();
    // at once, so that they also make the tables at once
    return Promise.all([store.open({ pollIntervalMs }), store.open({ pollIntervalMs })]);
  };

  test('while two nodes append at once, a follower of the log sees each entry once, in order, and misses none', async () => {
    const [one, two] = await openNodes();
    const given = (node: string): NewLogEvent[] =>
      Array.from({ length: 600 }, (_, n) =>
        // every eleventh comes in at both nodes
        entry(`w${n % 2}`, n % 11 === 0 ? `both ${n}` : `${node} ${n}`, { key: `k${n % 7}` }),
      );
    let isOver = false;
    const followed = ['w0', 'w1'].map(async (workspaceId) => {
      const seen: { seq: number; id: string }[] = [];
      for (;;) {
        const wasOver = isOver;
        const { events } = await two.read(workspaceId, seen.at(-1)?.seq ?? 0, { ...PAGE, limit: 37 });
        seen.push(...events);
        if (wasOver && events.length === 0) {
          return seen;
        }
      }
    });
    const all = [given('one'), given('two')];
    const appends = all.flatMap((events, node) => events.map((event) => (node === 0 ? one : two).append([event])));
    const told = (await Promise.all(appends)).flat();
    isOver = true;
    const ids = (workspaceId: string): Set<string> =>
      new Set(all.flat().flatMap((event) => (event.workspaceId === workspaceId ? [event.id] : [])));
    expect(told.filter(({ isDuplicate }) => isDuplicate)).toHaveLength(1_200 - ids('w0').size - ids('w1').size);
    for (const [n, seen] of (await Promise.all(followed)).entries()) {
      expect(seen.map(({ id }) => id).toSorted()).toEqual([...ids(`w${n}`)].toSorted());
      expect(seen.map(({ seq }) => seq)).toEqual(seen.map(({ seq }) => seq).toSorted((a, b) => a - b));
    }
    // of each key exactly the newest is left, though both nodes replaced it under each other's hands
    const newest = await one.latest('w0', '', 0, PAGE);
    const everything = (await one.read('w0', 0, PAGE)).events;
    const expected = new Map(everything.map(({ key, seq }) => [key, seq]));
    expect(newest.map(({ seq }) => seq)).toEqual([...expected.values()].toSorted((a, b) => a - b));
    await one.expire(Date.now() + 60_000, 10_000);
    expect((await two.read('w0', 0, PAGE)).events.map(({ seq }) => seq)).toEqual(newest.map(({ seq }) => seq));
  });

  test('a node hears of the commits of another at once', async () => {
    const [one, two] = await openNodes();
    const told: string[] = [];
    two.watch((workspaceIds) => told.push(...workspaceIds));
    await one.append([entry('a', '1'), entry('b', '1')]);
    await until(() => told.includes('a') && told.includes('b'), 2_000);
    // more than fits into one notice
    const many = Array.from({ length: 400 }, (_, n) => `a workspace with quite a long name, number ${n}`);
    await one.append(many.map((workspaceId) => entry(workspaceId, '1')));
    await until(() => many.every((workspaceId) => told.includes(workspaceId)), 2_000);
  });

  test('what one node publishes every node hears once', async () => {
    const [one, two] = await openNodes();
    const heard: string[] = [];
    one.onPublished((workspaceId, text) => heard.push(`one ${workspaceId} ${text}`));
    two.onPublished((workspaceId, text) => heard.push(`two ${workspaceId} ${text}`));
    const longest = '"\\\n'.repeat(1_365);
    await one.publish('a', 'hello');
    await two.publish('b', longest);
    await one.publish('a', 'the end');
    await until(() => heard.includes('two a the end'), 2_000);
    expect(heard.toSorted()).toEqual(
      ['a hello', `b ${longest}`, 'a the end'].flatMap((text) => [`one ${text}`, `two ${text}`]).toSorted(),
    );
  });

  test('work is done once and a lease has one owner, whichever nodes the consoles ask', async () => {
    const nodes = await openNodes();
    const count = 200;
    await nodes[0].append(Array.from({ length: count }, (_, n) => entry('a', String(n), { work: { queue: 'q' } })));
    const done: string[] = [];
    const workers = Array.from({ length: 6 }, async (_, n) => {
      for (;;) {
        const claims = await (nodes[n % 2] ?? nodes[0]).claim('a', 'q', `c${n}`, { limit: 7, leaseMs: 60_000 });
        for (const { event, fence } of claims) {
          // settled at the other node
          const held = { seq: event.seq, owner: `c${n}`, fence };
          expect(await (nodes[(n + 1) % 2] ?? nodes[0]).settle('a', held, { how: 'done' })).toBe(true);
          done.push(event.id);
        }
        if (claims.length === 0) {
          return;
        }
      }
    });
    const leases = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (nodes[n % 2] ?? nodes[0]).lease('a', 'role', `c${n}`, 60_000)),
    );
    await Promise.all(workers);
    expect(leases.filter((lease) => lease !== null)).toHaveLength(1);
    expect(done).toHaveLength(count);
    expect(new Set(done).size).toBe(count);
  });

  test('nodes that expire at once delete each entry once', async () => {
    const [one, two] = await openNodes();
    await one.append(Array.from({ length: 400 }, (_, n) => entry(`w${n % 5}`, String(n), { key: String(n % 20) })));
    let count = 0;
    const expireAll = async (log: RelayLog): Promise<void> => {
      for (let empty = 0; empty < 3; ) {
        const gone = await log.expire(Date.now() + 60_000, 50);
        count += gone;
        empty = gone === 0 ? empty + 1 : 0;
      }
    };
    await Promise.all([expireAll(one), expireAll(two)]);
    const left = await Promise.all([0, 1, 2, 3, 4].map((n) => two.read(`w${n}`, 0, PAGE)));
    expect(left.flatMap(({ events }) => events)).toHaveLength(20);
    expect(count).toBe(380);
  });
}
