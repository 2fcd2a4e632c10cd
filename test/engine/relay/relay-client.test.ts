import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createRelayClient, type RelayClientOptions } from '../../../src/engine/relay/relay-client';
import type { RelayPort, RelayResync, RelayState } from '../../../src/engine/relay/relay-port';
import { openInlineLogWriter } from '../../../src/relay/log/sqlite/writer-thread';
import type { Relay } from '../../../src/relay/server';
import type { RelayEvent } from '../../../src/shared/relay-protocol';
import { BOT, CHANNEL, lineBody, postLine, relayForTest, temporaryFolder, until } from '../../relay/relay-harness';

const FAST = { backoff: { minMs: 10, maxMs: 50 }, connectTimeoutMs: 1_000, callTimeoutMs: 2_000 };

interface Follower {
  readonly client: RelayPort;
  readonly seqs: number[];
  readonly states: RelayState[];
  readonly reasons: (string | undefined)[];
  readonly resyncs: RelayResync[];
  start(options?: { cursor?: number; onEvents?: (events: RelayEvent[]) => Promise<void> }): void;
}

function followerOf(
  workspace: { url: string; workspaceId: string; deviceToken: string },
  options: Partial<RelayClientOptions> = {},
): Follower {
  const client = createRelayClient({ ...workspace, now: Date.now, random: Math.random, timing: FAST, ...options });
  onTestFinished(() => client.stop());
  const follower: Follower = {
    client,
    seqs: [],
    states: [],
    reasons: [],
    resyncs: [],
    start: ({ cursor = 0, onEvents } = {}) =>
      client.start({
        cursor,
        onEvents: async (events) => {
          await onEvents?.(events);
          follower.seqs.push(...events.map((event) => event.seq));
        },
        onState: (state, reason) => {
          follower.states.push(state);
          follower.reasons.push(reason);
        },
        onResyncNeeded: async (resync) => {
          follower.resyncs.push(resync);
        },
      }),
  };
  return follower;
}

async function workspaceOn(relay: Relay): Promise<{ url: string; workspaceId: string; deviceToken: string }> {
  return { url: relay.url, ...(await relay.createWorkspace()) };
}

