import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { createLogger, systemClock } from '../../src/engine';
import { openDatabase } from '../../src/engine/storage/open-database';
import { bigrams } from '../../src/engine/storage/search-text';

/** What is copied: a table, its key, and the column whose text its search index holds. */
interface Copied {
  table: 'contact' | 'message';
  key: 'hubspot_id' | 'id';
  indexKey: 'id' | 'seq';
  rowsPerTransaction: number;
  /** The engine waits for the disk (FULL) except where what is lost can be read again (NORMAL). */
  synchronous: 'FULL' | 'NORMAL';
  /** True: with the search index; false: the table alone. */
  hasIndex: boolean;
}

const rowsPerRead = 2_000;

/**
 * The rate, and the processor time a row, at which better-sqlite3 alone upserts the rows of an engine's table into a new file of the same schema, with
 * the engine's settings and transactions of the given size: prepared values, nothing parsed, nothing fetched. Reading and
 * preparing are not counted. The file lies beside the engine's, on the same disk.
 */
export function rawUpserts(databaseFile: string, copied: Copied): { perSecond: number; cpuMicros: number } {
  const folder = mkdtempSync(`${databaseFile}-raw-`);
  const source = new BetterSqlite3(databaseFile, { readonly: true });
  const { database: target } = openDatabase({
    path: join(folder, 'raw.db'),
    backupFolder: join(folder, 'backups'),
    clock: systemClock,
    logger: createLogger(() => undefined, Date.now),
  });
  try {
    target.pragma('foreign_keys = OFF');
    target.pragma(`synchronous = ${copied.synchronous}`);
    const { table, key, indexKey } = copied;
    const columns = source.prepare<[], { name: string }>(`SELECT name FROM pragma_table_info('${table}')`).all();
    const names = columns.map((column) => column.name);
    const upsert = target.prepare(
      `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
       ON CONFLICT (${key}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    );
    const index = target.prepare(`INSERT OR REPLACE INTO ${table}_search (rowid, t) VALUES (?, ?)`);
    const next = source
      .prepare<[number, number], unknown[]>(`SELECT * FROM ${table} WHERE ${indexKey} > ? ORDER BY ${indexKey} LIMIT ?`)
      .raw();
    const [idPlace, textPlace] = [names.indexOf(indexKey), names.indexOf('search_text')];
    const write = target.transaction((rows: readonly { values: unknown[]; grams: string }[]) => {
      for (const { values, grams } of rows) {
        upsert.run(...values);
        if (copied.hasIndex && grams !== '') index.run(values[idPlace], grams);
      }
    });
    let [count, tookMs, cpuMicros, after] = [0, 0, 0, 0];
    for (let read = next.all(after, rowsPerRead); read.length > 0; read = next.all(after, rowsPerRead)) {
      const rows = read.map((values) => ({ values, grams: bigrams(String(values[textPlace])) }));
      const cpu = process.threadCpuUsage();
      const startedAt = performance.now();
      for (let at = 0; at < rows.length; at += copied.rowsPerTransaction) {
        write.immediate(rows.slice(at, at + copied.rowsPerTransaction));
      }
      tookMs += performance.now() - startedAt;
      const { user, system } = process.threadCpuUsage(cpu);
      cpuMicros += user + system;
      count += rows.length;
      after = Number(read.at(-1)?.[idPlace]);
    }
    return { perSecond: (count * 1_000) / tookMs, cpuMicros: cpuMicros / count };
  } finally {
    source.close();
    target.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
