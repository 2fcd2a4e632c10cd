import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createMediaRepository } from '../../../src/engine/storage/media-repository';
import { migrate } from '../../../src/engine/storage/migrate';

it('files of messages that somebody looks at are fetched before all others, and a failed one keeps its wait', () => {
  const storage = new Database(':memory:');
  migrate(storage, () => undefined);
  storage.exec("INSERT INTO conversation (id, bot_user_id, source_type, source_id) VALUES (1, 'B', 'user', 'U')");
  const message = storage.prepare(
    `INSERT INTO message (id, conversation_id, direction, origin, type, raw, sent_at, state) VALUES (?, 1, 'in', 'customer', 'image', '{}', 1, 'received')`,
  );
  const media = createMediaRepository(storage);
  for (const id of ['a', 'b', 'c', 'd']) {
    message.run(id);
    media.insert(id, 'B', `line-${id}`, null);
  }
  media.later('d', 5_000, null);
  media.first(['c', 'd', 'unknown']);
  expect(media.due(1_000, 10).map(({ messageId }) => messageId)).toEqual(['c', 'a', 'b']);
  expect(media.due(5_000, 10).map(({ messageId }) => messageId)).toEqual(['c', 'a', 'b', 'd']);
  storage.close();
});
