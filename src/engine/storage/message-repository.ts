import { z } from 'zod';
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
  /** Of a group's member: the name that LINE told last. */
  senderName: string | null;
  senderUserId: string | null;
  senderPictureUrl: string | null;
  lineMessageId: string | null;
  type: string;
  text: string | null;
  raw: string;
  sentAt: number;
  state: MessageState;
  problem: string | null;
  via: 'reply' | 'push' | null;
  attempts: number;
  editedAt: number | null;
  quoteToken: string | null;
  quotedLineId: string | null;
  /** The quoted message, where it is stored here. */
  quotedId: string | null;
  quotedDirection: 'in' | 'out' | null;
  quotedState: MessageState | null;
  quotedSenderName: string | null;
  quotedType: string | null;
  quotedText: string | null;
  bundleId: string | null;
  scheduledAt: number | null;
  undoUntil: number | null;
  hold: 'customerWrote' | 'threadMovedOn' | 'tooLate' | null;
  mediaState: 'pending' | 'stored' | 'gone' | 'failed' | null;
  mediaFile: string | null;
  mediaPreview: string | null;
  mediaBytes: number | null;
  mediaType: string | null;
  /** A file of this console that the message sends. */
  outgoingKind: 'image' | 'video' | 'audio' | 'file' | null;
  outgoingFile: string | null;
  outgoingPreview: string | null;
  outgoingName: string | null;
  outgoingBytes: number | null;
  outgoingType: string | null;
  outgoingDurationMs: number | null;
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
  quoteToken: string | null;
  quotedLineId: string | null;
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
  /** With which it can be quoted, and what it quotes. */
  quoteToken?: string | null;
  quotedLineId?: string | null;
  /** Bubbles of one call share it; the first one carries the retry key. */
  bundleId?: string | null;
  scheduledAt?: number | null;
  undoUntil?: number | null;
  seenUntil?: number | null;
  hold?: MessageRow['hold'];
  /** As the composer made it (JSON). */
  content?: string | null;
}

export interface SearchedMessage extends MessageRow {
  botUserId: string;
}

export type MessageRepository = ReturnType<typeof createMessageRepository>;

const shownFileSchema = z.looseObject({ originalContentUrl: z.string(), previewImageUrl: z.string().optional() });
const quotingSchema = z.looseObject({ quoteToken: z.string() });

const absentInOutgoing = {
  quoteToken: null,
  quotedLineId: null,
  bundleId: null,
  scheduledAt: null,
  undoUntil: null,
  seenUntil: null,
  hold: null,
  content: null,
};

/** How far back the button of a tap is looked for, and the message of which only the quote token is known. */
const tapReach = 200;
const quoteReach = 500;

