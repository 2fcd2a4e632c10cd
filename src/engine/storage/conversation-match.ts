import { likePatterns, searchQuery } from './search-text';

/**
 * SQL for the ids of conversations whose person, contact or group title holds every word; null for an empty text.
 * `isLimited` stops each of the three at `@limit` (newest people first), so that a common word costs no more than a rare one.
 */
export function conversationMatch(
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
