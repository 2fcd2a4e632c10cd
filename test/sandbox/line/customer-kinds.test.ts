import { expect, test } from 'vitest';
import { loadLineSpec } from '../../support/line-spec';
import { control, LineCaller, smallSandbox, until, webhookReceiver } from '../support/sandbox-client';

const spec = loadLineSpec();
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
// biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape
type Json = any;

async function world() {
  const sandbox = await smallSandbox();
  const hook = await webhookReceiver();
  const line = await LineCaller.of(sandbox);
  await line.api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: hook.url });
  const account = sandbox.officialAccounts[0];
  if (!account) throw new Error('no account');
  const [a = '', b = '', c = ''] = (await line.api('GET', '/v2/bot/followers/ids')).json.userIds as string[];
  const act = (path: string, body: object) =>
    control(sandbox, 'POST', `/line/accounts/${account.channelId}${path}`, body);
  const send = async (message: object, more: { userId?: string; chatId?: string; isEachAlone?: boolean } = {}) => {
    const answer = await act('/send', { userId: a, messages: [message], ...more });
    expect(answer.text, JSON.stringify(message)).toContain('"messages"');
    return answer.json.messages as { id: string }[];
  };
  const phone = async (chatId = a) =>
    (await control(sandbox, 'GET', `/line/accounts/${account.channelId}/chats/${chatId}/messages`)).json
      .messages as Json[];
  const events = (type?: string): Json[] =>
    hook.received.flatMap((one) => one.json.events).filter((event) => type === undefined || event.type === type);
  const group = async () => (await act('/groups', { name: '青空町内会', memberIds: [a, b] })).json.groupId as string;
  return { sandbox, hook, line, account, a, b, c, act, send, phone, events, group };
}

test('every kind of message of a customer reaches the account as LINE describes it', async () => {
  const { send, events, hook, line, account, a, b, group } = await world();
  const external = { originalContentUrl: 'https://liff.example/a.mp4', previewImageUrl: 'https://liff.example/a.jpg' };
  const [quoted] = await send({ type: 'text', text: '最初の質問です' });
  const kinds = ['STATIC', 'ANIMATION', 'SOUND', 'ANIMATION_SOUND', 'POPUP', 'POPUP_SOUND', 'CUSTOM', 'NAME_TEXT'];
  for (const stickerResourceType of [...kinds, 'PER_STICKER_TEXT']) {
    await send({ type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType, keywords: ['hi'] });
  }
  const message = { packageId: '18149', stickerId: '1', stickerResourceType: 'MESSAGE', text: 'ありがとう' };
  await send({ type: 'sticker', ...message, quotedMessageId: quoted?.id });
  await send({ type: 'text', text: 'これのことです', quotedMessageId: quoted?.id });
  await send({ type: 'image', contentType: 'image/png', bytes: PNG });
  for (const type of ['image', 'video', 'audio']) await send({ type, external });
  for (const type of ['video', 'audio']) await send({ type, sample: 'parcel-1' });
  await send({ type: 'audio', contentType: 'audio/x-m4a', bytes: PNG, durationMs: 1_500 });
  await send({ type: 'file', sample: 'Quotation', fileName: '見積書.pdf' });
  await send({ type: 'file', contentType: 'application/zip', bytes: PNG, fileName: '写真 (1).zip' });
  await send({ type: 'location', latitude: 35.6, longitude: 139.7 });
  const chatId = await group();
  await send({ type: 'text', text: 'みんな' }, { chatId, userId: b });
  expect(spec === null ? [] : hook.received.flatMap((one) => spec.webhook(one.json))).toEqual([]);
  const messages = events('message').map((event) => event.message);
  expect(messages.every((one) => typeof one.markAsReadToken === 'string')).toBe(true);
  expect(messages.filter((one) => one.type === 'sticker').at(-1)).toMatchObject({
    ...message,
    quotedMessageId: quoted?.id,
  });
  expect(messages.filter((one) => one.quoteToken === undefined).map((one) => one.type)).toEqual(
    expect.arrayContaining(['audio', 'file', 'location']),
  );
  expect(messages.find((one) => one.contentProvider?.type === 'external')).toMatchObject({
    type: 'image',
    contentProvider: external,
  });
  expect(messages.filter((one) => one.type === 'file').map((one) => [one.fileName, one.fileSize > 50])).toEqual([
    ['見積書.pdf', true],
    ['写真 (1).zip', true],
  ]);
  expect(events('message').at(-1).source).toEqual({ type: 'group', groupId: chatId, userId: b });
  expect((await line.api('GET', `/v2/bot/profile/${a}`)).status).toBe(200);
  expect(account.botUserId).toMatch(/^U/);
});

