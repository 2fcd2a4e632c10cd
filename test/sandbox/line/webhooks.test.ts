import { createHmac } from 'node:crypto';
import { validateSignature } from '@line/bot-sdk';
import { expect, test } from 'vitest';
import { webhookBody, webhookSignature } from '../../../src/sandbox/line/webhook-body';
import { control, LineCaller, type Received, smallSandbox, until, webhookReceiver } from '../support/sandbox-client';

async function world(options: Parameters<typeof smallSandbox>[0] = {}) {
  const sandbox = await smallSandbox(options);
  const line = await LineCaller.of(sandbox);
  const account = sandbox.officialAccounts[0];
  if (!account) throw new Error('no account');
  const hook = await webhookReceiver();
  await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
  const friend = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds[0] as string;
  const write = (...texts: string[]) =>
    control(sandbox, 'POST', `/line/accounts/${account.channelId}/send`, {
      userId: friend,
      messages: texts.map((text) => ({ type: 'text', text })),
    });
  const isSigned = (one: Received) =>
    validateSignature(one.body, account.channelSecret, String(one.headers['x-line-signature']));
  return { sandbox, line, account, hook, friend, write, isSigned };
}

const textsOf = (received: Received[]) =>
  received.flatMap((one) => one.json.events.map((event: { message?: { text?: string } }) => event.message?.text));

