import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import type { LineConsole } from '../support/line-console';
import { LineWorld } from '../support/line-world';

const account = (world: LineWorld) => `/line/accounts/${world.account.botUserId}`;
const states = (console: LineConsole) =>
  console.storage
    .prepare<[], { state: string; problem: string | null }>('SELECT state, problem FROM webhook_event')
    .all();
const eventIds = (console: LineConsole) =>
  console.storage
    .prepare<[], { id: string }>(`SELECT event_id AS id FROM webhook_event WHERE type = 'message' ORDER BY event_id`)
    .all()
    .map((row) => row.id);

/** A customer whose first message is here. */
async function talking() {
  const world = await LineWorld.start();
  const console = await world.connected();
  const userId = await world.customer('怡君☕');
  const [firstId] = await world.write(userId, '你好');
  const conversation = await console.conversationWith('你好');
  return { world, console, userId, conversation, firstId: firstId ?? '' };
}

describe('what comes in', () => {
  test('a message that is delivered again changes nothing', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/line/webhooks/repeat', { eventIds: eventIds(console), isRedelivery: true });
    await world.control('POST', '/line/webhooks/repeat', { eventIds: eventIds(console) });
    await world.write(userId, 'marker');
    await console.conversationWith('marker');
    expect((await console.thread(conversation)).map((message) => message.sentAt)).toHaveLength(2);
    expect((await console.conversations())[0]?.unreadCount).toBe(2);
  });

  test('messages that come in another order stand in the order of their writing', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/line/webhooks/hold', { account: world.account.botUserId });
    for (const text of ['1', '2', '3']) {
      await world.control('POST', '/clock/advance', { ms: 1_000 });
      await world.write(userId, text);
    }
    await world.control('POST', '/line/webhooks/release', { account: world.account.botUserId, order: 'reversed' });
    await eventually('all three', async () => (await console.thread(conversation)).length === 4);
    const texts = (await console.thread(conversation)).map(({ content }) => content.type === 'text' && content.text);
    expect(texts).toEqual(['你好', '1', '2', '3']);
    expect((await console.conversations())[0]).toMatchObject({ lastText: '3', unreadCount: 4 });
  });

  test.each(['wrongSignature', 'noSignature', 'otherSecret', 'changedBody', 'rewrittenBody'])(
    'a forged webhook (%s) is shown nowhere',
    async (how) => {
      const { world, console, userId } = await talking();
      await world.control('POST', '/line/webhooks/forge', { account: world.account.botUserId, how });
      await world.write(userId, 'marker');
      await console.conversationWith('marker');
      expect((await console.conversations()).filter((row) => row.lastMessageAt !== null)).toHaveLength(1);
      expect(states(console).every((row) => row.state === 'applied')).toBe(true);
    },
  );

  test('stickers, places, files and unknown types are shown or labelled, and kept raw', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.write(
      userId,
      { type: 'sticker', packageId: '446', stickerId: '1988', keywords: ['hello'] },
      { type: 'location', latitude: 35.68, longitude: 139.76, title: '東京駅', address: '千代田区' },
      {
        type: 'file',
        contentType: 'application/pdf',
        bytes: Buffer.from('%PDF').toString('base64'),
        fileName: '見積.pdf',
      },
    );
    await world.control('POST', `${account(world)}/postback`, { userId, data: 'action=book' });
    const thread = await eventually('all', async () => {
      const messages = await console.thread(conversation);
      return messages.length === 5 && messages;
    });
    expect(thread.slice(1).map((message) => message.content)).toMatchObject([
      { type: 'sticker', packageId: '446', stickerId: '1988', keywords: ['hello'] },
      { type: 'location', title: '東京駅', latitude: 35.68 },
      { type: 'file', fileName: '見積.pdf', media: { byteSize: 4 } },
      { type: 'postback', text: null, data: 'action=book', chosenAt: null },
    ]);
  });

  test('blocking and coming back are told by their time', async () => {
    const { world, console, userId } = await talking();
    const status = () => console.conversations().then(([row]) => row?.followStatus);
    await world.control('POST', `${account(world)}/block`, { userId });
    await eventually('blocked', async () => (await status()) === 'blocked');
    await world.control('POST', `${account(world)}/follow`, { userId });
    await eventually('following', async () => (await status()) === 'following');
  });

  test('a group is one conversation with its own title, not one for each member', async () => {
    const { world, console, userId } = await talking();
    const other = await world.customer('Somchai');
    const made = await world.control('POST', `${account(world)}/groups`, {
      name: '株式会社あおば',
      memberIds: [userId, other],
    });
    const { groupId } = made as { groupId: string };
    for (const [writer, text] of [
      [userId, 'from one'],
      [other, 'from the other'],
    ] as const) {
      await world.control('POST', `${account(world)}/send`, {
        userId: writer,
        chatId: groupId,
        messages: [{ type: 'text', text }],
      });
    }
    const group = await eventually('the group', async () =>
      (await console.conversations()).find(
        (row) => row.title === '株式会社あおば' && row.lastText === 'from the other',
      ),
    );
    expect(group).toMatchObject({ sourceType: 'group', friendId: null, unreadCount: 2 });
    expect(await console.conversations('all', 'あおば')).toHaveLength(1);
  });

  test('live messages are announced, each once', async () => {
    const { console, conversation } = await talking();
    const arrivals = console.events.filter((event) => event.type === 'messageArrived');
    expect(arrivals).toMatchObject([{ conversationId: conversation.id, preview: '你好' }]);
  });
});

