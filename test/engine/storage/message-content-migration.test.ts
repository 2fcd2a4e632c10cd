import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createGroupMemberRepository } from '../../../src/engine/storage/group-member-repository';
import { createMessageRepository } from '../../../src/engine/storage/message-repository';
import { migrate, migrations } from '../../../src/engine/storage/migrate';

it('people who wrote in groups before members were kept are members, with the names that were known; chats with one person have none', () => {
  const storage = new Database(':memory:');
  migrate(storage, () => undefined, migrations.slice(0, 7));
  storage.exec(`
    INSERT INTO friend (id, bot_user_id, user_id, follow_status) VALUES (1, 'B', 'U1', 'following');
    INSERT INTO conversation (id, bot_user_id, source_type, source_id, friend_id) VALUES (1, 'B', 'user', 'U1', 1), (2, 'B', 'group', 'C', NULL);
    INSERT INTO message (seq, id, conversation_id, direction, origin, sender_user_id, sender_name, line_message_id, type, text, raw, sent_at, state) VALUES
      (1, 'a', 1, 'in', 'customer', 'U1', NULL, '1', 'text', 'alone', '{"type":"text","text":"alone"}', 1, 'received'),
      (2, 'b', 2, 'in', 'customer', 'U1', NULL, '2', 'text', 'first', '{"type":"text","text":"first"}', 2, 'received'),
      (3, 'c', 2, 'in', 'customer', 'U1', '健', '3', 'text', 'second', '{"type":"text","text":"second"}', 3, 'received'),
      (4, 'd', 2, 'in', 'customer', 'U2', NULL, '4', 'sticker', NULL, '{}', 4, 'received')`);
  let saved = 0;
  migrate(storage, () => {
    saved += 1;
  });
  expect(saved).toBe(1);
  const members = createGroupMemberRepository(storage);
  expect(members.toRead(null, 10)).toMatchObject([
    { conversationId: 2, userId: 'U1', botUserId: 'B', sourceType: 'group', sourceId: 'C' },
    { conversationId: 2, userId: 'U2' },
  ]);
  const rows = createMessageRepository(storage).olderThan(2, 100, 0, 10);
  expect(rows.map(({ id, senderName, quotedLineId, bundleId }) => [id, senderName, quotedLineId, bundleId])).toEqual([
    ['d', null, null, null],
    ['c', '健', null, null],
    ['b', '健', null, null],
  ]);
  storage.close();
});