test('emojis and mentions stand in the text where their index and length say, counted in UTF-16', async () => {
  const { send, events, account, a, b, group } = await world();
  const chatId = await group();
  await send(
    {
      type: 'text',
      parts: [
        { mention: 'account', name: 'Aozora Store 青空ストア' },
        { text: ' 🙏 ' },
        { mention: { userId: b }, name: '山本' },
        { text: 'さんと' },
        { mention: 'all', name: 'All' },
        { emoji: { productId: '5ac1bfd5040ab15980c9b435', emojiId: '001', alt: '(love)' } },
      ],
    },
    { chatId, userId: a },
  );
  const { text, emojis, mention } = events('message').at(-1).message;
  const shown = (one: { index: number; length: number }) => text.slice(one.index, one.index + one.length);
  expect(emojis.map(shown)).toEqual(['(love)']);
  expect(mention.mentionees.map(shown)).toEqual(['@Aozora Store 青空ストア', '@山本', '@All']);
  expect(mention.mentionees).toMatchObject([
    { type: 'user', userId: account.botUserId, isSelf: true },
    { type: 'user', userId: b, isSelf: false },
    { type: 'all' },
  ]);
});

test('pictures sent together carry their set and place, also out of order, with one missing, or from an old phone', async () => {
  const { send, events, hook } = await world();
  const images = ['parcel-1', 'parcel-2', 'parcel-3'];
  await send({ type: 'imageSet', images });
  expect(hook.received.at(-1)?.json.events).toHaveLength(3);
  await send({ type: 'imageSet', images, order: [3, 1] }, { isEachAlone: true });
  await send({ type: 'imageSet', images, hasPlaces: false });
  const sets = events('message').map((event) => event.message.imageSet);
  expect(sets.map((set) => [set.index, set.total])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
    [3, 3],
    [1, 3],
    ...Array(3).fill([undefined, undefined]),
  ]);
  expect(new Set(sets.map((set) => set.id)).size).toBe(3);
});

test('films and sound are prepared first, which may fail; what is ready can be played', async () => {
  const { sandbox, send, line } = await world();
  const state = async (id: string | undefined) =>
    (await line.data('GET', `/v2/bot/message/${id}/content/transcoding`)).json.status;
  const content = (id: string | undefined) => line.data('GET', `/v2/bot/message/${id}/content`);
  const [slow] = await send({ type: 'video', sample: 'mug-1', transcodingMs: 5_000 });
  const [broken] = await send({ type: 'audio', sample: 'a-1', transcodingMs: 5_000, isTranscodingFailed: true });
  expect([await state(slow?.id), await state(broken?.id)]).toEqual(['processing', 'processing']);
  expect([(await content(slow?.id)).status, (await content(broken?.id)).status]).toEqual([202, 202]);
  await control(sandbox, 'POST', '/clock/advance', { ms: 5_001 });
  expect([await state(slow?.id), await state(broken?.id)]).toEqual(['succeeded', 'failed']);
  const film = await content(slow?.id);
  expect([film.status, film.headers.get('content-type'), film.text.slice(4, 8)]).toEqual([200, 'video/mp4', 'ftyp']);
  expect((await content(broken?.id)).status).toBe(404);
  expect((await line.data('GET', `/v2/bot/message/${slow?.id}/content/preview`)).headers.get('content-type')).toBe(
    'image/png',
  );
  const [external] = await send({ type: 'image', external: { originalContentUrl: 'https://liff.example/a.jpg' } });
  expect((await content(external?.id)).status).toBe(404);
});

test('an edit in a group brings the new text with the same id and other tokens; elsewhere LINE tells none', async () => {
  const { sandbox, send, events, group, line, phone } = await world();
  const chatId = await group();
  const [first] = await send({ type: 'text', text: '三時に来てください' }, { chatId });
  const before = events('message').at(-1);
  const edit = (id: string | undefined, body: object) => control(sandbox, 'POST', `/line/messages/${id}/edit`, body);
  expect((await edit(first?.id, { text: '四時に来てください' })).status).toBe(200);
  const [event] = events('messageEdited');
  expect(event).toMatchObject({
    source: before.source,
    replyToken: expect.any(String),
    message: { id: first?.id, type: 'text', text: '四時に来てください' },
  });
  expect(event.replyToken).not.toBe(before.replyToken);
  expect(event.message.quoteToken).not.toBe(before.message.quoteToken);
  expect(event.message.markAsReadToken).toBeUndefined();
  expect((await phone(chatId)).at(-1)).toMatchObject({
    body: { text: '四時に来てください' },
    editedAt: expect.any(Number),
  });
  for (const { quoteToken } of [before.message, event.message]) {
    const quoting = { type: 'text', text: 'はい', quoteToken };
    expect((await line.api('POST', '/v2/bot/message/push', { to: chatId, messages: [quoting] })).status).toBe(200);
  }
  const [alone] = await send({ type: 'text', text: '一対一' });
  expect((await edit(alone?.id, { text: '変更' })).status).toBe(409);
  const [picture] = await send({ type: 'image', sample: 'mug-1' }, { chatId });
  expect((await edit(picture?.id, { text: '変更' })).status).toBe(409);
  await control(sandbox, 'POST', `/line/messages/${first?.id}/unsend`);
  await until(() => events('unsend').length === 1);
  expect(events('unsend')[0]).toMatchObject({ source: { groupId: chatId }, unsend: { messageId: first?.id } });
});