async function appendMany(client: RelayPort, count: number, prefix = 'e'): Promise<void> {
  const events = Array.from({ length: count }, (_, n) => ({ id: `${prefix}${n}`, kind: 'test', body: { n } }));
  const results = await client.append(events);
  expect(results).toHaveLength(count);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('the relay client', () => {
  test('a webhook reaches the console, and what is appended here comes back with its position', async () => {
    const relay = await relayForTest();
    const workspace = await workspaceOn(relay);
    const follower = followerOf(workspace);
    await follower.client.registerChannel({ botUserId: BOT, ...CHANNEL });
    expect(follower.client.lineWebhookUrl(BOT)).toBe(`${relay.url}/hooks/line/${BOT}`);
    const events: RelayEvent[] = [];
    follower.start({ onEvents: async (page) => void events.push(...page) });
    await until(() => follower.states.at(-1) === 'live');
    expect((await postLine(relay, lineBody('01A'))).status).toBe(200);
    expect(await follower.client.append([{ id: 'm1', kind: 'message.sent', body: { text: 'ขอบคุณ' } }])).toEqual([
      { seq: 2, isDuplicate: false },
    ]);
    await until(() => events.length === 2);
    expect(events).toMatchObject([
      { seq: 1, source: 'line', botUserId: BOT },
      { seq: 2, source: 'console', kind: 'message.sent', body: { text: 'ขอบคุณ' } },
    ]);
    expect(follower.states).toEqual(['connecting', 'live']);
    expect(await follower.client.health()).toMatchObject({ isOk: true, head: 2, channels: [{ botUserId: BOT }] });
  });

  test('20,000 missed events are caught up in order, each once, then live ones follow', async () => {
    const relay = await relayForTest();
    const follower = followerOf(await workspaceOn(relay));
    await appendMany(follower.client, 20_000);
    follower.start();
    await until(() => follower.states.at(-1) === 'live', 30_000);
    expect(follower.states).toEqual(['connecting', 'catchingUp', 'live']);
    await appendMany(follower.client, 10, 'live');
    await until(() => follower.seqs.length >= 20_010);
    expect(follower.seqs).toEqual(upTo(20_010));
  });

  test('cut connections and restarts of the relay lose nothing and repeat nothing', async () => {
    const dataFolder = temporaryFolder();
    let relay = await relayForTest({ dataFolder });
    const workspace = await workspaceOn(relay);
    const follower = followerOf(workspace);
    await appendMany(follower.client, 3_000);
    const first = relay;
    let pages = 0;
    follower.start({
      onEvents: async () => {
        pages += 1;
        if (pages % 5 === 0) {
          // cut in the middle of a page: it is committed here, but its ack is lost
          first.setNetwork(false);
          setTimeout(() => first.setNetwork(true), 20);
        }
      },
    });
    await until(() => follower.seqs.length >= 1_500);
    await relay.close();
    await until(() => follower.states.at(-1) === 'offline');
    relay = await relayForTest({ dataFolder, port: Number(new URL(workspace.url).port) });
    await until(() => follower.seqs.length >= 3_000 && follower.states.at(-1) === 'live');
    await appendMany(follower.client, 50, 'later');
    await until(() => follower.seqs.length >= 3_050);
    expect(follower.seqs).toEqual(upTo(3_050));
    expect(follower.states.filter((state) => state === 'offline').length).toBeGreaterThan(3);
  });

  test('a restarted console continues behind its own cursor', async () => {
    const relay = await relayForTest();
    const workspace = await workspaceOn(relay);
    const follower = followerOf(workspace);
    await appendMany(follower.client, 300);
    follower.start({ cursor: 250 });
    await until(() => follower.seqs.length === 50);
    expect(follower.seqs[0]).toBe(251);
    await follower.client.stop();
    await appendMany(follower.client, 5, 'later');
    follower.start({ cursor: 300 });
    await until(() => follower.seqs.length === 55);
    expect(follower.seqs.at(-1)).toBe(305);
  });

  test('a slow console gets one page at a time, and stopping waits for the page in hand', async () => {
    const relay = await relayForTest();
    const follower = followerOf(await workspaceOn(relay));
    await appendMany(follower.client, 500);
    const release: (() => void)[] = [];
    let inHand = 0;
    let mostInHand = 0;
    follower.start({
      onEvents: async () => {
        inHand += 1;
        mostInHand = Math.max(mostInHand, inHand);
        await new Promise<void>((resolve) => release.push(resolve));
        inHand -= 1;
      },
    });
    await until(() => release.length === 1);
    await appendMany(follower.client, 200, 'meanwhile');
    expect(release).toHaveLength(1);
    release[0]?.();
    await until(() => release.length === 2);
    expect(follower.seqs).toEqual(upTo(100));
    let hasStopped = false;
    const stopping = follower.client.stop().then(() => {
      hasStopped = true;
    });
    expect(hasStopped).toBe(false);
    release[1]?.();
    await stopping;
    expect(mostInHand).toBe(1);
    expect(follower.seqs).toEqual(upTo(200));
  });

  test('a page that could not be committed comes again', async () => {
    const relay = await relayForTest();
    const follower = followerOf(await workspaceOn(relay));
    await appendMany(follower.client, 150);
    let failures = 2;
    follower.start({
      onEvents: async () => {
        failures -= 1;
        if (failures >= 0) {
          throw new Error('disk full');
        }
      },
    });
    await until(() => follower.seqs.length === 150);
    expect(follower.seqs).toEqual(upTo(150));
  });

  test('a refused device is told once with the reason, not tried again by itself, and tried again when woken', async () => {
    const relay = await relayForTest();
    const follower = followerOf({ ...(await workspaceOn(relay)), deviceToken: 'lct_wrong' });
    follower.start();
    await until(() => follower.states.at(-1) === 'refused');
    expect(follower.reasons.at(-1)).toMatch(/does not accept this device/);
    await expect(follower.client.health()).rejects.toMatchObject({ code: 'RELAY_REFUSED', detail: 'DEVICE_REFUSED' });
    expect(follower.states).toEqual(['connecting', 'refused']);
    follower.client.wake();
    await until(() => follower.states.length === 4);
    expect(follower.states).toEqual(['connecting', 'refused', 'connecting', 'refused']);
  });

  test('a console that was away longer than events are kept is told so and continues behind the gap', async () => {
    const dataFolder = temporaryFolder();
    const relay = await relayForTest({ dataFolder });
    const follower = followerOf(await workspaceOn(relay));
    await appendMany(follower.client, 10);
    await relay.close();
    await expireOldest(dataFolder, 6);
    await relayForTest({ dataFolder, port: relay.port });
    follower.start({ cursor: 4 });
    await until(() => follower.states.at(-1) === 'live');
    expect(follower.resyncs).toEqual([{ reason: 'expired', cursor: 4, resumeAt: 6 }]);
    expect(follower.seqs).toEqual([7, 8, 9, 10]);
  });

  test('a console whose relay lost its log is told so and reads the new one from its start', async () => {
    const relay = await relayForTest();
    const follower = followerOf(await workspaceOn(relay));
    await appendMany(follower.client, 10);
    follower.start({ cursor: 12 });
    await until(() => follower.seqs.length === 10);
    expect(follower.resyncs).toEqual([{ reason: 'cursorAhead', cursor: 12, resumeAt: 0 }]);
    expect(follower.seqs).toEqual(upTo(10));
  });

  test('waking reconnects at once instead of at the end of the wait', async () => {
    const dataFolder = temporaryFolder();
    const relay = await relayForTest({ dataFolder });
    const workspace = await workspaceOn(relay);
    const follower = followerOf(workspace, { timing: { ...FAST, backoff: { minMs: 600_000, maxMs: 600_000 } } });
    follower.start();
    await until(() => follower.states.at(-1) === 'live');
    relay.setNetwork(false);
    await until(() => follower.states.at(-1) === 'offline');
    await expect(follower.client.health()).rejects.toMatchObject({ code: 'RELAY_UNREACHABLE', trouble: 'offline' });
    relay.setNetwork(true);
    follower.client.wake();
    await until(() => follower.states.at(-1) === 'live');
  });

  test('a relay that went silent without closing the connection is noticed', async () => {
    const http = createServer();
    const silent = new WebSocketServer({ server: http, autoPong: false });
    let connections = 0;
    silent.on('connection', (socket) => {
      connections += 1;
      socket.send(JSON.stringify({ type: 'welcome', head: 0, floor: 0, now: Date.now() }));
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.close();
      http.close();
      http.closeAllConnections();
    });
    const { port } = http.address() as AddressInfo;
    const follower = followerOf(
      { url: `http://127.0.0.1:${port}`, workspaceId: 'w', deviceToken: 't' },
      { timing: { ...FAST, pingIntervalMs: 30 } },
    );
    follower.start();
    await until(() => connections >= 2);
    expect(follower.states.slice(0, 4)).toEqual(['connecting', 'live', 'offline', 'connecting']);
  });
});

async function expireOldest(dataFolder: string, count: number): Promise<void> {
  const writer = openInlineLogWriter(join(dataFolder, 'log.db'));
  await writer.call('expire', Number.MAX_SAFE_INTEGER, count);
  await writer.close();
}
