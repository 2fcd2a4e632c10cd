import { afterAll, describe, expect, test } from 'vitest';
import { PostgresRelayLog, type PostgresRelayLogOptions } from '../../../src/relay/log/postgres/postgres-relay-log';
import type { NewLogEvent, RelayLog, StoredLogEvent } from '../../../src/relay/log/relay-log';
import { startPostgres } from '../../support/postgres-server';
import { until } from '../relay-harness';
import { closeAfterwards, entry, PAGE } from './contract';
import { startMuteableProxy } from './muteable-proxy';

const server = await startPostgres();
afterAll(() => server?.stop());

async function openLog(url: string, options: Partial<PostgresRelayLogOptions> = {}): Promise<PostgresRelayLog> {
  const log = await PostgresRelayLog.open({
    url,
    appendDeadlineMs: 1_500,
    maxQueueLength: 5_000,
    pollIntervalMs: 500,
    onTrouble: () => undefined,
    ...options,
  });
  return closeAfterwards(log);
}

async function allOf(log: RelayLog, workspaceId: string): Promise<StoredLogEvent[]> {
  const events: StoredLogEvent[] = [];
  for (;;) {
    const page = await log.read(workspaceId, events.at(-1)?.seq ?? 0, PAGE);
    if (page.events.length === 0) {
      return events;
    }
    events.push(...page.events);
  }
}

describe.skipIf(server === null)('when PostgreSQL fails', () => {
  test('kill -9 of the server under load: what was acknowledged is stored, once, and work is done once', {
    timeout: 120_000,
  }, async () => {
    const url = (await server?.createDatabase()) ?? '';
    const nodes = await Promise.all([openLog(url), openLog(url)]);
    const nodeOf = (n: number): RelayLog => nodes[n % 2] ?? nodes[0];
    const acknowledged = new Set<string>();
    const settled: string[] = [];
    /** Their settlement got no answer: it may count or not. */
    const uncertain = new Set<string>();
    let isOver = false;
    // refused or not: the provider sends it again until it is acknowledged
    const appendPatiently = (log: RelayLog, event: NewLogEvent): Promise<void> =>
      until(async () => (await log.append([event]).catch(() => null)) !== null, 30_000);
    const writers = Array.from({ length: 24 }, async (_, writer) => {
      for (let n = 0; !isOver; n++) {
        const id = `w${writer}-${n}`;
        const work = n % 4 === 0 ? { work: { queue: 'q' } } : {};
        await appendPatiently(nodeOf(writer), entry(`ws${writer % 3}`, id, { key: `k${n % 5}`, ...work }));
        acknowledged.add(id);
      }
    });
    const workers = Array.from({ length: 6 }, async (_, worker) => {
      const [workspaceId, owner] = [`ws${worker % 3}`, `c${worker}`];
      for (;;) {
        const wasOver = isOver;
        const claims = await nodeOf(worker)
          .claim(workspaceId, 'q', owner, { limit: 20, leaseMs: 2_000 })
          .catch(() => null);
        for (const { event, fence } of claims ?? []) {
          const settlement = nodeOf(worker + 1).settle(workspaceId, { seq: event.seq, owner, fence }, { how: 'done' });
          const isMine = await settlement.catch(() => null);
          if (isMine === null) uncertain.add(event.id);
          if (isMine === true) settled.push(event.id);
        }
        const isEmpty = claims !== null && claims.length === 0;
        if (isEmpty && wasOver) {
          return;
        }
        if (isEmpty || claims === null) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }
    });
    for (const _round of [1, 2]) {
      const before = acknowledged.size;
      await until(() => acknowledged.size > before + 800, 60_000);
      await server?.kill();
      await server?.restart();
    }
    const before = acknowledged.size;
    await until(() => acknowledged.size > before + 200, 60_000);
    isOver = true;
    await Promise.all([...writers, ...workers]);

    const stored = (await Promise.all(['ws0', 'ws1', 'ws2'].map((id) => allOf(nodes[0], id)))).flat();
    expect(stored.map(({ id }) => id).toSorted()).toEqual([...acknowledged].toSorted());
    // claims that were under way at the kill come back after their lease
    const work = stored.filter(({ id }) => Number(id.split('-')[1]) % 4 === 0).map(({ id }) => id);
    await until(async () => {
      for (const workspaceId of ['ws0', 'ws1', 'ws2']) {
        for (const { event, fence } of await nodes[0].claim(workspaceId, 'q', 'last', { limit: 100, leaseMs: 2_000 })) {
          await nodes[0].settle(workspaceId, { seq: event.seq, owner: 'last', fence }, { how: 'done' });
          settled.push(event.id);
        }
      }
      return new Set([...settled, ...uncertain]).size === work.length;
    });
    expect(new Set(settled).size).toBe(settled.length);
    expect(new Set([...settled, ...uncertain])).toEqual(new Set(work));
    // the newest of each key survived with the rest
    const newest = new Map(stored.map(({ workspaceId, key, seq }) => [`${workspaceId} ${key}`, seq]));
    const latest = (await Promise.all(['ws0', 'ws1', 'ws2'].map((id) => nodes[1].latest(id, 'k', 0, PAGE)))).flat();
    expect(new Map(latest.map(({ workspaceId, key, seq }) => [`${workspaceId} ${key}`, seq]))).toEqual(newest);
  });

  test('a network that swallows everything: appends are refused in time, and all heals by itself', {
    timeout: 60_000,
  }, async () => {
    const direct = (await server?.createDatabase()) ?? '';
    const proxy = await startMuteableProxy(Number(new URL(direct).port));
    const cut = new URL(direct);
    cut.port = String(proxy.port);
    const [near, far] = await Promise.all([openLog(direct), openLog(cut.href)]);
    const told: string[] = [];
    far.watch((workspaceIds) => told.push(...workspaceIds));
    await far.append([entry('a', '1')]);
    expect((await far.health()).isOk).toBe(true);
    proxy.setMute(true);
    const startedAt = Date.now();
    const refused = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => far.append([entry('a', `cut ${n}`)])));
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    expect((await far.health()).isOk).toBe(false);
    await expect(far.read('a', 0, PAGE)).rejects.toMatchObject({ name: 'LogRefusal', reason: 'failed' });
    await near.append([entry('b', 'meanwhile')]);
    proxy.setMute(false);
    await until(async () => (await far.append([entry('a', '2')]).catch(() => null)) !== null);
    await until(() => told.includes('b'));
    expect((await far.health()).isOk).toBe(true);
    const ids = (await allOf(near, 'a')).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['1', '2']));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
