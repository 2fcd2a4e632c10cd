import { createHash, createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Relay } from '../../src/relay/server';
import {
  type ConsoleFrame,
  claimResponseSchema,
  consoleFrameSchema,
  devicesSchema,
  fileStoredSchema,
  leaseResponseSchema,
  linkNonceLabel,
  pairingCodeSchema,
  type RelayFrame,
  relayFrameSchema,
  relayHealthSchema,
} from '../../src/shared/relay-protocol';
import { type ConsoleSocket, connectSocket, presenceOf } from './console-socket';
import {
  BOT,
  CHANNEL,
  consoleOf,
  lineBody,
  newConsole,
  postLine,
  relayForTest,
  type TestConsole,
  until,
} from './relay-harness';

/** In everything that the first workspace has: nothing that the second one is answered may hold it. */
const MARK = 'only-for-the-first-workspace';
const PORTAL = '4711';
const REQUEST_ID = 'request-0000000000000001';
const LINK_TOKEN = 'NMZTNuVrPTqlr2IF8Bnymkb7rXfYv5EY';
const hash = (value: string) => createHash('sha256').update(value).digest('base64url');

/** A workspace that has one of everything, and another one that wants it. */
interface World {
  readonly relay: Relay;
  readonly staff: TestConsole;
  readonly socket: ConsoleSocket;
  readonly stranger: TestConsole;
  readonly strangerSocket: ConsoleSocket;
  readonly deviceId: string;
  readonly claim: { seq: number; fence: number };
  readonly leaseFence: number;
  readonly fileUrl: string;
  readonly pageUrl: string;
  readonly pairingCode: string;
}

async function world(): Promise<World> {
  const relay = await relayForTest();
  const made = await relay.createWorkspace({ deviceName: MARK });
  const staff = consoleOf(relay, made);
  const stranger = await newConsole(relay);
  await staff.call('PUT', `/channels/${BOT}`, CHANNEL);
  await staff.call('PUT', `/portals/${PORTAL}`);
  await postLine(relay, lineBody('01A', { text: MARK }));
  const work = { queue: 'sends' };
  await staff.call('POST', '/events', { events: [{ id: 'e', kind: MARK, body: MARK, key: `tag:${MARK}`, work }] });
  await staff.call('POST', '/events', { events: [{ id: 'open', kind: MARK, body: MARK, work }] });
  const { claims } = claimResponseSchema.parse(
    await (await staff.call('POST', '/queues/sends/claims', { limit: 1, leaseMs: 600_000 })).json(),
  );
  const { lease } = leaseResponseSchema.parse(
    await (await staff.call('PUT', '/leases/sync', { ttlMs: 600_000 })).json(),
  );
  const { devices } = devicesSchema.parse(await (await staff.call('GET', '/devices')).json());
  const stored = await fetch(`${relay.url}/v1/workspaces/${staff.workspaceId}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff.deviceToken}`, 'content-type': 'image/png', 'x-file-name': MARK },
    body: MARK,
  });
  const pageId = randomBytes(32).toString('base64url');
  await staff.call('PUT', `/link-requests/${REQUEST_ID}`, {
    pageIdHash: hash(pageId),
    nonceHash: hash(createHmac('sha256', pageId).update(linkNonceLabel).digest('base64url')),
    linkTokenHash: hash(LINK_TOKEN),
    expiresAt: Date.now() + 600_000,
    companyName: MARK,
    customerName: MARK,
    language: 'en',
  });
  const socket = await connectSocket(relay, staff);
  const strangerSocket = await connectSocket(relay, stranger);
  socket.send({ type: 'presence', presence: presenceOf(MARK) });
  return {
    relay,
    staff,
    socket,
    stranger,
    strangerSocket,
    deviceId: devices[0]?.deviceId ?? '',
    claim: { seq: claims[0]?.event.seq ?? 0, fence: claims[0]?.fence ?? 0 },
    leaseFence: lease?.fence ?? 0,
    fileUrl: fileStoredSchema.parse(await stored.json()).url,
    pageUrl: `${relay.url}/link/${pageId}?linkToken=${LINK_TOKEN}`,
    pairingCode: pairingCodeSchema.parse(await (await staff.call('POST', '/pairing-codes')).json()).code,
  };
}

interface Trespass {
  /** Below the workspace for what consoles ask, else below the relay. */
  readonly path: (world: World) => string;
  readonly body?: (world: World) => unknown;
  /** What the stranger may be answered about things of the other workspace; 2xx where left out. */
  readonly status?: number;
}

const plain = (path: string, more: Omit<Trespass, 'path'> = {}): Trespass => ({ path: () => path, ...more });

