import type { MessageState } from '../../shared/model/chat';
import { bigrams, foldText, likePatterns, searchQuery } from './search-text';
import type { Storage } from './storage';

/** A message as threads show it, with its stored file. `raw` is LINE's own JSON. */
export interface MessageRow {
  seq: number;
  id: string;
  conversationId: number;
  direction: 'in' | 'out';
  origin: 'customer' | 'thisConsole' | 'otherConsole';
  senderName: string | null;
  lineMessageId: string | null;
  type: string;
  text: string | null;
  raw: string;
  sentAt: number;
  state: MessageState;
  problem: string | null;
  via: 'reply' | 'push' | null;
  attempts: number;
  mediaState: 'pending' | 'stored' | 'gone' | 'failed' | null;
  mediaFile: string | null;
  mediaPreview: string | null;
  mediaBytes: number | null;
}

export interface NewIncoming {
  id: string;
  conversationId: number;
  senderUserId: string | null;
  senderName: string | null;
  lineMessageId: string;
  type: string;
  text: string | null;
  raw: string;
  sentAt: number;
  editedAt: number | null;
}

export interface NewOutgoing {
  id: string;
  conversationId: number;
  origin: 'thisConsole' | 'otherConsole';
  senderName: string | null;
  lineMessageId: string | null;
  type: string;
  text: string | null;
  raw: string;
  sentAt: number;
  state: 'queued' | 'accepted';
  via: 'reply' | 'push' | null;
  clientId: string | null;
  retryKey: string | null;
}

export interface SearchedMessage extends MessageRow {
  botUserId: string;
}

export type MessageRepository = ReturnType<typeof createMessageRepository>;

const select = `SELECT m.seq, m.id, m.conversation_id AS conversationId, m.direction, m.origin, m.sender_name AS senderName,
    m.line_message_id AS lineMessageId, m.type, m.text, m.raw, m.sent_at AS sentAt, m.state, m.problem, m.via, m.attempts,
    d.state AS mediaState, d.file_name AS mediaFile, d.preview_name AS mediaPreview, d.byte_size AS mediaBytes
  FROM message m LEFT JOIN media d ON d.message_id = m.id`;

