import type { ContactFilter, ContactRow, ContactSort, LinkedFriend } from '../../shared/model/contact';
import { contactRowSchema, followStatusSchema, linkedFriendSchema, linkOriginSchema } from '../../shared/model/contact';
import { pictureAddress } from '../core/picture-address';
import { bigramQuery, foldText, likePatterns } from './search-text';
import type { Storage } from './storage';

interface Row {
  id: number;
  hubSpotId: string;
  displayName: string;
  email: string | null;
  phone: string | null;
  companyName: string | null;
  lifecycleStage: string | null;
  leadStatus: string | null;
  modifiedAt: number;
  syncedAt: number;
  friendCount: number;
}

interface FriendRow {
  friendId: number;
  botUserId: string;
  officialAccountName: string;
  displayName: string | null;
  userId: string;
  pictureUrl: string | null;
  followStatus: string;
  conversationId: number | null;
  origin: string;
  linkedAt: number;
}

const columns = `contact.id, contact.hubspot_id AS hubSpotId, contact.display_name AS displayName, contact.email, contact.phone,
  contact.company_name AS companyName, contact.lifecycle_stage AS lifecycleStage, contact.lead_status AS leadStatus,
  contact.modified_at AS modifiedAt, contact.synced_at AS syncedAt,
  (SELECT count(*) FROM id_link WHERE id_link.contact_hubspot_id = contact.hubspot_id) AS friendCount`;

interface Order {
  index: string;
  by: string;
}

/** Orders that an index serves. */
const nameOrder: Order = { index: 'contact_by_name', by: 'contact.sort_name, contact.id' };
const modifiedOrder: Order = { index: 'contact_by_modified', by: 'contact.modified_at DESC, contact.id DESC' };
const companyOrder: Order = {
  index: 'contact_by_company',
  by: 'contact.company_name, contact.sort_name, contact.id',
};

/** A contact that a filter found, with what the lists are ordered by. */
export interface FoundContact {
  id: number;
  sortName: string;
  companyName: string | null;
  modifiedAt: number;
}

/** Linked contacts are few beside all: their keys are looked up once for a whole list. */
const isUnlinked =
  'contact.id NOT IN (SELECT linked.id FROM id_link JOIN contact linked ON linked.hubspot_id = id_link.contact_hubspot_id)';

/** Conditions and their parameters, as one WHERE. */
interface Where {
  from: string;
  conditions: string[];
  parameters: (string | number)[];
}

