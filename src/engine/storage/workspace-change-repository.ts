import type { Storage } from './storage';
import { notInLogYet } from './tag-repository';

/** A change that was made here and that the workspace's log does not have yet, as far as this console knows. */
export interface WaitingChange {
  id: string;
  changeKey: string;
  /** JSON of the change. */
  body: string;
}

export type WorkspaceChangeRepository = ReturnType<typeof createWorkspaceChangeRepository>;

/** What is still to be told to the other consoles, and up to which log entry each shared value was applied here. */
export function createWorkspaceChangeRepository(storage: Storage) {
  const add = storage.prepare<[string, string, string]>(
    'INSERT INTO workspace_change (id, change_key, body) VALUES (?, ?, ?)',
  );
  const waiting = storage.prepare<[number], WaitingChange>(
    'SELECT id, change_key AS changeKey, body FROM workspace_change ORDER BY position LIMIT ?',
  );
  const drop = storage.prepare<[string]>('DELETE FROM workspace_change WHERE id = ?');
  const hasWaiting = storage
    .prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM workspace_change WHERE change_key = ?)')
    .pluck();
  const position = storage.prepare<[string], number>('SELECT seq FROM workspace_value WHERE change_key = ?').pluck();
  const advance = storage.prepare<[string, number]>(
    `INSERT INTO workspace_value (change_key, seq) VALUES (?, ?)
     ON CONFLICT (change_key) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
  );
  const forgetPositions = storage.prepare('DELETE FROM workspace_value');
  const forgetTagPositions = storage.prepare(`UPDATE friend_tag SET seq = 0 WHERE seq > 0 AND seq < ${notInLogYet}`);

  return {
    add: ({ id, changeKey, body }: WaitingChange): void => void add.run(id, changeKey, body),
    /** The oldest that wait, in the order in which they were made. */
    waiting: (limit: number): WaitingChange[] => waiting.all(limit),
    /** True when it waited: the log has it now. */
    drop: (id: string): boolean => drop.run(id).changes > 0,
    hasWaiting: (changeKey: string): boolean => hasWaiting.get(changeKey) === 1,
    /** Position of the newest entry of the key that was applied; 0 = none. */
    position: (changeKey: string): number => position.get(changeKey) ?? 0,
    /** False when the entry at this position, or a newer one of the key, was applied already. */
    advance: (changeKey: string, seq: number): boolean => advance.run(changeKey, seq).changes > 0,
    /** The log was replaced by another one, whose positions begin anew. */
    forgetPositions(): void {
      forgetPositions.run();
      forgetTagPositions.run();
    },
  };
}
