import { bigrams } from './search-text';
import type { Storage } from './storage';

/** A contact as the sync stores it: synced values only, and what is derived from them. */
export interface ContactRecord {
  hubSpotId: string;
  displayName: string;
  sortName: string;
  email: string | null;
  phone: string | null;
  companyId: string | null;
  companyName: string | null;
  lifecycleStage: string | null;
  leadStatus: string | null;
  properties: Readonly<Record<string, string | null>>;
  contentHash: string;
  searchText: string;
  createdAt: number | null;
  modifiedAt: number;
}

/** What is enough to tell whether a contact changed. */
export interface KnownContact {
  id: number;
  contentHash: string;
  modifiedAt: number;
}

/** What a contact's columns can be derived from again. */
export interface StoredContact {
  id: number;
  hubSpotId: string;
  /** JSON map of the synced values. */
  properties: string;
  createdAt: number | null;
  modifiedAt: number;
}

/** Writing side of the contacts, with their search index. Every method belongs inside the caller's transaction. */
export function createContactRepository(database: Storage) {
  const known = database.prepare<[string], KnownContact>(
    'SELECT id, content_hash AS contentHash, modified_at AS modifiedAt FROM contact WHERE hubspot_id = ?',
  );
  const heldSearchText = database.prepare<[number], { text: string }>(
    'SELECT search_text AS text FROM contact WHERE id = ?',
  );
  const insert = database.prepare(`
    INSERT INTO contact (hubspot_id, display_name, sort_name, email, phone, company_id, company_name, lifecycle_stage, lead_status, properties,
      content_hash, search_text, created_at, modified_at, synced_at, run_id, first_run_id)
    VALUES (@hubSpotId, @displayName, @sortName, @email, @phone, @companyId, @companyName, @lifecycleStage, @leadStatus, @properties,
      @contentHash, @searchText, @createdAt, @modifiedAt, @syncedAt, @runId, @runId)`);
  const update = database.prepare(`
    UPDATE contact SET display_name = @displayName, sort_name = @sortName, email = @email, phone = @phone, company_id = @companyId,
      company_name = @companyName, lifecycle_stage = @lifecycleStage, lead_status = @leadStatus, properties = @properties,
      content_hash = @contentHash, search_text = @searchText, created_at = @createdAt, modified_at = @modifiedAt, synced_at = @syncedAt, run_id = @runId
    WHERE id = @id`);
  const touch = database.prepare('UPDATE contact SET modified_at = ? WHERE id = ?');
  const erase = database.prepare('DELETE FROM contact WHERE id = ?');
  const eraseFields = database.prepare(
    'DELETE FROM contact_field WHERE contact_id = (SELECT hubspot_id FROM contact WHERE id = ?)',
  );
  const index = database.prepare('INSERT INTO contact_search (rowid, t) VALUES (?, ?)');
  const reindex = database.prepare('INSERT OR REPLACE INTO contact_search (rowid, t) VALUES (?, ?)');
  const unindex = database.prepare('DELETE FROM contact_search WHERE rowid = ?');
  const see = database.prepare('INSERT OR IGNORE INTO sync_seen (contact_id) VALUES (?)');
  const forgetSeen = database.prepare('DELETE FROM sync_seen');
  const unseen = database.prepare<[number], { id: number; hubSpotId: string }>(`
    SELECT id, hubspot_id AS hubSpotId FROM contact
    WHERE NOT EXISTS (SELECT 1 FROM sync_seen WHERE contact_id = contact.id) ORDER BY id LIMIT ?`);
  const countUnseen = database.prepare<[], { count: number }>(
    'SELECT count(*) AS count FROM contact WHERE NOT EXISTS (SELECT 1 FROM sync_seen WHERE contact_id = contact.id)',
  );
  const count = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM contact');
  const storedColumns = 'id, hubspot_id AS hubSpotId, properties, modified_at AS modifiedAt, created_at AS createdAt';
  const next = database.prepare<[number, number], StoredContact>(
    `SELECT ${storedColumns} FROM contact WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const idsAfter = database.prepare<[number, number], { id: number; hubSpotId: string }>(
    'SELECT id, hubspot_id AS hubSpotId FROM contact WHERE id > ? ORDER BY id LIMIT ?',
  );
  const idsOfCompany = database
    .prepare<[string, number], string>('SELECT hubspot_id FROM contact WHERE company_id = ? LIMIT ?')
    .pluck();
  const keysOfCompanies = database
    .prepare<[string], number>('SELECT id FROM contact WHERE company_id IN (SELECT value FROM json_each(?))')
    .pluck();
  const byKeys = database.prepare<[string], StoredContact>(
    `SELECT ${storedColumns} FROM contact WHERE id IN (SELECT value FROM json_each(?))`,
  );
  const byHubSpotId = database.prepare<[string], StoredContact>(
    `SELECT ${storedColumns} FROM contact WHERE hubspot_id = ?`,
  );
  const firstRun = database.prepare<[string], { runId: string | null }>(
    'SELECT first_run_id AS runId FROM contact WHERE hubspot_id = ?',
  );
  const nameOf = database.prepare<[string], string>('SELECT display_name FROM contact WHERE hubspot_id = ?').pluck();
  const lastKey = database.prepare<[], number | null>('SELECT max(id) FROM contact').pluck();
  const lastOfStep = database.prepare<[number, number], { id: number | null }>(
    'SELECT max(id) AS id FROM (SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?)',
  );
  const countValues = database.prepare<[number, number], { name: string; count: number }>(`
    SELECT value.key AS name, count(*) AS count FROM contact, json_each(contact.properties) AS value
    WHERE contact.id > ? AND contact.id <= ? AND value.type <> 'null' GROUP BY value.key`);

  const toParameters = (record: ContactRecord, runId: string | null, at: number) => ({
    ...record,
    properties: JSON.stringify(record.properties),
    syncedAt: at,
    runId,
  });

  return {
    known: (hubSpotId: string): KnownContact | undefined => known.get(hubSpotId),
    count: (): number => count.get()?.count ?? 0,
    /** Returns the new row's key. */
    insert(record: ContactRecord, runId: string | null, at: number): number {
      const id = Number(insert.run(toParameters(record, runId, at)).lastInsertRowid);
      index.run(id, bigrams(record.searchText));
      return id;
    },
    update(id: number, record: ContactRecord, runId: string | null, at: number): void {
      const held = heldSearchText.get(id);
      update.run({ ...toParameters(record, runId, at), id });
      if (held?.text !== record.searchText) reindex.run(id, bigrams(record.searchText));
    },
    /** Notes a newer modified time of a contact whose synced values are the same. */
    touch(id: number, modifiedAt: number): void {
      touch.run(modifiedAt, id);
    },
    /** Removes a contact with what deviates of its fields. */
    remove(id: number): void {
      eraseFields.run(id);
      erase.run(id);
      unindex.run(id);
    },
    /** Marks a contact as met by the full pull under way; true when it had not met it before. */
    see: (id: number): boolean => see.run(id).changes > 0,
    forgetSeen(): void {
      forgetSeen.run();
    },
    unseen: (limit: number): { id: number; hubSpotId: string }[] => unseen.all(limit),
    countUnseen: (): number => countUnseen.get()?.count ?? 0,
    /** Stored rows in ascending order of their key, for a pass over all of them. */
    after: (id: number, limit: number): StoredContact[] => next.all(id, limit),
    /** Keys with HubSpot's ids, in ascending order of the key. */
    idsAfter: (id: number, limit: number): { id: number; hubSpotId: string }[] => idsAfter.all(id, limit),
    /** HubSpot's ids of some of a company's contacts. */
    idsOfCompany: (companyId: string, limit: number): string[] => idsOfCompany.all(companyId, limit),
    /** Keys of the contacts of these companies. */
    keysOfCompanies: (companyIds: readonly string[]): number[] => keysOfCompanies.all(JSON.stringify(companyIds)),
    get: (hubSpotId: string): StoredContact | undefined => byHubSpotId.get(hubSpotId),
    nameOf: (hubSpotId: string): string | null => nameOf.get(hubSpotId) ?? null,
    /** The run that first brought the contact; null = not known any more. */
    firstRunOf: (hubSpotId: string): string | null => firstRun.get(hubSpotId)?.runId ?? null,
    /** The highest key in use. */
    lastKey: (): number => lastKey.get() ?? 0,
    byKeys: (ids: readonly number[]): StoredContact[] => byKeys.all(JSON.stringify(ids)),
    /** Per property, how many of the next `limit` contacts have a value; `lastId` null = there are no more. */
    countValues(afterId: number, limit: number): { rows: { name: string; count: number }[]; lastId: number | null } {
      const lastId = lastOfStep.get(afterId, limit)?.id ?? null;
      return { rows: lastId === null ? [] : countValues.all(afterId, lastId), lastId };
    },
  };
}
export type ContactRepository = ReturnType<typeof createContactRepository>;