const select = `SELECT m.seq, m.id, m.conversation_id AS conversationId, m.direction, m.origin, coalesce(g.display_name, m.sender_name) AS senderName,
    m.sender_user_id AS senderUserId, g.picture_url AS senderPictureUrl, m.line_message_id AS lineMessageId, m.type, m.text, m.raw,
    m.sent_at AS sentAt, m.state, m.problem, m.via, m.attempts, m.edited_at AS editedAt, m.quote_token AS quoteToken,
    m.quoted_line_id AS quotedLineId, q.id AS quotedId, q.direction AS quotedDirection, q.state AS quotedState,
    coalesce(h.display_name, q.sender_name) AS quotedSenderName, q.type AS quotedType, q.text AS quotedText,
    m.bundle_id AS bundleId, m.scheduled_at AS scheduledAt, m.undo_until AS undoUntil, m.hold,
    d.state AS mediaState, d.file_name AS mediaFile, d.preview_name AS mediaPreview, d.byte_size AS mediaBytes, d.content_type AS mediaType,
    o.kind AS outgoingKind, o.file_name AS outgoingFile, o.preview_name AS outgoingPreview, o.name AS outgoingName, o.byte_size AS outgoingBytes,
    o.content_type AS outgoingType, o.duration_ms AS outgoingDurationMs
  FROM message m LEFT JOIN media d ON d.message_id = m.id
  LEFT JOIN group_member g ON g.conversation_id = m.conversation_id AND g.user_id = m.sender_user_id
  LEFT JOIN message q ON q.conversation_id = m.conversation_id AND q.line_message_id = m.quoted_line_id
  LEFT JOIN group_member h ON h.conversation_id = q.conversation_id AND h.user_id = q.sender_user_id
  LEFT JOIN outgoing_file o ON o.id = m.content ->> '$.fileId'`;

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
       edited_at, quote_token, quoted_line_id, search_text)
     VALUES (@id, @conversationId, 'in', 'customer', @senderUserId, @senderName, @lineMessageId, @type, @text, @raw, @sentAt, @state,
       @editedAt, @quoteToken, @quotedLineId, @searchText) ON CONFLICT (conversation_id, line_message_id) WHERE line_message_id IS NOT NULL DO NOTHING`,
  );
  const insertOut = storage.prepare<[Required<NewOutgoing> & { searchText: string; acceptedAt: number | null }]>(
    `INSERT INTO message (id, conversation_id, direction, origin, sender_name, line_message_id, type, text, raw, sent_at, state, via, client_id,
       retry_key, next_attempt_at, accepted_at, quote_token, quoted_line_id, bundle_id, scheduled_at, undo_until, seen_until, hold, content,
       search_text)
     VALUES (@id, @conversationId, 'out', @origin, @senderName, @lineMessageId, @type, @text, @raw, @sentAt, @state, @via, @clientId,
       @retryKey, 0, @acceptedAt, @quoteToken, @quotedLineId, @bundleId, @scheduledAt, @undoUntil, @seenUntil, @hold, @content,
       @searchText) ON CONFLICT DO NOTHING`,
  );
  const index = storage.prepare<[number | bigint, string]>('INSERT INTO message_search (rowid, t) VALUES (?, ?)');
  const unindex = storage.prepare<[number]>('DELETE FROM message_search WHERE rowid = ?');
  const edit = storage.prepare<[string | null, string, number, string | null, string, number]>(
    'UPDATE message SET text = ?, raw = ?, edited_at = ?, quote_token = coalesce(?, quote_token), search_text = ? WHERE seq = ?',
  );
  const complete = storage.prepare<[number, string | null, string | null, string | null, number]>(
    `UPDATE message SET sent_at = ?, sender_user_id = coalesce(sender_user_id, ?), sender_name = coalesce(sender_name, ?),
       quoted_line_id = CASE WHEN state = 'unsent' THEN NULL ELSE coalesce(quoted_line_id, ?) END WHERE seq = ?`,
  );
  const wipe = storage.prepare<[number]>(
    `UPDATE message SET text = NULL, raw = '{}', state = 'unsent', search_text = '', quote_token = NULL, quoted_line_id = NULL WHERE seq = ?`,
  );
  const fetchFile = storage.prepare<[string, string, string | null, string, number]>(
    `INSERT INTO media (message_id, bot_user_id, line_message_id, state, external_url, external_preview_url)
     SELECT ?, bot_user_id, '', 'pending', ?, ? FROM conversation WHERE ? LIKE 'http%' AND id = ?`,
  );
  const withQuoteToken = storage.prepare<[number, string], { lineMessageId: string | null }>(
    `SELECT line_message_id AS lineMessageId FROM (SELECT line_message_id, quote_token FROM message WHERE conversation_id = ?
       ORDER BY sent_at DESC, seq DESC LIMIT ${quoteReach}) WHERE quote_token = ?`,
  );
  const tappedButton = storage.prepare<[number, number, string], { raw: string }>(
    `SELECT raw FROM (SELECT raw, direction, sent_at, seq FROM message WHERE conversation_id = ? AND sent_at <= ?
       ORDER BY sent_at DESC, seq DESC LIMIT ${tapReach})
     WHERE direction = 'out' AND instr(raw, ?) > 0 ORDER BY sent_at DESC, seq DESC LIMIT 1`,
  );
  const remove = storage.prepare<[number]>('DELETE FROM message WHERE seq = ?');
  const older = storage.prepare<[number, number, number, number], MessageRow>(
    `${select} WHERE m.conversation_id = ? AND (m.sent_at, m.seq) < (?, ?) ORDER BY m.sent_at DESC, m.seq DESC LIMIT ?`,
  );
  const newer = storage.prepare<[number, number, number, number], MessageRow>(
    `${select} WHERE m.conversation_id = ? AND (m.sent_at, m.seq) > (?, ?) ORDER BY m.sent_at, m.seq LIMIT ?`,
  );
  const recentTexts = storage.prepare<[number, number], { text: string }>(
    `SELECT m.text FROM conversation c JOIN message m ON m.conversation_id = c.id
     WHERE c.friend_id = ? AND m.direction = 'in' AND m.type = 'text' AND m.text IS NOT NULL ORDER BY m.sent_at DESC LIMIT ?`,
  );
  /** Pictures and clips of another console, or of a tool: kept here as well, because their addresses end. */
  const fetchWhatItShows = ({ id, type, raw, conversationId }: NewOutgoing) => {
    if (type !== 'image' && type !== 'video' && type !== 'audio') return;
    const found = shownFileSchema.safeParse(JSON.parse(raw));
    if (!found.success) return;
    const { originalContentUrl: url, previewImageUrl } = found.data;
    fetchFile.run(id, url, previewImageUrl ?? null, url, conversationId);
  };
  /** What a message of another console quotes: it tells the token only. */
  const quotedBy = ({ raw, conversationId }: NewOutgoing): string | null => {
    const found = quotingSchema.safeParse(JSON.parse(raw));
    return found.success ? (withQuoteToken.get(conversationId, found.data.quoteToken)?.lineMessageId ?? null) : null;
  };
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
      // a text with substitutions is a text to everybody who reads it; `raw` keeps LINE's form
      const type = message.type === 'textV2' ? 'text' : message.type;
      const quotedLineId = message.quotedLineId ?? quotedBy(message);
      const row = { ...absentInOutgoing, ...message, type, quotedLineId, searchText, acceptedAt };
      const { changes, lastInsertRowid } = insertOut.run(row);
      if (changes === 0) return null;
      putIndex(lastInsertRowid, searchText);
      if (row.content === null) fetchWhatItShows(row);
      return Number(lastInsertRowid);
    },
    applyEdit(seq: number, changed: Pick<NewIncoming, 'text' | 'raw' | 'quoteToken'> & { editedAt: number }) {
      const searchText = foldText(changed.text ?? '');
      edit.run(changed.text, changed.raw, changed.editedAt, changed.quoteToken, searchText, seq);
      unindex.run(seq);
      putIndex(seq, searchText);
    },
    /** Its edit or its unsend came first: what only the message itself tells. */
    complete: (seq: number, message: Pick<NewIncoming, 'sentAt' | 'senderUserId' | 'senderName' | 'quotedLineId'>) =>
      void complete.run(message.sentAt, message.senderUserId, message.senderName, message.quotedLineId, seq),
    /** The newest message of ours before `at` whose JSON holds `piece`, among the last ones of the conversation. */
    rawWith: (conversationId: number, at: number, piece: string) =>
      tappedButton.get(conversationId, at, piece)?.raw ?? null,
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
