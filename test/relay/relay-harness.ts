import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Relay, type RelayOptions, startRelay } from '../../src/relay/server';
import { type RelayEvent, readResponseSchema } from '../../src/shared/relay-protocol';

export const CHANNEL = { channelId: '2000000001', channelSecret: '8c570fa6dd201bb328f1c1eac23a96d8' };
export const BOT = 'U8e742f61d673b39c7fff3cecb7536ef0';
export const HUBSPOT_SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-relay-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A relay on a free port that stops with the test. */
export async function relayForTest(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const { limits, ...rest } = options;
  const relay = await startRelay({
    dataFolder: rest.dataFolder ?? temporaryFolder(),
    hubspotClientSecrets: [HUBSPOT_SECRET],
    ...rest,
    limits: { minFreeBytes: 0, ...limits },
  });
  onTestFinished(() => relay.close());
  return relay;
}

export interface TestConsole {
  readonly workspaceId: string;
  readonly deviceToken: string;
  call(method: string, path: string, body?: unknown): Promise<Response>;
  events(after?: number): Promise<RelayEvent[]>;
}

/** A device of a new workspace. */
export async function newConsole(relay: Relay): Promise<TestConsole> {
  return consoleOf(relay, await relay.createWorkspace());
}

/** A device of a workspace that talks to the relay by plain HTTP. */
export function consoleOf(
  relay: Pick<Relay, 'url'>,
  workspace: { workspaceId: string; deviceToken: string },
): TestConsole {
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${relay.url}/v1/workspaces/${workspace.workspaceId}${path}`, {
      method,
      headers: { authorization: `Bearer ${workspace.deviceToken}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  return {
    ...workspace,
    call,
    events: async (after = 0) =>
      readResponseSchema.parse(await (await call('GET', `/events?after=${after}&limit=500`)).json()).events,
  };
}

/** A relay, and a console whose workspace has the test OA. */
export async function relayWithChannel(
  options: Partial<RelayOptions> = {},
): Promise<{ relay: Relay; staff: TestConsole }> {
  const relay = await relayForTest(options);
  const staff = await newConsole(relay);
  await staff.call('PUT', `/channels/${BOT}`, CHANNEL);
  return { relay, staff };
}

export function lineSignature(body: string | Uint8Array, secret = CHANNEL.channelSecret): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** A LINE webhook body with one text message. */
export function lineBody(webhookEventId: string, options: { isRedelivery?: boolean; text?: string } = {}): string {
  return JSON.stringify({
    destination: BOT,
    events: [
      {
        type: 'message',
        mode: 'active',
        timestamp: 1_764_547_200_000,
        webhookEventId,
        deliveryContext: { isRedelivery: options.isRedelivery ?? false },
        source: { type: 'user', userId: 'U00000000000000000000000000000001' },
        replyToken: 'rt1',
        message: { id: '1', type: 'text', quoteToken: 'qt1', text: options.text ?? 'こんにちは' },
      },
    ],
  });
}

/** Posts a webhook as LINE does; signed with the test OA's secret unless told otherwise. */
export function postLine(
  relay: Pick<Relay, 'url'>,
  body: string | Uint8Array<ArrayBuffer>,
  options: { signature?: string | null; botUserId?: string } = {},
): Promise<Response> {
  const signature = options.signature === undefined ? lineSignature(body) : options.signature;
  return fetch(`${relay.url}/hooks/line/${options.botUserId ?? BOT}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(signature === null ? {} : { 'x-line-signature': signature }),
    },
    body,
  });
}

/** Resolves when the condition holds; rejects after a bounded wait. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error(`not reached within ${timeoutMs} ms: ${condition}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
