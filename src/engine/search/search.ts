import { officialAccountIdSchema } from '../../shared/model/ids';
import { createMessageView, toConversationRow } from '../chat';
import { createConversationRepository } from '../storage/conversation-repository';
import { createMessageRepository } from '../storage/message-repository';
import type { Search, SearchDeps } from './search-types';

/**
 * Finds contacts, conversations and messages that hold every word, offline. Two characters of any script are enough
 * (田中); one finds what begins with it. Newest first.
 */
export function createSearch(deps: SearchDeps): Search {
  const conversations = createConversationRepository(deps.storage);
  const messages = createMessageRepository(deps.storage);
  const toChatMessage = createMessageView(deps);
  return {
    async query({ text, limit }) {
      if (text.trim() === '') {
        const nothing = { contacts: false, conversations: false, messages: false };
        return { contacts: [], conversations: [], messages: [], hasMore: nothing };
      }
      // one more than wanted tells whether there are more
      const foundContacts = await deps.searchContacts(text, limit + 1);
      const foundConversations = conversations.match(text, limit + 1);
      const foundMessages = messages.search(text, limit + 1);
      const titles = new Map<number, string>();
      const titleOf = (conversationId: number) => {
        const known = titles.get(conversationId);
        if (known !== undefined) return known;
        const row = conversations.row(conversationId);
        const title = row === null ? '' : toConversationRow(row).title;
        titles.set(conversationId, title);
        return title;
      };
      return {
        contacts: foundContacts.slice(0, limit),
        conversations: foundConversations.slice(0, limit).map(toConversationRow),
        messages: foundMessages.slice(0, limit).map((row) => ({
          message: toChatMessage(row),
          conversationTitle: titleOf(row.conversationId),
          officialAccountId: officialAccountIdSchema.parse(row.botUserId),
        })),
        hasMore: {
          contacts: foundContacts.length > limit,
          conversations: foundConversations.length > limit,
          messages: foundMessages.length > limit,
        },
      };
    },
  };
}
