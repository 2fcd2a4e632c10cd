import type { Storage } from './storage';

/** Names of the companies that contacts are associated with. */
export function createCompanyRepository(database: Storage) {
  const select = database.prepare<[string], { name: string | null }>('SELECT name FROM company WHERE hubspot_id = ?');
  const upsert = database.prepare(`INSERT INTO company (hubspot_id, name, domain, synced_at) VALUES (?, ?, ?, ?)
    ON CONFLICT (hubspot_id) DO UPDATE SET name = excluded.name, domain = excluded.domain, synced_at = excluded.synced_at`);
  const stale = database.prepare<[string, number, number], { company_id: string }>(`
    SELECT DISTINCT contact.company_id FROM contact LEFT JOIN company ON company.hubspot_id = contact.company_id
    WHERE contact.company_id > ? AND (company.hubspot_id IS NULL OR company.synced_at < ?) ORDER BY contact.company_id LIMIT ?`);
  const countStale = database.prepare<[number], { count: number }>(`
    SELECT count(DISTINCT contact.company_id) AS count FROM contact LEFT JOIN company ON company.hubspot_id = contact.company_id
    WHERE contact.company_id IS NOT NULL AND (company.hubspot_id IS NULL OR company.synced_at < ?)`);
  const clear = database.prepare('DELETE FROM company');

  return {
    /** undefined = never read. */
    nameOf: (hubSpotId: string): string | null | undefined => select.get(hubSpotId)?.name,
    save(company: { hubSpotId: string; name: string | null; domain: string | null }, at: number): void {
      upsert.run(company.hubSpotId, company.name, company.domain, at);
    },
    /** Ids that contacts name and that were not read since `freshSince`, in ascending order after `afterId`. */
    staleIds: (afterId: string, freshSince: number, limit: number): string[] =>
      stale.all(afterId, freshSince, limit).map((row) => row.company_id),
    countStale: (freshSince: number): number => countStale.get(freshSince)?.count ?? 0,
    clear(): void {
      clear.run();
    },
  };
}
export type CompanyRepository = ReturnType<typeof createCompanyRepository>;