/**
 * What a stranger tries with each route, naming what belongs to the other workspace. A new route must be entered here: with what
 * could cross, and it must not.
 */
const BELOW_WORKSPACE: Record<string, Trespass> = {
  'PUT /channels/:botUserId': plain(`/channels/${BOT}`, {
    body: () => ({ ...CHANNEL, channelSecret: '0'.repeat(32) }),
  }),
  'DELETE /channels/:botUserId': plain(`/channels/${BOT}`),
  'PUT /portals/:portalId': plain(`/portals/${PORTAL}`, { status: 409 }),
  'DELETE /portals/:portalId': plain(`/portals/${PORTAL}`),
  'PUT /link-requests/:requestId': plain(`/link-requests/${REQUEST_ID}`, { body: () => ({}), status: 400 }),
  'PUT /link-requests/:requestId/outcome': plain(`/link-requests/${REQUEST_ID}/outcome`, {
    body: () => ({ outcome: 'cancelled' }),
  }),
  'GET /health': plain('/health'),
  'POST /events': plain('/events', { body: () => ({ events: [{ id: 'e', kind: 'mine', key: `tag:${MARK}` }] }) }),
  'GET /events': plain('/events?after=0'),
  'GET /latest': plain('/latest?prefix='),
  'POST /queues/:queue/claims': plain('/queues/sends/claims', { body: () => ({ limit: 100, leaseMs: 600_000 }) }),
  'POST /claims/:seq/settle': {
    path: ({ claim }) => `/claims/${claim.seq}/settle`,
    body: ({ claim }) => ({ how: 'done', fence: claim.fence }),
  },
  'PUT /leases/:name': plain('/leases/sync', { body: () => ({ ttlMs: 600_000 }) }),
  'DELETE /leases/:name': { path: ({ leaseFence }) => `/leases/sync?fence=${leaseFence}` },
  'GET /devices': plain('/devices'),
  'DELETE /devices/:deviceId': { path: ({ deviceId }) => `/devices/${deviceId}` },
  'POST /pairing-codes': plain('/pairing-codes'),
  'POST /files': plain('/files', { body: () => 'a file of the stranger' }),
};

/** Open to everybody: what a stranger is answered who has no address, signature or code. */
const OPEN: Record<string, Trespass> = {
  'POST /hooks/line/:botUserId': plain(`/hooks/line/${BOT}`, { body: () => lineBody('01B'), status: 401 }),
  'POST /hooks/hubspot': plain('/hooks/hubspot', { body: () => [{ portalId: PORTAL }], status: 401 }),
  'GET /healthz': plain('/healthz'),
  'POST /v1/pair': {
    path: () => '/v1/pair',
    body: ({ pairingCode }) => ({ code: `${pairingCode.slice(0, 5)}2222`, deviceName: 'x' }),
    status: 404,
  },
  'GET /link/:pageId': { path: () => `/link/${REQUEST_ID}?linkToken=${LINK_TOKEN}`, status: 404 },
  'POST /link/:pageId': plain(`/link/${REQUEST_ID}`, { body: () => `linkToken=${LINK_TOKEN}`, status: 404 }),
  'GET /files/:token': plain(`/files/${'A'.repeat(43)}`, { status: 404 }),
  'GET /files/:token/:name': {
    path: ({ fileUrl }) => `/files/${'A'.repeat(43)}/${fileUrl.split('/').at(-1)}`,
    status: 404,
  },
};

const WORKSPACE = '/v1/workspaces/:workspaceId';

/** What the first workspace can see of itself. */
async function stateOf({ staff, fileUrl, pageUrl, claim }: World) {
  const json = async (path: string) => (await staff.call('GET', path)).json();
  const health = relayHealthSchema.parse(await json('/health'));
  const { devices } = devicesSchema.parse(await json('/devices'));
  return {
    events: await json('/events?limit=500'),
    latest: await json('/latest'),
    devices: devices.map(({ deviceId, name }) => ({ deviceId, name })),
    channels: health.channels.map(({ botUserId }) => botUserId),
    portals: health.portals.map(({ portalId }) => portalId),
    head: health.head,
    file: await (await fetch(fileUrl)).text(),
    page: (await fetch(pageUrl, { headers: { 'user-agent': 'a bot' } })).status,
    isClaimHeld: await (
      await staff.call('POST', `/claims/${claim.seq}/settle`, { how: 'extend', leaseMs: 600_000, fence: claim.fence })
    ).json(),
    leaseFence: leaseResponseSchema.parse(await (await staff.call('PUT', '/leases/sync', { ttlMs: 600_000 })).json())
      .lease?.fence,
  };
}

