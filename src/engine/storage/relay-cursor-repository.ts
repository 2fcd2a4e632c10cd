import type { Storage } from './storage';

export type RelayCursorRepository = ReturnType<typeof createRelayCursorRepository>;

/** How far this console has applied the workspace's log. Moved in the transaction of what was applied. */
export function createRelayCursorRepository(storage: Storage) {
  const get = storage.prepare<[string], { seq: number }>('SELECT seq FROM relay_cursor WHERE workspace_id = ?');
  const set = storage.prepare<[string, number, number]>(
    `INSERT INTO relay_cursor (workspace_id, seq, at) VALUES (?, ?, ?)
     ON CONFLICT (workspace_id) DO UPDATE SET seq = excluded.seq, at = excluded.at`,
  );
  return {
    get: (workspaceId: string): number => get.get(workspaceId)?.seq ?? 0,
    set: (workspaceId: string, seq: number, at: number) => void set.run(workspaceId, seq, at),
  };
}
