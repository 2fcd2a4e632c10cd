/** What showing every kind of message needs: quotes, members of groups, read marks. */
export const messageContentSchema = `
ALTER TABLE message ADD COLUMN quote_token TEXT; -- with which this message can be quoted
ALTER TABLE message ADD COLUMN quoted_line_id TEXT; -- LINE's id of the message that this one quotes
ALTER TABLE message ADD COLUMN mark_read_token TEXT;

ALTER TABLE conversation ADD COLUMN read_told_at INTEGER NOT NULL DEFAULT 0; -- until when LINE was told that messages were read

CREATE TABLE group_member (
  conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE, user_id TEXT NOT NULL, display_name TEXT, picture_url TEXT,
  profile_at INTEGER, left_at INTEGER, PRIMARY KEY (conversation_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_without_profile ON group_member (conversation_id, user_id) WHERE profile_at IS NULL;
`;
