import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSandbox } from '../../src/sandbox/server';
import { call, control, LineCaller, smallSandbox, whenTestEnds } from './support/sandbox-client';

const FIXED_NOW = Date.UTC(2026, 10, 22, 3, 0, 0);

test('the same seed gives the same state, also after a reset; another seed gives another', async () => {
  const now = () => FIXED_NOW;
  const first = await smallSandbox({ now });
  const second = await smallSandbox({ now });
  const other = await smallSandbox({ now, seed: 8 });
  const hashOf = async (sandbox: typeof first) => (await control(sandbox, 'GET', '/line/hash')).json.hash as string;
  expect(await hashOf(second)).toBe(await hashOf(first));
  expect(await hashOf(other)).not.toBe(await hashOf(first));
  const before = await hashOf(first);
  const line = await LineCaller.of(first);
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0];
  expect((await line.push(friend, 'こんにちは')).status).toBe(200);
  expect(await hashOf(first)).not.toBe(before);
  await control(first, 'POST', '/reset');
  expect(await hashOf(first)).toBe(before);
  expect((await line.push(friend, 'old token')).status).toBe(401);
});

test('state and ports are kept in the data folder and used again', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  whenTestEnds(async () => rmSync(dataFolder, { recursive: true }));
  const options = { dataFolder, seed: 3, contacts: 30, friends: 12, messages: 50 };
  const first = await startSandbox(options);
  const line = await LineCaller.of(first);
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0];
  await line.push(friend, 'kept');
  await first.close();
  const second = await startSandbox(options);
  whenTestEnds(() => second.close());
  expect(second.endpoints).toEqual(first.endpoints);
  expect(second.officialAccounts).toEqual(first.officialAccounts);
  const chat = await control(
    second,
    'GET',
    `/line/accounts/${second.officialAccounts[0]?.channelId}/chats/${friend}/messages`,
  );
  expect(chat.json.messages.at(-1).body.text).toBe('kept');
});

test('with the network off no stand-in answers, and afterwards all do on the same ports with the same state', async () => {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  await sandbox.setNetwork(false);
  await expect(line.api('GET', '/v2/bot/info')).rejects.toThrow();
  await expect(fetch(sandbox.endpoints.hubspotApi)).rejects.toThrow();
  expect((await control(sandbox, 'GET', '/state')).json.isNetworkUp).toBe(false);
  expect((await fetch(sandbox.endpoints.phone)).status).toBe(200);
  await control(sandbox, 'POST', '/network', { isUp: true });
  expect((await line.api('GET', '/v2/bot/info')).status).toBe(200);
});

test('every planned fault shows on the wire as what it is', async () => {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0];
  const channel = sandbox.officialAccounts[0]?.channelId;
  const plan = (kind: string, more: object = {}) =>
    control(sandbox, 'POST', '/faults', { service: 'line', kind, method: 'POST', path: '/message/push$', ...more });
  const texts = async () =>
    (await control(sandbox, 'GET', `/line/accounts/${channel}/chats/${friend}/messages`)).json.messages.map(
      (m: { body: { text?: string } }) => m.body.text,
    );

  await plan('rateLimit');
  const limited = await line.push(friend, 'a');
  expect([limited.status, limited.json.message]).toEqual([
    429,
    'The API rate limit has been exceeded. Try again later.',
  ]);
  expect(limited.headers.get('x-line-request-id')).toBeTruthy();
  await plan('status', { status: 503, times: 2 });
  expect((await line.push(friend, 'b')).status).toBe(503);
  expect((await line.push(friend, 'b')).status).toBe(503);
  await plan('expiredToken');
  expect((await line.push(friend, 'c')).status).toBe(401);
  await plan('dropBefore');
  await expect(line.push(friend, 'dropped before')).rejects.toThrow();
  await plan('dropAfter');
  await expect(line.push(friend, 'dropped after')).rejects.toThrow();
  await plan('brokenJson');
  const broken = await line.push(friend, 'broken');
  expect([broken.status, broken.json]).toEqual([200, undefined]);
  await plan('slow', { delayMs: 200 });
  const startedAt = performance.now();
  expect((await line.push(friend, 'slow')).status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThan(190);
  const seen = await texts();
  for (const arrived of ['dropped after', 'broken', 'slow']) expect(seen).toContain(arrived);
  for (const lost of ['a', 'b', 'c', 'dropped before']) expect(seen).not.toContain(lost);
  expect((await control(sandbox, 'GET', '/faults')).json.every((f: { left: number }) => f.left === 0)).toBe(true);
});

test('faults hit HubSpot in its own words', async () => {
  const sandbox = await smallSandbox();
  await control(sandbox, 'POST', '/faults', { service: 'hubspot', kind: 'rateLimit' });
  const answer = await call('GET', `${sandbox.endpoints.hubspotApi}/crm/v3/objects/contacts`);
  expect(answer.status).toBe(429);
  expect(answer.json.policyName).toBe('TEN_SECONDLY_ROLLING');
});

test('the scenario API refuses what it does not understand', async () => {
  const sandbox = await smallSandbox();
  expect((await control(sandbox, 'POST', '/faults', { service: 'line', kind: 'nonsense' })).status).toBe(400);
  expect((await control(sandbox, 'POST', '/faults', { service: 'line', kind: 'slow', path: '(' })).status).toBe(400);
});

test('the clock can be moved ahead: tokens end with their life', async () => {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  expect((await line.api('GET', '/v2/bot/info')).status).toBe(200);
  await control(sandbox, 'POST', '/clock/advance', { ms: 901_000 });
  expect((await line.api('GET', '/v2/bot/info')).status).toBe(401);
});
