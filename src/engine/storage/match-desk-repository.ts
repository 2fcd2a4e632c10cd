import type { Problem } from '../../shared/errors/error-code';
import { problemSchema } from '../../shared/errors/error-code';
import { followStatusSchema, type UnlinkedFriend } from '../../shared/model/contact';
import { conversationIdSchema, friendIdSchema, officialAccountIdSchema } from '../../shared/model/ids';
import { pictureAddress } from '../core/picture-address';
import { likePatterns, searchQuery } from './search-text';
import type { Storage } from './storage';

export type DeskView = 'open' | 'setAside' | 'requested';

export interface DeskFilter {
  view: DeskView;
  botUserId: string | null;
  text: string;
}

interface Row {
  friendId: number;
  botUserId: string;
  officialAccountName: string;
  displayName: string | null;
  userId: string;
  pictureUrl: string | null;
  followStatus: string;
  followedAt: number | null;
  lastMessageAt: number | null;
  conversationId: number | null;
  view: DeskView;
  openRequestUntil: number | null;
  creationProblem: string | null;
}

/** Only friends of accounts that are connected; the plus keeps SQLite on the index of the order, which holds the account. */
const isConnected = '+d.bot_user_id IN (SELECT bot_user_id FROM official_account)';

/** Friends without a contact. The rows of `match_desk` are kept by triggers; here is what people decide about them. */
export function createMatchDeskRepository(storage: Storage) {
  const one = storage.prepare<[number], Row>(`
    SELECT d.friend_id AS friendId, d.bot_user_id AS botUserId, coalesce(a.display_name, '') AS officialAccountName, f.display_name AS displayName,
      f.user_id AS userId, f.picture_url AS pictureUrl, f.follow_status AS followStatus, f.followed_at AS followedAt,
      c.last_message_at AS lastMessageAt, c.id AS conversationId, d.view,
      (SELECT max(expires_at) FROM link_request r WHERE r.friend_id = d.friend_id AND r.state IN ('sending', 'sent', 'opened')) AS openRequestUntil,
      (SELECT problem FROM contact_creation k WHERE k.friend_id = d.friend_id) AS creationProblem
    FROM match_desk d JOIN friend f ON f.id = d.friend_id LEFT JOIN official_account a ON a.bot_user_id = d.bot_user_id
    LEFT JOIN conversation c ON c.friend_id = d.friend_id AND c.source_type = 'user' WHERE d.friend_id = ?`);
  const counts = storage.prepare<{ bot: string | null }, { view: DeskView; n: number }>(
    `SELECT k.view, sum(k.n) AS n FROM official_account a JOIN match_desk_count k ON k.bot_user_id = a.bot_user_id
     WHERE @bot IS NULL OR a.bot_user_id = @bot GROUP BY k.view`,
  );
  const unlinked = storage.prepare<[], { n: number }>(
    `SELECT coalesce(sum(k.n), 0) AS n FROM official_account a JOIN match_desk_count k ON k.bot_user_id = a.bot_user_id
     WHERE k.view = 'open'`,
  );
  const setView = storage.prepare<[DeskView, number]>('UPDATE match_desk SET view = ? WHERE friend_id = ?');
  const view = storage.prepare<[number], { view: DeskView }>('SELECT view FROM match_desk WHERE friend_id = ?');

  return {
    /** Null while the friend has a contact. */
    view: (friendId: number): DeskView | null => view.get(friendId)?.view ?? null,
    setView: (friendId: number, to: DeskView) => void setView.run(to, friendId),
    counts(botUserId: string | null): Record<DeskView, number> {
      const found = { open: 0, setAside: 0, requested: 0 };
      for (const row of counts.all({ bot: botUserId })) found[row.view] = row.n;
      return found;
    },
    /** Friends without a contact whom nobody set aside or asked; costs nothing. */
    unlinkedCount: (): number => unlinked.get()?.n ?? 0,
    /** One window of a view, newest activity first; `total` is null where it equals the view's count. */
    page(filter: DeskFilter, offset: number, limit: number): { rows: UnlinkedFriend[]; total: number | null } {
      const conditions = ['d.view = @view', isConnected];
      const values: Record<string, string | number> = { view: filter.view, offset, limit };
      if (filter.botUserId !== null) {
        conditions.push('+d.bot_user_id = @bot');
        values.bot = filter.botUserId;
      }
      const patterns = likePatterns(filter.text).slice(0, 8);
      let from = 'match_desk d';
      for (const [i, pattern] of patterns.entries()) {
        conditions.push(`f.search_text LIKE @p${i} ESCAPE '\\'`);
        values[`p${i}`] = pattern;
      }
      if (patterns.length > 0) {
        const query = searchQuery(filter.text);
        from = 'match_desk d JOIN friend f ON f.id = d.friend_id';
        if (query !== null) {
          from = 'friend_search s JOIN friend f ON f.id = s.rowid JOIN match_desk d ON d.friend_id = f.id';
          conditions.push('friend_search MATCH @query');
          values.query = query;
        }
      }
      const total = patterns.length === 0 ? 'NULL' : 'count(*) OVER ()';
      const ids = storage
        .prepare<[typeof values], { id: number; total: number | null }>(
          `SELECT d.friend_id AS id, ${total} AS total FROM ${from} WHERE ${conditions.join(' AND ')}
           ORDER BY d.active_at DESC, d.friend_id DESC LIMIT @limit OFFSET @offset`,
        )
        .all(values);
      const rows = ids.map(({ id }) => one.get(id)).filter((row) => row !== undefined);
      const found = patterns.length === 0 ? null : (ids[0]?.total ?? (offset === 0 ? 0 : offset));
      return { rows: rows.map(toUnlinkedFriend), total: found };
    },
  };
}
export type MatchDeskRepository = ReturnType<typeof createMatchDeskRepository>;

function toUnlinkedFriend(row: Row): UnlinkedFriend {
  return {
    friendId: friendIdSchema.parse(String(row.friendId)),
    officialAccountId: officialAccountIdSchema.parse(row.botUserId),
    officialAccountName: row.officialAccountName,
    displayName: row.displayName ?? row.userId,
    pictureUrl: pictureAddress(row.pictureUrl),
    followStatus: followStatusSchema.parse(row.followStatus),
    followedAt: row.followedAt,
    lastMessageAt: row.lastMessageAt,
    conversationId: row.conversationId === null ? null : conversationIdSchema.parse(String(row.conversationId)),
    isSetAside: row.view === 'setAside',
    openRequestUntil: row.openRequestUntil,
    creationProblem: toProblem(row.creationProblem),
  };
}

function toProblem(text: string | null): Problem | null {
  return text === null ? null : problemSchema.parse(JSON.parse(text));
}
