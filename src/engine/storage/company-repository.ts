import type { CompanyRow } from '../../shared/model/crm';
import { companyRowSchema } from '../../shared/model/crm';
import { foldText, likePatterns } from './search-text';
import type { Storage } from './storage';

/** What is kept of a company beyond its name and domain. */
export interface CompanyDetails {
  phone: string | null;
  industry: string | null;
  lifecycleStage: string | null;
  ownerId: string | null;
  modifiedAt: number | null;
}

/** A company as HubSpot shows it. Without `details` those that are held stay. */
export interface CompanyRecord {
  hubSpotId: string;
  name: string | null;
  domain: string | null;
  details?: CompanyDetails;
}

const noDetails: CompanyDetails = {
  phone: null,
  industry: null,
  lifecycleStage: null,
  ownerId: null,
  modifiedAt: null,
};

interface Row {
  id: string;
  name: string;
  domain: string | null;
  phone: string | null;
  industry: string | null;
  contactCount: number;
  groupCount: number;
  syncedAt: number;
}

const isTied = 'EXISTS (SELECT 1 FROM line_group WHERE line_group.company_id = company.hubspot_id)';
const columns = `company.hubspot_id AS id, company.name, company.domain, company.phone, company.industry, company.synced_at AS syncedAt,
  (SELECT count(*) FROM contact WHERE contact.company_id = company.hubspot_id) AS contactCount,
  (SELECT count(*) FROM line_group WHERE line_group.company_id = company.hubspot_id) AS groupCount`;

