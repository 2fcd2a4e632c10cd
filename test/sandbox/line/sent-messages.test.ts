import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { call, control, LineCaller, smallSandbox, whenTestEnds } from '../support/sandbox-client';

const MB = 1024 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MP4 = Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0', 'latin1');

/** A host of files, each with its type, first bytes and size. */
async function host(files: Record<string, { contentType: string; head: Buffer; size?: number }>): Promise<string> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) return void response.writeHead(404).end();
    const size = file.size ?? 1_000;
    response.writeHead(200, { 'content-type': file.contentType, 'content-length': size });
    response.end(Buffer.concat([file.head, Buffer.alloc(size - file.head.length)]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  whenTestEnds(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function world() {
  const sandbox = await smallSandbox();
  const line = await LineCaller.of(sandbox);
  const account = sandbox.officialAccounts[0]?.channelId ?? '';
  const [a = '', b = '', c = ''] = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds as string[];
  const push = (to: string, ...messages: object[]) => line.api('POST', '/v2/bot/message/push', { to, messages });
  return { sandbox, line, account, a, b, c, push };
}

test('what the account links to is fetched as a phone does: good files are shown, each bad one is listed with its reason', async () => {
  const { sandbox, a, push, account } = await world();
  const base = await host({
    '/a.png': { contentType: 'image/png', head: PNG },
    '/big.png': { contentType: 'image/png', head: PNG, size: MB + 1 },
    '/huge.png': { contentType: 'image/png', head: PNG, size: 10 * MB + 1 },
    '/a.mp4': { contentType: 'video/mp4', head: MP4 },
    '/a.m4a': { contentType: 'audio/x-m4a', head: MP4 },
    '/a.webp': { contentType: 'image/webp', head: PNG },
    '/page.png': { contentType: 'image/png', head: Buffer.from('<html>') },
    ...Object.fromEntries(
      [240, 300, 460, 700, 1040].map((width) => [`/map/${width}`, { contentType: 'image/png', head: PNG }]),
    ),
  });
  const image = (original: string, preview: string) => ({
    type: 'image',
    originalContentUrl: original.startsWith('http') ? original : base + original,
    previewImageUrl: base + preview,
  });
  const good = [
    { ...image('/big.png', '/a.png'), sender: { name: 'Aoki', iconUrl: `${base}/a.png` } },
    { type: 'video', originalContentUrl: `${base}/a.mp4`, previewImageUrl: `${base}/a.png` },
    { type: 'audio', originalContentUrl: `${base}/a.m4a`, duration: 1_000 },
    {
      type: 'imagemap',
      baseUrl: `${base}/map`,
      altText: 'map',
      baseSize: { width: 1040, height: 520 },
      actions: [{ type: 'message', text: 'x', area: { x: 0, y: 0, width: 1040, height: 520 } }],
    },
  ];
  const { sentMessages } = (await push(a, ...good)).json;
  await push(a, image('/huge.png', '/big.png'), image('/a.webp', '/page.png'), image('/none.png', '/a.png'));
  await push(a, image('https://shop.example/a.png', '/a.png'), image('http://127.0.0.1:9/a.png', '/a.png'));
  const broken = (await control(sandbox, 'GET', '/line/sent-media?state=broken')).json as {
    url: string;
    problem: string;
  }[];
  expect(broken.map(({ url, problem }) => [url.replace(base, ''), problem]).sort()).toEqual([
    ['/a.webp', 'contentType'],
    ['/big.png', 'tooLarge'],
    ['/huge.png', 'tooLarge'],
    ['/none.png', 'status'],
    ['/page.png', 'notWhatItSays'],
    ['http://127.0.0.1:9/a.png', 'unreachable'],
    ['https://shop.example/a.png', 'unreachable'],
  ]);
  const shown = (await control(sandbox, 'GET', `/line/accounts/${account}/chats/${a}/messages`)).json.messages;
  const first = shown.find((one: { id: string }) => one.id === sentMessages[0].id);
  expect(first.media).toHaveLength(3);
  expect(first.media.every((one: { state: string }) => one.state === 'ok')).toBe(true);
  const file = (path: string) =>
    call('GET', `${sandbox.endpoints.phone}/api/messages/${sentMessages[0].id}/media?path=${path}`);
  expect((await file('originalContentUrl')).headers.get('content-type')).toBe('image/png');
  expect((await file('elsewhere')).status).toBe(404);
});

test('nothing is fetched for a phone that gets nothing', async () => {
  const { sandbox, a, push, account } = await world();
  await control(sandbox, 'POST', `/line/accounts/${account}/block`, { userId: a });
  const url = 'https://shop.example/a.png';
  expect((await push(a, { type: 'image', originalContentUrl: url, previewImageUrl: url })).status).toBe(200);
  expect((await control(sandbox, 'GET', '/line/sent-media')).json).toEqual([]);
});

test('mentions go to people of the group alone; quotes to their own chat; limits are told with the place of the fault', async () => {
  const { sandbox, line, a, b, c, push, account } = await world();
  const group = (body: object) => control(sandbox, 'POST', `/line/accounts/${account}/groups`, body);
  const { groupId } = (await group({ name: '町内会', memberIds: [a, b] })).json;
  const mention = (mentionee: object) => ({
    type: 'textV2',
    text: '{who} こんにちは {e}',
    substitution: { who: { type: 'mention', mentionee }, e: { type: 'emoji', productId: 'p', emojiId: '1' } },
  });
  const faults = async (to: string, message: object) => {
    const { status, json } = await push(to, message);
    return [status, (json.details ?? []).map((detail: { property: string }) => detail.property)];
  };
  const whom = 'messages[0].substitution.who.mentionee';
  expect(await faults(groupId, mention({ type: 'user', userId: b }))).toEqual([200, []]);
  expect(await faults(groupId, mention({ type: 'all' }))).toEqual([200, []]);
  expect(await faults(groupId, mention({ type: 'user', userId: c }))).toEqual([400, [`${whom}.userId`]]);
  expect(await faults(a, mention({ type: 'all' }))).toEqual([400, [whom]]);
  expect(await faults(groupId, mention({ type: 'user' }))).toEqual([400, [`${whom}.userId`]]);
  const all = await line.api('POST', '/v2/bot/message/multicast', { to: [a], messages: [mention({ type: 'all' })] });
  expect(all.status).toBe(400);
  // Whether somebody is a member is not looked at when messages are only validated.
  const validate = (messages: object[]) => line.api('POST', '/v2/bot/message/validate/push', { messages });
  expect((await validate([mention({ type: 'user', userId: c })])).status).toBe(200);
  const many = (type: string, fields: object, count: number) => ({
    type: 'textV2',
    text: 'x',
    substitution: Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, { type, ...fields }])),
  });
  const emoji = { productId: 'p', emojiId: '1' };
  const everybody = { mentionee: { type: 'all' } };
  expect((await validate([many('emoji', emoji, 20), many('mention', everybody, 20)])).status).toBe(200);
  expect((await validate([many('emoji', emoji, 21)])).status).toBe(400);
  expect((await validate([many('mention', everybody, 21)])).status).toBe(400);
  const picker = { type: 'datetimepicker', label: 'いつ', data: 'd', mode: 'date' };
  const ask = (action: object) => ({
    type: 'text',
    text: 'x',
    quickReply: { items: Array(13).fill({ type: 'action', action }) },
  });
  expect((await validate([ask({ ...picker, initial: '2026-12-25' })])).status).toBe(200);
  expect((await validate([ask({ ...picker, initial: '25.12.' })])).json.details[0].property).toBe(
    'messages[0].quickReply.items[0].action.initial',
  );
  const { quoteToken } = (await push(groupId, { type: 'text', text: '元' })).json.sentMessages[0];
  const quoting = { type: 'text', text: '引用', quoteToken };
  expect(await faults(groupId, quoting)).toEqual([200, []]);
  expect(await faults(a, quoting)).toEqual([400, ['messages[0].quoteToken']]);
  const film = {
    type: 'video',
    originalContentUrl: 'https://a.example/a.mp4',
    previewImageUrl: 'https://a.example/a.jpg',
  };
  expect(await faults(groupId, { ...film, trackingId: 't' })).toEqual([400, ['messages[0].trackingId']]);
});

