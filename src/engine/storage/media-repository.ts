import type { Problem } from '../../shared/errors/error-code';
import type { Storage } from './storage';

export interface PendingMedia {
  messageId: string;
  conversationId: number;
  botUserId: string;
  lineMessageId: string;
  type: string;
  /** Sent from this workspace, by another console or a tool. */
  isOurs: boolean;
  attempts: number;
  externalUrl: string | null;
  externalPreviewUrl: string | null;
}

export interface StoredFile {
  contentType: string;
  byteSize: number;
  fileName: string;
  previewName: string | null;
}

export type MediaRepository = ReturnType<typeof createMediaRepository>;

/** Files that customers sent: one row per message, from "still to fetch" to "stored", "gone" or "failed". */
export function createMediaRepository(storage: Storage) {
  const insert = storage.prepare<[string, string, string, string | null, string | null]>(
    `INSERT INTO media (message_id, bot_user_id, line_message_id, state, external_url, external_preview_url)
     VALUES (?, ?, ?, 'pending', ?, ?) ON CONFLICT DO NOTHING`,
  );
  const due = storage.prepare<[number, number], Omit<PendingMedia, 'isOurs'> & { isOurs: number }>(
    `SELECT d.message_id AS messageId, m.conversation_id AS conversationId, d.bot_user_id AS botUserId, d.line_message_id AS lineMessageId, m.type,
       m.direction = 'out' AS isOurs, d.attempts, d.external_url AS externalUrl, d.external_preview_url AS externalPreviewUrl
     FROM media d JOIN message m ON m.id = d.message_id
     WHERE d.state = 'pending' AND d.next_attempt_at <= ? ORDER BY d.next_attempt_at LIMIT ?`,
  );
  const nextAt = storage.prepare<[], { at: number | null }>(
    `SELECT min(next_attempt_at) AS at FROM media WHERE state = 'pending'`,
  );
  const stored = storage.prepare<[string, number, string, string | null, string]>(
    `UPDATE media SET state = 'stored', content_type = ?, byte_size = ?, file_name = ?, preview_name = ?, problem = NULL
     WHERE message_id = ? AND state = 'pending'`,
  );
  const ended = storage.prepare<[string, string, string]>(
    `UPDATE media SET state = ?, problem = ? WHERE message_id = ? AND state = 'pending'`,
  );
  const later = storage.prepare<[number, string | null, string]>(
    `UPDATE media SET attempts = attempts + 1, next_attempt_at = ?, problem = ? WHERE message_id = ? AND state = 'pending'`,
  );
  const allNow = storage.prepare<[]>(`UPDATE media SET next_attempt_at = 0 WHERE state = 'pending'`);
  const first = storage.prepare<[string]>(
    `UPDATE media SET next_attempt_at = -1 WHERE state = 'pending' AND next_attempt_at = 0
       AND message_id IN (SELECT value FROM json_each(?))`,
  );
  const files = storage.prepare<[string], { fileName: string | null; previewName: string | null }>(
    'SELECT file_name AS fileName, preview_name AS previewName FROM media WHERE message_id = ?',
  );
  const stillHere = storage.prepare<[string], { fileName: string; contentType: string; byteSize: number }>(
    `SELECT file_name AS fileName, content_type AS contentType, byte_size AS byteSize FROM media WHERE message_id = ? AND state = 'stored'`,
  );
  const users = storage.prepare<{ name: string }, { n: number }>(
    'SELECT count(*) AS n FROM media WHERE file_name = @name OR preview_name = @name',
  );
  const forget = storage.prepare<[string]>(
    `UPDATE media SET state = 'gone', file_name = NULL, preview_name = NULL, external_url = NULL, external_preview_url = NULL,
       content_type = NULL, byte_size = NULL WHERE message_id = ?`,
  );
  const pending = storage.prepare<[], { n: number }>(`SELECT count(*) AS n FROM media WHERE state = 'pending'`);

  return {
    insert(
      messageId: string,
      botUserId: string,
      lineMessageId: string,
      external: { url: string; previewUrl: string | null } | null,
    ) {
      insert.run(messageId, botUserId, lineMessageId, external?.url ?? null, external?.previewUrl ?? null);
    },
    due: (now: number, limit: number): PendingMedia[] =>
      due.all(now, limit).map((row) => ({ ...row, isOurs: row.isOurs === 1 })),
    nextAt: () => nextAt.get()?.at ?? null,
    /** False when the message was taken back in the meantime. */
    stored: (messageId: string, file: StoredFile) =>
      stored.run(file.contentType, file.byteSize, file.fileName, file.previewName, messageId).changes > 0,
    ended: (messageId: string, state: 'gone' | 'failed', problem: Problem) =>
      void ended.run(state, JSON.stringify(problem), messageId),
    later: (messageId: string, at: number, problem: Problem | null) =>
      void later.run(at, problem === null ? null : JSON.stringify(problem), messageId),
    allNow: () => void allNow.run(),
    /** Puts files that were never tried before all others: somebody looks at their messages. */
    first: (messageIds: readonly string[]) => void first.run(JSON.stringify(messageIds)),
    /** Forgets a message's files; gives the names that no other message uses any more. */
    forget(messageId: string): string[] {
      const found = files.get(messageId);
      if (found === undefined) return [];
      forget.run(messageId);
      return [found.fileName, found.previewName].filter(
        (name): name is string => name !== null && (users.get({ name })?.n ?? 0) === 0,
      );
    },
    /** The stored file of a message; null until it is here. */
    file: (messageId: string) => stillHere.get(messageId) ?? null,
    isUsed: (name: string) => (users.get({ name })?.n ?? 0) > 0,
    pendingCount: () => pending.get()?.n ?? 0,
  };
}