test('signatures are those of the documented vectors', () => {
  const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
  const empty = webhookBody('U8e742f61d673b39c7fff3cecb7536ef0', [], false);
  expect(empty.toString()).toBe('{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}');
  expect(webhookSignature(secret, empty)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
});

test('a webhook is signed over its raw bytes, with emoji escaped so that rewriting it breaks the signature', async () => {
  const { hook, write, isSigned, account } = await world();
  await write('やあ 🤨', 'もう一通');
  await until(() => hook.received.length === 1);
  const [one] = hook.received;
  if (!one) throw new Error('nothing came');
  expect(one.json.events).toHaveLength(2);
  expect(one.json.destination).toBe(account.botUserId);
  expect(one.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(one.body.toString('utf8')).toContain('やあ \\uD83E\\uDD28');
  expect(isSigned(one)).toBe(true);
  const rewritten = createHmac('sha256', account.channelSecret).update(JSON.stringify(one.json)).digest('base64');
  expect(rewritten).not.toBe(one.headers['x-line-signature']);
});

test('what is not answered with 2xx comes again as a redelivery with the same id and reply token; without the switch it does not', async () => {
  const { sandbox, account, hook, write, line } = await world({ redeliveryDelaysMs: [30_000, 30_000] });
  hook.answer.status = 500;
  await write('again please');
  expect(hook.received).toHaveLength(1);
  hook.answer.status = 200;
  await control(sandbox, 'POST', '/clock/advance', { ms: 30_001 });
  await until(() => hook.received.length === 2, 'the redelivery');
  const [first, second] = hook.received.map((one) => one.json.events[0]);
  expect(first.deliveryContext).toEqual({ isRedelivery: false });
  expect(second).toEqual({ ...first, deliveryContext: { isRedelivery: true } });
  const reply = await line.api('POST', '/v2/bot/message/reply', {
    replyToken: second.replyToken,
    messages: [{ type: 'text', text: 'late but good' }],
  });
  expect(reply.status).toBe(200);
  await control(sandbox, 'PATCH', `/line/accounts/${account.channelId}`, { isRedeliveryOn: false });
  hook.answer.status = 503;
  await write('lost');
  await control(sandbox, 'POST', '/clock/advance', { ms: 600_000 });
  expect(hook.received).toHaveLength(3);
});

test('an endpoint that does not answer in time counts as failed, and the log says why', async () => {
  const { sandbox, hook, write } = await world({ webhookDeadlineMs: 150, redeliveryDelaysMs: [] });
  hook.answer.status = null;
  await write('hello?');
  const log = (await control(sandbox, 'GET', '/line/webhooks')).json;
  expect(log.at(-1)).toMatchObject({ reason: 'REQUEST_TIMEOUT', statusCode: 0, kind: 'live' });
});

test('webhooks can be forged, repeated, late and out of order on demand', async () => {
  const { sandbox, account, hook, write, isSigned } = await world();
  for (const how of ['wrongSignature', 'noSignature', 'otherSecret', 'changedBody', 'rewrittenBody']) {
    await control(sandbox, 'POST', '/line/webhooks/forge', { account: account.channelId, how });
    const forged = hook.received.at(-1);
    expect(forged && forged.headers['x-line-signature'] !== undefined && isSigned(forged)).toBe(false);
  }
  hook.received.length = 0;
  await write('one');
  await until(() => hook.received.length === 1);
  const eventIds = [hook.received[0]?.json.events[0].webhookEventId];
  expect((await control(sandbox, 'POST', '/line/webhooks/repeat', { eventIds })).json.reason).toBe('OK');
  expect(hook.received[1]?.json).toEqual(hook.received[0]?.json);
  hook.received.length = 0;
  await control(sandbox, 'POST', '/line/webhooks/hold', { account: account.channelId });
  await write('a');
  await write('b');
  await write('c');
  expect(hook.received).toHaveLength(0);
  expect(
    (await control(sandbox, 'POST', '/line/webhooks/release', { account: account.channelId, order: 'reversed' })).json,
  ).toEqual({ events: 3 });
  expect(textsOf(hook.received)).toEqual(['c', 'b', 'a']);
});

test('the past is delivered oldest first with its own times and dead reply tokens, the same ids every time', async () => {
  const { sandbox, account, hook, line } = await world();
  const second = await sandbox.deliverHistory();
  const ids = hook.received.flatMap((one) => one.json.events.map((e: { webhookEventId: string }) => e.webhookEventId));
  const times = hook.received.flatMap((one) => one.json.events.map((e: { timestamp: number }) => e.timestamp));
  expect(second).toMatchObject({ events: ids.length, failedBodies: 0 });
  expect(new Set(ids).size).toBe(ids.length);
  expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  expect(Math.max(...hook.received.map((one) => one.json.events.length))).toBe(20);
  const token = hook.received[0]?.json.events[0].replyToken;
  expect(
    (await line.api('POST', '/v2/bot/message/reply', { replyToken: token, messages: [{ type: 'text', text: 'x' }] }))
      .status,
  ).toBe(400);
  hook.received.length = 0;
  await sandbox.deliverHistory();
  expect(
    hook.received.flatMap((one) => one.json.events.map((e: { webhookEventId: string }) => e.webhookEventId)),
  ).toEqual(ids);
  const outgoing = (await control(sandbox, 'GET', `/line/history/outgoing?account=${account.channelId}`)).json;
  expect(outgoing.messages.length).toBeGreaterThan(10);
  expect(outgoing.next).toBeNull();
});

test('the webhook settings take https and loopback alone, and the test tells what happened', async () => {
  const { line, hook } = await world();
  const put = async (endpoint: unknown) =>
    (await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint })).status;
  expect(await put('https://relay.example/hooks/line/U1')).toBe(200);
  expect(await put('http://relay.example/')).toBe(400);
  expect(await put('ftp://127.0.0.1/')).toBe(400);
  expect(await put(`https://relay.example/${'x'.repeat(500)}`)).toBe(400);
  const check = async (endpoint: string) => (await line.api('POST', '/v2/bot/channel/webhook/test', { endpoint })).json;
  expect(await check(hook.url)).toMatchObject({ success: true, statusCode: 200, reason: 'OK' });
  expect(hook.received.at(-1)?.json.events).toEqual([]);
  hook.answer.status = 403;
  expect(await check(hook.url)).toMatchObject({
    success: false,
    statusCode: 403,
    reason: 'ERROR_STATUS_CODE',
    detail: '403',
  });
  expect(await check('http://127.0.0.1:9/')).toMatchObject({
    success: false,
    statusCode: 0,
    reason: 'COULD_NOT_CONNECT',
  });
});
