import type { Storage } from './storage';

/** Tags of friends. A tag is known before a friend has it, and stays known when the last one loses it. */
export function createTagRepository(database: Storage) {
  const list = database.prepare<[], string>('SELECT name FROM tag ORDER BY created_at, name').pluck();
  const add = database.prepare('INSERT INTO tag (name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const give = database.prepare('INSERT INTO friend_tag (friend_id, tag) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const take = database.prepare('DELETE FROM friend_tag WHERE friend_id = ? AND tag = ?');
  const markLink = database.prepare('UPDATE id_link SET needs_write = 1 WHERE friend_id = ?');
  const ofFriend = database
    .prepare<[number], string>('SELECT tag FROM friend_tag WHERE friend_id = ? ORDER BY tag')
    .pluck();

  return {
    /** Every tag, the oldest first. */
    list: (): string[] => list.all(),
    of: (friendId: number): string[] => ofFriend.all(friendId),
    /** Gives a friend a tag; inside the caller's transaction. */
    give(friendId: number, tag: string, at: number): void {
      add.run(tag, at);
      give.run(friendId, tag);
      markLink.run(friendId);
    },
    /** Takes it away again; inside the caller's transaction. */
    take(friendId: number, tag: string): void {
      take.run(friendId, tag);
      markLink.run(friendId);
    },
  };
}
export type TagRepository = ReturnType<typeof createTagRepository>;
