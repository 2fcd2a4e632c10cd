/**
 * Integrations: switches of an Official Account, how HubSpot is connected and what that allows, accounts that were
 * disconnected (their conversations stay readable), and the disconnect under way.
 */
export const integrationsSchema = `
ALTER TABLE official_account ADD COLUMN creates_contacts_on_follow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE official_account ADD COLUMN creates_contacts_on_message INTEGER NOT NULL DEFAULT 0;
ALTER TABLE official_account ADD COLUMN syncs_groups INTEGER NOT NULL DEFAULT 0;
ALTER TABLE official_account ADD COLUMN sync_interval_minutes INTEGER; -- null = as in the settings

ALTER TABLE hubspot_account ADD COLUMN connection_kind TEXT NOT NULL DEFAULT 'oauth' CHECK (connection_kind IN ('oauth', 'token'));
ALTER TABLE hubspot_account ADD COLUMN token_kind TEXT CHECK (token_kind IN ('app', 'serviceKey')); -- null = OAuth
ALTER TABLE hubspot_account ADD COLUMN asked_scopes TEXT NOT NULL DEFAULT '[]';      -- those that the sign-in asked for
ALTER TABLE hubspot_account ADD COLUMN capabilities TEXT NOT NULL DEFAULT '[]';
ALTER TABLE hubspot_account ADD COLUMN lost_capabilities TEXT NOT NULL DEFAULT '[]'; -- names of those that were there before

CREATE TABLE former_official_account (
  bot_user_id TEXT PRIMARY KEY, channel_id TEXT NOT NULL, basic_id TEXT NOT NULL, display_name TEXT NOT NULL, picture_url TEXT,
  sequence_number INTEGER NOT NULL, connected_at INTEGER NOT NULL, disconnected_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- at most one row: a disconnect is decided in one transaction and worked off in slices, also over restarts
CREATE TABLE disconnect (
  id INTEGER PRIMARY KEY CHECK (id = 1), bot_user_id TEXT, sequence_number INTEGER, hub_id TEXT, name TEXT NOT NULL,
  erases_contacts INTEGER NOT NULL, plan_step INTEGER NOT NULL DEFAULT 0, after_key TEXT, done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL,
  started_at INTEGER NOT NULL
) STRICT;

-- the numbers of the dashboard and of each account, without reading the people themselves
CREATE INDEX friend_by_account ON friend (bot_user_id, follow_status);
`;
