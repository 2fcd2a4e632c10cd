import type { ConversationView } from '../../shared/contract/chat-contract';
import type { FollowStatus, LinkOrigin } from '../../shared/model/contact';
import { foldText, likePatterns, searchQuery } from './search-text';
import type { Storage } from './storage';

export type SourceType = 'user' | 'group' | 'room';

/** A conversation as lists and panels show it, joined with its friend, contact and newest message. */
export interface ConversationListRow {
  id: number;
  botUserId: string;
  sourceType: SourceType;
  sourceId: string;
  friendId: number | null;
  title: string | null;
  pictureUrl: string | null;
  friendName: string | null;
  friendPictureUrl: string | null;
  followStatus: FollowStatus | null;
  contactId: string | null;
  contactName: string | null;
  companyName: string | null;
  lastType: string | null;
  lastText: string | null;
  lastDirection: 'in' | 'out' | null;
  lastState: string | null;
  lastMessageAt: number | null;
  unreadCount: number;
  waitingSinceAt: number | null;
  status: 'todo' | 'done';
  draft: string;
  failedCount: number;
}

export interface ConversationExtras {
  officialAccountName: string | null;
  quotaLimit: number | null;
  quotaUsed: number | null;
  linkOrigin: LinkOrigin | null;
  linkedAt: number | null;
  followedAt: number | null;
  statusMessage: string | null;
  language: string | null;
  replyToken: string | null;
  replyTokenUntil: number | null;
}

export interface ConversationFilter {
  view: ConversationView;
  botUserId: string | null;
  text: string;
}

export type ConversationRepository = ReturnType<typeof createConversationRepository>;

const rowSelect = `SELECT c.id, c.bot_user_id AS botUserId, c.source_type AS sourceType, c.source_id AS sourceId, c.friend_id AS friendId,
    c.title, c.picture_url AS pictureUrl, f.display_name AS friendName, f.picture_url AS friendPictureUrl, f.follow_status AS followStatus,
    k.hubspot_id AS contactId, k.display_name AS contactName, k.company_name AS companyName,
    m.type AS lastType, m.text AS lastText, m.direction AS lastDirection, m.state AS lastState, c.last_message_at AS lastMessageAt,
    c.unread_count AS unreadCount, c.waiting_since_at AS waitingSinceAt, c.status, c.draft, c.failed_count AS failedCount
  FROM conversation c
  LEFT JOIN friend f ON f.id = c.friend_id
  LEFT JOIN id_link l ON l.friend_id = c.friend_id
  LEFT JOIN contact k ON k.hubspot_id = l.contact_hubspot_id
  LEFT JOIN message m ON m.seq = c.last_message_seq`;

const viewCondition: Record<ConversationView, string> = {
  todo: `c.status = 'todo' AND c.last_message_at IS NOT NULL`,
  unread: 'c.unread_count > 0',
  waiting: 'c.waiting_since_at IS NOT NULL',
  done: `c.status = 'done' AND c.last_message_at IS NOT NULL`,
  all: 'true',
};

const conversationViews: readonly ConversationView[] = ['todo', 'unread', 'waiting', 'done', 'all'];

/** Who has waited longest comes first; everywhere else, what is newest. */
const viewOrder = (view: ConversationView) =>
  view === 'waiting' ? 'c.waiting_since_at, c.id' : 'c.last_message_at DESC, c.id DESC';

