import type { FollowStatus } from '../../shared/model/contact';
import { bigrams, foldText } from './search-text';
import type { Storage } from './storage';

export interface FriendRow {
  id: number;
  botUserId: string;
  userId: string;
  displayName: string | null;
  pictureUrl: string | null;
  followStatus: FollowStatus;
  followedAt: number | null;
  profileAt: number | null;
}

export interface FriendProfile {
  displayName: string;
  pictureUrl: string | null;
  statusMessage: string | null;
  language: string | null;
}

export type FriendRepository = ReturnType<typeof createFriendRepository>;

const columns = `id, bot_user_id AS botUserId, user_id AS userId, display_name AS displayName, picture_url AS pictureUrl,
  follow_status AS followStatus, followed_at AS followedAt, profile_at AS profileAt`;

/** Friends of all Official Accounts, one row per (account, LINE user). A change marks a linked friend for writing to HubSpot. */
export function createFriendRepository(storage: Storage) {
  const byId = storage.prepare<[number], FriendRow>(`SELECT ${columns} FROM friend WHERE id = ?`);
  const byUser = storage.prepare<[string, string], FriendRow>(
    `SELECT ${columns} FROM friend WHERE bot_user_id = ? AND user_id = ?`,
  );
  const insert = storage.prepare<[string, string]>(
    `INSERT INTO friend (bot_user_id, user_id, follow_status) VALUES (?, ?, 'unknown')`,
  );
  const follow = storage.prepare<[string, number | null, number | null, number, number, number]>(
    `UPDATE friend SET follow_status = ?, followed_at = coalesce(?, followed_at), blocked_at = coalesce(?, blocked_at), follow_changed_at = ?
     WHERE id = ? AND follow_changed_at <= ?`,
  );
  const restoreLink = storage.prepare<[number, number, string, string]>(
    `INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at, needs_write)
     SELECT ?, contact_hubspot_id, 'restored', ?, 1 FROM id_link_restore WHERE bot_user_id = ? AND user_id = ?`,
  );
  const dropRestore = storage.prepare<[string, string]>(
    'DELETE FROM id_link_restore WHERE bot_user_id = ? AND user_id = ?',
  );
  const followedAt = storage.prepare<[number, number]>(
    'UPDATE friend SET followed_at = coalesce(followed_at, ?) WHERE id = ?',
  );
  const followingUnlessKnown = storage.prepare<[string, string]>(
    `UPDATE friend SET follow_status = 'following' WHERE bot_user_id = ? AND user_id = ? AND follow_status = 'unknown'`,
  );
  const profile = storage.prepare<[string, string | null, string | null, string | null, number, string, number]>(
    `UPDATE friend SET display_name = ?, picture_url = ?, status_message = ?, language = ?, profile_at = ?, search_text = ? WHERE id = ?`,
  );
  const profileAt = storage.prepare<[number | null, number]>('UPDATE friend SET profile_at = ? WHERE id = ?');
  const withoutProfile = storage.prepare<[number, number], FriendRow>(
    `SELECT ${columns} FROM friend WHERE profile_at IS NULL AND id < ? ORDER BY id DESC LIMIT ?`,
  );
  const unindex = storage.prepare<[number]>('DELETE FROM friend_search WHERE rowid = ?');
  const index = storage.prepare<[number, string]>('INSERT INTO friend_search (rowid, t) VALUES (?, ?)');
  const needsWrite = storage.prepare<[number]>('UPDATE id_link SET needs_write = 1 WHERE friend_id = ?');

  return {
    byId: (id: number) => byId.get(id) ?? null,
    byUser: (botUserId: string, userId: string) => byUser.get(botUserId, userId) ?? null,
    /** The friend of this LINE user, made when it is new; a link that HubSpot remembers of it is made again. */
    ensure(botUserId: string, userId: string, at: number): { id: number; isNew: boolean; profileAt: number | null } {
      const known = byUser.get(botUserId, userId);
      if (known !== undefined) return { id: known.id, isNew: false, profileAt: known.profileAt };
      const id = Number(insert.run(botUserId, userId).lastInsertRowid);
      if (restoreLink.run(id, at, botUserId, userId).changes > 0) dropRestore.run(botUserId, userId);
      return { id, isNew: true, profileAt: null };
    },
    /** Applies a follow event, unless a newer follow or unfollow is known. The date of the first adding is kept over unblocking. */
    followed(id: number, at: number, isUnblocked: boolean) {
      if (follow.run('following', isUnblocked ? null : at, null, at, id, at).changes > 0) needsWrite.run(id);
      followedAt.run(at, id);
    },
    /** Applies an unfollow event, unless a newer follow or unfollow is known. */
    blocked(id: number, at: number) {
      if (follow.run('blocked', null, at, at, id, at).changes > 0) needsWrite.run(id);
    },
    /** LINE lists this user among the followers; says nothing about the date. */
    listedAsFollower: (botUserId: string, userId: string) => void followingUnlessKnown.run(botUserId, userId),
    saveProfile(friend: FriendRow, found: FriendProfile, at: number) {
      const searchText = foldText(found.displayName);
      profile.run(found.displayName, found.pictureUrl, found.statusMessage, found.language, at, searchText, friend.id);
      if (found.displayName !== friend.displayName) {
        unindex.run(friend.id);
        index.run(friend.id, bigrams(searchText));
      }
      if (found.displayName !== friend.displayName || found.pictureUrl !== friend.pictureUrl) needsWrite.run(friend.id);
    },
    /** The profile was asked for and is not to be had: what is known stays. */
    profileUnavailable: (id: number, at: number) => void profileAt.run(at, id),
    /** Has the profile read again. */
    forgetProfileAge: (id: number) => void profileAt.run(null, id),
    /** Friends whose profile was never read, newest first, below an id. */
    withoutProfile: (belowId: number, limit: number) => withoutProfile.all(belowId, limit),
  };
}
