import type { Storage } from './storage';

/** What stands in the composer of one conversation. `extras` = bubbles, quote and quick replies as JSON. */
export interface DraftRow {
  text: string;
  extras: string | null;
}

export type DraftRepository = ReturnType<typeof createDraftRepository>;

/** One draft for each conversation. */
export function createDraftRepository(storage: Storage) {
  const get = storage.prepare<[number], DraftRow>(
    'SELECT draft AS text, draft_extras AS extras FROM conversation WHERE id = ?',
  );
  const save = storage.prepare<[string, string | null, number, number]>(
    'UPDATE conversation SET draft = ?, draft_extras = ?, draft_at = ? WHERE id = ?',
  );
  return {
    get: (conversationId: number): DraftRow => get.get(conversationId) ?? { text: '', extras: null },
    save: (conversationId: number, { text, extras }: DraftRow, at: number) =>
      void save.run(text, extras, at, conversationId),
  };
}
