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
  const insert = storage.prepare<[number, string, string, number]>(
    'INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at, needs_write) VALUES (?, ?, ?, ?, 1)',
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

  return {
    get: (friendId: number) => get.get(friendId) ?? null,
    /** True while HubSpot still has to be told that this tie was cut. */
    isRemoving: (contactHubspotId: string, userId: string) => isRemoving.get(contactHubspotId, userId)?.found === 1,
    /** Keeps what HubSpot says of a user whom the account has not met; `FriendRepository.ensure` links it then. */
    rememberForLater: (botUserId: string, userId: string, contactHubspotId: string) =>
      void remember.run(botUserId, userId, contactHubspotId),
    /** Makes the link. The LINE properties of the contact are to be written; an unlink that HubSpot was not told of is overtaken. */
    link(friendId: number, contactHubspotId: string, origin: LinkOrigin, at: number) {
      insert.run(friendId, contactHubspotId, origin, at);
      const of = sequenceNumber.get(friendId);
      if (of !== undefined) dropRemoval.run(contactHubspotId, of.n);
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
  };
}
