import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { call, control, LineCaller, smallSandbox, until, webhookReceiver } from '../sandbox/support/sandbox-client';
import { type LineExchange, loadLineSpec } from '../support/line-spec';

const spec = loadLineSpec();
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe.skipIf(spec === null)("LINE's own description", () => {
  if (spec === null) return;

  test('the check can fail: wrong requests, answers, paths and webhooks are found', () => {
    const good: LineExchange = {
      host: 'api',
      method: 'POST',
      path: '/v2/bot/message/push',
      requestHeaders: { 'content-type': 'application/json' },
      requestBody: JSON.stringify({ to: 'U1', messages: [{ type: 'text', text: 'hi' }] }),
      status: 200,
      responseBody: JSON.stringify({ sentMessages: [{ id: '1', quoteToken: 'q' }] }),
    };
    expect(spec.exchange(good)).toEqual([]);
    expect(spec.exchange({ ...good, path: '/v2/bot/message/pushes' })).not.toEqual([]);
    expect(spec.exchange({ ...good, host: 'data' })).not.toEqual([]);
    expect(spec.exchange({ ...good, requestBody: JSON.stringify({ messages: [] }) })).not.toEqual([]);
    expect(
      spec.exchange({ ...good, requestBody: JSON.stringify({ to: 'U1', messages: [{ type: 'text' }] }) }),
    ).not.toEqual([]);
    expect(
      spec.exchange({ ...good, requestBody: JSON.stringify({ to: 'U1', messages: [{ type: 'pdf' }] }) }),
    ).not.toEqual([]);
    expect(spec.exchange({ ...good, responseBody: JSON.stringify({ sentMessages: [{ id: 1 }] }) })).not.toEqual([]);
    expect(spec.exchange({ ...good, responseBody: '{}' })).not.toEqual([]);
    expect(spec.webhook({ destination: 'U', events: [] })).not.toEqual([]);
    const event = {
      type: 'message',
      webhookEventId: 'x',
      timestamp: 1,
      mode: 'active',
      deliveryContext: { isRedelivery: false },
      source: { type: 'user', userId: 'U1' },
      message: { id: '1', type: 'text', text: 'hi', quoteToken: 'q' },
    };
    const destination = `U${'0'.repeat(32)}`;
    expect(spec.webhook({ destination, events: [event] })).toEqual([]);
    expect(spec.webhook({ destination, events: [{ ...event, timestamp: 'now' }] })).not.toEqual([]);
    expect(
      spec.webhook({ destination, events: [{ ...event, message: { ...event.message, text: undefined } }] }),
    ).not.toEqual([]);
    expect(spec.webhook({ destination, events: [{ ...event, source: { type: 'group' } }] })).not.toEqual([]);
  });

  test('every endpoint of the stand-in, good and refused, fits it', async () => {
    const sandbox = await smallSandbox();
    const hook = await webhookReceiver();
    const line = await LineCaller.of(sandbox);
    const account = sandbox.officialAccounts[0];
    if (!account) throw new Error('no account');
    const scenario = (path: string, body: object) =>
      control(sandbox, 'POST', `/line/accounts/${account.channelId}${path}`, body);
    await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
    await line.api('GET', '/v2/bot/channel/webhook/endpoint');
    await line.api('POST', '/v2/bot/channel/webhook/test', { endpoint: hook.url });
    await line.api('POST', '/v2/bot/channel/webhook/test');
    await line.api('GET', '/v2/bot/info');
    const [first, second] = (await line.api('GET', '/v2/bot/followers/ids?limit=2')).json.userIds as string[];
    if (!first || !second) throw new Error('no friends');
    await line.api('GET', `/v2/bot/profile/${first}`);
    await line.api('GET', `/v2/bot/profile/U${'0'.repeat(32)}`);
    const key = randomUUID();
    await line.push(first, 'こんにちは', key);
    expect((await line.push(first, 'こんにちは', key)).status).toBe(409);
    await line.api('POST', '/v2/bot/message/push', { to: first, messages: [] });
    await line.api('POST', '/v2/bot/message/multicast', {
      to: [first, second],
      messages: [{ type: 'text', text: 'all' }],
    });
    await line.api('POST', '/v2/bot/message/push', { to: first, messages: everyMessage() });
    for (const kind of ['reply', 'push', 'multicast', 'narrowcast', 'broadcast']) {
      await line.api('POST', `/v2/bot/message/validate/${kind}`, { messages: everyMessage().slice(0, 5) });
    }
    await line.api('GET', '/v2/bot/message/quota');
    await line.api('GET', '/v2/bot/message/quota/consumption');
    const sent = await scenario('/send', {
      userId: first,
      messages: [
        { type: 'text', text: 'はい 🤨' },
        { type: 'image', sample: 'mug-1' },
        { type: 'image', contentType: 'image/png', bytes: PNG },
        { type: 'video', contentType: 'video/mp4', bytes: 'AAAA', durationMs: 1000, transcodingMs: 60_000 },
      ],
    });
    await until(() => hook.received.some((one) => one.json.events[0]?.type === 'message'), 'the message');
    const event = hook.received.find((one) => one.json.events[0]?.type === 'message')?.json.events[0];
    await line.api('POST', '/v2/bot/message/reply', {
      replyToken: event.replyToken,
      messages: [{ type: 'text', text: 'ok' }],
    });
    await line.api('POST', '/v2/bot/message/reply', {
      replyToken: event.replyToken,
      messages: [{ type: 'text', text: 'ok' }],
    });
    await line.api('POST', '/v2/bot/chat/markAsRead', { markAsReadToken: event.message.markAsReadToken });
    await line.api('POST', '/v2/bot/chat/loading/start', { chatId: first, loadingSeconds: 20 });
    await line.api('POST', `/v2/bot/user/${first}/linkToken`);
    for (const message of sent.json.messages as { id: string }[]) {
      await line.data('GET', `/v2/bot/message/${message.id}/content`);
      await line.data('GET', `/v2/bot/message/${message.id}/content/preview`);
      await line.data('GET', `/v2/bot/message/${message.id}/content/transcoding`);
    }
    const { groupId } = (await scenario('/groups', { name: '店長会', memberIds: [first, second] })).json;
    await line.api('GET', `/v2/bot/group/${groupId}/summary`);
    await line.api('GET', `/v2/bot/group/${groupId}/members/count`);
    await line.api('GET', `/v2/bot/group/${groupId}/members/ids`);
    await line.api('GET', `/v2/bot/group/${groupId}/member/${first}`);
    await line.api('POST', `/v2/bot/group/${groupId}/leave`);
    await oauth(sandbox.endpoints.lineApi, account);

    const exchanges = (await control(sandbox, 'GET', '/line/exchanges')).json as LineExchange[];
    expect(exchanges.length).toBeGreaterThan(45);
    expect(exchanges.flatMap((exchange) => spec.exchange(exchange))).toEqual([]);
    // Nothing was checked by accident as "a refusal": the calls above that ought to work did.
    expect(exchanges.filter((exchange) => exchange.status >= 400).length).toBeLessThan(14);
  });

  test('every kind of webhook of the stand-in fits it', async () => {
    const sandbox = await smallSandbox();
    const hook = await webhookReceiver();
    const line = await LineCaller.of(sandbox);
    const account = sandbox.officialAccounts[0];
    if (!account) throw new Error('no account');
    await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
    const scenario = (path: string, body: object) =>
      control(sandbox, 'POST', `/line/accounts/${account.channelId}${path}`, body);
    const { userId } = (await control(sandbox, 'POST', '/line/customers', { displayName: '新しい人' })).json;
    await scenario('/follow', { userId });
    const sent = await scenario('/send', {
      userId,
      messages: [
        { type: 'text', text: 'こんにちは 🤨' },
        { type: 'sticker', packageId: '446', stickerId: '1988', keywords: ['hello'] },
        { type: 'image', sample: 'receipt-2', imageSet: { id: 'set1', index: 1, total: 1 } },
        { type: 'location', title: '渋谷', address: '東京都', latitude: 35.6, longitude: 139.7 },
        { type: 'video', contentType: 'video/mp4', bytes: 'AAAA', durationMs: 1000 },
        { type: 'audio', contentType: 'audio/m4a', bytes: 'AAAA', durationMs: 1000 },
        { type: 'file', contentType: 'application/pdf', bytes: 'AAAA', fileName: '見積.pdf' },
      ],
    });
    expect(sent.status).toBe(201);
    await control(sandbox, 'POST', `/line/messages/${sent.json.messages[0].id}/unsend`);
    await scenario('/postback', { userId, data: 'c=42', params: { datetime: '2026-12-25T01:00' } });
    for (const decision of ['confirm', 'fail']) {
      const { linkToken } = (await line.api('POST', `/v2/bot/user/${userId}/linkToken`)).json;
      const nonce = `nonce-of-${decision}`;
      await call(
        'POST',
        `${sandbox.endpoints.lineAccess}/dialog/bot/accountLink`,
        String(new URLSearchParams({ linkToken, nonce, decision })),
        { 'content-type': 'application/x-www-form-urlencoded' },
      );
    }
    await scenario('/block', { userId });
    const { groupId } = (await scenario('/groups', { name: 'team', memberIds: [userId] })).json;
    await scenario('/send', { userId, chatId: groupId, messages: [{ type: 'text', text: 'みなさん' }] });
    await control(sandbox, 'POST', `/line/groups/${groupId}/members`, { change: 'left', memberIds: [userId] });
    await control(sandbox, 'POST', `/line/groups/${groupId}/members`, { change: 'joined', memberIds: [userId] });
    await control(sandbox, 'POST', `/line/groups/${groupId}/remove-bot`);
    await sandbox.deliverHistory();
    const types = new Set(hook.received.flatMap((one) => one.json.events.map((e: { type: string }) => e.type)));
    expect([...types].sort()).toEqual([
      'accountLink',
      'follow',
      'join',
      'leave',
      'memberJoined',
      'memberLeft',
      'message',
      'postback',
      'unfollow',
      'unsend',
    ]);
    expect(hook.received.flatMap((one) => spec.webhook(one.json))).toEqual([]);
  });
});

