import type { ConversationId, MessageId } from '../../shared/model/ids';
import { noTeamEffects, type TeamEffects } from '../team';

export interface Arrival {
  conversationId: ConversationId;
  messageId: MessageId;
  title: string;
  preview: string;
}

/** What happened in one transaction, to be told after its commit. */
export interface Effects extends TeamEffects {
  arrivals: Arrival[];
  hasMedia: boolean;
  hasGroups: boolean;
  /** Members of groups whose names are to be read. */
  hasMembers: boolean;
  unusedFiles: string[];
}

/** Nothing happened yet. */
export function noEffects(): Effects {
  return {
    ...noTeamEffects(),
    arrivals: [],
    hasMedia: false,
    hasGroups: false,
    hasMembers: false,
    unusedFiles: [],
  };
}
