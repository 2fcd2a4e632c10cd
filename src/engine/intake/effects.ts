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
  unusedFiles: string[];
}

/** Nothing happened yet. */
export function noEffects(): Effects {
  return { conversations: new Set(), arrivals: [], hasMedia: false, hasPeople: false, unusedFiles: [] };
}
