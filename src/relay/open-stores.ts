import { join } from 'node:path';
import { DatabaseFileStore } from './files/database-file-store';
import { DiskFileStore } from './files/disk-file-store';
import { type FileLimits, FileShelf } from './files/file-shelf';
import { Devices } from './workspaces/devices';
import { LinkRequests } from './workspaces/link-requests';
import { PairingCodes } from './workspaces/pairing-codes';
import { PostgresRelayDatabase } from './workspaces/postgres-relay-database';
import { Registry } from './workspaces/registry';
import type { RelayDatabase } from './workspaces/relay-database';
import { FILE_CHUNK_SCHEMA, LINK_REQUEST_SCHEMA, REGISTRY_SCHEMA } from './workspaces/schema';
import type { SecretCipher } from './workspaces/secret-cipher';
import { SqliteRelayDatabase } from './workspaces/sqlite-relay-database';

export interface StoreOptions {
  readonly dataFolder: string;
  /** The PostgreSQL server that all nodes share; everything lies in the data folder where left out. */
  readonly databaseUrl?: string;
  readonly cipher: SecretCipher;
  readonly fileLimits: FileLimits;
  readonly now: () => number;
  readonly onTrouble: (message: string) => void;
}

/** Everything that the relay keeps besides the log. */
export interface RelayStores {
  readonly devices: Devices;
  readonly pairingCodes: PairingCodes;
  readonly registry: Registry;
  readonly linkRequests: LinkRequests;
  readonly files: FileShelf;
  close(): Promise<void>;
}

/** Opens the stores and brings their tables up to date. Rejects when a newer relay wrote them. */
export async function openStores(options: StoreOptions): Promise<RelayStores> {
  const { cipher, dataFolder, databaseUrl, fileLimits, now, onTrouble } = options;
  const shared = databaseUrl === undefined ? null : new PostgresRelayDatabase({ url: databaseUrl, onTrouble });
  const main: RelayDatabase = shared ?? new SqliteRelayDatabase(join(dataFolder, 'registry.db'));
  const questions: RelayDatabase = shared ?? new SqliteRelayDatabase(join(dataFolder, 'link-requests.db'));
  const close = async (): Promise<void> => {
    await main.close();
    if (questions !== main) await questions.close();
  };
  try {
    await main.prepare(REGISTRY_SCHEMA);
    await questions.prepare(LINK_REQUEST_SCHEMA);
    await shared?.prepare(FILE_CHUNK_SCHEMA);
  } catch (error) {
    await close();
    throw error;
  }
  const bytes = shared === null ? new DiskFileStore(join(dataFolder, 'files')) : new DatabaseFileStore(shared);
  return {
    devices: new Devices(main, now),
    pairingCodes: new PairingCodes(main, cipher, now),
    registry: new Registry(main, cipher, now),
    linkRequests: new LinkRequests(questions, cipher, now),
    files: new FileShelf(main, bytes, fileLimits, now),
    close,
  };
}
