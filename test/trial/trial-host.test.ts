import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createRelayClient } from '../../src/engine/relay/relay-client';
import type { RelayState } from '../../src/engine/relay/relay-port';
import { isLineSignature } from '../../src/relay/ingest/signature';
import { MESSAGE_SENT_KIND, messageSentSchema, type RelayEvent } from '../../src/shared/relay-protocol';
import { type TrialReady, trialReadySchema } from '../../src/shared/trial/trial-ready';
import { startTrialHost, type TrialHost } from '../../src/trial/trial-host';
import { temporaryFolder, until } from '../relay/relay-harness';

const SMALL = { seed: 7, contacts: 60, friends: 12, messages: 150, redirectPort: 17_820, customers: 0 };

async function trialForTest(dataFolder: string, steps: string[] = []): Promise<TrialHost> {
  const host = await startTrialHost({ dataFolder, ...SMALL }, (step) => steps.push(step));
  onTestFinished(() => host.close());
  await host.past;
  return host;
}

/** A console of the trial that collects everything from a cursor on. */
function followTrial(
  ready: TrialReady,
  cursor = 0,
): { events: RelayEvent[]; states: RelayState[]; stop(): Promise<void> } {
  const client = createRelayClient({ ...ready.relay, timing: { backoff: { minMs: 10, maxMs: 50 } } });
  onTestFinished(() => client.stop());
  const events: RelayEvent[] = [];
  const states: RelayState[] = [];
  client.start({
    cursor,
    onEvents: async (page) => void events.push(...page),
    onState: (state) => states.push(state),
  });
  return { events, states, stop: () => client.stop() };
}

async function control(ready: TrialReady, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(ready.endpoints.control + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return response.json();
}

/** A friend of the OA who did not block it. */
async function someFriend(ready: TrialReady, account: string): Promise<string> {
  const response = await fetch(`${ready.endpoints.control}/line/accounts/${account}/customers?limit=100`);
  const customers = z.array(z.object({ userId: z.string(), state: z.string() })).parse(await response.json());
  return customers.find(({ state }) => state === 'following')?.userId ?? '';
}

test('a new trial has the whole past in the relay: what customers wrote, signed, and what the OA answered', async () => {
  const steps: string[] = [];
  const { ready } = await trialForTest(temporaryFolder(), steps);
  expect(trialReadySchema.parse(ready)).toEqual(ready);
  expect(steps).toEqual(['seeding', 'history', 'sentMessages', 'past']);
  const { events, states } = followTrial(ready);
  await until(() => states.at(-1) === 'live');
  const received = events.flatMap((event) => {
    if (event.source !== 'line') {
      return [];
    }
    const rawBody = Buffer.from(event.rawBody, 'base64');
    const account = ready.officialAccounts.find(({ botUserId }) => botUserId === event.botUserId);
    expect(isLineSignature(rawBody, event.signature, [account?.channelSecret ?? ''])).toBe(true);
    const body: { events: { type: string }[] } = JSON.parse(rawBody.toString());
    return body.events.map(({ type }) => type);
  });
  const sent = events.flatMap((event) =>
    event.source === 'console' && event.kind === MESSAGE_SENT_KIND ? [messageSentSchema.parse(event.body)] : [],
  );
  expect(received.filter((type) => type === 'message').length + sent.length).toBe(SMALL.messages);
  expect(received.filter((type) => type === 'follow').length).toBeGreaterThan(0);
  expect(sent.length).toBeGreaterThan(0);
});

test('a second start keeps the workspace, the addresses and the log, and delivers nothing again', async () => {
  const dataFolder = temporaryFolder();
  const first = await trialForTest(dataFolder);
  const before = followTrial(first.ready);
  await until(() => before.states.at(-1) === 'live');
  await before.stop();
  await first.close();
  const steps: string[] = [];
  const second = await trialForTest(dataFolder, steps);
  expect(steps).toEqual(['seeding', 'past']);
  expect(second.ready).toEqual({
    ...first.ready,
    relay: { ...first.ready.relay, deviceToken: second.ready.relay.deviceToken },
  });
  const after = followTrial(second.ready);
  await until(() => after.states.at(-1) === 'live');
  expect(after.events).toEqual(before.events);
});

test('a start that was broken off before the end of the past repeats it, and nothing is there twice', async () => {
  const dataFolder = temporaryFolder();
  const first = await trialForTest(dataFolder);
  const before = followTrial(first.ready);
  await until(() => before.states.at(-1) === 'live');
  await before.stop();
  await first.close();
  const { readTrialState, writeTrialState } = await import('../../src/trial/trial-state');
  const state = readTrialState(dataFolder);
  expect(state).not.toBeNull();
  if (state !== null) {
    writeTrialState(dataFolder, { ...state, isHistoryDelivered: false });
  }
  const second = await trialForTest(dataFolder);
  const after = followTrial(second.ready);
  await until(() => after.states.at(-1) === 'live');
  expect(after.events).toEqual(before.events);
});

test('another world in the same folder is another workspace', async () => {
  const dataFolder = temporaryFolder();
  const first = await trialForTest(dataFolder);
  await first.close();
  const host = await startTrialHost({ dataFolder, ...SMALL, messages: 50 }, () => undefined);
  onTestFinished(() => host.close());
  expect(host.ready.relay.workspaceId).not.toBe(first.ready.relay.workspaceId);
});

test('the network off cuts the consoles; what came in meanwhile is there when it is back', async () => {
  const { ready } = await trialForTest(temporaryFolder());
  const { events, states } = followTrial(ready);
  await until(() => states.at(-1) === 'live');
  await control(ready, '/network', { isUp: false });
  await until(() => states.at(-1) === 'offline');
  const count = events.length;
  const account = ready.officialAccounts[0]?.channelId ?? '';
  await control(ready, '/line/webhooks/forge', { account });
  const messages = [{ type: 'text', text: 'まだいますか？' }];
  await control(ready, `/line/accounts/${account}/send`, { userId: await someFriend(ready, account), messages });
  await control(ready, '/network', { isUp: true });
  await until(() => states.at(-1) === 'live' && events.length > count);
  expect(events).toHaveLength(count + 1);
  const last = events.at(-1);
  expect(last?.source === 'line' && Buffer.from(last.rawBody, 'base64').toString()).toContain('まだいますか');
});

test('the relay follows the clock of the sandbox, so that advanced time breaks no signature', async () => {
  const { ready } = await trialForTest(temporaryFolder());
  await control(ready, '/clock/advance', { ms: 3_600_000 });
  const response = await fetch(`${ready.relay.url}/v1/workspaces/${ready.relay.workspaceId}/health`, {
    headers: { authorization: `Bearer ${ready.relay.deviceToken}` },
  });
  const health: unknown = await response.json();
  expect(health instanceof Object && 'now' in health && Number(health.now)).toBeGreaterThan(Date.now() + 3_500_000);
});

test('a damaged state file starts a new workspace instead of failing', async () => {
  const dataFolder = temporaryFolder();
  const first = await trialForTest(dataFolder);
  await first.close();
  rmSync(`${dataFolder}/trial.json`);
  const second = await trialForTest(dataFolder);
  expect(second.ready.relay.workspaceId).not.toBe(first.ready.relay.workspaceId);
});
