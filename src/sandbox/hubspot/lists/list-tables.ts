/**
 * Lists and their members. `evaluated` is 0 for a dynamic list whose members must be found from scratch; `hs_list_dirty` holds
 * the records that changed since the dynamic lists were last brought up to date.
 */
export const listTables = `
CREATE TABLE IF NOT EXISTS hs_list (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, processing_type TEXT NOT NULL,
  processing_status TEXT NOT NULL DEFAULT 'COMPLETE', version INTEGER NOT NULL DEFAULT 1, folder TEXT, filter TEXT,
  size INTEGER NOT NULL DEFAULT 0, evaluated INTEGER NOT NULL DEFAULT 1, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  filters_updated_at INTEGER, deleted_at INTEGER, last_added_at INTEGER, last_removed_at INTEGER);
CREATE TABLE IF NOT EXISTS hs_list_member (
  list_id INTEGER, record_id INTEGER, first_added_at INTEGER NOT NULL, added_at INTEGER NOT NULL,
  PRIMARY KEY (list_id, record_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hs_list_member_record ON hs_list_member (record_id, list_id);
CREATE TABLE IF NOT EXISTS hs_list_dirty (type TEXT, record_id INTEGER, PRIMARY KEY (type, record_id)) WITHOUT ROWID;
`;
