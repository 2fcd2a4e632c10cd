import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pairWithRelay } from '../../../src/engine/relay/pair-with-relay';
import { createRelayClient } from '../../../src/engine/relay/relay-client';
import type { RelayPort, RelayState } from '../../../src/engine/relay/relay-port';
import type { Relay, RelayOptions } from '../../../src/relay/server';
import type { PresentConsole } from '../../../src/shared/relay-protocol';
import { relayForTest, temporaryFolder, until } from '../../relay/relay-harness';

const FAST = { backoff: { minMs: 10, maxMs: 50 }, connectTimeoutMs: 1_000, callTimeoutMs: 5_000 };

/** Two consoles of a workspace. */
async function pairOf(options: Partial<RelayOptions> = {}) {
  const relay = await relayForTest(options);
  const made = await relay.createWorkspace({ deviceName: 'front desk' });
  const one = clientOf(relay, made);
  const { code } = await one.makePairingCode();
  const two = clientOf(relay, await pairWithRelay(`${relay.url}/`, code, 'back office'));
  return { relay, one, two };
}

function clientOf(relay: Pick<Relay, 'url'>, device: { workspaceId: string; deviceToken: string }): RelayPort {
  const client = createRelayClient({ url: relay.url, ...device, timing: FAST });
  onTestFinished(() => client.stop());
  return client;
}

/** Starts a console and gives what it was told. */
function started(client: RelayPort) {
  const states: RelayState[] = [];
  const codes: (string | undefined)[] = [];
  const present: (readonly PresentConsole[])[] = [];
  client.onPresent((consoles) => present.push(consoles));
  client.start({
    cursor: 0,
    onEvents: () => Promise.resolve(),
    onState: (state, _reason, refusal) => {
      states.push(state);
      codes.push(refusal?.code);
    },
  });
  return { states, codes, present, names: () => present.at(-1)?.map(({ name }) => name) };
}

test('shared values, work and leases go through the port', async () => {
  const { one, two } = await pairOf();
  await one.append([
    { id: '1', kind: 'workspace.change', body: { n: 1 }, key: 'tag:a' },
    { id: '2', kind: 'workspace.change', body: { n: 2 }, key: 'tag:a' },
    { id: '3', kind: 'send', body: null, work: { queue: 'planned/sends' } },
  ]);
  expect(await two.latest({ prefix: 'tag:' })).toMatchObject([{ seq: 2, body: { n: 2 } }]);
  expect(await two.latest({ prefix: 'tag:', after: 2 })).toEqual([]);
  const [claim] = await one.claim('planned/sends', { limit: 5, leaseMs: 60_000 });
  expect(claim).toMatchObject({ event: { id: '3' }, tries: 1 });
  expect(await two.claim('planned/sends', { limit: 5, leaseMs: 60_000 })).toEqual([]);
  const held = { seq: claim?.event.seq ?? 0, fence: claim?.fence ?? 0 };
  expect(await two.settle(held.seq, { how: 'done', fence: held.fence })).toBe(false);
  expect(await one.settle(held.seq, { how: 'done', fence: held.fence })).toBe(true);
  const lease = await one.lease('schedule/contacts', 60_000);
  expect(await two.lease('schedule/contacts', 60_000)).toBeNull();
  expect(await one.release('schedule/contacts', lease?.fence ?? 0)).toBe(true);
  expect(await two.lease('schedule/contacts', 60_000)).not.toBeNull();
});

test('consoles know of each other over lost connections, and of nobody while there is none', async () => {
  const { relay, one, two } = await pairOf();
  one.tellPresence({ agentId: 'a1', name: 'Aki', chat: null, isWriting: false });
  const first = started(one);
  const second = started(two);
  await until(() => second.names()?.[0] === 'Aki');
  two.tellPresence({ agentId: 'a2', name: 'Mina', chat: null, isWriting: true });
  await until(() => first.names()?.[0] === 'Mina');
  relay.setNetwork(false);
  await until(() => first.states.at(-1) === 'offline');
  expect(first.names()).toEqual([]);
  relay.setNetwork(true);
  await until(() => first.names()?.[0] === 'Mina' && second.names()?.[0] === 'Aki');
});

test('a file goes to the relay from a path, a blob or a stream', async () => {
  const { one } = await pairOf({ maxFileBytes: 3_000_000 });
  const bytes = randomBytes(1_500_000);
  const path = join(temporaryFolder(), 'a.bin');
  writeFileSync(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const expiresAt = Date.now() + 3_600_000;
  const usual = { contentType: 'video/mp4', name: '動画.mp4', expiresAt };
  const sources = [{ path, sha256 }, { content: new Blob([bytes]) }, { content: new Blob([bytes]).stream() }];
  for (const source of sources) {
    const stored = await one.putFile({ ...usual, ...source });
    expect(stored.expiresAt).toBe(expiresAt);
    expect(stored.url).toMatch(/\/files\/[A-Za-z0-9_-]{43}\/file\.mp4$/);
    const answer = await fetch(stored.url);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  }
  await expect(one.putFile({ ...usual, content: new Blob([new Uint8Array(3_000_001)]) })).rejects.toMatchObject({
    code: 'RELAY_REFUSED',
    trouble: 'rejected',
    detail: 'FILE_TOO_LARGE',
  });
  await expect(one.putFile({ ...usual, path: `${path}.gone` })).rejects.toMatchObject({ code: 'FILE_GONE' });
  const given = new AbortController();
  given.abort(new Error('not wanted any more'));
  await expect(one.putFile({ ...usual, path, signal: given.signal })).rejects.toThrow('not wanted any more');
});

test('a revoked console is told so by every call and stops trying; its colleague is listed alone', async () => {
  const { one, two } = await pairOf();
  const revoked = started(two);
  await until(() => revoked.states.at(-1) === 'live');
  const device = (await one.devices()).find(({ name }) => name === 'back office');
  expect(device).toMatchObject({ isConnected: true, isMe: false });
  await one.revokeDevice(device?.deviceId ?? '');
  await until(() => revoked.states.at(-1) === 'refused');
  expect(revoked.codes.at(-1)).toBe('RELAY_DEVICE_REVOKED');
  await expect(two.health()).rejects.toMatchObject({ code: 'RELAY_DEVICE_REVOKED', trouble: 'refused' });
  expect(await one.devices()).toMatchObject([{ name: 'front desk', isMe: true }]);
});

test('what goes wrong has the code that a person is shown', async () => {
  const { relay, one } = await pairOf();
  await expect(pairWithRelay(relay.url, 'ABCD-2345', 'x')).rejects.toMatchObject({ code: 'PAIRING_CODE_WRONG' });
  const { code } = await one.makePairingCode();
  await pairWithRelay(relay.url, code, 'x');
  await expect(pairWithRelay(relay.url, code, 'x')).rejects.toMatchObject({ code: 'PAIRING_CODE_EXPIRED' });
  await expect(pairWithRelay('http://127.0.0.1:9', code, 'x')).rejects.toMatchObject({
    code: 'RELAY_UNREACHABLE',
    trouble: 'offline',
  });
});
