import type { Storage } from './storage';

interface Row {
  property_name: string;
  status: string;
  added_at: number;
  last_synced_at: number | null;
}

/** A contact property that a person added to the sync. */
export interface SyncItemRecord {
  propertyName: string;
  /** `missing` = HubSpot has no such property any more. */
  status: 'active' | 'missing';
  addedAt: number;
  lastSyncedAt: number | null;
}

/** Which contact properties are synced, in the order in which they were added. */
export function createSyncItemRepository(database: Storage) {
  const select = database.prepare<[], Row>('SELECT * FROM sync_item ORDER BY added_at, property_name');
  const insert = database.prepare(
    'INSERT INTO sync_item (property_name, added_at) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const erase = database.prepare('DELETE FROM sync_item WHERE property_name = ?');
  const setStatus = database.prepare('UPDATE sync_item SET status = ? WHERE property_name = ?');
  const setSynced = database.prepare("UPDATE sync_item SET last_synced_at = ? WHERE status = 'active'");

  return {
    list: (): SyncItemRecord[] =>
      select.all().map((row) => ({
        propertyName: row.property_name,
        status: row.status === 'missing' ? 'missing' : 'active',
        addedAt: row.added_at,
        lastSyncedAt: row.last_synced_at,
      })),
    add(propertyName: string, at: number): void {
      insert.run(propertyName, at);
    },
    remove(propertyName: string): void {
      erase.run(propertyName);
    },
    noteStatus(propertyName: string, status: 'active' | 'missing'): void {
      setStatus.run(status, propertyName);
    },
    noteSynced(at: number): void {
      setSynced.run(at);
    },
  };
}
export type SyncItemRepository = ReturnType<typeof createSyncItemRepository>;