/** Reading side of the contacts. */
export function createContactQuery(database: Storage) {
  const one = database.prepare<
    [string],
    Row & { properties: string; createdAt: number | null; companyId: string | null }
  >(
    `SELECT ${columns}, contact.properties, contact.created_at AS createdAt, contact.company_id AS companyId FROM contact WHERE hubspot_id = ?`,
  );
  const byKeys = database.prepare<[string], Row>(
    `SELECT ${columns} FROM json_each(?) AS key JOIN contact ON contact.id = key.value ORDER BY key.key`,
  );
  const count = database.prepare<[], { count: number }>('SELECT count(*) AS count FROM contact');
  const countWithCompany = database.prepare<[], { count: number }>(
    'SELECT count(*) AS count FROM contact WHERE company_name IS NOT NULL',
  );
  const window = (where: string, order: string) =>
    database.prepare<[number, number], Row>(
      `SELECT ${columns} FROM contact ${where} ORDER BY ${order} LIMIT ? OFFSET ?`,
    );
  const byName = window('', nameOrder.by);
  const byModified = window('', modifiedOrder.by);
  const byCompany = window('WHERE company_name IS NOT NULL', companyOrder.by);
  const withoutCompany = window('WHERE company_name IS NULL', 'contact.sort_name, contact.id');
  const stages = database.prepare<[], { value: string; count: number }>(
    'SELECT lifecycle_stage AS value, count(*) AS count FROM contact WHERE lifecycle_stage IS NOT NULL GROUP BY lifecycle_stage',
  );
  const leads = database.prepare<[], { value: string; count: number }>(
    'SELECT lead_status AS value, count(*) AS count FROM contact WHERE lead_status IS NOT NULL GROUP BY lead_status',
  );
  const friends = database.prepare<[string], FriendRow>(`
    SELECT friend.id AS friendId, friend.bot_user_id AS botUserId, coalesce(official_account.display_name, '') AS officialAccountName,
      friend.display_name AS displayName, friend.user_id AS userId, friend.picture_url AS pictureUrl, friend.follow_status AS followStatus,
      conversation.id AS conversationId, id_link.origin, id_link.linked_at AS linkedAt
    FROM id_link JOIN friend ON friend.id = id_link.friend_id
    LEFT JOIN official_account ON official_account.bot_user_id = friend.bot_user_id
    LEFT JOIN conversation ON conversation.friend_id = friend.id AND conversation.source_type = 'user'
    WHERE id_link.contact_hubspot_id = ? ORDER BY id_link.linked_at DESC`);

  const changes = database.prepare<[], number>('SELECT total_changes()').pluck();
  const lastId = database.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM contact');

  const countMatching = (filter: ContactFilter, more: readonly string[] = []): number => {
    const { conditions, parameters } = toWhere({ ...filter, text: '', link: 'any' });
    const where = [...conditions, ...more].join(' AND ') || 'true';
    const sql = `SELECT count(*) AS count FROM contact WHERE ${where}`;
    return database.prepare<(string | number)[], { count: number }>(sql).get(...parameters)?.count ?? 0;
  };

  /** How many of the contacts that match are linked, where the filter leaves those out; else 0. */
  const countMatchingLinked = (filter: ContactFilter): number =>
    filter.link === 'unlinked'
      ? countMatching(filter, ['contact.hubspot_id IN (SELECT contact_hubspot_id FROM id_link)'])
      : 0;

  /** A window of an order, read from its index alone: stage, lead status and what `more` asks must be in there. */
  const orderedIds = (filter: ContactFilter, order: Order, more: readonly string[], offset: number, limit: number) => {
    const { conditions, parameters } = toWhere({ ...filter, text: '', link: 'any' });
    const where = [...conditions, ...more].join(' AND ') || 'true';
    const sql = `SELECT contact.id FROM contact INDEXED BY ${order.index} WHERE ${where} ORDER BY ${order.by} LIMIT ? OFFSET ?`;
    return database
      .prepare<(string | number)[], number>(sql)
      .pluck()
      .all(...parameters, limit, offset);
  };

  return {
    count: (): number => count.get()?.count ?? 0,
    /** One window of all contacts, in an order that an index serves. */
    window(sort: ContactSort, offset: number, limit: number): ContactRow[] {
      if (sort === 'name') return byName.all(limit, offset).map(toRow);
      if (sort === 'modified') return byModified.all(limit, offset).map(toRow);
      const filled = countWithCompany.get()?.count ?? 0;
      const rows = offset < filled ? byCompany.all(limit, offset) : [];
      const rest = limit - rows.length;
      if (rest > 0) rows.push(...withoutCompany.all(rest, Math.max(0, offset - filled)));
      return rows.map(toRow);
    },
    /**
     * One window of the contacts that match a filter without a text and without "linked", and how many match. Both are
     * read from indexes: no list is built and nothing is sorted.
     */
    filteredWindow(
      filter: ContactFilter,
      sort: ContactSort,
      offset: number,
      limit: number,
    ): { ids: number[]; total: number } {
      const more = filter.link === 'unlinked' ? [isUnlinked] : [];
      const linked = countMatchingLinked(filter);
      const total = countMatching(filter) - linked;
      if (sort !== 'company') {
        return { ids: orderedIds(filter, sort === 'name' ? nameOrder : modifiedOrder, more, offset, limit), total };
      }
      const isFilled = 'contact.company_name IS NOT NULL';
      const ids = orderedIds(filter, companyOrder, [...more, isFilled], offset, limit);
      if (ids.length < limit && offset + ids.length < total) {
        const filled = ids.length > 0 ? offset + ids.length : countMatching(filter, [...more, isFilled]);
        const rest = Math.max(0, offset - filled);
        const isEmpty = 'contact.company_name IS NULL';
        ids.push(...orderedIds(filter, companyOrder, [...more, isEmpty], rest, limit - ids.length));
      }
      return { ids, total };
    },
    /** Grows with every row that is written; what was counted at the same figure still holds. */
    changes: (): number => changes.get() ?? 0,
    /** The highest key there is, for a pass over all. */
    lastId: (): number => lastId.get()?.id ?? 0,
    /** What matches the filter among the keys after `afterId` up to `upToId`, in no order. */
    matching(filter: ContactFilter, afterId: number, upToId: number): FoundContact[] {
      const { from, conditions, parameters } = toWhere(filter);
      // The text index reads from a key on, too: its rowid is that key.
      const key = from === 'contact' ? 'contact.id' : 'contact_search.rowid';
      const where = [...conditions, `${key} > ? AND ${key} <= ?`].join(' AND ');
      const columns =
        'contact.id, contact.sort_name AS sortName, contact.company_name AS companyName, contact.modified_at AS modifiedAt';
      return database
        .prepare<(string | number)[], FoundContact>(`SELECT ${columns} FROM ${from} WHERE ${where}`)
        .all(...parameters, afterId, upToId);
    },
    /** Contacts by key, in the order of the keys. */
    rows: (ids: readonly number[]): ContactRow[] => byKeys.all(JSON.stringify(ids)).map(toRow),
    /** Keys of contacts that hold every word, newest rows first: the order that costs nothing. */
    search(text: string, limit: number): number[] {
      const { from, conditions, parameters } = toWhere({ text, lifecycleStages: [], leadStatuses: [], link: 'any' });
      const order = from === 'contact' ? 'contact.id' : 'contact_search.rowid';
      const sql = `SELECT contact.id FROM ${from} WHERE ${conditions.join(' AND ') || 'true'} ORDER BY ${order} DESC LIMIT ?`;
      return database
        .prepare<(string | number)[], number>(sql)
        .pluck()
        .all(...parameters, limit);
    },
    get(hubSpotId: string) {
      const row = one.get(hubSpotId);
      if (row === undefined) return null;
      return { row: toRow(row), properties: row.properties, createdAt: row.createdAt, companyId: row.companyId };
    },
    friendsOf: (hubSpotId: string): LinkedFriend[] =>
      friends.all(hubSpotId).map((row) =>
        linkedFriendSchema.parse({
          friendId: String(row.friendId),
          officialAccountId: row.botUserId,
          officialAccountName: row.officialAccountName,
          displayName: row.displayName ?? row.userId,
          pictureUrl: pictureAddress(row.pictureUrl),
          followStatus: followStatusSchema.parse(row.followStatus),
          conversationId: row.conversationId === null ? null : String(row.conversationId),
          origin: linkOriginSchema.parse(row.origin),
          linkedAt: row.linkedAt,
        }),
      ),
    lifecycleStages: (): { value: string; count: number }[] => stages.all(),
    leadStatuses: (): { value: string; count: number }[] => leads.all(),
  };
}
export type ContactQuery = ReturnType<typeof createContactQuery>;

