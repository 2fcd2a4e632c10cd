import type { Storage } from './storage';

/** A conversation of which LINE is to be told that a person read it. */
export interface ReadMark {
  conversationId: number;
  botUserId: string;
  token: string;
}

export type ReadMarkRepository = ReturnType<typeof createReadMarkRepository>;

/** Until where conversations were read, and what LINE was told of it. */
export function createReadMarkRepository(storage: Storage) {
  const offer = storage.prepare<{ id: number; token: string; at: number }>(
    'UPDATE conversation SET mark_read_token = @token, mark_read_at = @at WHERE id = @id AND @at >= mark_read_at',
  );
  const wish = storage.prepare<[number]>(
    `UPDATE conversation SET read_tell_token = mark_read_token, read_told_at = mark_read_at
     WHERE id = ? AND mark_read_token IS NOT NULL AND mark_read_at > read_told_at`,
  );
  const waiting = storage.prepare<[number, number], ReadMark>(
    `SELECT id AS conversationId, bot_user_id AS botUserId, read_tell_token AS token FROM conversation
     WHERE read_tell_token IS NOT NULL AND id > ? ORDER BY id LIMIT ?`,
  );
  const done = storage.prepare<[number, string]>(
    'UPDATE conversation SET read_tell_token = NULL WHERE id = ? AND read_tell_token = ?',
  );
  const none = storage.prepare('UPDATE conversation SET read_tell_token = NULL WHERE read_tell_token IS NOT NULL');

  return {
    /** A message came with which everything until it can be marked as read. */
    offer: (conversationId: number, token: string, at: number) => void offer.run({ id: conversationId, token, at }),
    /** A person read all that is here; true when LINE is to be told, false when it knows or cannot be told. */
    wish: (conversationId: number) => wish.run(conversationId).changes > 0,
    waiting: (afterId: number, limit: number) => waiting.all(afterId, limit),
    /** LINE was told, or does not want to hear it; a newer mark of the same conversation stays. */
    done: (mark: ReadMark) => void done.run(mark.conversationId, mark.token),
    /** Nothing is told any more. */
    dropAll: () => void none.run(),
  };
}