/** Messages of all conversations, kept searchable: text and its index change together. */
export function createMessageRepository(storage: Storage) {
  const byId = storage.prepare<[string], MessageRow>(`${select} WHERE m.id = ?`);
  const byClientId = storage.prepare<[string], MessageRow>(`${select} WHERE m.client_id = ?`);
  const byLineId = storage.prepare<
    [number, string],
    { seq: number; id: string; state: MessageState; editedAt: number | null; sentAt: number }
  >(
    `SELECT seq, id, state, edited_at AS editedAt, sent_at AS sentAt FROM message WHERE conversation_id = ? AND line_message_id = ?`,
  );
  const insertIn = storage.prepare<[NewIncoming & { searchText: string; state: string }]>(
    `INSERT INTO message (id, conversation_id, direction, origin, sender_user_id, sender_name, line_message_id, type, text, raw, sent_at, state,
       edited_at, search_text)
     VALUES (@id, @conversationId, 'in', 'customer', @senderUserId, @senderName, @lineMessageId, @type, @text, @raw, @sentAt, @state,
       @editedAt, @searchText) ON CONFLICT (conversation_id, line_message_id) WHERE line_message_id IS NOT NULL DO NOTHING`,
  );
  const insertOut = storage.prepare<[NewOutgoing & { searchText: string; acceptedAt: number | null }]>(
    `INSERT INTO message (id, conversation_id, direction, origin, sender_name, line_message_id, type, text, raw, sent_at, state, via, client_id,
       retry_key, next_attempt_at, accepted_at, search_text)
     VALUES (@id, @conversationId, 'out', @origin, @senderName, @lineMessageId, @type, @text, @raw, @sentAt, @state, @via, @clientId,
       @retryKey, 0, @acceptedAt, @searchText) ON CONFLICT DO NOTHING`,
  );
  const index = storage.prepare<[number | bigint, string]>('INSERT INTO message_search (rowid, t) VALUES (?, ?)');
  const unindex = storage.prepare<[number]>('DELETE FROM message_search WHERE rowid = ?');
  const edit = storage.prepare<[string | null, string, number, string, number]>(
    'UPDATE message SET text = ?, raw = ?, edited_at = ?, search_text = ? WHERE seq = ?',
  );
  const setSentAt = storage.prepare<[number, number]>('UPDATE message SET sent_at = ? WHERE seq = ?');
  const wipe = storage.prepare<[number]>(
    `UPDATE message SET text = NULL, raw = '{}', state = 'unsent', search_text = '' WHERE seq = ?`,
  );
  const remove = storage.prepare<[number]>('DELETE FROM message WHERE seq = ?');
  const older = storage.prepare<[number, number, number, number], MessageRow>(
    `${select} WHERE m.conversation_id = ? AND (m.sent_at, m.seq) < (?, ?) ORDER BY m.sent_at DESC, m.seq DESC LIMIT ?`,
  );
  const newer = storage.prepare<[number, number, number, number], MessageRow>(
    `${select} WHERE m.conversation_id = ? AND (m.sent_at, m.seq) > (?, ?) ORDER BY m.sent_at, m.seq LIMIT ?`,
  );
  const nameSender = storage.prepare<[string, number, string]>(
    'UPDATE message SET sender_name = ? WHERE conversation_id = ? AND sender_user_id = ? AND sender_name IS NULL',
  );
  const knownName = storage.prepare<[number, string], { name: string }>(
    `SELECT sender_name AS name FROM message WHERE conversation_id = ? AND sender_user_id = ? AND sender_name IS NOT NULL LIMIT 1`,
  );
  const recentTexts = storage.prepare<[number, number], { text: string }>(
    `SELECT m.text FROM conversation c JOIN message m ON m.conversation_id = c.id
     WHERE c.friend_id = ? AND m.direction = 'in' AND m.type = 'text' AND m.text IS NOT NULL ORDER BY m.sent_at DESC LIMIT ?`,
  );
  const putIndex = (seq: number | bigint, searchText: string) => {
    const grams = bigrams(searchText);
    if (grams !== '') index.run(seq, grams);
  };

  return {
    byId: (id: string) => byId.get(id) ?? null,
    byClientId: (clientId: string) => byClientId.get(clientId) ?? null,
    byLineId: (conversationId: number, lineMessageId: string) => byLineId.get(conversationId, lineMessageId) ?? null,
    /** The new row's seq, or null when this LINE message is here already. */
    insertIncoming(message: NewIncoming, state: 'received' | 'unsent' = 'received'): number | null {
      const searchText = foldText(message.text ?? '');
      const { changes, lastInsertRowid } = insertIn.run({ ...message, state, searchText });
      if (changes === 0) return null;
      putIndex(lastInsertRowid, searchText);
      return Number(lastInsertRowid);
    },
    /** The new row's seq, or null when its LINE id or client id is here already. */
    insertOutgoing(message: NewOutgoing): number | null {
      const searchText = foldText(message.text ?? '');
      const acceptedAt = message.state === 'accepted' ? message.sentAt : null;
      const { changes, lastInsertRowid } = insertOut.run({ ...message, searchText, acceptedAt });
      if (changes === 0) return null;
      putIndex(lastInsertRowid, searchText);
      return Number(lastInsertRowid);
    },
    applyEdit(seq: number, text: string | null, raw: string, editedAt: number) {
      const searchText = foldText(text ?? '');
      edit.run(text, raw, editedAt, searchText, seq);
      unindex.run(seq);
      putIndex(seq, searchText);
    },
    setSentAt: (seq: number, at: number) => void setSentAt.run(at, seq),
    /** The customer took it back: nothing of what it said stays. */
    wipe(seq: number) {
      wipe.run(seq);
      unindex.run(seq);
    },
    remove(seq: number) {
      unindex.run(seq);
      remove.run(seq);
    },
    /** Newest first, strictly before the position. */
    olderThan: (conversationId: number, sentAt: number, seq: number, limit: number) =>
      older.all(conversationId, sentAt, seq, limit),
    /** Oldest first, strictly after the position. */
    newerThan: (conversationId: number, sentAt: number, seq: number, limit: number) =>
      newer.all(conversationId, sentAt, seq, limit),
    nameSender: (conversationId: number, userId: string, name: string) =>
      void nameSender.run(name, conversationId, userId),
    senderName: (conversationId: number, userId: string) => knownName.get(conversationId, userId)?.name ?? null,
    /** What a friend wrote lately, newest first. */
    recentTexts: (friendId: number, limit: number) => recentTexts.all(friendId, limit).map((row) => row.text),
    /** Messages that hold every word, newest arrivals first. */
    search(text: string, limit: number): SearchedMessage[] {
      const patterns = likePatterns(text).slice(0, 8);
      if (patterns.length === 0) return [];
      const like = patterns.map(() => `m.search_text LIKE ? ESCAPE '\\'`).join(' AND ');
      const query = searchQuery(text);
      const [from, order, values] = query === null ? ['', 'm.seq', []] : ['message_search s JOIN', 's.rowid', [query]];
      const sql = `SELECT x.*, c.bot_user_id AS botUserId FROM (${select.replace('FROM message m', `FROM ${from} message m${query === null ? '' : ' ON m.seq = s.rowid'}`)}
        WHERE ${query === null ? '' : 'message_search MATCH ? AND '}${like} ORDER BY ${order} DESC LIMIT ?) x JOIN conversation c ON c.id = x.conversationId`;
      return storage.prepare<(string | number)[], SearchedMessage>(sql).all(...values, ...patterns, limit);
    },
  };
}
