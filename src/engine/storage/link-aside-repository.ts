import type { Storage } from './storage';

/** Links of contacts that are gone from HubSpot for now. Every method belongs inside the caller's transaction. */
export function createLinkAsideRepository(database: Storage) {
  const putAside = database.prepare(`
    INSERT INTO id_link_aside (contact_hubspot_id, friend_id, origin, linked_at, put_aside_at)
    SELECT contact_hubspot_id, friend_id, origin, linked_at, ? FROM id_link WHERE contact_hubspot_id = ?
    ON CONFLICT (contact_hubspot_id, friend_id) DO UPDATE SET put_aside_at = excluded.put_aside_at`);
  // What HubSpot has of these links is not known any more: they are written again.
  const takeBack = database.prepare(`
    INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at, needs_write)
    SELECT friend_id, contact_hubspot_id, origin, linked_at, 1 FROM id_link_aside AS aside
    WHERE contact_hubspot_id = ? AND NOT EXISTS (SELECT 1 FROM id_link WHERE id_link.friend_id = aside.friend_id)`);
  const drop = database.prepare('DELETE FROM id_link_aside WHERE contact_hubspot_id = ?');
  const has = database
    .prepare<[string], number>('SELECT count(*) FROM id_link_aside WHERE contact_hubspot_id = ?')
    .pluck();
  const repoint = database.prepare(
    'UPDATE OR REPLACE id_link_aside SET contact_hubspot_id = ? WHERE contact_hubspot_id = ?',
  );
  const forgetBefore = database.prepare('DELETE FROM id_link_aside WHERE put_aside_at < ?');

  return {
    /** Remembers the contact's links before they are deleted with it. */
    putAside(contactId: string, at: number): void {
      putAside.run(at, contactId);
    },
    /** The contact is back: so are the links of those friends who have no other contact meanwhile. Returns how many. */
    takeBack(contactId: string): number {
      if ((has.get(contactId) ?? 0) === 0) return 0;
      const { changes } = takeBack.run(contactId);
      drop.run(contactId);
      return changes;
    },
    /** The contact was merged into another one, or is the same one under another id. */
    repoint(fromContactId: string, toContactId: string): void {
      repoint.run(toContactId, fromContactId);
    },
    drop(contactId: string): void {
      drop.run(contactId);
    },
    /** HubSpot restores a record for 90 days at most (HubSpot facts, section 5.7). */
    forgetBefore(at: number): void {
      forgetBefore.run(at);
    },
  };
}
export type LinkAsideRepository = ReturnType<typeof createLinkAsideRepository>;
