/** What a column holds. Times and counts stay far below 2^53. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * Tables that belong together, one step of statements for each version. A step that was shipped is never changed. Written for SQLite;
 * where PostgreSQL says it in another way, its adapter translates (types and table options only).
 */
export interface SchemaPart {
  readonly name: string;
  readonly steps: readonly (readonly string[])[];
}

/**
 * Where the relay keeps what is small and seldom written: who may use it and for what. SQLite for one node, PostgreSQL for
 * several; the SQL is the same, with `?` for values. Each statement is a transaction of its own. Rejects with LogRefusal when the
 * store fails or is full.
 */
export interface RelayDatabase {
  /** Makes the tables or brings them up to date. Rejects when a newer relay wrote them. */
  prepare(part: SchemaPart): Promise<void>;
  /** The rows that the statement gives, also by RETURNING. */
  rows<Row extends object>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
  /** How many rows were changed. */
  run(sql: string, values?: readonly SqlValue[]): Promise<number>;
  close(): Promise<void>;
}

/** The error for tables that this relay is too old for. */
export function newerTables(part: SchemaPart, version: number): Error {
  return new Error(
    `The relay's tables (${part.name}) were written by a newer relay, version ${version}. Update this one.`,
  );
}
