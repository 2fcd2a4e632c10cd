/** What the consoles of a workspace share: people, who is to answer, notes, tags with colours, ready-made answers. */
export const workspaceSchema = `
CREATE TABLE agent (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, seen_at INTEGER -- the newest thing that the log told of this person
) STRICT, WITHOUT ROWID;
-- since when the consoles of the workspace look after an account: what was written before is past at each of them
CREATE TABLE workspace_account (bot_user_id TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID;

ALTER TABLE conversation ADD COLUMN assignee_id TEXT;
-- what customers wrote until then was called done; a newer message makes it "to do", whenever it comes in
ALTER TABLE conversation ADD COLUMN done_until INTEGER NOT NULL DEFAULT 0;
UPDATE conversation SET done_until = last_answer_at WHERE status = 'done';
CREATE INDEX conversation_by_assignee ON conversation (assignee_id, last_message_at DESC, id DESC, bot_user_id)
  WHERE assignee_id IS NOT NULL AND status = 'todo' AND last_message_at IS NOT NULL;
CREATE INDEX conversation_unassigned ON conversation (last_message_at DESC, id DESC, bot_user_id)
  WHERE assignee_id IS NULL AND status = 'todo' AND last_message_at IS NOT NULL;
CREATE INDEX conversation_with_draft ON conversation (last_message_at DESC, id DESC, bot_user_id) WHERE draft <> '';

CREATE TABLE note (
  id TEXT PRIMARY KEY, conversation_id INTEGER NOT NULL REFERENCES conversation (id) ON DELETE CASCADE, text TEXT NOT NULL,
  author_id TEXT, created_at INTEGER NOT NULL, edited_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX note_by_conversation ON note (conversation_id, created_at, id);

ALTER TABLE tag ADD COLUMN color TEXT;
ALTER TABLE tag ADD COLUMN is_saved INTEGER NOT NULL DEFAULT 1; -- 0 = known only because a friend has it
-- position of the log entry that gave it: the removal of a tag takes it from those who had it before
ALTER TABLE friend_tag ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
-- cut at another console, which takes the value out of HubSpot: until then HubSpot still shows it
ALTER TABLE unlinked_by_person ADD COLUMN is_elsewhere INTEGER NOT NULL DEFAULT 0;

CREATE TABLE canned_reply (
  id TEXT PRIMARY KEY, shortcut TEXT NOT NULL, title TEXT NOT NULL, contents TEXT NOT NULL, updated_at INTEGER NOT NULL,
  used_count INTEGER NOT NULL DEFAULT 0, used_at INTEGER -- on this console only
) STRICT, WITHOUT ROWID;

-- what was done here and is still to be told to the others, in the order in which it was done
CREATE TABLE workspace_change (
  position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, change_key TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX workspace_change_by_key ON workspace_change (change_key);
-- the position of the newest entry of a key that was applied here: an older one changes nothing
CREATE TABLE workspace_value (change_key TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;