/** Companies that contacts belong to or that stand for LINE groups. */
export function createCompanyRepository(database: Storage) {
  const select = database.prepare<[string], { name: string | null }>('SELECT name FROM company WHERE hubspot_id = ?');
  const upsert = database.prepare(`
    INSERT INTO company (hubspot_id, name, domain, phone, industry, lifecycle_stage, owner_id, modified_at, search_text, synced_at)
    VALUES (@hubSpotId, @name, @domain, @phone, @industry, @lifecycleStage, @ownerId, @modifiedAt, @searchText, @at)
    ON CONFLICT (hubspot_id) DO UPDATE SET name = excluded.name, domain = excluded.domain, search_text = excluded.search_text,
      synced_at = excluded.synced_at`);
  const saveDetails =
    database.prepare(`UPDATE company SET phone = @phone, industry = @industry, lifecycle_stage = @lifecycleStage,
    owner_id = @ownerId, modified_at = @modifiedAt WHERE hubspot_id = @hubSpotId`);
  const stale = database.prepare<[string, number, number], { company_id: string }>(`
    SELECT DISTINCT contact.company_id FROM contact LEFT JOIN company ON company.hubspot_id = contact.company_id
    WHERE contact.company_id > ? AND (company.hubspot_id IS NULL OR company.synced_at < ?) ORDER BY contact.company_id LIMIT ?`);
  const countStale = database.prepare<[number], { count: number }>(`
    SELECT count(DISTINCT contact.company_id) AS count FROM contact LEFT JOIN company ON company.hubspot_id = contact.company_id
    WHERE contact.company_id IS NOT NULL AND (company.hubspot_id IS NULL OR company.synced_at < ?)`);
  const clear = database.prepare(`DELETE FROM company WHERE NOT ${isTied}`);
  const forgetAge = database.prepare('UPDATE company SET synced_at = -1 WHERE hubspot_id = ?');
  const removeUntied = database.prepare(`DELETE FROM company WHERE hubspot_id = ? AND NOT ${isTied}
    AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.company_id = company.hubspot_id)`);
  const isUsed = database.prepare<[string, string], { found: number }>(`SELECT
    EXISTS (SELECT 1 FROM contact WHERE company_id = ?) OR EXISTS (SELECT 1 FROM line_group WHERE company_id = ?) AS found`);
  const edge = database
    .prepare<[string, number], string>(
      'SELECT hubspot_id FROM company WHERE hubspot_id > ? ORDER BY hubspot_id LIMIT 1 OFFSET ?',
    )
    .pluck();
  const sweep = database.prepare(`DELETE FROM company WHERE hubspot_id > ? AND hubspot_id <= ? AND NOT ${isTied}
    AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.company_id = company.hubspot_id)`);
  const one = database.prepare<[string], Row>(`SELECT ${columns} FROM company WHERE hubspot_id = ?`);
  const tiedStale = database
    .prepare<[string, number, number], string>(`
      SELECT DISTINCT line_group.company_id FROM line_group LEFT JOIN company ON company.hubspot_id = line_group.company_id
      WHERE line_group.company_id > ? AND (company.hubspot_id IS NULL OR company.synced_at < ?) ORDER BY line_group.company_id LIMIT ?`)
    .pluck();
  const contacts = database.prepare<[string, number], { id: string; displayName: string }>(`
    SELECT hubspot_id AS id, display_name AS displayName FROM contact WHERE company_id = ? ORDER BY sort_name, id LIMIT ?`);

  return {
    /** undefined = never read. */
    nameOf: (hubSpotId: string): string | null | undefined => select.get(hubSpotId)?.name,
    save(company: CompanyRecord, at: number): void {
      const { hubSpotId, name, domain, details } = company;
      const searchText = name === null ? null : foldText(`${name} ${domain ?? ''}`).trim();
      upsert.run({ ...(details ?? noDetails), hubSpotId, name, domain, searchText, at });
      if (details !== undefined) saveDetails.run({ ...details, hubSpotId });
    },
    /** Ids that contacts name and that were not read since `freshSince`, in ascending order after `afterId`. */
    staleIds: (afterId: string, freshSince: number, limit: number): string[] =>
      stale.all(afterId, freshSince, limit).map((row) => row.company_id),
    countStale: (freshSince: number): number => countStale.get(freshSince)?.count ?? 0,
    /** Companies that stand for groups and were not read since `freshSince`, in ascending order after `afterId`. */
    staleTiedIds: (afterId: string, freshSince: number, limit: number): string[] =>
      tiedStale.all(afterId, freshSince, limit),
    /** Company names are not synced any more: only those that stand for groups stay. */
    clear: () => void clear.run(),
    /** True when a contact belongs to it or a group is tied to it. */
    isUsed: (hubSpotId: string): boolean => isUsed.get(hubSpotId, hubSpotId)?.found === 1,
    /** It is to be read again soon: its name was changed from here. */
    forgetAge: (hubSpotId: string) => void forgetAge.run(hubSpotId),
    /** Drops a company that neither a contact nor a group needs. */
    removeUnused: (hubSpotId: string) => void removeUntied.run(hubSpotId),
    /** The same for the next `size` companies; answers where to go on, null at the end. */
    sweepSlice(after: string, size: number): string | null {
      const end = edge.get(after, size - 1) ?? null;
      sweep.run(after, end ?? '\u{10ffff}');
      return end;
    },
    get(hubSpotId: string): CompanyRow | null {
      const row = one.get(hubSpotId);
      return row === undefined ? null : toRow(row);
    },
    /** Contacts of a company, by name. */
    contactsOf: (hubSpotId: string, limit: number) => contacts.all(hubSpotId, limit),
    /** One window of the companies whose name or domain holds every word, by name. */
    page(
      { text, hasGroup }: { text: string; hasGroup: boolean | null },
      offset: number,
      limit: number,
    ): { rows: CompanyRow[]; total: number } {
      const patterns = likePatterns(text).slice(0, 8);
      const conditions = ['search_text IS NOT NULL', ...patterns.map(() => "search_text LIKE ? ESCAPE '\\'")];
      if (hasGroup !== null) conditions.push(hasGroup ? isTied : `NOT ${isTied}`);
      const where = conditions.join(' AND ');
      const total = database
        .prepare<string[], { count: number }>(`SELECT count(*) AS count FROM company WHERE ${where}`)
        .get(...patterns)?.count;
      const rows = database
        .prepare<(string | number)[], Row>(
          `SELECT ${columns} FROM company WHERE ${where} ORDER BY search_text, hubspot_id LIMIT ? OFFSET ?`,
        )
        .all(...patterns, limit, offset);
      return { rows: rows.map(toRow), total: total ?? 0 };
    },
  };
}
export type CompanyRepository = ReturnType<typeof createCompanyRepository>;

function toRow(row: Row): CompanyRow {
  return companyRowSchema.parse({ ...row, name: row.name ?? '' });
}
