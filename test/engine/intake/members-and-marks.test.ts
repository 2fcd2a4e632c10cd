import { expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';

const groupSchema = z.object({ groupId: z.string() });

/** A group of two customers with the account in it, and how they write. */
async function grouped(world: LineWorld) {
  const account = `/line/accounts/${world.account.botUserId}`;
  const [mei, ken] = [await world.customer('美咲'), await world.customer('健')];
  const made = await world.control('POST', `${account}/groups`, { name: 'Aoba', memberIds: [mei, ken] });
  const { groupId } = groupSchema.parse(made);
  const writes = (userId: string, ...messages: object[]) =>
    world.control('POST', `${account}/send`, { userId, chatId: groupId, messages });
  return { groupId, mei, ken, writes };
}
const calls = async (world: LineWorld, path: string) =>
  (await world.exchanges()).filter((exchange) => exchange.path.includes(path));

test('members are named over every message of theirs, those from before LINE told the name too', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  await world.fault({ kind: 'status', status: 500, path: '/member/', times: 1 });
  const { groupId, mei, ken, writes } = await grouped(world);
  await writes(mei, { type: 'text', text: 'one' }, { type: 'text', text: 'two' });
  await writes(ken, { type: 'text', text: 'three' });
  const group = await console.conversationWith('three');
  console.chat.wake();
  await eventually('names', async () => {
    console.chat.wake();
    const thread = await console.thread(group);
    return thread.filter(({ direction }) => direction === 'in').every(({ senderName }) => senderName !== null);
  });
  const names = (await console.thread(group)).map(({ senderName, senderUserId }) => [senderName, senderUserId]);
  expect(names).toEqual([
    ['美咲', mei],
    ['美咲', mei],
    ['健', ken],
  ]);
  const members = async () =>
    (await console.chat.service.members({ conversationId: group.id })).map(({ name }) => name);
  expect((await members()).toSorted()).toEqual(['健', '美咲'].toSorted());

  await world.control('POST', `/line/groups/${groupId}/members`, { change: 'left', memberIds: [ken] });
  await eventually('one left', async () => (await members()).length === 1);
  expect((await console.thread(group)).at(-1)?.senderName).toBe('健');
  const asked = (await calls(world, '/member/')).filter(({ status }) => status === 200);
  expect(asked).toHaveLength(2);
});

test('a message quotes another one by its words, and the words change with an edit', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  const { mei, ken, writes } = await grouped(world);
  const sent = z
    .object({ messages: z.array(z.object({ id: z.string() })) })
    .parse(await writes(mei, { type: 'text', text: 'at ten' }));
  const id = sent.messages[0]?.id ?? '';
  await writes(ken, { type: 'text', text: 'which day?', quotedMessageId: id });
  await writes(ken, { type: 'text', text: 'and this?', quotedMessageId: '1' });
  const group = await console.conversationWith('and this?');
  const [first, second, third] = await console.thread(group);
  expect(first).toMatchObject({ canQuote: true, editedAt: null });
  expect(second?.quote).toMatchObject({ messageId: first?.id, isOurs: false, type: 'text', text: 'at ten' });
  expect(third?.quote).toMatchObject({ messageId: null });
  await world.control('POST', `/line/messages/${id}/edit`, { text: 'at eleven' });
  await eventually('edited', async () => (await console.thread(group))[0]?.editedAt !== null);
  expect((await console.thread(group))[1]?.quote?.text).toBe('at eleven');
  await world.control('POST', `/line/messages/${id}/unsend`, {});
  await eventually('unsent', async () => (await console.thread(group))[0]?.state === 'unsent');
  expect((await console.thread(group))[1]?.quote).toMatchObject({ type: 'unsend', text: null });
});

test('LINE is told once that a conversation was read, later when it cannot be reached, and never against the setting', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  const silent = await world.connected('two', { hasReadReceipts: false });
  const userId = await world.customer('Mei');
  await world.write(userId, 'one', 'two');
  const conversation = await console.conversationWith('two');
  const read = () => console.chat.service.markRead({ conversationId: conversation.id });
  await read();
  await read();
  await eventually('told', async () => (await calls(world, '/chat/markAsRead')).length === 1);

  await world.fault({ kind: 'status', status: 500, path: '/chat/markAsRead', times: 1 });
  await world.write(userId, 'three');
  await console.conversationWith('three');
  await read();
  await eventually('refused once', async () => (await calls(world, '/chat/markAsRead')).length === 2);
  await eventually('told after waking', async () => {
    console.chat.wake();
    return (await calls(world, '/chat/markAsRead')).filter(({ status }) => status === 200).length === 2;
  });

  const theirs = await silent.conversationWith('three');
  await silent.chat.service.markRead({ conversationId: theirs.id });
  await world.write(userId, 'marker');
  await silent.conversationWith('marker');
  expect(await calls(world, '/chat/markAsRead')).toHaveLength(3);
});

test('what another console sends is read like what customers send', async () => {
  const world = await LineWorld.start();
  const [console, other] = [await world.connected(), await world.connected('two')];
  const userId = await world.customer('Mei');
  await world.write(userId, 'hello');
  const conversation = await other.conversationWith('hello');
  other.chat.sendPrepared({
    conversationId: conversation.id,
    clientId: crypto.randomUUID(),
    content: {
      type: 'template',
      altText: 'Shall we?',
      template: {
        type: 'confirm',
        text: 'Shall we?',
        actions: [
          { type: 'postback', label: 'Yes', data: 'go=1' },
          { type: 'message', label: 'No', text: 'no' },
        ],
      },
    },
  });
  const here = await eventually('the card', async () => {
    const [row] = await console.conversations();
    const message = row === undefined ? undefined : (await console.thread(row)).at(-1);
    return message?.content.type === 'card' && { row, message };
  });
  expect(here.message).toMatchObject({
    origin: 'otherConsole',
    content: { altText: 'Shall we?', lineType: 'template' },
  });
  const account = `/line/accounts/${world.account.botUserId}`;
  await world.control('POST', `${account}/postback`, { userId, data: 'go=1' });
  const tapped = await console.conversationWith('Yes');
  expect((await console.thread(tapped)).at(-1)?.content).toEqual({
    type: 'postback',
    text: 'Yes',
    data: 'go=1',
    chosenAt: null,
  });
});
