import { randomUUID } from 'node:crypto';
import { channelAccessToken, LineBotClient } from '@line/bot-sdk';
import { expect, test } from 'vitest';
import { control, LineCaller, smallSandbox, until, webhookReceiver } from '../support/sandbox-client';

async function world() {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  const channel = sandbox.officialAccounts[0]?.channelId ?? '';
  const [friend = '', other = ''] = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds as string[];
  const phone = async (userId: string) =>
    (await control(sandbox, 'GET', `/line/accounts/${channel}/chats/${userId}/messages`)).json.messages as {
      body: { text?: string };
      isDelivered: boolean;
      sentBy: string;
      readAt: number | null;
      id: string;
    }[];
  const usage = async () => (await line.api('GET', '/v2/bot/message/quota/consumption')).json.totalUsage as number;
  return { sandbox, line, channel, friend, other, phone, usage };
}

async function hooked(line: LineCaller) {
  const hook = await webhookReceiver();
  expect((await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url })).status).toBe(200);
  return hook;
}

test('a push arrives once however often it is tried with the same retry key, and says what was accepted first', async () => {
  const { sandbox, line, friend, phone, usage } = await world();
  const before = await usage();
  const key = randomUUID();
  const first = await line.push(friend, 'once', key);
  const again = await line.push(friend, 'once', key);
  expect(first.status).toBe(200);
  expect(again.status).toBe(409);
  expect(again.json).toEqual({ message: 'The retry key is already accepted', sentMessages: first.json.sentMessages });
  expect(again.headers.get('x-line-accepted-request-id')).toBe(first.headers.get('x-line-request-id'));
  expect((await phone(friend)).filter((m) => m.body.text === 'once')).toHaveLength(1);
  expect(await usage()).toBe(before + 1);
  await control(sandbox, 'POST', '/clock/advance', { ms: 86_400_001 });
  const nextDay = await LineCaller.of(sandbox);
  expect((await nextDay.push(friend, 'once', key)).status).toBe(200);
});

test('a push that was refused leaves its retry key free', async () => {
  const { sandbox, line, channel, friend } = await world();
  const key = randomUUID();
  await control(sandbox, 'PATCH', `/line/accounts/${channel}`, { quotaValue: 5, used: 5 });
  const refused = await line.push(friend, 'x', key);
  expect([refused.status, refused.json.message]).toEqual([429, 'You have reached your monthly limit.']);
  await control(sandbox, 'PATCH', `/line/accounts/${channel}`, { quotaValue: 6 });
  expect((await line.push(friend, 'x', key)).status).toBe(200);
});

test('unknown users are refused, blockers are accepted but get nothing and cost nothing', async () => {
  const { sandbox, line, channel, friend, phone, usage } = await world();
  const unknown = await line.push(`U${'9'.repeat(32)}`, 'x');
  expect([unknown.status, unknown.json]).toEqual([400, { message: 'Failed to send messages' }]);
  expect((await line.push('nonsense', 'x')).json.message).toBe(
    'The property, to, in the request body is invalid (line: -, column: -)',
  );
  await control(sandbox, 'POST', `/line/accounts/${channel}/block`, { userId: friend });
  const before = await usage();
  expect((await line.push(friend, 'into the void')).status).toBe(200);
  expect((await phone(friend)).at(-1)).toMatchObject({ isDelivered: false });
  expect(await usage()).toBe(before);
  expect((await line.api('GET', `/v2/bot/profile/${friend}`)).status).toBe(404);
});

test('a reply is free and works once, within a minute of the delivery', async () => {
  const { sandbox, line, channel, friend, phone, usage } = await world();
  const hook = await hooked(line);
  const write = (text: string) =>
    control(sandbox, 'POST', `/line/accounts/${channel}/send`, { userId: friend, messages: [{ type: 'text', text }] });
  await write('質問があります');
  await until(() => hook.received.length === 1);
  const reply = (replyToken: string, headers = {}) =>
    line.api('POST', '/v2/bot/message/reply', { replyToken, messages: [{ type: 'text', text: 'どうぞ' }] }, headers);
  const { replyToken } = hook.received[0]?.json.events[0] ?? {};
  const before = await usage();
  expect((await reply(replyToken, { 'x-line-retry-key': randomUUID() })).status).toBe(400);
  expect((await reply(replyToken)).status).toBe(200);
  expect(await usage()).toBe(before);
  expect((await phone(friend)).at(-1)).toMatchObject({ sentBy: 'reply', body: { text: 'どうぞ' } });
  expect((await reply(replyToken)).json).toEqual({ message: 'Invalid reply token' });
  await write('もう一つ');
  await until(() => hook.received.length === 2);
  await control(sandbox, 'POST', '/clock/advance', { ms: 60_001 });
  expect((await reply(hook.received[1]?.json.events[0].replyToken)).json).toEqual({ message: 'Invalid reply token' });
});

