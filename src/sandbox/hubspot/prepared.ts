import type Database from 'better-sqlite3';

const caches = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/**
 * A prepared statement, prepared once per database and text: preparing costs more than most of the statements themselves.
 * `P` are the parameters, `R` is a row. Not for `pluck()` users, whose switch would stay on the shared statement.
 */
export function prepared<P extends unknown[], R = unknown>(
  database: Database.Database,
  sql: string,
): Database.Statement<P, R> {
  const cache = caches.get(database) ?? new Map<string, Database.Statement>();
  caches.set(database, cache);
  const known = cache.get(sql);
  if (known !== undefined) return known as Database.Statement<P, R>;
  const statement = database.prepare<P, R>(sql);
  cache.set(sql, statement as Database.Statement);
  return statement;
}