async function oauth(lineApi: string, account: { channelId: string; channelSecret: string }): Promise<void> {
  const form = async (path: string, fields: Record<string, string>) =>
    call('POST', lineApi + path, String(new URLSearchParams(fields)), {
      'content-type': 'application/x-www-form-urlencoded',
    });
  const credentials = {
    grant_type: 'client_credentials',
    client_id: account.channelId,
    client_secret: account.channelSecret,
  };
  const { access_token } = (await form('/v2/oauth/accessToken', credentials)).json;
  await form('/v2/oauth/verify', { access_token });
  await form('/v2/oauth/revoke', { access_token });
  await form('/v2/oauth/verify', { access_token });
  await form('/oauth2/v3/token', { ...credentials, client_secret: 'wrong' });
}

function everyMessage(): object[] {
  const uri = { type: 'uri', label: 'Open', uri: 'https://aozora.example/' };
  return [
    {
      type: 'text',
      text: 'hi',
      quickReply: { items: [{ type: 'action', action: { type: 'message', label: 'Yes', text: 'yes' } }] },
    },
    {
      type: 'sticker',
      packageId: '446',
      stickerId: '1988',
      sender: { name: 'Aoki', iconUrl: 'https://aozora.example/a.png' },
    },
    { type: 'location', title: 'Shop', address: 'Tokyo', latitude: 35, longitude: 139 },
    { type: 'template', altText: 'menu', template: { type: 'buttons', text: 'What next?', actions: [uri] } },
    {
      type: 'flex',
      altText: 'flex',
      contents: {
        type: 'bubble',
        body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'hello' }] },
      },
    },
  ];
}
