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
  mine: 'false',
  unassigned: 'false',
  drafts: `c.draft <> ''`,
  done: `c.status = 'done' AND c.last_message_at IS NOT NULL`,
  all: 'true',
};

/** What is older than this when the console meets an account was the business of others: the workspace's other consoles. */
const pastMs = 60 * 60_000;

const fewLinks = 5_000;

const conversationViews: readonly ConversationView[] = [
  'todo',
  'mine',
  'unassigned',
  'unread',
  'waiting',
  'drafts',
  'done',
  'all',
];

/** Who has waited longest comes first; everywhere else, what is newest. */
const viewOrder = (view: ConversationView) =>
  view === 'waiting' ? 'c.waiting_since_at, c.id' : 'c.last_message_at DESC, c.id DESC';

/** Chats with one user, group or room at one Official Account, with their counters. Counters move with the messages. */
export function createConversationRepository(storage: Storage) {
  const bySource = storage.prepare<[string, string, string], { id: number }>(
    'SELECT id FROM conversation WHERE bot_user_id = ? AND source_type = ? AND source_id = ?',
  );
  // What was written more than an hour before this console met the account is past: it calls for nobody.
  const insert = storage.prepare<{ bot: string; type: string; source: string; friend: number | null }>(
    `INSERT INTO conversation (bot_user_id, source_type, source_id, friend_id, status, last_answer_at)
     VALUES (@bot, @type, @source, @friend, 'done',
       coalesce((SELECT connected_at - ${pastMs} FROM official_account WHERE bot_user_id = @bot), 0))`,
  );
  const row = storage.prepare<[number], ConversationListRow>(`${rowSelect} WHERE c.id = ?`);
  const extras = storage.prepare<[number], ConversationExtras>(
    `SELECT coalesce(a.display_name, d.display_name) AS officialAccountName, a.quota_limit AS quotaLimit, a.quota_used AS quotaUsed, l.origin AS linkOrigin,
       l.linked_at AS linkedAt, f.followed_at AS followedAt, f.status_message AS statusMessage, f.language,
       c.reply_token AS replyToken, c.reply_token_until AS replyTokenUntil
     FROM conversation c LEFT JOIN official_account a ON a.bot_user_id = c.bot_user_id
     LEFT JOIN former_official_account d ON d.bot_user_id = c.bot_user_id
     LEFT JOIN friend f ON f.id = c.friend_id LEFT JOIN id_link l ON l.friend_id = c.friend_id WHERE c.id = ?`,
  );
  const hasAccount = storage.prepare<[number], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM conversation c JOIN official_account a ON a.bot_user_id = c.bot_user_id WHERE c.id = ?) AS found`,
  );
  const incoming = storage.prepare<{ id: number; seq: number; at: number }>(
    `UPDATE conversation SET
       last_message_seq = CASE WHEN last_message_at IS NULL OR @at >= last_message_at THEN @seq ELSE last_message_seq END,
       last_message_at = max(coalesce(last_message_at, 0), @at),
       unread_count = unread_count + (@at > coalesce(
         (SELECT connected_at - ${pastMs} FROM official_account a WHERE a.bot_user_id = conversation.bot_user_id), 0)),
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

  const manyLinks = storage.prepare<[number], { id: number }>('SELECT friend_id AS id FROM id_link LIMIT 1 OFFSET ?');
  /** Then reading every linked contact costs less than reading all contacts that the text index finds. */
  const hasFewLinks = () => manyLinks.get(fewLinks) === undefined;

  return {
    ensure(botUserId: string, sourceType: SourceType, sourceId: string, friendId: number | null): number {
      const known = bySource.get(botUserId, sourceType, sourceId);
      if (known !== undefined) return known.id;
      const row = { bot: botUserId, type: sourceType, source: sourceId, friend: friendId };
      return Number(insert.run(row).lastInsertRowid);
    },
    find: (botUserId: string, sourceType: SourceType, sourceId: string) =>
      bySource.get(botUserId, sourceType, sourceId)?.id ?? null,
    ofFriend: (friendId: number) => byFriend.get(friendId)?.id ?? null,
    row: (id: number) => row.get(id) ?? null,
    extras: (id: number) => extras.get(id) ?? null,
    /** A customer message came in. From before this console met the account it is past, and counts neither as unread nor as waiting. */
    noteIncoming: (id: number, seq: number, at: number) => void incoming.run({ id, seq, at }),
    /** A message of ours is in the thread; it answers nothing before LINE accepted it. */
    noteOutgoing: (id: number, seq: number, at: number) => void outgoing.run({ id, seq, at }),
    /** What customers wrote until `at` is answered. */
    noteAnswer(id: number, at: number) {
      answered.run({ id, at });
      recount.run({ id });
    },
    /** False once its account was disconnected. */
    hasAccount: (id: number) => hasAccount.get(id)?.found === 1,
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
      counts.get({ bot: botUserId }) ?? {
        all: 0,
        todo: 0,
        mine: 0,
        unassigned: 0,
        drafts: 0,
        done: 0,
        unread: 0,
        waiting: 0,
      },
    unreadTotal: () => unread.get()?.n ?? 0,
    waitingTotal: () => waiting.get()?.n ?? 0,
    /** Some conversations whose person, contact or title holds every word, those with the newest messages first. Costs no more where many match. */
    match(text: string, limit: number): ConversationListRow[] {
      const values: Record<string, string | number> = { limit };
      const hits = textMatch(text, values, { isLimited: true, hasFewLinks: hasFewLinks() });
      if (hits === null) return [];
      return storage
        .prepare<[typeof values], ConversationListRow>(
          `${rowSelect} WHERE c.id IN (${hits}) ORDER BY ${viewOrder('all')} LIMIT @limit`,
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
        // the plus keeps SQLite on the view's own index, which holds the account as well
        conditions.push('+c.bot_user_id = @bot');
        values.bot = filter.botUserId;
      }
      const match = textMatch(filter.text, values, { isLimited: false, hasFewLinks: hasFewLinks() });
      const from = match === null ? 'conversation c' : `(${match}) hit JOIN conversation c ON c.id = hit.id`;
      const order = viewOrder(filter.view);
      const total = match === null ? 'NULL' : 'count(*) OVER ()';
      const ids = storage
        .prepare<[typeof values], { id: number; total: number | null }>(
          `SELECT c.id, ${total} AS total FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT @limit OFFSET @offset`,
        )
        .all(values);
      const rows = ids.map(({ id }) => row.get(id)).filter((found) => found !== undefined);
      return { rows, total: match === null ? null : (ids[0]?.total ?? (offset === 0 ? 0 : offset)) };
    },
  };
}

