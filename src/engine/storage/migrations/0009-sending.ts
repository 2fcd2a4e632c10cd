/** What the composer can do beyond one line of text now: several bubbles in one call, files, undo, send later, held messages. */
export const sendingSchema = `
ALTER TABLE message ADD COLUMN bundle_id TEXT; -- bubbles of one call share it; null = a call of its own
ALTER TABLE message ADD COLUMN scheduled_at INTEGER; -- send later
ALTER TABLE message ADD COLUMN undo_until INTEGER; -- nothing is sent before
ALTER TABLE message ADD COLUMN seen_until INTEGER; -- the newest message that its writer had seen; null = a person wants it sent as it is
ALTER TABLE message ADD COLUMN hold TEXT CHECK (hold IN ('customerWrote', 'threadMovedOn', 'tooLate')); -- waits for a person
ALTER TABLE message ADD COLUMN content TEXT; -- as the composer made it (JSON), to give it back to the draft
ALTER TABLE message ADD COLUMN extras TEXT; -- on the first row of a bundle: its quote and quick replies as the composer made them (JSON)
ALTER TABLE message ADD COLUMN has_waited INTEGER NOT NULL DEFAULT 0; -- it could not go when it was to: the thread is looked at again before it goes
ALTER TABLE message ADD COLUMN sent_here INTEGER; -- 1 = planned at another console, sent by this one
CREATE INDEX message_by_bundle ON message (bundle_id, seq) WHERE bundle_id IS NOT NULL;
CREATE INDEX message_by_file ON message (content ->> '$.fileId') WHERE content IS NOT NULL;
CREATE INDEX message_by_card_picture ON message (content ->> '$.imageFileId') WHERE content IS NOT NULL;
CREATE INDEX message_planned ON message (conversation_id) WHERE state = 'queued' AND (scheduled_at IS NOT NULL OR hold IS NOT NULL);
DROP INDEX message_to_share;
CREATE INDEX message_to_share ON message (seq) WHERE state = 'accepted' AND shared_at IS NULL AND (origin = 'thisConsole' OR sent_here = 1);

ALTER TABLE conversation ADD COLUMN draft_extras TEXT; -- bubbles, quote and quick replies of the draft (JSON)
DROP INDEX conversation_with_draft;
CREATE INDEX conversation_with_draft ON conversation (last_message_at DESC, id DESC, bot_user_id) WHERE draft <> '' OR draft_extras IS NOT NULL;

-- files that were added to be sent; kept while a draft or a message needs them
CREATE TABLE outgoing_file (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'file')), name TEXT NOT NULL, content_type TEXT NOT NULL,
  byte_size INTEGER NOT NULL, duration_ms INTEGER, file_name TEXT NOT NULL, preview_name TEXT,
  url TEXT, preview_url TEXT, url_until INTEGER, -- where the relay serves it
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
