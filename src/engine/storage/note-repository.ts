import type { Storage } from './storage';

/** A private note, with the name of its author as it is now. */
export interface NoteRow {
  id: string;
  conversationId: number;
  text: string;
  authorId: string | null;
  authorName: string | null;
  createdAt: number;
  editedAt: number | null;
}

export type NoteRepository = ReturnType<typeof createNoteRepository>;

const select = `SELECT note.id, note.conversation_id AS conversationId, note.text, note.author_id AS authorId, agent.name AS authorName,
    note.created_at AS createdAt, note.edited_at AS editedAt
  FROM note LEFT JOIN agent ON agent.id = note.author_id`;

/** Private notes of conversations. */
export function createNoteRepository(storage: Storage) {
  const of = storage.prepare<[number], NoteRow>(
    `${select} WHERE note.conversation_id = ? ORDER BY note.created_at, note.id`,
  );
  const get = storage.prepare<[string], NoteRow>(`${select} WHERE note.id = ?`);
  const save = storage.prepare<[Omit<NoteRow, 'authorName'>]>(
    `INSERT INTO note (id, conversation_id, text, author_id, created_at, edited_at)
     VALUES (@id, @conversationId, @text, @authorId, @createdAt, @editedAt)
     ON CONFLICT (id) DO UPDATE SET conversation_id = excluded.conversation_id, text = excluded.text, author_id = excluded.author_id,
       created_at = excluded.created_at, edited_at = excluded.edited_at`,
  );
  const remove = storage.prepare<[string]>('DELETE FROM note WHERE id = ?');
  return {
    /** Of one conversation, the oldest first. */
    of: (conversationId: number): NoteRow[] => of.all(conversationId),
    get: (id: string): NoteRow | null => get.get(id) ?? null,
    save: (note: Omit<NoteRow, 'authorName'>): void => void save.run(note),
    remove: (id: string): void => void remove.run(id),
  };
}
