import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import WebSocket from 'ws';
import type { RelayLogEntry } from '../../src/relay/relay-logger';
import { relayFrameSchema } from '../../src/shared/relay-protocol';
import {
  BOT,
  CHANNEL,
  consoleOf,
  lineBody,
  newConsole,
  postLine,
  relayForTest,
  relayWithChannel,
  temporaryFolder,
  until,
} from './relay-harness';

test('appends of a console are idempotent and told to all consoles with the device that wrote them', async () => {
  const relay = await relayForTest();
  const staff = await newConsole(relay);
  const colleague = consoleOf(relay, await relay.createWorkspace({ id: staff.workspaceId }));
  const events = [
    { id: 'm1', kind: 'message.sent', body: { text: '您好' } },
    { id: 'm2', kind: 'tag.added', body: null },
  ];
  const answer = await (await staff.call('POST', '/events', { events })).json();
  expect(answer).toEqual({
    results: [
      { seq: 1, isDuplicate: false },
      { seq: 2, isDuplicate: false },
    ],
  });
  const repeated = await (await colleague.call('POST', '/events', { events: events.slice(1) })).json();
  expect(repeated).toEqual({ results: [{ seq: 2, isDuplicate: true }] });
  expect(await colleague.events()).toMatchObject([
    { seq: 1, source: 'console', id: 'm1', kind: 'message.sent', body: { text: '您好' } },
    { seq: 2, source: 'console', id: 'm2', kind: 'tag.added', body: null },
  ]);
});

test('a token opens its own workspace only, and a wrong one nothing', async () => {
  const { relay, staff } = await relayWithChannel();
  await postLine(relay, lineBody('01A'));
  const stranger = await newConsole(relay);
  const trespass = { ...stranger, workspaceId: staff.workspaceId };
  for (const { method, path, body } of [
    { method: 'GET', path: '/events', body: undefined },
    { method: 'GET', path: '/health', body: undefined },
    { method: 'POST', path: '/events', body: { events: [{ id: 'x', kind: 'x', body: 1 }] } },
    { method: 'PUT', path: `/channels/${BOT}`, body: CHANNEL },
    { method: 'DELETE', path: `/channels/${BOT}`, body: undefined },
    { method: 'PUT', path: '/portals/1', body: undefined },
    { method: 'DELETE', path: '/portals/1', body: undefined },
  ]) {
    expect((await consoleOf(relay, trespass).call(method, path, body)).status).toBe(401);
    const forged = { workspaceId: staff.workspaceId, deviceToken: 'lct_wrong' };
    expect((await consoleOf(relay, forged).call(method, path, body)).status).toBe(401);
  }
  expect(await stranger.events()).toEqual([]);
  expect(await staff.events()).toHaveLength(1);
});

test('a new token of a named device replaces the old one', async () => {
  const relay = await relayForTest();
  const old = consoleOf(relay, await relay.createWorkspace({ id: 'w', deviceName: 'desk' }));
  const other = consoleOf(relay, await relay.createWorkspace({ id: 'w', deviceName: 'laptop' }));
  const fresh = consoleOf(relay, await relay.createWorkspace({ id: 'w', deviceName: 'desk' }));
  expect((await old.call('GET', '/health')).status).toBe(401);
  expect((await other.call('GET', '/health')).status).toBe(200);
  expect((await fresh.call('GET', '/health')).status).toBe(200);
});

test.each([
  ['PUT', `/channels/${BOT}`, { channelId: '1' }],
  ['PUT', '/channels/..%2Fetc', CHANNEL],
  ['PUT', '/portals/abc', undefined],
  ['POST', '/events', { events: [] }],
  ['POST', '/events', { events: [{ id: '', kind: 'x', body: 1 }] }],
  ['GET', '/events?after=-1', undefined],
])('%s %s with nonsense gets 400', async (method, path, body) => {
  const relay = await relayForTest();
  expect((await (await newConsole(relay)).call(method, path, body)).status).toBe(400);
});

