import type { ConversationView } from '../../shared/model/chat';
import type { FollowStatus } from '../../shared/model/contact';
import { conversationMatch } from './conversation-match';
import type { Storage } from './storage';

export type SourceType = 'user' | 'group' | 'room';

/** A conversation as lists and panels show it, joined with its friend, contact, newest message and who is to answer. */
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
  hasDraft: number;
  failedCount: number;
  assigneeId: string | null;
  assigneeName: string | null;
  /** JSON array of the friend's tags, by name. */
  tags: string;
  /** Bubbles that wait for their time, and such that wait for a person. */
  scheduledCount: number;
  heldCount: number;
}

export interface ConversationFilter {
  view: ConversationView;
  botUserId: string | null;
  text: string;
}

/** Where {@link ConversationFilter} 'mine' finds who works at this console. Made once for each installation. */
export const agentIdKey = 'team/agentId';

/** Reads the index of what waits (`message_planned`), which is empty but for a few. */
const planned = (condition: string) => `(SELECT count(*) FROM message p
    WHERE p.conversation_id = c.id AND p.state = 'queued' AND (p.scheduled_at IS NOT NULL OR p.hold IS NOT NULL) AND ${condition})`;

const rowSelect = `SELECT c.id, c.bot_user_id AS botUserId, c.source_type AS sourceType, c.source_id AS sourceId, c.friend_id AS friendId,
    c.title, c.picture_url AS pictureUrl, f.display_name AS friendName, f.picture_url AS friendPictureUrl, f.follow_status AS followStatus,
    k.hubspot_id AS contactId, k.display_name AS contactName, k.company_name AS companyName,
    m.type AS lastType, m.text AS lastText, m.direction AS lastDirection, m.state AS lastState, c.last_message_at AS lastMessageAt,
    c.unread_count AS unreadCount, c.waiting_since_at AS waitingSinceAt, c.status,
    c.draft <> '' OR c.draft_extras IS NOT NULL AS hasDraft, c.failed_count AS failedCount,
    c.assignee_id AS assigneeId, a.name AS assigneeName,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM friend_tag WHERE friend_id = c.friend_id ORDER BY tag)) AS tags,
    ${planned('p.hold IS NULL')} AS scheduledCount, ${planned('p.hold IS NOT NULL')} AS heldCount
  FROM conversation c
  LEFT JOIN friend f ON f.id = c.friend_id
  LEFT JOIN id_link l ON l.friend_id = c.friend_id
  LEFT JOIN contact k ON k.hubspot_id = l.contact_hubspot_id
  LEFT JOIN message m ON m.seq = c.last_message_seq
  LEFT JOIN agent a ON a.id = c.assignee_id`;

const open = `c.status = 'todo' AND c.last_message_at IS NOT NULL`;
const viewCondition: Record<ConversationView, string> = {
  todo: open,
  unread: 'c.unread_count > 0',
  waiting: 'c.waiting_since_at IS NOT NULL',
  mine: `c.assignee_id = (SELECT value FROM meta WHERE key = '${agentIdKey}') AND ${open}`,
  unassigned: `c.assignee_id IS NULL AND ${open}`,
  drafts: `(c.draft <> '' OR c.draft_extras IS NOT NULL)`,
  done: `c.status = 'done' AND c.last_message_at IS NOT NULL`,
  all: 'true',
};
/** Where SQLite would take a broader index than the view's own. */
const viewIndex: Partial<Record<ConversationView, string>> = {
  mine: ' INDEXED BY conversation_by_assignee',
  unassigned: ' INDEXED BY conversation_unassigned',
};

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

/** The views of the conversation list: windows, counts and searches. Each is read from an index of its own. */
export function createConversationList(storage: Storage) {
  const row = storage.prepare<[number], ConversationListRow>(`${rowSelect} WHERE c.id = ?`);
  const counts = storage.prepare<{ bot: string | null }, Record<ConversationView, number>>(
    `SELECT ${conversationViews.map((view) => `(SELECT count(*) FROM conversation c${viewIndex[view] ?? ''} WHERE ${viewCondition[view]} AND (@bot IS NULL OR c.bot_user_id = @bot)) AS "${view}"`).join(', ')}`,
  );
  const unread = storage.prepare<[], { n: number }>('SELECT count(*) AS n FROM conversation WHERE unread_count > 0');
  const waiting = storage.prepare<[], { n: number }>(
    'SELECT count(*) AS n FROM conversation WHERE waiting_since_at IS NOT NULL',
  );
  const manyLinks = storage.prepare<[number], { id: number }>('SELECT friend_id AS id FROM id_link LIMIT 1 OFFSET ?');
  /** Then reading every linked contact costs less than reading all contacts that the text index finds. */
  const hasFewLinks = () => manyLinks.get(fewLinks) === undefined;

  return {
    row: (id: number) => row.get(id) ?? null,
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
      const hits = conversationMatch(text, values, { isLimited: true, hasFewLinks: hasFewLinks() });
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
      const match = conversationMatch(filter.text, values, { isLimited: false, hasFewLinks: hasFewLinks() });
      const from =
        match === null
          ? `conversation c${viewIndex[filter.view] ?? ''}`
          : `(${match}) hit JOIN conversation c ON c.id = hit.id`;
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