/**
 * SQL for the ids of conversations whose person, contact or group title holds every word; null for an empty text.
 * `isLimited` stops each of the three at `@limit` (newest people first), so that a common word costs no more than a rare one.
 */
function textMatch(
  text: string,
  values: Record<string, string | number>,
  { isLimited, hasFewLinks }: { isLimited: boolean; hasFewLinks: boolean },
): string | null {
  const patterns = likePatterns(text).slice(0, 8);
  if (patterns.length === 0) return null;
  const like = (column: string) => patterns.map((_, i) => `${column} LIKE @p${i} ESCAPE '\\'`).join(' AND ');
  for (const [i, pattern] of patterns.entries()) values[`p${i}`] = pattern;
  const query = searchQuery(text);
  if (query !== null) values.query = query;
  const upTo = (order: string) => (isLimited ? ` ORDER BY ${order} DESC LIMIT @limit` : '');
  const friends =
    query === null
      ? `friend f JOIN conversation c ON c.friend_id = f.id WHERE ${like('f.search_text')}${upTo('f.id')}`
      : `friend_search s JOIN friend f ON f.id = s.rowid JOIN conversation c ON c.friend_id = f.id
         WHERE friend_search MATCH @query AND ${like('f.search_text')}${upTo('s.rowid')}`;
  const linked =
    'JOIN id_link l ON l.contact_hubspot_id = k.hubspot_id JOIN conversation c ON c.friend_id = l.friend_id';
  const ofLinks =
    'id_link l CROSS JOIN contact k ON k.hubspot_id = l.contact_hubspot_id JOIN conversation c ON c.friend_id = l.friend_id';
  const contacts =
    query === null || hasFewLinks
      ? `${ofLinks} WHERE ${like('k.search_text')}${upTo('k.id')}`
      : `contact_search s JOIN contact k ON k.id = s.rowid ${linked}
         WHERE contact_search MATCH @query AND ${like('k.search_text')}${upTo('s.rowid')}`;
  const groups = `conversation c WHERE c.friend_id IS NULL AND ${like('c.search_text')}${upTo('c.id')}`;
  return [friends, contacts, groups].map((from) => `SELECT * FROM (SELECT c.id FROM ${from})`).join(' UNION ');
}
