import { z } from 'zod';
import { type CannedContent, cannedContentSchema } from '../../shared/model/outgoing';
import type { Storage } from './storage';

interface StoredReply {
  id: string;
  shortcut: string;
  title: string;
  contents: string;
  updatedAt: number;
  usedCount: number;
  usedAt: number | null;
}

/** A ready-made answer as it is stored, with how often this console used it. */
export interface CannedReplyRow extends Omit<StoredReply, 'contents'> {
  contents: CannedContent[];
}

export type CannedReplyRepository = ReturnType<typeof createCannedReplyRepository>;

const columns =
  'id, shortcut, title, contents, updated_at AS updatedAt, used_count AS usedCount, used_at AS usedAt FROM canned_reply';
const contentsSchema = z.array(cannedContentSchema);
const toRow = ({ contents, ...row }: StoredReply): CannedReplyRow => ({
  ...row,
  contents: contentsSchema.parse(JSON.parse(contents)),
});

/** Ready-made answers of the workspace. */
export function createCannedReplyRepository(storage: Storage) {
  const list = storage.prepare<[], StoredReply>(
    `SELECT ${columns} ORDER BY used_count DESC, used_at DESC, shortcut COLLATE NOCASE, id`,
  );
  const get = storage.prepare<[string], StoredReply>(`SELECT ${columns} WHERE id = ?`);
  const save = storage.prepare<[string, string, string, string, number]>(
    `INSERT INTO canned_reply (id, shortcut, title, contents, updated_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET shortcut = excluded.shortcut, title = excluded.title, contents = excluded.contents,
       updated_at = excluded.updated_at`,
  );
  const remove = storage.prepare<[string]>('DELETE FROM canned_reply WHERE id = ?');
  const used = storage.prepare<[number, string]>(
    'UPDATE canned_reply SET used_count = used_count + 1, used_at = ? WHERE id = ?',
  );
  return {
    /** Those used most come first. */
    list: (): CannedReplyRow[] => list.all().map(toRow),
    get(id: string): CannedReplyRow | null {
      const row = get.get(id);
      return row === undefined ? null : toRow(row);
    },
    /** Keeps how often it was used. */
    save: (reply: Pick<CannedReplyRow, 'id' | 'shortcut' | 'title' | 'contents' | 'updatedAt'>): void =>
      void save.run(reply.id, reply.shortcut, reply.title, JSON.stringify(reply.contents), reply.updatedAt),
    remove: (id: string): void => void remove.run(id),
    noteUsed: (id: string, at: number): void => void used.run(at, id),
  };
}
