/** The first schema. Never edit a shipped migration: add a new one. Times are epoch ms, booleans 0/1, JSON as text. */
export const initialSchema = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- accounts -------------------------------------------------------------------------------------------------------
CREATE TABLE hubspot_account (
  hub_id TEXT PRIMARY KEY, name TEXT NOT NULL, ui_domain TEXT NOT NULL, time_zone TEXT NOT NULL, account_type TEXT NOT NULL,
  user_email TEXT, client_id TEXT, scopes TEXT NOT NULL, connected_at INTEGER NOT NULL,
  health TEXT NOT NULL DEFAULT 'unknown', checked_at INTEGER, problem TEXT
) STRICT;

CREATE TABLE official_account (
  bot_user_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL UNIQUE, basic_id TEXT NOT NULL, display_name TEXT NOT NULL, picture_url TEXT,
  chat_mode TEXT, sequence_number INTEGER NOT NULL UNIQUE CHECK (sequence_number BETWEEN 1 AND 30), can_list_followers INTEGER,
  connected_at INTEGER NOT NULL, health TEXT NOT NULL DEFAULT 'unknown', checked_at INTEGER, problem TEXT,
  webhook_url TEXT, is_webhook_active INTEGER, webhook_tested_at INTEGER, webhook_test_reason TEXT, last_event_at INTEGER,
  quota_limit INTEGER, quota_used INTEGER, quota_at INTEGER
) STRICT;

