import type { LinkOrigin } from '../../shared/model/contact';
import type { Storage } from './storage';

export interface IdLink {
  friendId: number;
  contactHubspotId: string;
  origin: LinkOrigin;
  linkedAt: number;
}

export type IdLinkRepository = ReturnType<typeof createIdLinkRepository>;

/** Ties friend <-> contact. A friend has one contact at most. What HubSpot must be told is kept until it accepted it. */
export function createIdLinkRepository(storage: Storage) {
  const get = storage.prepare<[number], IdLink>(
    `SELECT friend_id AS friendId, contact_hubspot_id AS contactHubspotId, origin, linked_at AS linkedAt FROM id_link WHERE friend_id = ?`,
  );
  const insert = storage.prepare<[number, string, string, number, number, string | null, number | null]>(
    'INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at, needs_write, written, written_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const noteWritten = storage.prepare<[string, string, number]>(
    `UPDATE id_link SET written = json_set(written, '$."' || ? || '"', ?) WHERE friend_id = ? AND written IS NOT NULL`,
  );
  const remove = storage.prepare<[number]>('DELETE FROM id_link WHERE friend_id = ?');
  const addRemoval = storage.prepare<[string, number, string, number]>(
    'INSERT INTO id_link_removal (contact_hubspot_id, sequence_number, user_id, removed_at) VALUES (?, ?, ?, ?)',
  );
  const dropRemoval = storage.prepare<[string, number]>(
    'DELETE FROM id_link_removal WHERE contact_hubspot_id = ? AND sequence_number = ?',
  );
  const isRemoving = storage.prepare<[string, string], { found: number }>(
    'SELECT EXISTS (SELECT 1 FROM id_link_removal WHERE contact_hubspot_id = ? AND user_id = ?) AS found',
  );
  const remember = storage.prepare<[string, string, string]>(
    `INSERT INTO id_link_restore (bot_user_id, user_id, contact_hubspot_id) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET contact_hubspot_id = excluded.contact_hubspot_id`,
  );
  const sequenceNumber = storage.prepare<[number], { n: number; userId: string }>(
    `SELECT a.sequence_number AS n, f.user_id AS userId FROM friend f JOIN official_account a ON a.bot_user_id = f.bot_user_id WHERE f.id = ?`,
  );
  const rememberUnlink = storage.prepare<[number, string, number, number]>(
    `INSERT INTO unlinked_by_person (friend_id, contact_hubspot_id, at, is_elsewhere) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET contact_hubspot_id = excluded.contact_hubspot_id, at = excluded.at, is_elsewhere = excluded.is_elsewhere`,
  );
  const wasCutElsewhere = storage
    .prepare<[number, string, number], number>(
      'SELECT EXISTS (SELECT 1 FROM unlinked_by_person WHERE friend_id = ? AND contact_hubspot_id = ? AND is_elsewhere = 1 AND at > ?)',
    )
    .pluck();
  const forgetUnlink = storage.prepare<[number]>('DELETE FROM unlinked_by_person WHERE friend_id = ?');
  const wasUnlinked = storage.prepare<[number], { found: number }>(
    'SELECT EXISTS (SELECT 1 FROM unlinked_by_person WHERE friend_id = ?) AS found',
  );
  const formerNumbers = storage.prepare<[], { botUserId: string; sequenceNumber: number }>(
    `SELECT bot_user_id AS botUserId, sequence_number AS sequenceNumber FROM former_number
     WHERE bot_user_id IN (SELECT bot_user_id FROM official_account) AND sequence_number NOT IN (SELECT sequence_number FROM official_account)`,
  );
  const ofSameUser = storage.prepare<[number], { contactId: string; accountName: string }>(
    `SELECT l.contact_hubspot_id AS contactId, coalesce(a.display_name, '') AS accountName FROM friend f
     JOIN friend other ON other.user_id = f.user_id AND other.id <> f.id JOIN id_link l ON l.friend_id = other.id
     LEFT JOIN official_account a ON a.bot_user_id = other.bot_user_id WHERE f.id = ? LIMIT 10`,
  );

  return {
    get: (friendId: number) => get.get(friendId) ?? null,
    /** True while HubSpot still has to be told that this tie was cut. */
    isRemoving: (contactHubspotId: string, userId: string) => isRemoving.get(contactHubspotId, userId)?.found === 1,
    /** Keeps what HubSpot says of a user whom the account has not met; `FriendRepository.ensure` links it then. */
    rememberForLater: (botUserId: string, userId: string, contactHubspotId: string) =>
      void remember.run(botUserId, userId, contactHubspotId),
    /**
     * Makes the link. The LINE properties of the contact are to be written, except for what HubSpot took already
     * (`written`), and unless another console writes them; an unlink that HubSpot was not told of is overtaken, and one by a
     * person is forgotten.
     */
    link(
      friendId: number,
      contactHubspotId: string,
      origin: LinkOrigin,
      at: number,
      written: Readonly<Record<string, string>> | null = null,
      isWrittenElsewhere = false,
    ) {
      const held = written === null ? null : JSON.stringify(written);
      const needsWrite = isWrittenElsewhere ? 0 : 1;
      insert.run(friendId, contactHubspotId, origin, at, needsWrite, held, written === null ? null : at);
      const of = sequenceNumber.get(friendId);
      if (of !== undefined) dropRemoval.run(contactHubspotId, of.n);
      forgetUnlink.run(friendId);
    },
    /** Takes the link away and remembers to take its values out of HubSpot. Null when there was none. */
    unlink(friendId: number, at: number): IdLink | null {
      const link = get.get(friendId);
      if (link === undefined) return null;
      remove.run(friendId);
      const of = sequenceNumber.get(friendId);
      if (of !== undefined) addRemoval.run(link.contactHubspotId, of.n, of.userId, at);
      return link;
    },
    /** Another console took the link away, and takes its values out of HubSpot. */
    cutElsewhere: (friendId: number) => void remove.run(friendId),
    /** Another console writes this value of a linked friend. */
    writtenElsewhere: (friendId: number, property: string, value: string) =>
      void noteWritten.run(property, value, friendId),
    /**
     * A person cut the link: no contact makes itself for this friend, until somebody links it again. `isElsewhere` = at another
     * console.
     */
    rememberUnlink: (friendId: number, contactHubspotId: string, at: number, isElsewhere = false) =>
      void rememberUnlink.run(friendId, contactHubspotId, at, isElsewhere ? 1 : 0),
    /** True when another console cut this very link after `since`: what HubSpot still shows of it is about to go. */
    wasCutElsewhere: (friendId: number, contactHubspotId: string, since: number) =>
      wasCutElsewhere.get(friendId, contactHubspotId, since) === 1,
    wasUnlinkedByPerson: (friendId: number) => wasUnlinked.get(friendId)?.found === 1,
    /** Numbers that connected accounts had before and nobody has now: HubSpot may still hold LINE User IDs under them. */
    formerNumbers: () => formerNumbers.all(),
    /** Contacts that the same LINE user has at other Official Accounts: user ids are the same within one provider (LINE facts, section 10.3). */
    contactsOfSameUser: (friendId: number) => ofSameUser.all(friendId),
  };
}
