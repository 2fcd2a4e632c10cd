import { expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { LineWorld } from '../support/line-world';

test('a customer writes, the answer goes out free by reply token, a later one by push', async () => {
  const world = await LineWorld.start();
  const console = await world.connected();
  const userId = await world.customer('田中さん');
  await world.write(userId, '予約できますか？ 🤨');
  const conversation = await console.conversationWith('予約できますか？ 🤨');
  expect(conversation).toMatchObject({ unreadCount: 1, status: 'todo', lastDirection: 'in' });
  expect(conversation.waitingSinceAt).not.toBeNull();
  const detail = await console.chat.service.conversation({ id: conversation.id });
  expect(detail.freeReplyUntil).toBeGreaterThan(Date.now());
  expect(detail.officialAccountName).toBe(world.account.displayName);

  const first = await console.send(conversation, 'はい、何名様ですか？');
  expect(first.state).toBe('queued');
  expect(await console.message(conversation, first.id, 'accepted')).toMatchObject({ via: 'reply', attempts: 1 });
  const second = await console.send(conversation, 'お待ちしております');
  expect(await console.message(conversation, second.id, 'accepted')).toMatchObject({ via: 'push', attempts: 1 });

  expect(await world.receivedTexts(userId)).toEqual(['はい、何名様ですか？', 'お待ちしております']);
  const answered = await console.chat.service.conversation({ id: conversation.id });
  expect(answered).toMatchObject({ freeReplyUntil: null, waitingSinceAt: null, unreadCount: 0 });
  const named = await eventually('the profile', async () =>
    (await console.conversations()).find((row) => row.title === '田中さん'),
  );
  expect(named.followStatus).toBe('following');
});
