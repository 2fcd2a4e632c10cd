/**
 * The schema of the log file, one step for each version (`user_version`). A step that was shipped is never changed.
 * Given to the writer thread as text, since that loads no other file of ours (see log-writer.ts).
 */
export const LOG_SCHEMA_STEPS: readonly string[] = [
  `
CREATE TABLE head (
  ws TEXT PRIMARY KEY, seq INTEGER NOT NULL, floor INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE ev (
  ws TEXT NOT NULL, seq INTEGER NOT NULL, source TEXT NOT NULL, id TEXT NOT NULL,
  at INTEGER NOT NULL, meta TEXT NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (ws, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ev_id ON ev (ws, source, id);
CREATE INDEX ev_at ON ev (at);
`,
  // kept = 1: the newest of its key, or open work. Only the others are in the index of expiry, so that it never has to pass
  // over what stays.
  `
ALTER TABLE ev ADD COLUMN key TEXT;
ALTER TABLE ev ADD COLUMN kept INTEGER NOT NULL DEFAULT 0;
DROP INDEX ev_at;
CREATE INDEX ev_at ON ev (at) WHERE kept = 0;
CREATE TABLE latest (
  ws TEXT NOT NULL, key TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (ws, key)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX latest_seq ON latest (ws, seq);
CREATE TABLE work (
  ws TEXT NOT NULL, seq INTEGER NOT NULL, queue TEXT NOT NULL, due INTEGER NOT NULL,
  owner TEXT, fence INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, is_aside INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (ws, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_due ON work (ws, queue, due, seq) WHERE is_aside = 0;
CREATE TABLE lease (
  ws TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL, until INTEGER NOT NULL, fence INTEGER NOT NULL,
  PRIMARY KEY (ws, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX lease_until ON lease (until);
CREATE TABLE lease_fence (value INTEGER NOT NULL) STRICT;
INSERT INTO lease_fence VALUES (0);
`,
];
