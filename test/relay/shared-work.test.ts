import { expect, test } from 'vitest';
import {
  type ClaimRequest,
  claimResponseSchema,
  latestResponseSchema,
  leaseResponseSchema,
  type SettleRequest,
  settleResponseSchema,
} from '../../src/shared/relay-protocol';
import { connectSocket, presenceOf } from './console-socket';
import { consoleOf, newConsole, relayForTest, type TestConsole, until } from './relay-harness';

async function colleagues() {
  const relay = await relayForTest();
  const one = await newConsole(relay);
  const two = consoleOf(relay, await relay.createWorkspace({ id: one.workspaceId }));
  return { relay, one, two };
}

const append = (staff: TestConsole, ...events: object[]) => staff.call('POST', '/events', { events });
const latest = async (staff: TestConsole, query: string) =>
  latestResponseSchema.parse(await (await staff.call('GET', `/latest?${query}`)).json()).events;
const claim = async (staff: TestConsole, queue = 'sends', request: ClaimRequest = { limit: 10, leaseMs: 60_000 }) => {
  const answer = await staff.call('POST', `/queues/${encodeURIComponent(queue)}/claims`, request);
  return claimResponseSchema.parse(await answer.json()).claims;
};
const settle = async (staff: TestConsole, seq: number, settlement: SettleRequest) =>
  settleResponseSchema.parse(await (await staff.call('POST', `/claims/${seq}/settle`, settlement)).json()).isMine;
const lease = async (staff: TestConsole, name: string, ttlMs = 60_000) =>
  leaseResponseSchema.parse(await (await staff.call('PUT', `/leases/${encodeURIComponent(name)}`, { ttlMs })).json())
    .lease;

test('the newest entry of each key is given by prefix, in order and in pages', async () => {
  const { one, two } = await colleagues();
  await append(one, { id: '1', kind: 'c', key: 'tag:a', body: 1 }, { id: '2', kind: 'c', key: 'note:x', body: 2 });
  await append(two, { id: '3', kind: 'c', key: 'tag:b', body: 3 }, { id: '4', kind: 'c', key: 'tag:a', body: 4 });
  await append(two, { id: '5', kind: 'c', body: 5 });
  expect(await latest(one, 'prefix=tag:')).toMatchObject([
    { body: 3, seq: 3 },
    { body: 4, seq: 4 },
  ]);
  expect(await latest(one, 'prefix=tag:&after=3&limit=1')).toMatchObject([{ body: 4 }]);
  expect((await latest(one, '')).map(({ id }) => id)).toEqual(['2', '3', '4']);
});

test('work goes to one console, comes back when that one lets go, and an outdated claim changes nothing', async () => {
  const { one, two } = await colleagues();
  const dueAt = Date.now() + 3_600_000;
  await append(one, { id: 'now', kind: 'send', body: 'a', work: { queue: 'sends' } });
  await append(one, { id: 'later', kind: 'send', work: { queue: 'sends', dueAt } });
  const [mine] = await claim(one);
  expect(mine).toMatchObject({ event: { id: 'now', body: 'a' }, tries: 1 });
  expect(await claim(two)).toEqual([]);
  const { seq, fence } = { seq: mine?.event.seq ?? 0, fence: mine?.fence ?? 0 };
  expect(await settle(two, seq, { how: 'done', fence })).toBe(false);
  expect(await settle(one, seq, { how: 'giveBack', afterMs: 0, fence })).toBe(true);
  const [theirs] = await claim(two);
  expect(theirs).toMatchObject({ event: { id: 'now' }, tries: 2 });
  expect(await settle(one, seq, { how: 'done', fence })).toBe(false);
  expect(await settle(two, seq, { how: 'extend', leaseMs: 60_000, fence: theirs?.fence ?? 0 })).toBe(true);
  expect(await settle(two, seq, { how: 'done', fence: theirs?.fence ?? 0 })).toBe(true);
  expect(await claim(one)).toEqual([]);
});

test('a lease is held by one console, renewed by it, and free again when it gives it back', async () => {
  const { one, two } = await colleagues();
  const name = 'schedules/sync.contacts';
  const held = await lease(one, name);
  expect(held?.until).toBeGreaterThan(Date.now());
  expect(await lease(two, name)).toBeNull();
  expect((await lease(one, name))?.fence).toBe(held?.fence);
  const release = (staff: TestConsole, fence: number | undefined) =>
    staff.call('DELETE', `/leases/${encodeURIComponent(name)}?fence=${fence}`).then((answer) => answer.json());
  expect(await release(two, held?.fence)).toEqual({ isReleased: false });
  expect(await release(one, held?.fence)).toEqual({ isReleased: true });
  expect((await lease(two, name))?.fence).toBeGreaterThan(held?.fence ?? 0);
});

test('consoles see each other come, look, write and go, at most five times a second, and never themselves', async () => {
  const { relay, one, two } = await colleagues();
  const [first, second] = [await connectSocket(relay, one), await connectSocket(relay, two)];
  const chat = { botUserId: 'U1', sourceType: 'user' as const, sourceId: 'U2' };
  first.send({ type: 'presence', presence: presenceOf('Aki') });
  await until(() => second.of('present').length === 1);
  expect(second.of('present')[0]?.consoles).toMatchObject([{ name: 'Aki', chat: null }]);
  const startedAt = performance.now();
  for (let n = 0; n < 50; n++)
    first.send({ type: 'presence', presence: presenceOf('Aki', { chat, isWriting: n % 2 === 0 }) });
  first.send({ type: 'presence', presence: presenceOf('Aki', { chat, isWriting: true }) });
  await until(() => second.of('present').at(-1)?.consoles[0]?.isWriting === true);
  expect(second.of('present').at(-1)?.consoles).toMatchObject([{ chat, isWriting: true }]);
  expect(second.of('present').length).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 200);
  expect(first.of('present')).toEqual([]);
  // who comes later is told at once, with the welcome
  const third = await connectSocket(relay, consoleOf(relay, await relay.createWorkspace({ id: one.workspaceId })));
  await until(() => third.of('present').length === 1);
  first.close();
  await until(() => second.of('present').at(-1)?.consoles.length === 0);
  expect((await one.events()).length).toBe(0);
});

test('what a console may not say ends its connection', async () => {
  const { relay, one } = await colleagues();
  const socket = await connectSocket(relay, one);
  socket.send({ type: 'presence', presence: presenceOf('x'.repeat(200)) });
  await until(() => socket.closedWith() !== null);
  expect(socket.closedWith()).toBe(1008);
});

test.each([
  ['POST', '/queues/a b/claims', { limit: 1, leaseMs: 1_000 }],
  ['POST', '/queues/sends/claims', { limit: 1_000, leaseMs: 1_000 }],
  ['POST', '/claims/none/settle', { how: 'done', fence: 1 }],
  ['POST', '/claims/1/settle', { how: 'eaten', fence: 1 }],
  ['PUT', '/leases/x', { ttlMs: 1 }],
  ['DELETE', '/leases/x', undefined],
  ['GET', '/latest?after=x', undefined],
  ['DELETE', '/devices/..%2F..', undefined],
])('%s %s with nonsense gets 400', async (method, path, body) => {
  const relay = await relayForTest();
  expect((await (await newConsole(relay)).call(method, path, body)).status).toBe(400);
});
