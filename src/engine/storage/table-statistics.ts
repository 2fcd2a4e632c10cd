import type { Storage } from './storage';

/**
 * Counts again what SQLite plans queries by, where tables have changed much. `all` = also tables that were never counted.
 *
 * The tables behind a full-text index are left out. Of a new index SQLite would note two rows, and would then scan it
 * whole for each of the many small range deletions by which the index merges itself: at 800,000 contacts that read
 * thousands of pages for a commit of ten. Counted as large it goes by the key.
 */
export function refreshStatistics(database: Storage, all: boolean): void {
  database.pragma(all ? 'optimize = 0x10002' : 'optimize');
  const isCounted = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").get() !== undefined;
  if (!isCounted) return;
  const tables = "tbl GLOB '*_search_data' OR tbl GLOB '*_search_docsize' OR tbl GLOB '*_search_idx'";
  const changed =
    database.prepare(`DELETE FROM sqlite_stat1 WHERE idx IS NOT NULL AND (${tables})`).run().changes +
    // A table's own count stays in memory when its row goes: it has to be told another one.
    database
      .prepare(`UPDATE sqlite_stat1 SET stat = '1000000' WHERE idx IS NULL AND stat <> '1000000' AND (${tables})`)
      .run().changes;
  if (changed > 0) database.exec('ANALYZE sqlite_schema');
}
