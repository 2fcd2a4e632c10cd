import type { Storage } from './storage';

/** A member of a list as HubSpot tells it. */
export interface ListMember {
  contactHubSpotId: string;
  addedAt: number | null;
}

/** A member that is a contact here. */
export interface KnownMember {
  id: number;
  sortName: string;
}

/** Where a walk over all contacts by name stands. */
export interface NamePlace {
  sortName: string;
  id: number;
}

/** Who is in which list. A list may have hundreds of thousands of members: everything here works on slices. */
export function createListMemberRepository(database: Storage) {
  const upsert =
    database.prepare(`INSERT INTO list_member (list_id, contact_hubspot_id, added_at, generation) VALUES (?, ?, ?, ?)
    ON CONFLICT (list_id, contact_hubspot_id) DO UPDATE SET added_at = excluded.added_at, generation = excluded.generation`);
  const edge = database
    .prepare<[string, string, number], string>(
      'SELECT contact_hubspot_id FROM list_member WHERE list_id = ? AND contact_hubspot_id > ? ORDER BY contact_hubspot_id LIMIT 1 OFFSET ?',
    )
    .pluck();
  const sweep = database.prepare(
    'DELETE FROM list_member WHERE list_id = ? AND contact_hubspot_id > ? AND contact_hubspot_id <= ? AND generation < ?',
  );
  const orphans = database
    .prepare<[], string>(`
      WITH RECURSIVE held (id) AS (
        SELECT min(list_id) FROM list_member
        UNION ALL SELECT (SELECT min(list_id) FROM list_member WHERE list_id > held.id) FROM held WHERE held.id IS NOT NULL)
      SELECT id FROM held WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM hubspot_list WHERE is_synced = 1)`)
    .pluck();
  const drop = database.prepare(`DELETE FROM list_member WHERE list_id = @list AND contact_hubspot_id IN
    (SELECT contact_hubspot_id FROM list_member WHERE list_id = @list LIMIT @limit)`);
  const count = database.prepare<[string, string, string], { members: number; known: number; linked: number }>(`
    SELECT count(*) AS members, count(contact.id) AS known,
      coalesce(sum(contact.id IS NOT NULL AND EXISTS (SELECT 1 FROM id_link WHERE id_link.contact_hubspot_id = list_member.contact_hubspot_id)), 0) AS linked
    FROM list_member LEFT JOIN contact ON contact.hubspot_id = list_member.contact_hubspot_id
    WHERE list_id = ? AND list_member.contact_hubspot_id > ? AND list_member.contact_hubspot_id <= ?`);
  const byName = database.prepare<[string, string, number, number], NamePlace & { isMember: number }>(`
    SELECT contact.id, contact.sort_name AS sortName,
      EXISTS (SELECT 1 FROM list_member WHERE list_id = ? AND list_member.contact_hubspot_id = contact.hubspot_id) AS isMember
    FROM contact INDEXED BY contact_by_name WHERE (sort_name, contact.id) > (?, ?) ORDER BY sort_name, contact.id LIMIT ?`);
  const isMember = database.prepare<[string, string], { addedAt: number | null }>(
    'SELECT added_at AS addedAt FROM list_member WHERE list_id = ? AND contact_hubspot_id = ?',
  );
  const forget = database.prepare('DELETE FROM list_member WHERE contact_hubspot_id = ?');
  const move = database.prepare('UPDATE OR IGNORE list_member SET contact_hubspot_id = ? WHERE contact_hubspot_id = ?');

  /** The last of the next `size` members after `after`; null = there are fewer than that. */
  const sliceEnd = (listId: string, after: string, size: number): string | null =>
    edge.get(listId, after, size - 1) ?? null;
  /** Above every record id. */
  const openEnd = '\u{10ffff}';

  return {
    save(listId: string, members: readonly ListMember[], generation: number): void {
      for (const { contactHubSpotId, addedAt } of members) upsert.run(listId, contactHubSpotId, addedAt, generation);
    },
    /** Looks at the next `size` members and drops those of an older generation; answers where to go on, null at the end. */
    sweepSlice(listId: string, after: string, size: number, generation: number): string | null {
      const end = sliceEnd(listId, after, size);
      sweep.run(listId, after, end ?? openEnd, generation);
      return end;
    },
    /** Lists that hold members although nobody chose them (any more). */
    orphans: (): string[] => orphans.all(),
    /** Drops up to `limit` members; false when there were none. */
    dropSlice: (listId: string, limit: number): boolean => drop.run({ list: listId, limit }).changes > 0,
    /** Counts the next `size` members; `after` null at the end. */
    countSlice(listId: string, after: string, size: number) {
      const end = sliceEnd(listId, after, size);
      const found = count.get(listId, after, end ?? openEnd) ?? { members: 0, known: 0, linked: 0 };
      return { ...found, after: end };
    },
    /** The contacts among the next `size` members that match every LIKE pattern (of folded text). */
    knownSlice(
      listId: string,
      after: string,
      size: number,
      patterns: readonly string[],
    ): { found: KnownMember[]; after: string | null } {
      const end = sliceEnd(listId, after, size);
      const matches = patterns.map(() => " AND contact.search_text LIKE ? ESCAPE '\\'").join('');
      const known = database.prepare<string[], KnownMember>(`
        SELECT contact.id, contact.sort_name AS sortName FROM list_member
        JOIN contact ON contact.hubspot_id = list_member.contact_hubspot_id
        WHERE list_id = ? AND list_member.contact_hubspot_id > ? AND list_member.contact_hubspot_id <= ?${matches}`);
      return { found: known.all(listId, after, end ?? openEnd, ...patterns), after: end };
    },
    /** The next `size` contacts by name, members or not. */
    nameSlice(listId: string, after: NamePlace, size: number) {
      return byName.all(listId, after.sortName, after.id, size);
    },
    /** undefined = the contact is no member. */
    addedAt: (listId: string, contactHubSpotId: string): number | null | undefined =>
      isMember.get(listId, contactHubSpotId)?.addedAt,
    /** A contact is erased: nothing that names it stays. Inside the caller's transaction. */
    forgetContact: (contactHubSpotId: string) => void forget.run(contactHubSpotId),
    /** A contact was merged into another: its memberships are the other's. Inside the caller's transaction. */
    moveContact(fromHubSpotId: string, toHubSpotId: string): void {
      move.run(toHubSpotId, fromHubSpotId);
      forget.run(fromHubSpotId);
    },
  };
}
export type ListMemberRepository = ReturnType<typeof createListMemberRepository>;
