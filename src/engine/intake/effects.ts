import type { ConversationId, MessageId } from '../../shared/model/ids';

export interface Arrival {
  conversationId: ConversationId;
  messageId: MessageId;
  title: string;
  preview: string;
}

/** What happened in one transaction, to be told after its commit. */
export interface Effects {
  conversations: Set<number>;
  arrivals: Arrival[];
  hasMedia: boolean;
  hasPeople: boolean;
  hasGroups: boolean;
  /** Members of groups whose names are to be read. */
  hasMembers: boolean;
  /** Something about ID links: a contact to be made, a customer's answer. */
  hasLinks: boolean;
  unusedFiles: string[];
}

/** Nothing happened yet. */
export function noEffects(): Effects {
  return {
    conversations: new Set(),
    arrivals: [],
    hasMedia: false,
    hasPeople: false,
    hasGroups: false,
    hasMembers: false,
    hasLinks: false,
    unusedFiles: [],
  };
}
