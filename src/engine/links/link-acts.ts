import { LumoError } from '../../shared/errors/lumo-error';
import type { LinkOrigin } from '../../shared/model/contact';
import { contactIdSchema, conversationIdSchema } from '../../shared/model/ids';
import { createConversationRepository } from '../storage/conversation-repository';
import { createFriendRepository, type FriendRow } from '../storage/friend-repository';
import { createHubSpotChangeRepository } from '../storage/hubspot-change-repository';
import { createIdLinkRepository } from '../storage/id-link-repository';
import { inTransaction } from '../storage/storage';
import type { LinksDeps } from './links-types';

/** How a link came about, and what HubSpot took of it already. */
export interface NewLink {
  friendId: number;
  contactId: string;
  origin: LinkOrigin;
  written?: Readonly<Record<string, string>> | null;
}

/** Making and telling links: what every way to a link has in common. */
export function createLinkActs(deps: LinksDeps) {
  const { clock, events, ids, storage } = deps;
  const friends = createFriendRepository(storage);
  const links = createIdLinkRepository(storage);
  const conversations = createConversationRepository(storage);
  const changes = createHubSpotChangeRepository(storage);
  /** Made inside a transaction of somebody else; told after it. */
  let untold: { friendId: number; contactId: string }[] = [];

  /** A contact that is not here is read from HubSpot as if it had just been made there. */
  const readIfUnknown = (contactId: string): void => {
    if (deps.contactRow(contactId) !== null) return;
    const at = clock.now();
    const change = { kind: 'contact', change: 'creation', recordIds: [contactId], occurredAt: at } as const;
    changes.add(`linked:${ids.ulid()}`, change, at);
  };
  const share = (friendId: number, contactId: string | null, origin: LinkOrigin | null): void => {
    const friend = friends.byId(friendId);
    if (friend !== null) deps.share?.({ botUserId: friend.botUserId, userId: friend.userId, contactId, origin });
  };
  const tell = (friendId: number, contactId: string): void => {
    const conversationId = conversations.ofFriend(friendId);
    if (conversationId !== null) {
      events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(conversationId)) });
    }
    events.emit({ type: 'contactChanged', contactId: contactIdSchema.parse(contactId) });
    events.emit({ type: 'stale', topics: ['conversations', 'contacts', 'dashboard', 'search', 'links'] });
    deps.onWritesWaiting?.();
    deps.onChangesWaiting?.();
  };

  return {
    friends,
    links,
    conversations,
    friendOf(id: string): FriendRow {
      const friend = friends.byId(Number(id));
      if (friend === null) throw new LumoError('NOT_FOUND', { kind: 'friend' });
      return friend;
    },
    tell,
    readIfUnknown,
    /** Inside a transaction: a person cuts the link. Returns the contact that it was to; null when there was none. */
    cut(friendId: number): string | null {
      const link = links.unlink(friendId, clock.now());
      if (link === null) return null;
      links.rememberUnlink(friendId, link.contactHubspotId, clock.now());
      share(friendId, null, null);
      return link.contactHubspotId;
    },
    /** Inside a transaction: has {@link tellUntold} tell of it. */
    tellLater: (friendId: number, contactId: string): void => void untold.push({ friendId, contactId }),
    /**
     * Links the friend, unless it has this contact already (then false).
     * @throws LumoError FRIEND_ALREADY_LINKED when it has another one
     */
    link({ friendId, contactId, origin, written = null }: NewLink): boolean {
      const isNew = inTransaction(storage, () => {
        const known = links.get(friendId);
        if (known?.contactHubspotId === contactId) return false;
        if (known !== null) throw new LumoError('FRIEND_ALREADY_LINKED', { contactId: known.contactHubspotId });
        links.link(friendId, contactId, origin, clock.now(), written);
        readIfUnknown(contactId);
        share(friendId, contactId, origin);
        return true;
      });
      if (isNew) tell(friendId, contactId);
      return isNew;
    },
    /** Inside a transaction: links the friend to this contact in place of whatever it had. Returns the contact that it had. */
    relink(friendId: number, contactId: string, origin: LinkOrigin): string | null {
      const known = links.get(friendId);
      if (known?.contactHubspotId === contactId) return null;
      const at = clock.now();
      const replaced = known === null ? null : (links.unlink(friendId, at)?.contactHubspotId ?? null);
      links.link(friendId, contactId, origin, at);
      readIfUnknown(contactId);
      share(friendId, contactId, origin);
      untold.push({ friendId, contactId });
      if (replaced !== null) untold.push({ friendId, contactId: replaced });
      return replaced;
    },
    /** After the commit. */
    tellUntold(): void {
      const told = untold;
      untold = [];
      for (const { friendId, contactId } of told) tell(friendId, contactId);
    },
  };
}
export type LinkActs = ReturnType<typeof createLinkActs>;