test('a bundle counts once, and its retry key answers with every message of it', async () => {
  const { sandbox, line, a, b, account } = await world();
  const used = async () => (await line.api('GET', '/v2/bot/message/quota/consumption')).json.totalUsage as number;
  const texts = ['一', '二', '三', '四', '五'].map((text) => ({ type: 'text', text }));
  const key = { 'x-line-retry-key': '123e4567-e89b-12d3-a456-426614174000' };
  const push = (to: string) => line.api('POST', '/v2/bot/message/push', { to, messages: texts }, key);
  const before = await used();
  const first = await push(a);
  expect(first.json.sentMessages).toHaveLength(5);
  expect(await used()).toBe(before + 1);
  const again = await push(a);
  expect([again.status, again.json.sentMessages]).toEqual([409, first.json.sentMessages]);
  const body = { name: '町内会', memberIds: [a, b] };
  const { groupId } = (await control(sandbox, 'POST', `/line/accounts/${account}/groups`, body)).json;
  await line.push(groupId, '全員へ');
  expect(await used()).toBe(before + 3);
});

test('a member who left is not told of any more; ids are for verified accounts; the earlier read call is refused', async () => {
  const { sandbox, line, a, b, account } = await world();
  const body = { name: '町内会', memberIds: [a, b] };
  const { groupId } = (await control(sandbox, 'POST', `/line/accounts/${account}/groups`, body)).json;
  const member = async () => (await line.api('GET', `/v2/bot/group/${groupId}/member/${b}`)).status;
  expect(await member()).toBe(200);
  await control(sandbox, 'POST', `/line/groups/${groupId}/members`, { change: 'left', memberIds: [b] });
  expect(await member()).toBe(404);
  await control(sandbox, 'PATCH', `/line/accounts/${account}`, { isVerified: false });
  expect((await line.api('GET', `/v2/bot/group/${groupId}/members/ids`)).status).toBe(403);
  expect((await line.api('GET', `/v2/bot/group/${groupId}/members/count`)).json).toEqual({ count: 1 });
  expect((await line.api('POST', '/v2/bot/message/markAsRead', { chat: { userId: a } })).status).toBe(403);
});
