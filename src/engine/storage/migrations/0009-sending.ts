/** What the composer can do beyond one line of text now: several bubbles in one call, files, undo, send later, held messages. */
export const sendingSchema = `
ALTER TABLE message ADD COLUMN bundle_id TEXT; -- bubbles of one call share it; null = a call of its own
ALTER TABLE message ADD COLUMN scheduled_at INTEGER; -- send later
ALTER TABLE message ADD COLUMN undo_until INTEGER; -- nothing is sent before
ALTER TABLE message ADD COLUMN seen_until INTEGER; -- the newest message that its writer had seen
ALTER TABLE message ADD COLUMN hold TEXT CHECK (hold IN ('customerWrote', 'threadMovedOn', 'tooLate')); -- waits for a person
ALTER TABLE message ADD COLUMN content TEXT; -- as the composer made it (JSON), to give it back to the draft
CREATE INDEX message_by_bundle ON message (bundle_id, seq) WHERE bundle_id IS NOT NULL;
CREATE INDEX message_planned ON message (conversation_id) WHERE state = 'queued' AND (scheduled_at IS NOT NULL OR hold IS NOT NULL);

ALTER TABLE conversation ADD COLUMN draft_extras TEXT; -- files, quote and quick replies of the draft (JSON)

-- files that were added to be sent; kept while a draft or a message needs them
CREATE TABLE outgoing_file (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'file')), name TEXT NOT NULL, content_type TEXT NOT NULL,
  byte_size INTEGER NOT NULL, duration_ms INTEGER, file_name TEXT NOT NULL, preview_name TEXT,
  url TEXT, preview_url TEXT, url_until INTEGER, -- where the relay serves it
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