/** Chats with one user, group or room at one Official Account, with their counters. Counters move with the messages. */
export function createConversationRepository(storage: Storage) {
  const bySource = storage.prepare<[string, string, string], { id: number }>(
    'SELECT id FROM conversation WHERE bot_user_id = ? AND source_type = ? AND source_id = ?',
  );
  const insert = storage.prepare<[string, string, string, number | null]>(
    'INSERT INTO conversation (bot_user_id, source_type, source_id, friend_id) VALUES (?, ?, ?, ?)',
  );
  const row = storage.prepare<[number], ConversationListRow>(`${rowSelect} WHERE c.id = ?`);
  const extras = storage.prepare<[number], ConversationExtras>(
    `SELECT a.display_name AS officialAccountName, a.quota_limit AS quotaLimit, a.quota_used AS quotaUsed, l.origin AS linkOrigin,
       l.linked_at AS linkedAt, f.followed_at AS followedAt, f.status_message AS statusMessage, f.language,
       c.reply_token AS replyToken, c.reply_token_until AS replyTokenUntil
     FROM conversation c LEFT JOIN official_account a ON a.bot_user_id = c.bot_user_id
     LEFT JOIN friend f ON f.id = c.friend_id LEFT JOIN id_link l ON l.friend_id = c.friend_id WHERE c.id = ?`,
  );
  const incoming = storage.prepare<{ id: number; seq: number; at: number }>(
    `UPDATE conversation SET
       last_message_seq = CASE WHEN last_message_at IS NULL OR @at >= last_message_at THEN @seq ELSE last_message_seq END,
       last_message_at = max(coalesce(last_message_at, 0), @at),
       unread_count = unread_count + 1,
       waiting_since_at = CASE WHEN @at > last_answer_at THEN min(coalesce(waiting_since_at, @at), @at) ELSE waiting_since_at END,
       status = CASE WHEN @at > last_answer_at THEN 'todo' ELSE status END
     WHERE id = @id`,
  );
  const outgoing = storage.prepare<{ id: number; seq: number; at: number }>(
    `UPDATE conversation SET
       last_message_seq = CASE WHEN last_message_at IS NULL OR @at >= last_message_at THEN @seq ELSE last_message_seq END,
       last_message_at = max(coalesce(last_message_at, 0), @at) WHERE id = @id`,
  );
  const answered = storage.prepare<{ id: number; at: number }>(
    'UPDATE conversation SET last_answer_at = max(last_answer_at, @at) WHERE id = @id',
  );
  const recount = storage.prepare<{ id: number }>(
    `UPDATE conversation SET
       waiting_since_at = (SELECT min(m.sent_at) FROM message m
         WHERE m.conversation_id = conversation.id AND m.sent_at > last_answer_at AND m.direction = 'in' AND m.state = 'received'),
       unread_count = min(unread_count, (SELECT count(*) FROM message m
         WHERE m.conversation_id = conversation.id AND m.sent_at > last_answer_at AND m.direction = 'in'))
     WHERE id = @id`,
  );
  const refreshLast = storage.prepare<{ id: number }>(
    `UPDATE conversation SET (last_message_at, last_message_seq) = (SELECT max(sent_at), seq FROM
       (SELECT sent_at, seq FROM message WHERE conversation_id = @id ORDER BY sent_at DESC, seq DESC LIMIT 1)),
       failed_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND state = 'failed') WHERE id = @id`,
  );
  const countFailed = storage.prepare<{ id: number }>(
    `UPDATE conversation SET failed_count = (SELECT count(*) FROM message WHERE conversation_id = @id AND state = 'failed') WHERE id = @id`,
  );
  const readNow = storage.prepare<[number, number]>(
    'UPDATE conversation SET unread_count = 0, read_until_at = ? WHERE id = ? AND unread_count > 0',
  );
  const done = storage.prepare<[number, number]>(
    `UPDATE conversation SET status = 'done', last_answer_at = max(last_answer_at, ?), waiting_since_at = NULL WHERE id = ?`,
  );
  const todo = storage.prepare<[number]>(`UPDATE conversation SET status = 'todo' WHERE id = ?`);
  const draft = storage.prepare<[string, number, number]>(
    'UPDATE conversation SET draft = ?, draft_at = ? WHERE id = ?',
  );
  const offerToken = storage.prepare<{ id: number; token: string; until: number }>(
    `UPDATE conversation SET reply_token = @token, reply_token_until = @until
     WHERE id = @id AND (reply_token IS NULL OR reply_token_until <= @until)`,
  );
  const takeToken = storage.prepare<{ id: number; now: number }, { token: string }>(
    `SELECT reply_token AS token FROM conversation WHERE id = @id AND reply_token IS NOT NULL AND reply_token_until > @now`,
  );
  const dropToken = storage.prepare<[number]>(
    'UPDATE conversation SET reply_token = NULL, reply_token_until = NULL WHERE id = ?',
  );
  const groups = storage.prepare<[number], { id: number; botUserId: string; sourceId: string }>(
    `SELECT id, bot_user_id AS botUserId, source_id AS sourceId FROM conversation
     WHERE friend_id IS NULL AND source_type = 'group' AND title IS NULL LIMIT ?`,
  );
  const saveTitle = storage.prepare<[string, string | null, string, number]>(
    'UPDATE conversation SET title = ?, picture_url = ?, search_text = ? WHERE id = ?',
  );
  const byFriend = storage.prepare<[number], { id: number }>('SELECT id FROM conversation WHERE friend_id = ?');
  const counts = storage.prepare<{ bot: string | null }, Record<ConversationView, number>>(
    `SELECT ${conversationViews.map((view) => `(SELECT count(*) FROM conversation c WHERE ${viewCondition[view]} AND (@bot IS NULL OR c.bot_user_id = @bot)) AS "${view}"`).join(', ')}`,
  );
  const unread = storage.prepare<[], { n: number }>('SELECT count(*) AS n FROM conversation WHERE unread_count > 0');
  const waiting = storage.prepare<[], { n: number }>(
    'SELECT count(*) AS n FROM conversation WHERE waiting_since_at IS NOT NULL',
  );

  return {
    ensure(botUserId: string, sourceType: SourceType, sourceId: string, friendId: number | null): number {
      const known = bySource.get(botUserId, sourceType, sourceId);
      return known?.id ?? Number(insert.run(botUserId, sourceType, sourceId, friendId).lastInsertRowid);
    },
    find: (botUserId: string, sourceType: SourceType, sourceId: string) =>
      bySource.get(botUserId, sourceType, sourceId)?.id ?? null,
    ofFriend: (friendId: number) => byFriend.get(friendId)?.id ?? null,
    row: (id: number) => row.get(id) ?? null,
    extras: (id: number) => extras.get(id) ?? null,
    /** A customer message came in (history counts as well: an answer that follows takes it off again). */
    noteIncoming: (id: number, seq: number, at: number) => void incoming.run({ id, seq, at }),
    /** A message of ours is in the thread; it answers nothing before LINE accepted it. */
    noteOutgoing: (id: number, seq: number, at: number) => void outgoing.run({ id, seq, at }),
    /** What customers wrote until `at` is answered. */
    noteAnswer(id: number, at: number) {
      answered.run({ id, at });
      recount.run({ id });
    },
    recount: (id: number) => void recount.run({ id }),
    refreshLast: (id: number) => void refreshLast.run({ id }),
    countFailed: (id: number) => void countFailed.run({ id }),
    /** True when something was unread. */
    markRead: (id: number, at: number) => readNow.run(at, id).changes > 0,
    setStatus: (id: number, status: 'todo' | 'done', at: number) =>
      void (status === 'done' ? done.run(at, id) : todo.run(id)),
    saveDraft: (id: number, text: string, at: number) => void draft.run(text, at, id),
    /** Keeps the token that lives longest. */
    offerReplyToken: (id: number, token: string, until: number) => void offerToken.run({ id, token, until }),
    /** Takes the reply token out for one use, for ever; null when there is none that lives. */
    takeReplyToken(id: number, now: number): string | null {
      const token = takeToken.get({ id, now })?.token ?? null;
      if (token !== null) dropToken.run(id);
      return token;
    },
    groupsWithoutTitle: (limit: number) => groups.all(limit),
    saveTitle: (id: number, title: string, pictureUrl: string | null) =>
      void saveTitle.run(title, pictureUrl, foldText(title), id),
    counts: (botUserId: string | null) =>
      counts.get({ bot: botUserId }) ?? { all: 0, todo: 0, done: 0, unread: 0, waiting: 0 },
    unreadTotal: () => unread.get()?.n ?? 0,
    waitingTotal: () => waiting.get()?.n ?? 0,
    /** Conversations whose person, contact or title holds every word, newest first; no count, so it is cheap. */
    match(text: string, limit: number): ConversationListRow[] {
      const values: Record<string, string | number> = { limit };
      const hits = textMatch(text, values);
      if (hits === null) return [];
      const order = viewOrder('all');
      return storage
        .prepare<[typeof values], ConversationListRow>(
          `${rowSelect} WHERE c.id IN (${hits}) ORDER BY ${order} LIMIT @limit`,
        )
        .all(values);
    },
    /** One window of a view, and how many conversations match in all. `total` is null where it equals the view's count. */
    page(
      filter: ConversationFilter,
      offset: number,
      limit: number,
    ): { rows: ConversationListRow[]; total: number | null } {
      const conditions = [viewCondition[filter.view]];
      const values: Record<string, string | number> = { offset, limit };
      if (filter.botUserId !== null) {
        conditions.push('c.bot_user_id = @bot');
        values.bot = filter.botUserId;
      }
      const match = textMatch(filter.text, values);
      const from = match === null ? 'conversation c' : `(${match}) hit JOIN conversation c ON c.id = hit.id`;
      const where = conditions.join(' AND ');
      const order = viewOrder(filter.view);
      const rows = storage
        .prepare<[typeof values], ConversationListRow>(
          `${rowSelect} WHERE c.id IN (SELECT c.id FROM ${from} WHERE ${where} ORDER BY ${order} LIMIT @limit OFFSET @offset) ORDER BY ${order}`,
        )
        .all(values);
      if (match === null) return { rows, total: null };
      const { offset: _offset, limit: _limit, ...named } = values;
      const total = storage
        .prepare<[typeof named], { n: number }>(`SELECT count(*) AS n FROM ${from} WHERE ${where}`)
        .get(named);
      return { rows, total: total?.n ?? 0 };
    },
  };
}

