import { expect, test } from 'vitest';
import { validateLineExchange } from '../../support/line-spec';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';
import { outgoingText } from '../support/outgoing-text';

test("everything that a console says to LINE fits LINE's own description", async () => {
  const world = await LineWorld.start({ friends: 10 });
  const console = await world.connected();
  const userId = await world.customer('Daniel');
  await world.write(userId, 'hello', { type: 'image', sample: 'cat' }, 'and now?');
  const conversation = await console.conversationWith('and now?');
  for (const text of ['free {braces} 🤨', 'paid']) {
    await console.message(conversation, (await console.send(conversation, text)).id, 'accepted');
  }
  const content = { type: 'sticker', packageId: '446', stickerId: '1988' } as const;
  const [sticker] = await console.chat.service.send({ ...outgoingText(conversation.id, ''), contents: [content] });
  await console.message(conversation, sticker?.id ?? '', 'accepted');
  await eventually('the picture', () => console.chat.queues().mediaPending === 0);
  await eventually('names', async () =>
    (await console.conversations()).every((row) => !row.title.startsWith('LINE …')),
  );
  const said = await world.exchanges();
  const kinds = new Set(said.map(({ method, path }) => `${method} ${path.replace(/U[0-9a-f]{32}|\d{6,}/, '…')}`));
  expect([...kinds]).toEqual(
    expect.arrayContaining([
      'POST /oauth2/v3/token',
      'GET /v2/bot/info',
      'POST /v2/bot/channel/webhook/test',
      'GET /v2/bot/profile/…',
      'GET /v2/bot/message/…/content',
      'POST /v2/bot/message/reply',
      'POST /v2/bot/message/push',
    ]),
  );
  expect(said.flatMap(validateLineExchange)).toEqual([]);
});

test('one token serves many calls, and callers at the same time share its making', async () => {
  const world = await LineWorld.start({ friends: 10 });
  const console = await world.connected();
  await eventually('names', async () =>
    (await console.conversations()).every((row) => !row.title.startsWith('LINE …')),
  );
  const tokens = (await world.exchanges()).filter(({ path }) => path === '/oauth2/v3/token');
  expect(tokens).toHaveLength(1);
});
