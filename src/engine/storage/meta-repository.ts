import type { Storage } from './storage';

/** Single values of this data folder, by key. */
export function createMetaRepository(database: Storage) {
  const read = database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?');
  const write = database.prepare(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const erase = database.prepare('DELETE FROM meta WHERE key = ?');
  return {
    get: (key: string): string | null => read.get(key)?.value ?? null,
    set(key: string, value: string): void {
      write.run(key, value);
    },
    delete(key: string): void {
      erase.run(key);
    },
  };
}
export type MetaRepository = ReturnType<typeof createMetaRepository>;
