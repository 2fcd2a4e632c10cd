import type { Storage } from './storage';

export interface TagRow {
  name: string;
  color: string | null;
  friendCount: number;
}

/** Stands for the position of an entry that the log does not have yet: it will be newer than all that are there. */
export const notInLogYet = Number.MAX_SAFE_INTEGER - 1;
/** Beyond every position. */
export const beyondLog = Number.MAX_SAFE_INTEGER;

/**
 * Tags of friends. A tag that was saved is known before a friend has it, and stays known when the last one loses it.
 * Each method belongs inside the caller's transaction.
 */
export function createTagRepository(database: Storage) {
  const list = database.prepare<[], string>('SELECT name FROM tag ORDER BY created_at, name').pluck();
  const all = database.prepare<[], TagRow>(
    `SELECT name, color, (SELECT count(*) FROM friend_tag WHERE friend_tag.tag = tag.name) AS friendCount FROM tag ORDER BY name`,
  );
  const find = database
    .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM tag WHERE name = ? AND is_saved = 1)')
    .pluck();
  const save = database.prepare<[string, string | null, number]>(
    `INSERT INTO tag (name, color, created_at) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET color = excluded.color, is_saved = 1`,
  );
  const add = database.prepare<[string, number]>(
    'INSERT INTO tag (name, created_at, is_saved) VALUES (?, ?, 0) ON CONFLICT DO NOTHING',
  );
  const give = database.prepare<[number, string, number]>(
    `INSERT INTO friend_tag (friend_id, tag, seq) VALUES (?, ?, ?)
     ON CONFLICT (friend_id, tag) DO UPDATE SET seq = excluded.seq`,
  );
  const take = database.prepare<[number, string]>('DELETE FROM friend_tag WHERE friend_id = ? AND tag = ?');
  const place = database.prepare<[number, number, string]>(
    'UPDATE friend_tag SET seq = ? WHERE friend_id = ? AND tag = ?',
  );
  const markLink = database.prepare<[number]>('UPDATE id_link SET needs_write = 1 WHERE friend_id = ?');
  const markLinks = database.prepare<[string, number]>(
    'UPDATE id_link SET needs_write = 1 WHERE friend_id IN (SELECT friend_id FROM friend_tag WHERE tag = ? AND seq < ?)',
  );
  const takeFromAll = database.prepare<[string, number]>('DELETE FROM friend_tag WHERE tag = ? AND seq < ?');
  const unsave = database.prepare<[string]>('UPDATE tag SET is_saved = 0, color = NULL WHERE name = ?');
  const dropUnused = database.prepare<[string]>(
    'DELETE FROM tag WHERE name = ? AND is_saved = 0 AND NOT EXISTS (SELECT 1 FROM friend_tag WHERE friend_tag.tag = tag.name)',
  );
  const ofFriend = database
    .prepare<[number], string>('SELECT tag FROM friend_tag WHERE friend_id = ? ORDER BY tag')
    .pluck();

  return {
    /** Every tag, the oldest first. */
    list: (): string[] => list.all(),
    /** Every tag by name, with how many friends have it. */
    all: (): TagRow[] => all.all(),
    isSaved: (name: string): boolean => find.get(name) === 1,
    of: (friendId: number): string[] => ofFriend.all(friendId),
    save: (name: string, color: string | null, at: number): void => void save.run(name, color, at),
    /** Gives a friend a tag. `seq` = position of the log entry that says so. */
    give(friendId: number, tag: string, at: number, seq = 0): void {
      add.run(tag, at);
      give.run(friendId, tag, seq);
    },
    /** Takes it away again. */
    take(friendId: number, tag: string): void {
      take.run(friendId, tag);
      dropUnused.run(tag);
    },
    /** The log has the entry that gave it, at this position. */
    place: (friendId: number, tag: string, seq: number): void => void place.run(seq, friendId, tag),
    /** HubSpot is to be told of the friend's tags. */
    markForHubSpot: (friendId: number): void => void markLink.run(friendId),
    /** The same for everybody whom {@link takeFromAll} would take it from. */
    markAllForHubSpot: (name: string, seq: number): void => void markLinks.run(name, seq),
    /** Takes the tag from every friend who got it before this position; unless `isKept` it is known no more when nobody else has it. */
    takeFromAll(name: string, seq: number, isKept: boolean): void {
      takeFromAll.run(name, seq);
      if (isKept) return;
      unsave.run(name);
      dropUnused.run(name);
    },
  };
}
export type TagRepository = ReturnType<typeof createTagRepository>;