test('a room has members but no name, and what LINE does not know yet still travels', async () => {
  const { act, send, events, line, a, b, hook } = await world();
  const { groupId: roomId } = (await act('/groups', { memberIds: [a, b] })).json;
  expect(roomId).toMatch(/^R/);
  await send({ type: 'text', text: 'ルームです' }, { chatId: roomId });
  expect(events('message').at(-1).source).toEqual({ type: 'room', roomId, userId: a });
  expect((await line.api('GET', `/v2/bot/room/${roomId}/members/count`)).json).toEqual({ count: 2 });
  expect((await line.api('GET', `/v2/bot/room/${roomId}/member/${b}`)).json.userId).toBe(b);
  expect((await line.api('GET', `/v2/bot/group/${roomId}/members/count`)).status).toBe(404);
  expect((await line.push(roomId, 'こんにちは')).status).toBe(200);
  expect(spec === null ? [] : hook.received.flatMap((one) => spec.webhook(one.json))).toEqual([]);
  await send({ type: 'unknown', lineType: 'hologram', fields: { size: 3 } });
  expect(events('message').at(-1).message).toMatchObject({ type: 'hologram', size: 3 });
  await act('/happening', {
    userId: a,
    type: 'beacon',
    hasReplyToken: true,
    fields: { beacon: { hwid: 'd41d8cd98f', type: 'enter' } },
  });
  expect(events('beacon')).toHaveLength(1);
  expect((await line.api('POST', `/v2/bot/room/${roomId}/leave`)).status).toBe(200);
  expect((await line.push(roomId, 'もう一度')).status).toBe(400);
});

test('taps do what LINE does: texts, postbacks, dates, pictures and places; quick replies go with the next message', async () => {
  const { sandbox, line, a, phone, events } = await world();
  const action = (fields: object, label: string) => ({ type: 'action', action: { ...fields, label } });
  const items = [
    action({ type: 'message', text: 'はい、お願いします' }, 'はい'),
    action({ type: 'postback', data: 'buy=1', displayText: '購入します' }, '買う'),
    action({ type: 'datetimepicker', data: 'when', mode: 'datetime', initial: '2026-12-25t10:00' }, '日時'),
    action({ type: 'uri', uri: 'https://aozora.example/' }, '開く'),
    action({ type: 'clipboard', clipboardText: 'COUPON-1' }, '写す'),
    action({ type: 'camera' }, '撮る'),
    action({ type: 'location' }, '場所'),
  ];
  const ask = async () => {
    const messages = [{ type: 'text', text: 'どうされますか', quickReply: { items } }];
    return (await line.api('POST', '/v2/bot/message/push', { to: a, messages })).json.sentMessages[0].id as string;
  };
  const tap = async (label: string, more: object = {}, id?: string) =>
    control(sandbox, 'POST', `/line/messages/${id ?? (await ask())}/tap`, { userId: a, label, ...more });
  const asked = await ask();
  expect((await tap('はい', {}, asked)).json).toMatchObject({ kind: 'message', messages: [{ type: 'text' }] });
  expect((await tap('はい', {}, asked)).status).toBe(409);
  expect((await tap('いいえ')).status).toBe(404);
  await tap('買う');
  expect(events('postback').at(-1).postback).toEqual({ data: 'buy=1' });
  expect((await phone()).at(-1)).toMatchObject({ direction: 'in', body: { text: '購入します' } });
  expect(events('message').some((event) => event.message.text === '購入します')).toBe(false);
  await tap('日時', { value: '2026-12-24t18:30' });
  expect(events('postback').at(-1).postback).toEqual({ data: 'when', params: { datetime: '2026-12-24t18:30' } });
  expect((await tap('日時', { value: 'never' })).status).toBe(400);
  const once = await ask();
  expect([(await tap('日時', {}, once)).status, (await tap('日時', {}, once)).status]).toEqual([200, 409]);
  expect((await tap('開く')).json).toMatchObject({ opens: 'https://aozora.example/', messages: [] });
  expect((await tap('写す')).json.copies).toBe('COUPON-1');
  await tap('撮る');
  await tap('場所');
  expect(
    events('message')
      .slice(-2)
      .map((event) => event.message.type),
  ).toEqual(['image', 'location']);
});

test('where chat is off everything is read at once; a watched film is told where it has a tracking id', async () => {
  const { sandbox, send, phone, account, line, a, events } = await world();
  await send({ type: 'text', text: 'まだ' });
  expect((await phone()).at(-1).readAt).toBeNull();
  await control(sandbox, 'PATCH', `/line/accounts/${account.channelId}`, { chatMode: 'bot' });
  await send({ type: 'text', text: '読まれた' });
  expect((await phone()).at(-1).readAt).not.toBeNull();
  const url = 'https://aozora.example/a';
  const film = { type: 'video', originalContentUrl: `${url}.mp4`, previewImageUrl: `${url}.jpg`, trackingId: 't-1' };
  const { sentMessages } = (await line.api('POST', '/v2/bot/message/push', { to: a, messages: [film] })).json;
  await control(sandbox, 'POST', `/line/messages/${sentMessages[0].id}/watch`);
  expect(events('videoPlayComplete')[0].videoPlayComplete).toEqual({ trackingId: 't-1' });
});
