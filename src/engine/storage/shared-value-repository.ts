import { z } from 'zod';
import { type WorkspaceChange, workspaceChangeSchema } from '../../shared/relay-protocol';
import type { Storage } from './storage';
import { notInLogYet } from './tag-repository';
import { pastMs } from './workspace-account-repository';

const chat = `json_object('botUserId', c.bot_user_id, 'sourceType', c.source_type, 'sourceId', c.source_id)`;

/** Every kind of shared value as the change that would bring it about, one JSON text a row, `rank` ascending from `first`. */
const kinds: readonly { first: string | number; sql: string }[] = [
  {
    first: '',
    sql: `SELECT note.id AS rank, json_object('kind', 'note', 'noteId', note.id, 'chat', ${chat}, 'text', note.text, 'createdAt', note.created_at,
      'author', note.author_id, 'isGone', json('false'), 'at', coalesce(note.edited_at, note.created_at), 'by', note.author_id) AS body
    FROM note JOIN conversation c ON c.id = note.conversation_id WHERE note.id > ? ORDER BY note.id LIMIT ?`,
  },
  {
    first: '',
    sql: `SELECT name AS rank, json_object('kind', 'tag', 'name', name, 'color', color, 'isGone', json('false'), 'at', created_at, 'by', NULL) AS body
    FROM tag WHERE is_saved = 1 AND name > ? ORDER BY name LIMIT ?`,
  },
  {
    first: 0,
    sql: `SELECT friend_id AS rank, json_object('kind', 'friendTag', 'botUserId', f.bot_user_id, 'userId', f.user_id, 'tag', tag, 'isGiven', json('true'),
      'at', 0, 'by', NULL) AS body
    FROM friend_tag JOIN friend f ON f.id = friend_id
    WHERE friend_id IN (SELECT DISTINCT friend_id FROM friend_tag WHERE friend_id > ? AND seq < ${notInLogYet} ORDER BY friend_id LIMIT ?) AND seq < ${notInLogYet}
    ORDER BY friend_id`,
  },
  {
    first: '',
    sql: `SELECT id AS rank, json_object('kind', 'cannedReply', 'cannedReplyId', id, 'shortcut', shortcut, 'title', title, 'contents', json(contents),
      'isGone', json('false'), 'at', updated_at, 'by', NULL) AS body
    FROM canned_reply WHERE id > ? ORDER BY id LIMIT ?`,
  },
  {
    first: 0,
    sql: `SELECT c.id AS rank, json_object('kind', 'assignment', 'chat', ${chat}, 'agentId', c.assignee_id, 'at', 0, 'by', NULL) AS body
    FROM conversation c WHERE c.id > ? AND c.assignee_id IS NOT NULL ORDER BY c.id LIMIT ?`,
  },
  // called done at some time: other than what was past from the beginning
  {
    first: 0,
    sql: `SELECT c.id AS rank, json_object('kind', 'status', 'chat', ${chat}, 'status', c.status, 'doneUntil', c.done_until, 'at', 0, 'by', NULL) AS body
    FROM conversation c JOIN official_account a ON a.bot_user_id = c.bot_user_id LEFT JOIN workspace_account w ON w.bot_user_id = c.bot_user_id
    WHERE c.id > ? AND c.done_until <> min(a.connected_at, coalesce(w.since, a.connected_at)) - ${pastMs} ORDER BY c.id LIMIT ?`,
  },
];

/** What this console holds of the values that consoles share, as changes. */
export function createSharedValueRepository(storage: Storage) {
  const statements = kinds.map(({ first, sql }) => ({
    first,
    statement: storage.prepare<[string | number, number], { rank: string | number; body: string }>(sql),
  }));
  const text = z.string().transform((body) => workspaceChangeSchema.parse(JSON.parse(body)));
  return {
    /** All of them in portions of about `limit`; what changes meanwhile may be in or not. */
    *portions(limit: number): Generator<WorkspaceChange[]> {
      for (const { first, statement } of statements) {
        let after = first;
        for (;;) {
          const rows = statement.all(after, limit);
          const last = rows.at(-1);
          if (last === undefined) break;
          yield rows.map(({ body }) => text.parse(body));
          after = last.rank;
        }
      }
    },
  };
}
