import BetterSqlite3 from 'better-sqlite3';

/** Reads a database beside the engine that has it open. */
export function readDatabase<Row>(file: string, sql: string, ...parameters: (string | number)[]): Row[] {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    return database.prepare<(string | number)[], Row>(sql).all(...parameters);
  } finally {
    database.close();
  }
}
