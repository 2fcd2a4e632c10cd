import type { Storage } from './storage';

export interface AgentRow {
  id: string;
  name: string;
  seenAt: number | null;
}

export type AgentRepository = ReturnType<typeof createAgentRepository>;

/** People at the consoles of the workspace, as they told of themselves. */
export function createAgentRepository(storage: Storage) {
  const list = storage.prepare<[], AgentRow>('SELECT id, name, seen_at AS seenAt FROM agent ORDER BY name, id');
  const get = storage.prepare<[string], AgentRow>('SELECT id, name, seen_at AS seenAt FROM agent WHERE id = ?');
  const save = storage.prepare<[string, string]>(
    'INSERT INTO agent (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name',
  );
  const seen = storage.prepare<{ id: string; at: number }>(
    'UPDATE agent SET seen_at = @at WHERE id = @id AND coalesce(seen_at, 0) < @at',
  );
  return {
    list: (): AgentRow[] => list.all(),
    get: (id: string): AgentRow | null => get.get(id) ?? null,
    save: (id: string, name: string): void => void save.run(id, name),
    /** The log told of something that this person did. Epoch ms. */
    seen: (id: string, at: number): void => void seen.run({ id, at }),
  };
}