test('health tells the OAs, the accounts, their last events and where the log ends', async () => {
  const { relay, staff } = await relayWithChannel();
  await staff.call('PUT', '/portals/62515');
  await postLine(relay, lineBody('01A'));
  expect(await (await staff.call('GET', '/health')).json()).toMatchObject({
    isOk: true,
    head: 1,
    floor: 0,
    queueLength: 0,
    channels: [{ botUserId: BOT, lastEventAt: expect.any(Number) }],
    portals: [{ portalId: '62515', lastEventAt: null }],
  });
});

test('neither secrets nor tokens nor message texts are readable on the disk where they need not be, nor in the log lines', async () => {
  const lines: RelayLogEntry[] = [];
  const dataFolder = temporaryFolder();
  const { relay, staff } = await relayWithChannel({ dataFolder, log: (line) => lines.push(line) });
  await postLine(relay, lineBody('01A', { text: 'very private words' }));
  await postLine(relay, lineBody('01B', { text: 'very private words' }), { signature: 'forged' });
  await relay.close();
  const printed = JSON.stringify(lines);
  expect(lines.map((line) => line.event)).toContain('refused');
  for (const secret of [CHANNEL.channelSecret, staff.deviceToken]) {
    expect(printed).not.toContain(secret);
    for (const name of readdirSync(dataFolder).filter((name) => statSync(join(dataFolder, name)).isFile())) {
      expect(readFileSync(join(dataFolder, name)).includes(secret), name).toBe(false);
    }
  }
  expect(printed).not.toContain('private words');
  expect(statSync(join(dataFolder, 'relay.key')).mode & 0o777).toBe(0o600);
});

test('what was registered and stored is there after a restart', async () => {
  const dataFolder = temporaryFolder();
  const { relay, staff } = await relayWithChannel({ dataFolder });
  await postLine(relay, lineBody('01A'));
  await relay.close();
  const again = await relayForTest({ dataFolder });
  expect((await postLine(again, lineBody('01A', { isRedelivery: true }))).status).toBe(200);
  expect((await postLine(again, lineBody('01B'))).status).toBe(200);
  expect((await consoleOf(again, staff).events()).map((event) => event.seq)).toEqual([1, 2]);
});

test('a console that does not acknowledge gets no second page, and one that speaks nonsense is cut', async () => {
  const relay = await relayForTest();
  const staff = await newConsole(relay);
  const events = Array.from({ length: 250 }, (_, n) => ({ id: String(n), kind: 'x', body: n }));
  await staff.call('POST', '/events', { events });
  const url = `${relay.url.replace('http', 'ws')}/v1/workspaces/${staff.workspaceId}/log?cursor=0&protocol=2`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${staff.deviceToken}` } });
  const frames: ReturnType<typeof relayFrameSchema.parse>[] = [];
  let closedWith = 0;
  socket.on('message', (data) => frames.push(relayFrameSchema.parse(JSON.parse(String(data)))));
  socket.on('close', (code) => {
    closedWith = code;
  });
  await until(() => frames.length === 2);
  expect(frames[0]).toMatchObject({ type: 'welcome', head: 250, floor: 0 });
  expect(frames[1]).toMatchObject({ type: 'page', cursor: 100, head: 250 });
  await staff.call('POST', '/events', { events: [{ id: 'later', kind: 'x', body: 1 }] });
  expect((await staff.call('GET', '/health')).status).toBe(200);
  expect(frames).toHaveLength(2);
  socket.send(JSON.stringify({ type: 'ack', cursor: 100 }));
  await until(() => frames.length === 3);
  socket.send(JSON.stringify({ type: 'ack', cursor: 251 }));
  await until(() => closedWith !== 0);
  expect(closedWith).toBe(1008);
});

test('a HubSpot account that was given back can be taken by another workspace, and nobody gives back what is not theirs', async () => {
  const relay = await relayForTest();
  const [one, two] = [await newConsole(relay), await newConsole(relay)];
  expect((await one.call('PUT', '/portals/7')).status).toBe(204);
  expect((await two.call('DELETE', '/portals/7')).status).toBe(204);
  expect((await two.call('PUT', '/portals/7')).status).toBe(409);
  expect((await one.call('DELETE', '/portals/7')).status).toBe(204);
  expect((await one.call('DELETE', '/portals/7')).status).toBe(204);
  expect((await two.call('PUT', '/portals/7')).status).toBe(204);
});
