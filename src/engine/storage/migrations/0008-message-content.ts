/** What showing every kind of message needs: quotes, members of groups, read marks. */
export const messageContentSchema = `
ALTER TABLE message ADD COLUMN quote_token TEXT; -- with which this message can be quoted
ALTER TABLE message ADD COLUMN quoted_line_id TEXT; -- LINE's id of the message that this one quotes

ALTER TABLE conversation ADD COLUMN mark_read_token TEXT; -- LINE's token of the newest message that has one
ALTER TABLE conversation ADD COLUMN mark_read_at INTEGER NOT NULL DEFAULT 0; -- time of that message
ALTER TABLE conversation ADD COLUMN read_tell_token TEXT; -- a person read until there, and LINE is still to be told
ALTER TABLE conversation ADD COLUMN read_told_at INTEGER NOT NULL DEFAULT 0; -- until when LINE was told, or is to be
CREATE INDEX conversation_to_tell_read ON conversation (id) WHERE read_tell_token IS NOT NULL;

CREATE TABLE group_member (
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE, user_id TEXT NOT NULL, display_name TEXT, picture_url TEXT,
  profile_at INTEGER, -- when LINE was asked; null = it is to be asked
  is_member INTEGER NOT NULL DEFAULT 1, membership_at INTEGER NOT NULL DEFAULT 0, -- of two events the later one counts
  PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_without_profile ON group_member (conversation_id, user_id) WHERE profile_at IS NULL;
-- people who wrote in groups before members were kept
INSERT INTO group_member (conversation_id, user_id, display_name)
  SELECT m.conversation_id, m.sender_user_id, max(m.sender_name) FROM conversation c JOIN message m ON m.conversation_id = c.id
  WHERE c.friend_id IS NULL AND m.sender_user_id IS NOT NULL GROUP BY m.conversation_id, m.sender_user_id;
`;
