import { join } from 'node:path';
import { PostgresRelayLog } from './postgres/postgres-relay-log';
import type { RelayLog } from './relay-log';
import { SqliteRelayLog } from './sqlite/sqlite-relay-log';

export interface OpenLogOptions {
  /** Holds the log's file where there is no database. */
  readonly dataFolder: string;
  /** PostgreSQL, for several nodes; SQLite in the data folder where left out. */
  readonly databaseUrl?: string;
  readonly now: () => number;
  readonly appendDeadlineMs: number;
  readonly maxQueueLength: number;
  readonly minFreeBytes: number;
  readonly onTrouble: (message: string) => void;
}

/** Opens the log on the store that was chosen, with what is worth a line when the relay starts. Rejects when it cannot be used. */
export async function openRelayLog(
  options: OpenLogOptions,
): Promise<{ log: RelayLog; about: { store: string; hasWriterThread: boolean } }> {
  const { databaseUrl, dataFolder, ...rest } = options;
  if (databaseUrl !== undefined) {
    const log = await PostgresRelayLog.open({ ...rest, url: databaseUrl });
    return { log, about: { store: 'postgresql', hasWriterThread: false } };
  }
  const log = await SqliteRelayLog.open({ ...rest, file: join(dataFolder, 'log.db') });
  return { log, about: { store: 'sqlite', hasWriterThread: log.hasWriterThread } };
}