-- contact sync ---------------------------------------------------------------------------------------------------
CREATE TABLE hubspot_property (
  object_type TEXT NOT NULL, name TEXT NOT NULL, label TEXT NOT NULL, type TEXT NOT NULL, field_type TEXT NOT NULL, group_name TEXT NOT NULL,
  options TEXT NOT NULL, is_read_only INTEGER NOT NULL, is_hidden INTEGER NOT NULL, is_hubspot_defined INTEGER NOT NULL, is_sensitive INTEGER NOT NULL,
  fetched_at INTEGER NOT NULL, PRIMARY KEY (object_type, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE sync_item (
  property_name TEXT PRIMARY KEY, status TEXT NOT NULL DEFAULT 'active', added_at INTEGER NOT NULL, last_synced_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  hubspot_id TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL, sort_name TEXT NOT NULL,
  email TEXT, phone TEXT, company_id TEXT, company_name TEXT, lifecycle_stage TEXT, lead_status TEXT,
  properties TEXT NOT NULL,          -- JSON map of the synced properties only
  content_hash TEXT NOT NULL,        -- over what was read, so that an unchanged contact costs no write
  search_text TEXT NOT NULL,         -- folded name, e-mail, phone, company
  created_at INTEGER, modified_at INTEGER NOT NULL, synced_at INTEGER NOT NULL,
  run_id TEXT                        -- the sync run that last wrote this row
) STRICT;
-- the orders of the table hold what it is filtered by, so that a window is read from its order's index alone
CREATE INDEX contact_by_name ON contact (sort_name, id, lifecycle_stage, lead_status);
CREATE INDEX contact_by_company ON contact (company_name, sort_name, id, lifecycle_stage, lead_status);
CREATE INDEX contact_by_modified ON contact (modified_at, id, lifecycle_stage, lead_status);
CREATE INDEX contact_by_lifecycle ON contact (lifecycle_stage, lead_status);
CREATE INDEX contact_by_lead ON contact (lead_status);
CREATE INDEX contact_by_company_id ON contact (company_id) WHERE company_id IS NOT NULL;
-- contacts met by the full pull under way; what is not here at its end is gone from HubSpot
CREATE TABLE sync_seen (contact_id INTEGER PRIMARY KEY) STRICT;

CREATE TABLE company (hubspot_id TEXT PRIMARY KEY, name TEXT, domain TEXT, synced_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sync_run (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, trigger TEXT NOT NULL, status TEXT NOT NULL, step TEXT,
  started_at INTEGER NOT NULL, finished_at INTEGER,
  processed INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0, written INTEGER NOT NULL DEFAULT 0,
  hubspot_calls INTEGER NOT NULL DEFAULT 0, waited_ms INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sync_run_by_status ON sync_run (status, id);

CREATE TABLE sync_run_error (
  id INTEGER PRIMARY KEY, run_id TEXT NOT NULL REFERENCES sync_run (id) ON DELETE CASCADE, record_kind TEXT NOT NULL, record_id TEXT NOT NULL,
  record_name TEXT NOT NULL, code TEXT NOT NULL, params TEXT NOT NULL, property TEXT, value_sent TEXT, value_held TEXT, correlation_id TEXT,
  attempts INTEGER NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX sync_run_error_by_run ON sync_run_error (run_id, id);

-- where a sync goes on: one row per loop, written in the same transaction as the data it speaks of
CREATE TABLE sync_checkpoint (name TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- friends and links ----------------------------------------------------------------------------------------------
CREATE TABLE friend (
  id INTEGER PRIMARY KEY, bot_user_id TEXT NOT NULL, user_id TEXT NOT NULL, display_name TEXT, picture_url TEXT, status_message TEXT, language TEXT,
  follow_status TEXT NOT NULL CHECK (follow_status IN ('following', 'blocked', 'unknown')), followed_at INTEGER, blocked_at INTEGER,
  follow_changed_at INTEGER NOT NULL DEFAULT 0, profile_at INTEGER, search_text TEXT NOT NULL DEFAULT '', UNIQUE (bot_user_id, user_id)
) STRICT;
CREATE INDEX friend_without_profile ON friend (id) WHERE profile_at IS NULL; -- profiles still to be read

CREATE INDEX friend_by_picture ON friend (picture_url) WHERE picture_url IS NOT NULL;

CREATE TABLE id_link (
  friend_id INTEGER PRIMARY KEY REFERENCES friend (id) ON DELETE CASCADE, contact_hubspot_id TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('autoCreated', 'matchedByHand', 'customerLinked', 'restored')), linked_at INTEGER NOT NULL,
  written TEXT, written_at INTEGER, needs_write INTEGER NOT NULL DEFAULT 1  -- LINE properties as HubSpot last accepted them
) STRICT;
CREATE INDEX id_link_by_contact ON id_link (contact_hubspot_id);
CREATE INDEX id_link_to_write ON id_link (needs_write) WHERE needs_write = 1;
-- what a LINE User ID property in HubSpot says of a user whom this account has not met yet: linked when it does
CREATE TABLE id_link_restore (
  bot_user_id TEXT NOT NULL, user_id TEXT NOT NULL, contact_hubspot_id TEXT NOT NULL, PRIMARY KEY (bot_user_id, user_id)
) STRICT, WITHOUT ROWID;
-- values to be taken out of HubSpot after an unlink: kept until HubSpot accepted that
CREATE TABLE id_link_removal (
  id INTEGER PRIMARY KEY, contact_hubspot_id TEXT NOT NULL, sequence_number INTEGER NOT NULL, user_id TEXT NOT NULL, removed_at INTEGER NOT NULL
) STRICT;

-- chat -----------------------------------------------------------------------------------------------------------
CREATE TABLE conversation (
  id INTEGER PRIMARY KEY, bot_user_id TEXT NOT NULL, source_type TEXT NOT NULL CHECK (source_type IN ('user', 'group', 'room')), source_id TEXT NOT NULL,
  friend_id INTEGER REFERENCES friend (id), title TEXT, picture_url TEXT,
  last_message_at INTEGER, last_message_seq INTEGER, unread_count INTEGER NOT NULL DEFAULT 0, waiting_since_at INTEGER,
  status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'done')), read_until_at INTEGER NOT NULL DEFAULT 0,
  last_answer_at INTEGER NOT NULL DEFAULT 0, -- what customers wrote until then is answered, or was called done
  reply_token TEXT, reply_token_until INTEGER, draft TEXT NOT NULL DEFAULT '', draft_at INTEGER, failed_count INTEGER NOT NULL DEFAULT 0,
  search_text TEXT NOT NULL DEFAULT '', -- folded title of a group or room; persons are found by friend.search_text
  UNIQUE (bot_user_id, source_type, source_id)
) STRICT;
-- windows and counts of the views are read from these indexes alone, also for one account
CREATE INDEX conversation_by_time ON conversation (last_message_at DESC, id DESC, bot_user_id);
CREATE INDEX conversation_by_status ON conversation (status, last_message_at DESC, id DESC, bot_user_id);
CREATE INDEX conversation_by_friend ON conversation (friend_id) WHERE friend_id IS NOT NULL;
CREATE INDEX conversation_of_group ON conversation (id) WHERE friend_id IS NULL;
CREATE INDEX conversation_unread ON conversation (last_message_at DESC, id DESC, bot_user_id) WHERE unread_count > 0;
CREATE INDEX conversation_waiting ON conversation (waiting_since_at, id, bot_user_id) WHERE waiting_since_at IS NOT NULL;

CREATE TABLE message (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, conversation_id INTEGER NOT NULL REFERENCES conversation (id),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')), origin TEXT NOT NULL CHECK (origin IN ('customer', 'thisConsole', 'otherConsole')),
  sender_user_id TEXT, sender_name TEXT, line_message_id TEXT, type TEXT NOT NULL, text TEXT, raw TEXT NOT NULL,
  sent_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('received', 'queued', 'sending', 'accepted', 'failed', 'unsent')),
  problem TEXT, via TEXT, client_id TEXT UNIQUE, retry_key TEXT, next_attempt_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
  accepted_at INTEGER, edited_at INTEGER, search_text TEXT NOT NULL DEFAULT '',
  reply_token TEXT,   -- the token of a reply whose outcome is open: used for nothing else, forgotten with the outcome
  shared_at INTEGER   -- when the other consoles were told of an accepted message of this console
) STRICT;
CREATE INDEX message_by_time ON message (conversation_id, sent_at, seq);
CREATE UNIQUE INDEX message_by_line_id ON message (conversation_id, line_message_id) WHERE line_message_id IS NOT NULL;
CREATE INDEX message_to_send ON message (state, seq) WHERE state IN ('queued', 'sending');
CREATE INDEX message_to_share ON message (seq) WHERE origin = 'thisConsole' AND state = 'accepted' AND shared_at IS NULL;

-- one row before each call to LINE; its outcome only from LINE's answer
CREATE TABLE send_attempt (
  id INTEGER PRIMARY KEY, message_id TEXT NOT NULL REFERENCES message (id) ON DELETE CASCADE, attempt INTEGER NOT NULL, via TEXT NOT NULL, retry_key TEXT,
  started_at INTEGER NOT NULL, finished_at INTEGER, outcome TEXT CHECK (outcome IN ('accepted', 'alreadyAccepted', 'refused', 'unknown', 'notSent')),
  status INTEGER, request_id TEXT, detail TEXT
) STRICT;
CREATE INDEX send_attempt_by_message ON send_attempt (message_id, attempt);

CREATE TABLE media (
  message_id TEXT PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE, bot_user_id TEXT NOT NULL, line_message_id TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'stored', 'gone', 'failed')), content_type TEXT, byte_size INTEGER, file_name TEXT, preview_name TEXT,
  external_url TEXT, external_preview_url TEXT, -- where LINE's servers do not hold it (sent by a LIFF page)
  attempts INTEGER NOT NULL DEFAULT 0, next_attempt_at INTEGER NOT NULL DEFAULT 0, problem TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX media_pending ON media (next_attempt_at) WHERE state = 'pending';

-- intake ---------------------------------------------------------------------------------------------------------
CREATE TABLE relay_cursor (workspace_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
-- every webhook event by its own id: a second delivery changes nothing; parked = for an account that is not connected (yet)
CREATE TABLE webhook_event (
  event_id TEXT PRIMARY KEY, relay_seq INTEGER NOT NULL, bot_user_id TEXT NOT NULL, type TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('applied', 'parked', 'failed')), raw TEXT, problem TEXT, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_event_waiting ON webhook_event (bot_user_id, relay_seq) WHERE state <> 'applied';

-- jobs -----------------------------------------------------------------------------------------------------------
CREATE TABLE job (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, dedupe_key TEXT UNIQUE, payload TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')), run_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT, created_at INTEGER NOT NULL, finished_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX job_due ON job (state, run_at);

-- search: bigrams over folded text, rowid = the row's integer key; hits are verified against search_text ------------
CREATE VIRTUAL TABLE contact_search USING fts5 (t, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0 categories ''L* N* M* Co''');
CREATE VIRTUAL TABLE friend_search USING fts5 (t, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0 categories ''L* N* M* Co''');
CREATE VIRTUAL TABLE message_search USING fts5 (t, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61 remove_diacritics 0 categories ''L* N* M* Co''');
`;
