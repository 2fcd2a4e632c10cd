import { LumoError } from '../../shared/errors/lumo-error';
import type { ContactRow, LinkCandidate } from '../../shared/model/contact';
import { contactIdSchema, conversationIdSchema } from '../../shared/model/ids';
import { notBuilt } from '../core/not-built';
import { createConversationRepository } from '../storage/conversation-repository';
import { createFriendRepository, type FriendRow } from '../storage/friend-repository';
import { createIdLinkRepository } from '../storage/id-link-repository';
import { createMessageRepository } from '../storage/message-repository';
import { inTransaction } from '../storage/storage';
import { cluesOf, judge } from './evidence';
import type { Links, LinksDeps } from './links-types';

const readMessages = 200;
const perClue = 20;
const maxCandidates = 20;

/** Ties friends to contacts by hand, with the evidence beside; never by itself. See {@link Links}. */
export function createLinks(deps: LinksDeps): Links {
  const { clock, events, storage } = deps;
  const friends = createFriendRepository(storage);
  const links = createIdLinkRepository(storage);
  const messages = createMessageRepository(storage);
  const conversations = createConversationRepository(storage);

  const friendOf = (id: string): FriendRow => {
    const friend = friends.byId(Number(id));
    if (friend === null) throw new LumoError('NOT_FOUND', { kind: 'friend' });
    return friend;
  };
  const told = (friendId: number, contactHubspotId: string) => {
    const conversationId = conversations.ofFriend(friendId);
    if (conversationId !== null) {
      events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(conversationId)) });
    }
    events.emit({ type: 'contactChanged', contactId: contactIdSchema.parse(contactHubspotId) });
    events.emit({ type: 'stale', topics: ['conversations', 'contacts', 'dashboard', 'search'] });
    deps.onWritesWaiting?.();
  };
  /** Contacts that some clue leads to, each once. */
  const contactsFor = async (searches: readonly { text: string; limit: number }[]): Promise<ContactRow[]> => {
    const found = new Map<string, ContactRow>();
    for (const { text, limit } of searches) {
      for (const contact of await deps.searchContacts(text, limit)) found.set(contact.id, contact);
    }
    return [...found.values()];
  };

  const later = notBuilt<Links['service']>('links');
  return {
    service: {
      unlinked: later.unlinked,
      setAside: later.setAside,
      createContact: later.createContact,
      requestLink: later.requestLink,
      requests: later.requests,
      cancelRequest: later.cancelRequest,
      async candidates({ friendId, text }) {
        const friend = friendOf(friendId);
        const clues = cluesOf(friend.displayName, messages.recentTexts(friend.id, readMessages));
        const isSearch = text.trim() !== '';
        const searches = isSearch
          ? [{ text, limit: maxCandidates }]
          : [
              ...clues.emails.map((email) => ({ text: email, limit: perClue })),
              // numbers are written in many ways; the last four digits stand together in nearly all of them
              ...clues.phones.map((phone) => ({ text: phone.slice(-4), limit: 100 })),
              ...[clues.nameWords.join(' '), ...clues.nameWords.filter((word) => word.length > 1), ...clues.romajiWords]
                .filter((words) => words !== '')
                .map((words) => ({ text: words, limit: perClue })),
            ];
        const judged: LinkCandidate[] = (await contactsFor(searches)).map((contact) => ({
          contact,
          ...judge(clues, contact),
        }));
        return judged
          .filter((candidate) => isSearch || candidate.score > 0)
          .sort((one, other) => other.score - one.score)
          .slice(0, maxCandidates);
      },
      async link({ friendId, contactId }) {
        const friend = friendOf(friendId);
        if (deps.contactRow(contactId) === null) throw new LumoError('NOT_FOUND', { kind: 'contact' });
        const isNew = inTransaction(storage, () => {
          const known = links.get(friend.id);
          if (known?.contactHubspotId === contactId) return false;
          if (known !== null) throw new LumoError('FRIEND_ALREADY_LINKED', { contactId: known.contactHubspotId });
          links.link(friend.id, contactId, 'matchedByHand', clock.now());
          return true;
        });
        if (isNew) told(friend.id, contactId);
      },
      async unlink({ friendId }) {
        const friend = friendOf(friendId);
        const removed = inTransaction(storage, () => links.unlink(friend.id, clock.now()));
        if (removed !== null) told(friend.id, removed.contactHubspotId);
      },
    },
    restoreLink({ contactHubspotId, botUserId, userId }) {
      return inTransaction(storage, () => {
        if (links.isRemoving(contactHubspotId, userId)) return false;
        const friend = friends.byUser(botUserId, userId);
        if (friend === null) {
          links.rememberForLater(botUserId, userId, contactHubspotId);
          return false;
        }
        if (links.get(friend.id) !== null) return false;
        links.link(friend.id, contactHubspotId, 'restored', clock.now());
        return true;
      });
    },
  };
}
