/** What HubSpot pushed, links of contacts that are gone from it, and what the history is filtered by. */
export const changesSchema = `
-- one row per event, kept for a while after it was worked off: HubSpot sends an event again for a day. No values are kept.
CREATE TABLE hubspot_change (
  id INTEGER PRIMARY KEY,
  dedupe_key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,                -- contact, company, deal or ticket
  change TEXT NOT NULL,              -- HubSpot's word: creation, propertyChange, deletion, merge, restore, privacyDeletion, associationChange
  record_ids TEXT NOT NULL,          -- JSON: every record of the kind that it speaks of
  occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, worked_at INTEGER
) STRICT;
CREATE INDEX hubspot_change_open ON hubspot_change (id) WHERE worked_at IS NULL;
CREATE INDEX hubspot_change_worked ON hubspot_change (worked_at) WHERE worked_at IS NOT NULL;
CREATE INDEX hubspot_change_received ON hubspot_change (received_at);

-- links of contacts that were deleted in HubSpot: a restored one gets them back
CREATE TABLE id_link_aside (
  contact_hubspot_id TEXT NOT NULL, friend_id INTEGER NOT NULL REFERENCES friend (id) ON DELETE CASCADE, origin TEXT NOT NULL,
  linked_at INTEGER NOT NULL, put_aside_at INTEGER NOT NULL, PRIMARY KEY (contact_hubspot_id, friend_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX id_link_aside_by_friend ON id_link_aside (friend_id);

-- causes of the repair bench are counted from this index alone
CREATE INDEX sync_problem_by_times ON sync_problem (code, property, record_kind, first_at, last_at);
CREATE INDEX sync_exclusion_by_time ON sync_exclusion (at);
CREATE INDEX sync_run_by_start ON sync_run (started_at, id);
CREATE INDEX sync_run_error_by_code ON sync_run_error (run_id, code, id);
CREATE INDEX sync_run_error_by_record ON sync_run_error (record_kind, record_id, id);
`;