test('no route crosses from one workspace into another, with no token, a foreign one, or foreign names', async () => {
  const it = await world();
  const { relay, staff, stranger } = it;
  const known = [
    ...Object.keys(OPEN),
    ...Object.keys(BELOW_WORKSPACE).map((route) => route.replace(' ', ` ${WORKSPACE}`)),
  ];
  expect(relay.routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(known.toSorted());
  const before = await stateOf(it);
  const call = (path: string, route: string, trespass: Trespass, token: string | null) => {
    const body = trespass.body?.(it);
    const headers = new Headers({ 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' });
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    const method = route.split(' ')[0] ?? '';
    return fetch(relay.url + path, {
      method,
      headers,
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
  };
  for (const [route, trespass] of Object.entries(BELOW_WORKSPACE)) {
    const path = trespass.path(it);
    for (const token of [null, stranger.deviceToken, 'lct_wrong']) {
      const answer = await call(`/v1/workspaces/${staff.workspaceId}${path}`, route, trespass, token);
      expect([route, token, answer.status]).toEqual([route, token, 401]);
      expect(await answer.text()).not.toContain(MARK);
    }
    const answer = await call(`/v1/workspaces/${stranger.workspaceId}${path}`, route, trespass, stranger.deviceToken);
    const isFine = trespass.status === undefined ? answer.ok : answer.status === trespass.status;
    expect([route, answer.status, isFine]).toEqual([route, answer.status, true]);
    // the stranger's own key has this name; everything else that has it is not his
    expect((await answer.text()).replaceAll(`tag:${MARK}`, '')).not.toContain(MARK);
  }
  for (const [route, trespass] of Object.entries(OPEN)) {
    const answer = await call(trespass.path(it), route, trespass, stranger.deviceToken);
    expect([route, answer.status]).toEqual([route, trespass.status ?? 200]);
    expect(await answer.text()).not.toContain(MARK);
  }
  expect(await stateOf(it)).toEqual(before);
  expect(before).toMatchObject({
    channels: [BOT],
    portals: [PORTAL],
    file: MARK,
    page: 200,
    isClaimHeld: { isMine: true },
  });
});

/** How each frame of a console is tried by the stranger, and how each frame of the relay is provoked for the first workspace. */
const CONSOLE_FRAMES: Record<ConsoleFrame['type'], (world: World) => ConsoleFrame> = {
  // an ack of the other workspace's position is none of this connection
  ack: ({ socket }) => ({ type: 'ack', cursor: socket.of('page').at(-1)?.cursor ?? 0 }),
  presence: () => ({ type: 'presence', presence: presenceOf('stranger') }),
};
const RELAY_FRAMES: Record<RelayFrame['type'], (world: World) => Promise<unknown>> = {
  welcome: ({ socket }) => until(() => socket.of('welcome').length === 1),
  page: async ({ staff, socket }) => {
    await staff.call('POST', '/events', { events: [{ id: 'late', kind: MARK, body: MARK }] });
    await until(() => socket.text().includes('"late"'));
  },
  present: async ({ relay, staff, socket }) => {
    const third = await connectSocket(relay, consoleOf(relay, await relay.createWorkspace({ id: staff.workspaceId })));
    third.send({ type: 'presence', presence: presenceOf(MARK, { agentId: 'third' }) });
    await until(() => socket.of('present').length > 0);
  },
  resync: async ({ relay, staff }) => {
    const far = await connectSocket(relay, staff, 1_000);
    await until(() => far.of('resync').length === 1);
  },
};

test('no frame crosses from one workspace into another', async () => {
  const it = await world();
  const typesOf = (schema: typeof consoleFrameSchema | typeof relayFrameSchema) =>
    schema.options.map((option) => option.shape.type.value).toSorted();
  expect(typesOf(consoleFrameSchema)).toEqual(Object.keys(CONSOLE_FRAMES).toSorted());
  expect(typesOf(relayFrameSchema)).toEqual(Object.keys(RELAY_FRAMES).toSorted());
  for (const provoke of Object.values(RELAY_FRAMES)) await provoke(it);
  expect(it.socket.text()).toContain(MARK);
  await expect(connectSocket(it.relay, { ...it.stranger, workspaceId: it.staff.workspaceId })).rejects.toThrow('401');
  for (const frame of [CONSOLE_FRAMES.presence(it), CONSOLE_FRAMES.ack(it)]) it.strangerSocket.send(frame);
  await until(() => it.strangerSocket.closedWith() !== null);
  await it.staff.call('POST', '/events', { events: [{ id: 'last', kind: 'x' }] });
  await until(() => it.socket.text().includes('"last"'));
  expect(it.strangerSocket.text()).not.toContain(MARK);
  expect(it.socket.text()).not.toContain('stranger');
  expect(it.socket.closedWith()).toBeNull();
});
