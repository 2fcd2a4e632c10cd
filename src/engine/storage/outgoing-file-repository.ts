import type { OutgoingFile } from '../../shared/model/outgoing';
import type { Storage } from './storage';

/** A file that was added to be sent, and where the relay serves it. */
export interface OutgoingFileRow {
  id: string;
  kind: OutgoingFile['kind'];
  name: string;
  contentType: string;
  byteSize: number;
  durationMs: number | null;
  /** Names in the folder of outgoing files. */
  fileName: string;
  previewName: string | null;
  url: string | null;
  previewUrl: string | null;
  /** Until when both addresses are good, epoch ms. */
  urlUntil: number | null;
  createdAt: number;
}

export type OutgoingFileRepository = ReturnType<typeof createOutgoingFileRepository>;

/** Files on their way to customers. A row is written when all of its file is on the disk. */
export function createOutgoingFileRepository(storage: Storage) {
  const columns = `id, kind, name, content_type AS contentType, byte_size AS byteSize, duration_ms AS durationMs, file_name AS fileName,
    preview_name AS previewName, url, preview_url AS previewUrl, url_until AS urlUntil, created_at AS createdAt`;
  const get = storage.prepare<[string], OutgoingFileRow>(`SELECT ${columns} FROM outgoing_file WHERE id = ?`);
  const insert = storage.prepare<[OutgoingFileRow]>(
    `INSERT INTO outgoing_file (id, kind, name, content_type, byte_size, duration_ms, file_name, preview_name, url, preview_url, url_until, created_at)
     VALUES (@id, @kind, @name, @contentType, @byteSize, @durationMs, @fileName, @previewName, @url, @previewUrl, @urlUntil, @createdAt)`,
  );
  const setPreview = storage.prepare<[string, string]>('UPDATE outgoing_file SET preview_name = ? WHERE id = ?');
  const setAddress = storage.prepare<[string, string | null, number, string]>(
    'UPDATE outgoing_file SET url = ?, preview_url = ?, url_until = ? WHERE id = ?',
  );
  const remove = storage.prepare<[string]>('DELETE FROM outgoing_file WHERE id = ?');
  const byName = storage.prepare<[string, string, string], { id: string }>(
    'SELECT id FROM outgoing_file WHERE id = ? AND (file_name = ? OR preview_name = ?)',
  );
  const all = storage.prepare<[number], OutgoingFileRow>(
    `SELECT ${columns} FROM outgoing_file WHERE created_at < ? ORDER BY created_at`,
  );
  const inMessage = storage.prepare<[string], { found: number }>(
    `SELECT 1 AS found FROM message WHERE content IS NOT NULL AND (content ->> '$.fileId') = ?`,
  );
  const inCard = storage.prepare<[string], { found: number }>(
    `SELECT 1 AS found FROM message WHERE content IS NOT NULL AND (content ->> '$.imageFileId') = ?`,
  );
  const inDraft = storage.prepare<[string], { found: number }>(
    'SELECT 1 AS found FROM conversation WHERE draft_extras IS NOT NULL AND instr(draft_extras, ?) > 0',
  );

  const isInMessage = (id: string) => inMessage.get(id) !== undefined || inCard.get(id) !== undefined;
  return {
    get: (id: string) => get.get(id) ?? null,
    insert: (row: OutgoingFileRow) => void insert.run(row),
    setPreview: (id: string, previewName: string) => void setPreview.run(previewName, id),
    setAddress: (id: string, url: string, previewUrl: string | null, until: number) =>
      void setAddress.run(url, previewUrl, until, id),
    remove: (id: string) => void remove.run(id),
    /** True for a file of the folder that a row names; names begin with the row's id. */
    isKnown: (fileName: string) => byName.get(fileName.slice(0, 32), fileName, fileName) !== undefined,
    /** Added before `before`, oldest first. */
    addedBefore: (before: number) => all.all(before),
    /** True while a message or a draft needs it. */
    isNeeded: (id: string) => isInMessage(id) || inDraft.get(id) !== undefined,
    isInMessage,
  };
}
