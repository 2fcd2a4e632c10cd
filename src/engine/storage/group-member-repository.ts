import type { Storage } from './storage';

/** Somebody in a group or room, as far as LINE told. */
export interface GroupMember {
  userId: string;
  displayName: string | null;
  /** LINE's own address of it. */
  pictureUrl: string | null;
  profileAt: number | null;
}

/** A member whose profile is to be read. */
export interface MemberToRead {
  conversationId: number;
  userId: string;
  botUserId: string;
  sourceType: 'group' | 'room';
  sourceId: string;
}

export type GroupMemberRepository = ReturnType<typeof createGroupMemberRepository>;

/** Who is in groups and rooms: those who wrote, came or went. LINE lists the others to verified accounts only. */
export function createGroupMemberRepository(storage: Storage) {
  const note = storage.prepare<{ id: number; user: string; at: number; isMember: number }>(
    `INSERT INTO group_member (conversation_id, user_id, is_member, membership_at) VALUES (@id, @user, @isMember, @at)
     ON CONFLICT (conversation_id, user_id) DO UPDATE SET is_member = @isMember, membership_at = @at WHERE @at > membership_at`,
  );
  const get = storage.prepare<[number, string], GroupMember>(
    `SELECT user_id AS userId, display_name AS displayName, picture_url AS pictureUrl, profile_at AS profileAt
     FROM group_member WHERE conversation_id = ? AND user_id = ?`,
  );
  const inside = storage.prepare<[number, number], GroupMember>(
    `SELECT user_id AS userId, display_name AS displayName, picture_url AS pictureUrl, profile_at AS profileAt
     FROM group_member WHERE conversation_id = ? AND is_member = 1 AND display_name <> '' ORDER BY display_name COLLATE NOCASE, user_id LIMIT ?`,
  );
  const forgetAge = storage.prepare<[number, number]>(
    'UPDATE group_member SET profile_at = NULL WHERE conversation_id = ? AND is_member = 1 AND profile_at < ?',
  );
  const forgetAgeOf = storage.prepare<[number, string, number]>(
    'UPDATE group_member SET profile_at = NULL WHERE conversation_id = ? AND user_id = ? AND profile_at < ?',
  );
  const toRead = storage.prepare<[number, string, number], MemberToRead>(
    `SELECT g.conversation_id AS conversationId, g.user_id AS userId, c.bot_user_id AS botUserId, c.source_type AS sourceType,
       c.source_id AS sourceId
     FROM group_member g JOIN conversation c ON c.id = g.conversation_id
     WHERE g.profile_at IS NULL AND (g.conversation_id, g.user_id) > (?, ?) ORDER BY g.conversation_id, g.user_id LIMIT ?`,
  );
  const saveProfile = storage.prepare<[string, string | null, number, number, string]>(
    'UPDATE group_member SET display_name = ?, picture_url = ?, profile_at = ? WHERE conversation_id = ? AND user_id = ?',
  );
  const unavailable = storage.prepare<[number, number, string]>(
    'UPDATE group_member SET profile_at = ? WHERE conversation_id = ? AND user_id = ?',
  );

  return {
    /** Something at `at` says that this person is in the group, or not. True when the profile is still to be read. */
    note(conversationId: number, userId: string, isMember: boolean, at: number, staleBefore: number): boolean {
      note.run({ id: conversationId, user: userId, at, isMember: Number(isMember) });
      forgetAgeOf.run(conversationId, userId, staleBefore);
      return get.get(conversationId, userId)?.profileAt === null;
    },
    get: (conversationId: number, userId: string) => get.get(conversationId, userId) ?? null,
    /** People whom LINE named and who have not left, by name. */
    inside: (conversationId: number, limit: number) => inside.all(conversationId, limit),
    /** Has profiles that were read before a time read again; true when there are any. */
    forgetOlder: (conversationId: number, before: number) => forgetAge.run(conversationId, before).changes > 0,
    /** Members whose profile is to be read, after the last one of the batch before. */
    toRead: (after: { conversationId: number; userId: string } | null, limit: number) =>
      toRead.all(after?.conversationId ?? 0, after?.userId ?? '', limit),
    saveProfile: (member: MemberToRead, found: { displayName: string; pictureUrl: string | null }, at: number) =>
      void saveProfile.run(found.displayName, found.pictureUrl, at, member.conversationId, member.userId),
    /** LINE tells nothing of this person: what is known stays. */
    profileUnavailable: (member: MemberToRead, at: number) =>
      void unavailable.run(at, member.conversationId, member.userId),
  };
}
