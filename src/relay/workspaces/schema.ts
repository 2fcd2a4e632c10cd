import type { SchemaPart } from './relay-database';

/**
 * Workspaces, their devices, OAs and HubSpot accounts, and the index of files.
 * - A revoked device keeps its row for a while, so that its console can be told why it is refused.
 * - `device.connected_until`: until then the device counts as connected, unless it says more.
 * - `pairing_code.selector_hash` is of the code's first half and finds the row, so that wrong second halves can be counted.
 * - `file.state`: `coming` while it is written (`size` is then what was set aside of the quota), `here`, `gone` when its bytes were
 *   deleted; the row stays a while longer, so that its address can say so.
 */
export const REGISTRY_SCHEMA: SchemaPart = {
  name: 'registry',
  steps: [
    [
      `CREATE TABLE IF NOT EXISTS workspace (id TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT`,
      `CREATE TABLE IF NOT EXISTS device (
  id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), name TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE, created_at INTEGER NOT NULL, UNIQUE (ws, name)
) STRICT`,
      `CREATE TABLE IF NOT EXISTS channel (
  bot_user_id TEXT NOT NULL, ws TEXT NOT NULL REFERENCES workspace (id), channel_id TEXT NOT NULL,
  secret BLOB NOT NULL, previous_secret BLOB, rotated_at INTEGER, PRIMARY KEY (bot_user_id, ws)
) STRICT`,
      `CREATE TABLE IF NOT EXISTS portal (
  portal_id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), created_at INTEGER NOT NULL
) STRICT`,
    ],
    [
      `CREATE TABLE device_2 (
  id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), name TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL, last_seen_at INTEGER, connected_until INTEGER NOT NULL DEFAULT 0, acked INTEGER, revoked_at INTEGER
) STRICT`,
      `INSERT INTO device_2 (id, ws, name, token_hash, created_at) SELECT id, ws, name, token_hash, created_at FROM device`,
      `DROP TABLE device`,
      `ALTER TABLE device_2 RENAME TO device`,
      `CREATE UNIQUE INDEX device_name ON device (ws, name) WHERE revoked_at IS NULL`,
      `CREATE INDEX channel_ws ON channel (ws)`,
      `CREATE INDEX portal_ws ON portal (ws)`,
      `CREATE TABLE pairing_code (
  selector_hash BLOB PRIMARY KEY, code_hash BLOB NOT NULL, ws TEXT NOT NULL REFERENCES workspace (id),
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0, used_at INTEGER
) STRICT`,
      `CREATE TABLE file (
  id TEXT PRIMARY KEY, ws TEXT NOT NULL REFERENCES workspace (id), token_hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL,
  content_type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL, state TEXT NOT NULL
) STRICT`,
      `CREATE INDEX file_ws ON file (ws, state)`,
      `CREATE INDEX file_expiry ON file (expires_at)`,
    ],
  ],
};

/** The open questions to customers whether a contact is theirs. */
export const LINK_REQUEST_SCHEMA: SchemaPart = {
  name: 'link-request',
  steps: [
    [
      `CREATE TABLE IF NOT EXISTS link_request (
  ws TEXT NOT NULL, id TEXT NOT NULL, page_id_hash TEXT NOT NULL UNIQUE, nonce_hash TEXT NOT NULL, link_token_hash TEXT NOT NULL,
  expires_at INTEGER NOT NULL, names BLOB NOT NULL, language TEXT NOT NULL, opened_at INTEGER, confirmed_at INTEGER, outcome TEXT,
  PRIMARY KEY (ws, id)
) STRICT, WITHOUT ROWID`,
      `CREATE INDEX IF NOT EXISTS link_request_by_expiry ON link_request (expires_at)`,
    ],
  ],
};

/** The bytes of files, where no disk is shared by all nodes. */
export const FILE_CHUNK_SCHEMA: SchemaPart = {
  name: 'file-chunk',
  steps: [
    [
      `CREATE TABLE file_chunk (file_id TEXT NOT NULL, n INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (file_id, n)) STRICT`,
    ],
  ],
};
