import type Database from 'better-sqlite3';
import { listTables } from './lists/list-tables';

const recordColumns = `
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL,
  email TEXT,
  created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0,
  archived_at INTEGER,
  company_id INTEGER,
  properties TEXT NOT NULL`;

// A stale row is what search still sees of a record that changed less than the index lag ago; `absent` marks one that
// search did not know at all (just created).
const staleColumns = `${recordColumns}, absent INTEGER NOT NULL DEFAULT 0, visible_at INTEGER NOT NULL`;

const tables = `
CREATE TABLE IF NOT EXISTS hs_meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_contact (${recordColumns});
CREATE TABLE IF NOT EXISTS hs_company (${recordColumns});
CREATE TABLE IF NOT EXISTS hs_contact_stale (${staleColumns});
CREATE TABLE IF NOT EXISTS hs_company_stale (${staleColumns});
CREATE TABLE IF NOT EXISTS hs_deal (${recordColumns});
CREATE TABLE IF NOT EXISTS hs_ticket (${recordColumns});
CREATE TABLE IF NOT EXISTS hs_deal_stale (${staleColumns});
CREATE TABLE IF NOT EXISTS hs_ticket_stale (${staleColumns});
CREATE TABLE IF NOT EXISTS hs_sequence (account INTEGER, type TEXT, next_id INTEGER NOT NULL, PRIMARY KEY (account, type)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_link (contact_id INTEGER, company_id INTEGER, PRIMARY KEY (contact_id, company_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_record_link (
  from_type TEXT, from_id INTEGER, to_type TEXT, to_id INTEGER, is_primary INTEGER NOT NULL,
  PRIMARY KEY (from_type, from_id, to_type, to_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_pipeline_stage (
  account INTEGER, type TEXT, stage TEXT, label TEXT NOT NULL, archived INTEGER NOT NULL,
  PRIMARY KEY (account, type, stage)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_history (
  key INTEGER PRIMARY KEY, type TEXT NOT NULL, record_id INTEGER NOT NULL, property TEXT NOT NULL, value TEXT NOT NULL,
  changed_at INTEGER NOT NULL, source_type TEXT NOT NULL, source_id TEXT, source_label TEXT, user_id INTEGER);
CREATE INDEX IF NOT EXISTS hs_history_record ON hs_history (type, record_id, property, key);
CREATE TABLE IF NOT EXISTS hs_merged (
  type TEXT, old_id INTEGER, new_id INTEGER NOT NULL, account INTEGER NOT NULL, PRIMARY KEY (type, old_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_extra_email (account INTEGER, email TEXT, contact_id INTEGER NOT NULL, PRIMARY KEY (account, email)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_blocked_email (account INTEGER, email TEXT, PRIMARY KEY (account, email)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_unique (
  account INTEGER, type TEXT, property TEXT, value TEXT, record_id INTEGER NOT NULL,
  PRIMARY KEY (account, type, property, value)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS hs_unique_record ON hs_unique (type, record_id);
CREATE TABLE IF NOT EXISTS hs_property (
  account INTEGER, type TEXT, name TEXT, archived INTEGER NOT NULL DEFAULT 0, definition TEXT NOT NULL,
  PRIMARY KEY (account, type, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_property_group (
  account INTEGER, type TEXT, name TEXT, label TEXT NOT NULL, display_order INTEGER NOT NULL, archived INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account, type, name)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_code (
  code TEXT PRIMARY KEY, account INTEGER NOT NULL, user_id INTEGER NOT NULL, scopes TEXT NOT NULL, redirect_uri TEXT NOT NULL,
  challenge TEXT, expires_at INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_grant (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, user_id INTEGER NOT NULL, scopes TEXT NOT NULL, refresh_token TEXT UNIQUE,
  revoked INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS hs_access_token (
  token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL, token_use TEXT NOT NULL, expires_at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_static_token (
  token TEXT PRIMARY KEY, grant_id INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hs_webhook_event (
  id INTEGER PRIMARY KEY, event TEXT NOT NULL, attempt INTEGER NOT NULL DEFAULT 0, due_at INTEGER NOT NULL, sending INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS hs_webhook_event_due ON hs_webhook_event (sending, due_at, id);
`;

const recordIndexes: readonly (readonly [string, string])[] = [
  'hs_contact',
  'hs_company',
  'hs_deal',
  'hs_ticket',
].flatMap((table): (readonly [string, string])[] => [
  [`${table}_modified`, `ON ${table} (account, modified_at, id) WHERE archived = 0`],
  [`${table}_created`, `ON ${table} (account, created_at, id) WHERE archived = 0`],
  [`${table}_archived`, `ON ${table} (id) WHERE archived = 1`],
  [`${table}_email`, `ON ${table} (account, email) WHERE email IS NOT NULL`],
  [`${table}_company`, `ON ${table} (company_id) WHERE company_id IS NOT NULL`],
]);

/** Creates whatever is missing; safe to run on every start. */
export function createSchema(database: Database.Database): void {
  database.exec(tables);
  database.exec(listTables);
  createRecordIndexes(database);
}

/** The indexes of the record tables; loading is faster without them. */
export function createRecordIndexes(database: Database.Database): void {
  for (const [name, target] of recordIndexes) database.exec(`CREATE INDEX IF NOT EXISTS ${name} ${target}`);
  database.exec('CREATE INDEX IF NOT EXISTS hs_link_company ON hs_link (company_id, contact_id)');
}

/** Removes what `createRecordIndexes` makes, for a bulk load. */
export function dropRecordIndexes(database: Database.Database): void {
  for (const [name] of recordIndexes) database.exec(`DROP INDEX IF EXISTS ${name}`);
  database.exec('DROP INDEX IF EXISTS hs_link_company');
}
