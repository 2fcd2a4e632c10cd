import type { Database } from 'better-sqlite3';

/** The open database that a stand-in keeps its state in. Its tables begin with `ln_`. */
export type LineDatabase = Database;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS ln_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ln_accounts (
  channel_id TEXT PRIMARY KEY, channel_secret TEXT NOT NULL, bot_user_id TEXT NOT NULL UNIQUE, basic_id TEXT NOT NULL,
  display_name TEXT NOT NULL, is_verified INTEGER NOT NULL, chat_mode TEXT NOT NULL, endpoint TEXT, is_endpoint_active INTEGER NOT NULL,
  is_redelivery_on INTEGER NOT NULL, quota_type TEXT NOT NULL, quota_value INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS ln_customers (
  user_id TEXT PRIMARY KEY, person_index INTEGER UNIQUE, display_name TEXT NOT NULL, language TEXT NOT NULL,
  status_message TEXT, has_picture INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS ln_friendships (
  channel_id TEXT NOT NULL, user_id TEXT NOT NULL, state TEXT NOT NULL, added_at INTEGER, blocked_at INTEGER, last_wrote_at INTEGER,
  PRIMARY KEY (channel_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ln_messages (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, channel_id TEXT NOT NULL, chat_id TEXT NOT NULL, user_id TEXT,
  direction TEXT NOT NULL, type TEXT NOT NULL, body TEXT NOT NULL, sent_by TEXT, at INTEGER NOT NULL, is_history INTEGER NOT NULL,
  is_delivered INTEGER NOT NULL, read_at INTEGER, unsent_at INTEGER, media_key TEXT, ready_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS ln_messages_chat ON ln_messages (channel_id, chat_id, seq);
CREATE TABLE IF NOT EXISTS ln_edits (message_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS ln_edits_message ON ln_edits (message_id, at);
CREATE TABLE IF NOT EXISTS ln_media (key TEXT PRIMARY KEY, content_type TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ln_sent_media (
  message_id TEXT NOT NULL, path TEXT NOT NULL, channel_id TEXT NOT NULL, chat_id TEXT NOT NULL, url TEXT NOT NULL, use TEXT NOT NULL,
  state TEXT NOT NULL, problem TEXT, detail TEXT, content_type TEXT, byte_size INTEGER, PRIMARY KEY (message_id, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ln_events (
  id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL,
  attempts INTEGER NOT NULL, next_attempt_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS ln_events_due ON ln_events (next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS ln_reply_tokens (
  token TEXT PRIMARY KEY, channel_id TEXT NOT NULL, chat_id TEXT NOT NULL, event_at INTEGER NOT NULL, delivered_at INTEGER, used_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS ln_link_tokens (
  token TEXT PRIMARY KEY, channel_id TEXT NOT NULL, user_id TEXT NOT NULL, issued_at INTEGER NOT NULL, used_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS ln_access_tokens (
  token TEXT PRIMARY KEY, channel_id TEXT NOT NULL, kind TEXT NOT NULL, issued_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS ln_retry_keys (
  channel_id TEXT NOT NULL, key TEXT NOT NULL, request_id TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (channel_id, key)
) STRICT;
CREATE TABLE IF NOT EXISTS ln_usage (channel_id TEXT NOT NULL, month TEXT NOT NULL, sent INTEGER NOT NULL, PRIMARY KEY (channel_id, month)) STRICT;
CREATE TABLE IF NOT EXISTS ln_groups (group_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, name TEXT NOT NULL, is_bot_inside INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS ln_group_members (group_id TEXT NOT NULL, user_id TEXT NOT NULL, PRIMARY KEY (group_id, user_id)) STRICT;
`;

const TABLES = [
  'ln_meta',
  'ln_accounts',
  'ln_customers',
  'ln_friendships',
  'ln_messages',
  'ln_edits',
  'ln_media',
  'ln_sent_media',
  'ln_events',
  'ln_reply_tokens',
  'ln_link_tokens',
  'ln_access_tokens',
  'ln_retry_keys',
  'ln_usage',
  'ln_groups',
  'ln_group_members',
] as const;

/** The tables of the LINE stand-in, in an order that a state hash can rely on. */
export const LINE_TABLES: readonly string[] = TABLES;

/** Columns that came later; a stored state of an earlier version gets them. */
const LATER_COLUMNS = [
  ['ln_messages', 'edited_at', 'INTEGER'],
  ['ln_messages', 'edits', 'INTEGER NOT NULL DEFAULT 0'],
  ['ln_messages', 'is_broken', 'INTEGER NOT NULL DEFAULT 0'],
] as const;

/** Makes the tables and columns that are missing. */
export function createLineTables(database: LineDatabase): void {
  database.exec(SCHEMA);
  for (const [table, column, type] of LATER_COLUMNS) {
    const isThere = database.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all();
    if (!isThere.some(({ name }) => name === column))
      database.exec(`ALTER TABLE ${table} ADD COLUMN ${column} ${type}`);
  }
}

/** Empties every table of the LINE stand-in and makes it anew. */
export function resetLineTables(database: LineDatabase): void {
  for (const table of TABLES) database.exec(`DROP TABLE IF EXISTS ${table}`);
  createLineTables(database);
}