describe('taken back', () => {
  test('nothing of an unsent text stays: not in the thread, not in search, not in the file', async () => {
    const { world, console, userId, conversation, firstId } = await talking();
    const [secretId] = await world.write(userId, '秘密のはなし');
    await eventually(
      'found',
      async () => (await console.search.query({ text: '秘密', limit: 5 })).messages.length === 1,
    );
    await world.control('POST', `/line/messages/${secretId}/unsend`, {});
    await eventually('placeholder', async () => (await console.thread(conversation)).at(-1)?.state === 'unsent');
    expect((await console.search.query({ text: '秘密', limit: 5 })).messages).toEqual([]);
    const rows = JSON.stringify(console.storage.prepare('SELECT * FROM message').all());
    expect(rows).not.toContain('秘密');
    expect(rows).toContain(firstId);
  });

  test('an unsend that comes before its message leaves the placeholder only', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.control('POST', '/line/webhooks/hold', { account: world.account.botUserId });
    const [id] = await world.write(userId, 'never seen');
    await world.control('POST', `/line/messages/${id}/unsend`, {});
    await world.control('POST', '/line/webhooks/release', { account: world.account.botUserId, order: 'reversed' });
    await world.write(userId, 'marker');
    await console.conversationWith('marker');
    const thread = await console.thread(conversation);
    expect(thread.map((message) => message.state)).toEqual(['received', 'unsent', 'received']);
    expect(JSON.stringify(console.storage.prepare('SELECT * FROM message').all())).not.toContain('never seen');
  });

  test('a picture is fetched at once; its file goes when it is unsent', async () => {
    const { world, console, userId, conversation } = await talking();
    const [id] = await world.write(userId, { type: 'image', sample: 'cat' });
    const stored = await eventually('the picture', async () => {
      const content = (await console.thread(conversation)).at(-1)?.content;
      return content?.type === 'image' && content.media.state === 'stored' && content.media;
    });
    expect(stored.url).toMatch(/^app:\/\/bundle\/media\/[0-9a-f]{64}\.(png|jpg)$/);
    expect(stored.previewUrl).not.toBe(stored.url);
    const folder = join(world.folder, 'one', 'media');
    expect(readdirSync(folder)).toHaveLength(2);
    await world.control('POST', `/line/messages/${id}/unsend`, {});
    await eventually('no file', () => readdirSync(folder).length === 0);
    expect(existsSync(join(folder, stored.url?.split('/').at(-1) ?? ''))).toBe(false);
  });
});

describe('pictures', () => {
  test('a fetch that fails is tried again; content that LINE deleted is shown as gone', async () => {
    const { world, console, userId, conversation } = await talking();
    const state = async () => {
      const content = (await console.thread(conversation)).at(-1)?.content;
      return content?.type === 'image' ? content.media.state : null;
    };
    await world.fault({ kind: 'status', status: 500, path: '/content$' });
    await world.write(userId, { type: 'image', sample: 'cat' });
    await eventually('stored on the second try', async () => (await state()) === 'stored');
    await world.fault({ kind: 'status', status: 404, path: '/content$' });
    await world.write(userId, { type: 'image', sample: 'dog' });
    await eventually('gone', async () => (await state()) === 'gone');
  });

  test('a video is fetched when LINE has converted it', async () => {
    const { world, console, userId, conversation } = await talking();
    const bytes = Buffer.from('video').toString('base64');
    await world.write(userId, {
      type: 'video',
      contentType: 'video/mp4',
      bytes,
      durationMs: 1_000,
      transcodingMs: 1_500,
    });
    await console.conversations();
    await eventually('stored', () => {
      const row = console.storage
        .prepare<[], { state: string; name: string | null }>('SELECT state, file_name AS name FROM media')
        .get();
      return row?.state === 'stored' && row.name?.endsWith('.mp4');
    });
    const { content } = (await console.thread(conversation)).at(-1) ?? {};
    expect(content).toMatchObject({ type: 'video', durationMs: 1_000, media: { state: 'stored', byteSize: 5 } });
    expect(content?.type === 'video' && content.media.previewUrl).toMatch(/\.png$/);
  });

  test('a video that LINE could not convert is not waited for', async () => {
    const { world, console, userId, conversation } = await talking();
    await world.write(userId, { type: 'video', sample: 'parcel-1', isTranscodingFailed: true });
    const failed = await eventually('an end', async () => {
      const content = (await console.thread(conversation)).at(-1)?.content;
      return content?.type === 'video' && content.media.state !== 'pending' && content.media;
    });
    expect(failed.state).toBe('failed');
    expect(console.chat.queues().mediaPending).toBe(0);
  });
});

describe('before the account is connected', () => {
  test('what came meanwhile waits, and is all there after connecting', async () => {
    const { world, console, userId } = await talking();
    const newcomer = world.console('two');
    newcomer.start();
    await eventually('parked', () => newcomer.chat.queues().eventsParked > 0);
    expect(await newcomer.conversations()).toEqual([]);
    const { channelId, channelSecret } = world.account;
    await newcomer.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 1 });
    await newcomer.conversationWith('你好');
    expect(newcomer.chat.queues().eventsParked).toBe(0);
    await world.write(userId, 'to both');
    await Promise.all([console.conversationWith('to both'), newcomer.conversationWith('to both')]);
  });

  test('a console that lost its secret keeps what comes until the secret is entered again', async () => {
    const { world, console, userId } = await talking();
    await console.stop();
    const without = world.console('one');
    without.start();
    await world.write(userId, 'who reads this?');
    await eventually('parked', () => without.chat.queues().eventsParked > 0);
    expect(without.accounts.officialAccounts()[0]).toMatchObject({
      health: 'attention',
      problem: { code: 'SECRETS_UNAVAILABLE' },
    });
    const { channelId, channelSecret } = world.account;
    await without.accounts.connectLine({ channelId, channelSecret, sequenceNumber: 1 });
    await without.conversationWith('who reads this?');
  });
});