/** SQL for the ids of conversations whose person, contact or group title holds every word; null for an empty text. */
function textMatch(text: string, values: Record<string, string | number>): string | null {
  const patterns = likePatterns(text).slice(0, 8);
  if (patterns.length === 0) return null;
  const like = (column: string) => patterns.map((_, i) => `${column} LIKE @p${i} ESCAPE '\\'`).join(' AND ');
  for (const [i, pattern] of patterns.entries()) values[`p${i}`] = pattern;
  const query = searchQuery(text);
  if (query !== null) values.query = query;
  const friends =
    query === null
      ? 'friend f WHERE'
      : 'friend_search s JOIN friend f ON f.id = s.rowid WHERE friend_search MATCH @query AND';
  const contacts =
    query === null
      ? 'contact k'
      : '(SELECT rowid AS id FROM contact_search WHERE contact_search MATCH @query) s JOIN contact k ON k.id = s.id';
  return `SELECT c.id FROM conversation c WHERE c.friend_id IN (SELECT f.id FROM ${friends} ${like('f.search_text')})
    UNION SELECT c.id FROM ${contacts} JOIN id_link l ON l.contact_hubspot_id = k.hubspot_id
      JOIN conversation c ON c.friend_id = l.friend_id WHERE ${like('k.search_text')}
    UNION SELECT c.id FROM conversation c WHERE c.friend_id IS NULL AND ${like('c.search_text')}`;
}