test('multicast reaches friends, skips blockers, and refuses a malformed id as a whole', async () => {
  const { sandbox, line, channel, friend, other, phone, usage } = await world();
  await control(sandbox, 'POST', `/line/accounts/${channel}/block`, { userId: other });
  const before = await usage();
  const send = (to: string[], headers = {}) =>
    line.api('POST', '/v2/bot/message/multicast', { to, messages: [{ type: 'text', text: '一斉' }] }, headers);
  const key = { 'x-line-retry-key': randomUUID() };
  expect((await send([friend, other], key)).json).toEqual({});
  expect((await send([friend, other], key)).status).toBe(409);
  expect((await phone(friend)).filter((m) => m.body.text === '一斉')).toHaveLength(1);
  expect((await phone(other)).filter((m) => m.body.text === '一斉')).toHaveLength(0);
  expect(await usage()).toBe(before + 1);
  expect((await send([friend, 'bad'])).json.message).toContain('to[1]');
  expect((await send(Array(501).fill(friend))).status).toBe(400);
});

test('the customer sees that messages were read, and an unsent picture is gone', async () => {
  const { sandbox, line, channel, friend, phone } = await world();
  const hook = await hooked(line);
  await control(sandbox, 'POST', `/line/accounts/${channel}/send`, {
    userId: friend,
    messages: [{ type: 'image', sample: 'parcel-1' }],
  });
  await until(() => hook.received.length === 1);
  const { id, markAsReadToken } = hook.received[0]?.json.events[0].message ?? {};
  const content = await line.data('GET', `/v2/bot/message/${id}/content`);
  expect([content.status, content.headers.get('content-type'), content.text.slice(1, 4)]).toEqual([
    200,
    'image/png',
    'PNG',
  ]);
  expect((await line.data('GET', `/v2/bot/message/${id}/content/preview`)).status).toBe(200);
  expect((await line.api('GET', `/v2/bot/message/${id}/content`)).status).toBe(404);
  expect((await phone(friend)).at(-1)?.readAt).toBeNull();
  expect((await line.api('POST', '/v2/bot/chat/markAsRead', { markAsReadToken })).status).toBe(200);
  expect((await phone(friend)).at(-1)?.readAt).not.toBeNull();
  await control(sandbox, 'POST', `/line/messages/${id}/unsend`);
  const gone = await line.data('GET', `/v2/bot/message/${id}/content`);
  expect([gone.status, gone.json]).toEqual([410, { message: 'The content is gone' }]);
  await until(() => hook.received.some((one) => one.json.events[0].type === 'unsend'));
});

test('rate limits are token buckets of one channel and endpoint', async () => {
  const { sandbox, line } = await world();
  const other = await LineCaller.of(sandbox, 1);
  const check = (caller: LineCaller) =>
    caller.api('POST', '/v2/bot/channel/webhook/test', { endpoint: 'http://127.0.0.1:9/' });
  const statuses = [];
  for (let i = 0; i < 61; i += 1) statuses.push((await check(line)).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(statuses.at(-1)).toBe(429);
  expect((await check(other)).status).toBe(200);
  await control(sandbox, 'POST', '/clock/advance', { ms: 61_000 });
  expect((await check(line)).status).toBe(200);
});

test("LINE's own SDK works against it: token, profile, friends, push with a retry key, content, errors", async () => {
  const { sandbox, channel } = await world();
  const { lineApi, lineData } = sandbox.endpoints;
  const secret = sandbox.officialAccounts[0]?.channelSecret ?? '';
  const tokens = new channelAccessToken.ChannelAccessTokenClient({ baseURL: lineApi });
  const { access_token } = await tokens.issueStatelessChannelTokenByClientSecret(channel, secret);
  const client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: access_token,
    apiBaseURL: lineApi,
    dataApiBaseURL: lineData,
  });
  const { userIds } = await client.getFollowers(undefined, 5);
  expect(userIds).toHaveLength(5);
  const friend = userIds[0] ?? '';
  expect((await client.getProfile(friend)).userId).toBe(friend);
  const pushed = await client.pushMessage({ to: friend, messages: [{ type: 'text', text: 'SDK' }] }, randomUUID());
  expect(pushed.sentMessages[0]?.id).toMatch(/^\d{18}$/);
  await expect(client.getProfile(`U${'0'.repeat(32)}`)).rejects.toMatchObject({ status: 404 });
  const sent = await control(sandbox, 'POST', `/line/accounts/${channel}/send`, {
    userId: friend,
    messages: [{ type: 'image', sample: 'mug-2' }],
  });
  const { httpResponse } = await client.getMessageContentWithHttpInfo(sent.json.messages[0].id);
  expect(httpResponse.headers.get('content-type')).toBe('image/png');
});
