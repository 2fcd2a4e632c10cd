import { z } from 'zod';
import type { Storage } from './storage';

const writtenSchema = z.record(z.string(), z.string());

interface LinkRow {
  friendId: number;
  contactId: string;
  contactName: string | null;
  written: string | null;
  sequenceNumber: number;
  botUserId: string;
  userId: string;
  displayName: string | null;
  pictureUrl: string | null;
  followedAt: number | null;
  followStatus: string;
  linkedAt: number;
  tags: string;
  lastBroadcastName: string | null;
  lastBroadcastAt: number | null;
  lastOpenAt: number | null;
  lastClickAt: number | null;
}

const tagsSchema = z.array(z.string());

/** One linked friend as HubSpot shall know it, and what HubSpot accepted last (null = nothing). */
export interface LinkToWrite extends Omit<LinkRow, 'written' | 'tags'> {
  /** The friend's tags, by name. */
  tags: readonly string[];
  written: Readonly<Record<string, string>> | null;
}

/** Values to be taken out of a contact after an unlink. */
export interface LinkRemoval {
  id: number;
  contactId: string;
  sequenceNumber: number;
  userId: string;
}

/** What of the friends is written to linked contacts in HubSpot, and what HubSpot has of it. */
export function createLinePropertyRepository(database: Storage) {
  const contactsAfter = database.prepare<[string, number], { contactId: string }>(
    'SELECT DISTINCT contact_hubspot_id AS contactId FROM id_link WHERE contact_hubspot_id > ? ORDER BY contact_hubspot_id LIMIT ?',
  );
  const waitingAfter = database
    .prepare<
      [string, number],
      string
    >(`SELECT DISTINCT contact_hubspot_id FROM id_link WHERE needs_write = 1 AND contact_hubspot_id > ?
      ORDER BY contact_hubspot_id LIMIT ?`)
    .pluck();
  const hasLink = database.prepare<[string], { found: number }>(
    'SELECT 1 AS found FROM id_link WHERE contact_hubspot_id = ? LIMIT 1',
  );
  const linksOf = database.prepare<[string], LinkRow>(`
    SELECT id_link.friend_id AS friendId, id_link.contact_hubspot_id AS contactId, contact.display_name AS contactName, id_link.written,
      official_account.sequence_number AS sequenceNumber, friend.bot_user_id AS botUserId, friend.user_id AS userId, friend.display_name AS displayName,
      friend.picture_url AS pictureUrl, friend.followed_at AS followedAt, friend.follow_status AS followStatus, id_link.linked_at AS linkedAt,
      (SELECT json_group_array(tag) FROM (SELECT tag FROM friend_tag WHERE friend_id = friend.id ORDER BY tag)) AS tags,
      friend.last_broadcast_name AS lastBroadcastName, friend.last_broadcast_at AS lastBroadcastAt,
      friend.last_open_at AS lastOpenAt, friend.last_click_at AS lastClickAt
    FROM id_link JOIN friend ON friend.id = id_link.friend_id JOIN official_account ON official_account.bot_user_id = friend.bot_user_id
    LEFT JOIN contact ON contact.hubspot_id = id_link.contact_hubspot_id
    WHERE id_link.contact_hubspot_id = ? ORDER BY official_account.sequence_number, id_link.linked_at DESC, id_link.friend_id DESC`);
  const countContacts = database.prepare<[], { count: number }>(
    'SELECT count(DISTINCT contact_hubspot_id) AS count FROM id_link',
  );
  const markWritten = database.prepare(
    'UPDATE id_link SET written = ?, written_at = ?, needs_write = 0 WHERE friend_id = ? AND contact_hubspot_id = ?',
  );
  const markSame = database.prepare(
    'UPDATE id_link SET needs_write = 0 WHERE friend_id = ? AND contact_hubspot_id = ? AND needs_write = 1',
  );
  const markLost = database.prepare(
    'UPDATE id_link SET written = NULL, needs_write = 1 WHERE friend_id = ? AND contact_hubspot_id = ?',
  );
  const repoint = database.prepare(
    'UPDATE id_link SET contact_hubspot_id = ?, written = NULL, needs_write = 1 WHERE contact_hubspot_id = ?',
  );
  const repointRemovals = database.prepare(
    'UPDATE id_link_removal SET contact_hubspot_id = ? WHERE contact_hubspot_id = ?',
  );
  const repointRemembered = database.prepare(
    'UPDATE id_link_restore SET contact_hubspot_id = ? WHERE contact_hubspot_id = ?',
  );
  const repointRequests = database.prepare(
    'UPDATE link_request SET contact_hubspot_id = ? WHERE contact_hubspot_id = ?',
  );
  const dropRemembered = database.prepare('DELETE FROM id_link_restore WHERE contact_hubspot_id = ?');
  const dropRequests = database.prepare('DELETE FROM link_request WHERE contact_hubspot_id = ?');
  const unlink = database.prepare('DELETE FROM id_link WHERE contact_hubspot_id = ?');
  const dropRemovals = database.prepare('DELETE FROM id_link_removal WHERE contact_hubspot_id = ?');
  const removals = database.prepare<[number, number], LinkRemoval>(
    'SELECT id, contact_hubspot_id AS contactId, sequence_number AS sequenceNumber, user_id AS userId FROM id_link_removal WHERE id > ? ORDER BY id LIMIT ?',
  );
  const isTakenAgain = database.prepare<[string, number], { found: number }>(`
    SELECT 1 AS found FROM id_link JOIN friend ON friend.id = id_link.friend_id JOIN official_account ON official_account.bot_user_id = friend.bot_user_id
    WHERE id_link.contact_hubspot_id = ? AND official_account.sequence_number = ? LIMIT 1`);
  const isLeaving = database.prepare<[string, number, string], { found: number }>(
    'SELECT 1 AS found FROM id_link_removal WHERE contact_hubspot_id = ? AND sequence_number = ? AND user_id = ? LIMIT 1',
  );
  const dropRemoval = database.prepare('DELETE FROM id_link_removal WHERE id = ?');
  const writtenCounts = database.prepare<[], { name: string; count: number; at: number }>(`
    SELECT value.key AS name, count(*) AS count, max(id_link.written_at) AS at FROM id_link, json_each(id_link.written) AS value
    WHERE value.value <> '' GROUP BY value.key`);
  const unwritten = database.prepare<[], { botUserId: string; count: number }>(`
    SELECT friend.bot_user_id AS botUserId, count(*) AS count FROM id_link JOIN friend ON friend.id = id_link.friend_id
    WHERE id_link.needs_write = 1 AND id_link.written IS NULL GROUP BY friend.bot_user_id`);
  const connectedAt = database
    .prepare<[string], number>('SELECT connected_at FROM official_account WHERE bot_user_id = ?')
    .pluck();

  return {
    /** Per Official Account, how many linked friends have nothing in HubSpot yet. */
    unwrittenCounts: (): Map<string, number> => new Map(unwritten.all().map((row) => [row.botUserId, row.count])),
    /** When the Official Account was connected, and with it its properties; epoch ms. */
    connectedAt: (botUserId: string): number => connectedAt.get(botUserId) ?? 0,
    /** Per property, how many contacts in HubSpot have a value from here, and when one was written last. */
    writtenCounts: (): { name: string; count: number; at: number }[] => writtenCounts.all(),
    /** Contacts with a linked friend, in ascending order of id. */
    contactsAfter: (contactId: string, limit: number): string[] =>
      contactsAfter.all(contactId, limit).map((row) => row.contactId),
    /** Of them those of which HubSpot is to be told something. */
    waitingContactsAfter: (contactId: string, limit: number): string[] => waitingAfter.all(contactId, limit),
    countContacts: (): number => countContacts.get()?.count ?? 0,
    /** Links of a contact; of two friends of one Official Account the newer link comes first. */
    linksOf(contactId: string): LinkToWrite[] {
      // Most contacts have none, and the full pull asks for every contact: the wide join costs ten times this look.
      if (hasLink.get(contactId) === undefined) return [];
      return linksOf.all(contactId).map((row) => ({
        ...row,
        tags: tagsSchema.parse(JSON.parse(row.tags)),
        written: row.written === null ? null : writtenSchema.parse(JSON.parse(row.written)),
      }));
    },
    markWritten(
      link: { friendId: number; contactId: string },
      written: Readonly<Record<string, string>>,
      at: number,
    ): void {
      markWritten.run(JSON.stringify(written), at, link.friendId, link.contactId);
    },
    /** Nothing differs from what HubSpot accepted. */
    markSame(link: { friendId: number; contactId: string }): void {
      markSame.run(link.friendId, link.contactId);
    },
    /** HubSpot does not hold the values any more: they are to be written again. */
    markLost(link: { friendId: number; contactId: string }): void {
      markLost.run(link.friendId, link.contactId);
    },
    /** A contact was merged into another: its links go along, and what is remembered and asked about it. Returns how many links did. */
    repoint(fromContactId: string, toContactId: string): number {
      repointRemovals.run(toContactId, fromContactId);
      repointRemembered.run(toContactId, fromContactId);
      repointRequests.run(toContactId, fromContactId);
      return repoint.run(toContactId, fromContactId).changes;
    },
    /** A contact is gone from HubSpot: so are its links, and what customers were asked about it. */
    forgetContact(contactId: string): void {
      unlink.run(contactId);
      dropRemovals.run(contactId);
      dropRemembered.run(contactId);
      dropRequests.run(contactId);
    },
    removalsAfter: (id: number, limit: number): LinkRemoval[] => removals.all(id, limit),
    /** True when the contact has a friend of that Official Account again: then its values are overwritten, not cleared. */
    isTakenAgain: (contactId: string, sequenceNumber: number): boolean =>
      isTakenAgain.get(contactId, sequenceNumber) !== undefined,
    /** True while the value that HubSpot still shows waits to be taken out. */
    isLeaving: (contactId: string, sequenceNumber: number, userId: string): boolean =>
      isLeaving.get(contactId, sequenceNumber, userId) !== undefined,
    dropRemoval(id: number): void {
      dropRemoval.run(id);
    },
  };
}
export type LinePropertyRepository = ReturnType<typeof createLinePropertyRepository>;