/** The bigram index narrows, LIKE on the folded text decides (toolchain facts, section 6). */
function toWhere(filter: ContactFilter): Where {
  const where: Where = { from: 'contact', conditions: [], parameters: [] };
  const patterns = likePatterns(filter.text);
  if (patterns.length > 0) {
    const grams = bigramQuery(filter.text);
    if (grams !== null) {
      where.from = 'contact_search JOIN contact ON contact.id = contact_search.rowid';
      where.conditions.push('contact_search MATCH ?');
      where.parameters.push(grams);
    }
    for (const pattern of patterns) {
      where.conditions.push(`contact.search_text LIKE ? ESCAPE '\\'`);
      where.parameters.push(pattern);
    }
  }
  const oneOf = (column: string, values: readonly string[]) => {
    if (values.length === 0) return;
    where.conditions.push(`${column} IN (SELECT value FROM json_each(?))`);
    where.parameters.push(JSON.stringify(values));
  };
  oneOf('contact.lifecycle_stage', filter.lifecycleStages);
  oneOf('contact.lead_status', filter.leadStatuses);
  if (filter.link === 'linked') {
    where.conditions.push('contact.hubspot_id IN (SELECT contact_hubspot_id FROM id_link)');
  }
  if (filter.link === 'unlinked') where.conditions.push(isUnlinked);
  return where;
}

/** True when nothing is filtered. */
export function isUnfiltered(filter: ContactFilter): boolean {
  const isPlain = filter.lifecycleStages.length === 0 && filter.leadStatuses.length === 0 && filter.link === 'any';
  return isPlain && foldText(filter.text).trim() === '';
}

function toRow(row: Row): ContactRow {
  return contactRowSchema.parse({
    id: row.hubSpotId,
    displayName: row.displayName,
    email: row.email,
    phone: row.phone,
    companyName: row.companyName,
    lifecycleStage: row.lifecycleStage,
    leadStatus: row.leadStatus,
    modifiedAt: row.modifiedAt,
    syncedAt: row.syncedAt,
    friendCount: row.friendCount,
  });
}
