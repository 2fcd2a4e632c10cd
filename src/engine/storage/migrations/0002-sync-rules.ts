/** Sync rules: what each item holds, where both sides differ, and every change of a field. Times are epoch ms, booleans 0/1, JSON as text. */
export const syncRulesSchema = `
ALTER TABLE hubspot_property ADD COLUMN is_calculated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hubspot_property ADD COLUMN has_unique_value INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hubspot_property ADD COLUMN description TEXT NOT NULL DEFAULT '';

-- sync items -----------------------------------------------------------------------------------------------------
ALTER TABLE sync_item ADD COLUMN lumo_item TEXT NOT NULL DEFAULT '';     -- a standard item or custom:<property>
ALTER TABLE sync_item ADD COLUMN rule TEXT NOT NULL DEFAULT 'alwaysHubSpot';
ALTER TABLE sync_item ADD COLUMN is_paused INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sync_item ADD COLUMN property_type TEXT;                     -- '<type>/<fieldType>' when it was chosen; null = chosen by an earlier version
ALTER TABLE sync_item ADD COLUMN first_run_id TEXT;                      -- the run that first brought its values
ALTER TABLE sync_item ADD COLUMN changed_at INTEGER;                     -- rule, item or pause last set by a person
ALTER TABLE sync_item ADD COLUMN problem TEXT;
ALTER TABLE sync_item ADD COLUMN applies_from INTEGER;                   -- contacts that were modified before get no value; null = all do
UPDATE sync_item SET lumo_item = CASE property_name
  WHEN 'firstname' THEN 'firstName' WHEN 'lastname' THEN 'lastName' WHEN 'email' THEN 'email' WHEN 'phone' THEN 'phone'
  WHEN 'mobilephone' THEN CASE WHEN EXISTS (SELECT 1 FROM sync_item other WHERE other.property_name = 'phone') THEN 'custom:mobilephone' ELSE 'phone' END
  WHEN 'associatedcompanyid' THEN 'companyName' WHEN 'lifecyclestage' THEN 'lifecycleStage' WHEN 'hs_lead_status' THEN 'leadStatus'
  ELSE 'custom:' || property_name END;
CREATE UNIQUE INDEX sync_item_by_lumo_item ON sync_item (lumo_item);

-- fields ---------------------------------------------------------------------------------------------------------
ALTER TABLE contact ADD COLUMN first_run_id TEXT;                        -- the run that first brought the contact
UPDATE contact SET first_run_id = run_id;

-- only where both sides differ, where a write is open, or where an own write is still to be seen in HubSpot.
-- Lumo's value is in contact.properties; base = the value on which both sides agreed last.
CREATE TABLE contact_field (
  contact_id TEXT NOT NULL, property_name TEXT NOT NULL, base TEXT, hubspot_value TEXT,
  state TEXT NOT NULL CHECK (state IN ('same', 'pending', 'refused', 'different')),
  lumo_changed_at INTEGER,             -- when a person set Lumo's value; null = no person did
  hubspot_changed_at INTEGER,          -- when HubSpot's value was set, as far as is known
  outcome TEXT, is_conflict INTEGER NOT NULL DEFAULT 0, other_changed_at INTEGER, -- what is noted once the write is accepted
  is_clear INTEGER NOT NULL DEFAULT 0, -- the write takes a value away
  is_backward INTEGER NOT NULL DEFAULT 0, -- a person allowed a lifecycle stage to go back
  edit_no INTEGER NOT NULL DEFAULT 0,  -- counts edits, so that one during a write is not taken for written
  attempts INTEGER NOT NULL DEFAULT 0, attempted_at INTEGER, run_id TEXT,
  written_at INTEGER,                  -- HubSpot's modified time right after an own write: older versions of the record do not speak of it
  problem TEXT,
  PRIMARY KEY (contact_id, property_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_field_open ON contact_field (contact_id) WHERE state IN ('pending', 'refused');
CREATE INDEX contact_field_by_property ON contact_field (property_name, state, is_clear);

-- history of changes on either side, kept a year
CREATE TABLE field_change (
  id INTEGER PRIMARY KEY, contact_id TEXT NOT NULL, property_name TEXT NOT NULL, side TEXT NOT NULL CHECK (side IN ('hubSpot', 'lumo')),
  before TEXT, after TEXT, rule TEXT, outcome TEXT NOT NULL, is_conflict INTEGER NOT NULL, other_changed_at INTEGER, run_id TEXT, at INTEGER NOT NULL
) STRICT;
CREATE INDEX field_change_by_run ON field_change (run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX field_change_by_field ON field_change (contact_id, property_name, id);
CREATE INDEX field_change_by_time ON field_change (at);

-- repair ---------------------------------------------------------------------------------------------------------
CREATE TABLE sync_exclusion (
  record_kind TEXT NOT NULL, record_id TEXT NOT NULL, record_name TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (record_kind, record_id)
) STRICT, WITHOUT ROWID;
-- one open row for what is refused at the moment; property '' = the record as a whole
CREATE TABLE sync_problem (
  id INTEGER PRIMARY KEY, record_kind TEXT NOT NULL, record_id TEXT NOT NULL, record_name TEXT NOT NULL, code TEXT NOT NULL, params TEXT NOT NULL,
  property TEXT NOT NULL DEFAULT '', value_sent TEXT, value_held TEXT, correlation_id TEXT,
  first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, attempts INTEGER NOT NULL, last_run_id TEXT,
  UNIQUE (record_kind, record_id, code, property)
) STRICT;
CREATE INDEX sync_problem_by_cause ON sync_problem (code, property, id);

CREATE INDEX sync_run_error_by_property ON sync_run_error (property, id) WHERE property IS NOT NULL;

-- dry run: what the last one would change; dropped by the next
CREATE TABLE dry_run (
  id TEXT PRIMARY KEY, state TEXT NOT NULL, kind TEXT NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER,
  done INTEGER NOT NULL DEFAULT 0, total INTEGER, counts TEXT NOT NULL, problem TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE dry_run_change (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, contact_id TEXT NOT NULL, contact_name TEXT NOT NULL, property_name TEXT NOT NULL, side TEXT NOT NULL,
  before TEXT, after TEXT, rule TEXT, outcome TEXT NOT NULL, is_conflict INTEGER NOT NULL, other_changed_at INTEGER
) STRICT;
CREATE INDEX dry_run_change_by_kind ON dry_run_change (kind, id);

-- LINE properties ------------------------------------------------------------------------------------------------
ALTER TABLE friend ADD COLUMN last_broadcast_name TEXT;
ALTER TABLE friend ADD COLUMN last_broadcast_at INTEGER;
ALTER TABLE friend ADD COLUMN last_open_at INTEGER;
ALTER TABLE friend ADD COLUMN last_click_at INTEGER;
CREATE TABLE tag (name TEXT PRIMARY KEY, created_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE friend_tag (
  friend_id INTEGER NOT NULL REFERENCES friend (id) ON DELETE CASCADE, tag TEXT NOT NULL REFERENCES tag (name) ON UPDATE CASCADE ON DELETE CASCADE,
  PRIMARY KEY (friend_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX friend_tag_by_tag ON friend_tag (tag);
`;
