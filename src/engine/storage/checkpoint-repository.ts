import type { z } from 'zod';
import type { Storage } from './storage';

/** Where loops go on after a stop; written in the same transaction as the data that a checkpoint speaks of. */
export function createCheckpointRepository(database: Storage) {
  const select = database.prepare<[string], { value: string }>('SELECT value FROM sync_checkpoint WHERE name = ?');
  const upsert = database.prepare(`INSERT INTO sync_checkpoint (name, value, updated_at) VALUES (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`);
  const erase = database.prepare('DELETE FROM sync_checkpoint WHERE name = ?');
  return {
    /** The stored value, or null when there is none or it is not of the schema. */
    get<Value>(name: string, schema: z.ZodType<Value>): Value | null {
      const row = select.get(name);
      if (row === undefined) return null;
      const parsed = schema.safeParse(JSON.parse(row.value));
      return parsed.success ? parsed.data : null;
    },
    set(name: string, value: unknown, at: number): void {
      upsert.run(name, JSON.stringify(value), at);
    },
    delete(name: string): void {
      erase.run(name);
    },
  };
}
export type CheckpointRepository = ReturnType<typeof createCheckpointRepository>;
