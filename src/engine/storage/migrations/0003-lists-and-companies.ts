/** Lists with their members, more of a company, LINE groups as companies, deals and tickets as they were last read. */
export const listsAndCompanies = `
-- lists ----------------------------------------------------------------------------------------------------------
CREATE TABLE hubspot_list (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, processing_type TEXT NOT NULL, folder_name TEXT, size INTEGER, is_in_flux INTEGER NOT NULL,
  updated_at INTEGER,
  stamp TEXT NOT NULL,                       -- version, size and times of the last change, as HubSpot last told them
  found_at INTEGER NOT NULL,
  is_gone INTEGER NOT NULL DEFAULT 0,
  is_synced INTEGER NOT NULL DEFAULT 0,      -- a person's choice
  members_at INTEGER, members_stamp TEXT,    -- when all members were last read, and the stamp that the list had before
  generation INTEGER NOT NULL DEFAULT 0,     -- of the last reading of members; never goes back
  pull_stamp TEXT, pull_after TEXT,          -- the reading under way: its stamp and where it goes on
  pull_done INTEGER NOT NULL DEFAULT 0,
  member_count INTEGER NOT NULL DEFAULT 0, known_count INTEGER NOT NULL DEFAULT 0, linked_count INTEGER NOT NULL DEFAULT 0,
  problem TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE list_member (
  list_id TEXT NOT NULL, contact_hubspot_id TEXT NOT NULL, added_at INTEGER, generation INTEGER NOT NULL,
  PRIMARY KEY (list_id, contact_hubspot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX list_member_by_contact ON list_member (contact_hubspot_id);

-- companies ------------------------------------------------------------------------------------------------------
ALTER TABLE company ADD COLUMN phone TEXT;
ALTER TABLE company ADD COLUMN industry TEXT;
ALTER TABLE company ADD COLUMN lifecycle_stage TEXT;
ALTER TABLE company ADD COLUMN owner_id TEXT;
ALTER TABLE company ADD COLUMN modified_at INTEGER;
ALTER TABLE company ADD COLUMN search_text TEXT;  -- folded name and domain; null where a company has no name here
UPDATE company SET search_text = lower(name || ' ' || coalesce(domain, '')) WHERE name IS NOT NULL;
CREATE INDEX company_by_name ON company (search_text, hubspot_id) WHERE search_text IS NOT NULL;

-- LINE groups and the companies that stand for them ----------------------------------------------------------------
CREATE TABLE line_group (
  conversation_id INTEGER PRIMARY KEY REFERENCES conversation (id) ON DELETE CASCADE,
  member_count INTEGER, is_member INTEGER NOT NULL DEFAULT 1, membership_at INTEGER NOT NULL DEFAULT 0,
  needs_read INTEGER NOT NULL DEFAULT 1, read_at INTEGER,
  wish TEXT CHECK (wish IN ('company', 'none')),   -- a person's word, above the switch
  company_id TEXT, origin TEXT CHECK (origin IN ('created', 'tied')),
  written TEXT, written_at INTEGER,                -- properties as HubSpot last accepted them
  problem TEXT
) STRICT;
CREATE INDEX line_group_by_company ON line_group (company_id) WHERE company_id IS NOT NULL;
INSERT INTO line_group (conversation_id) SELECT id FROM conversation WHERE source_type = 'group';
-- properties to be cleared on a company that stands for a group no more: kept until HubSpot accepted that
CREATE TABLE line_group_removal (
  id INTEGER PRIMARY KEY, company_id TEXT NOT NULL, group_key TEXT NOT NULL, removed_at INTEGER NOT NULL
) STRICT;

-- deals and tickets, read-only -------------------------------------------------------------------------------------
CREATE TABLE crm_record (kind TEXT NOT NULL, id TEXT NOT NULL, properties TEXT NOT NULL, PRIMARY KEY (kind, id)) STRICT, WITHOUT ROWID;
CREATE TABLE crm_record_of (
  parent_kind TEXT NOT NULL, parent_id TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL,
  PRIMARY KEY (parent_kind, parent_id, kind, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX crm_record_of_record ON crm_record_of (kind, record_id);
CREATE TABLE crm_record_read (
  parent_kind TEXT NOT NULL, parent_id TEXT NOT NULL, kind TEXT NOT NULL, read_at INTEGER NOT NULL, is_stale INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (parent_kind, parent_id, kind)
) STRICT, WITHOUT ROWID;
-- what such records refer to by id: pipelines with their stages, owners
CREATE TABLE crm_reference (name TEXT PRIMARY KEY, value TEXT NOT NULL, read_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;
