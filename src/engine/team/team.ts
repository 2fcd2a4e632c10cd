import { LumoError } from '../../shared/errors/lumo-error';
import type { ServiceOf } from '../engine-types';

/** What the consoles of a workspace share: people, assignments, notes, tags, ready-made answers, who looks at what. */
export interface Team {
  service: ServiceOf<'team'>;
  /** The same for the procedures of single conversations. */
  chat: Pick<ServiceOf<'chat'>, 'assign' | 'notes' | 'addNote' | 'editNote' | 'removeNote'>;
}

/** Makes the {@link Team} of this console. */
export function createTeam(): Team {
  const notYet = async (): Promise<never> => {
    throw new LumoError('NOT_FOUND', { kind: 'team' });
  };
  return {
    service: {
      agents: async () => [],
      setMyName: notYet,
      onlookers: async () => [],
      look: async () => undefined,
      tags: async () => [],
      saveTag: notYet,
      removeTag: notYet,
      giveTag: notYet,
      takeTag: notYet,
      cannedReplies: async () => [],
      saveCannedReply: notYet,
      removeCannedReply: notYet,
      noteCannedReplyUsed: async () => undefined,
    },
    chat: { assign: notYet, notes: async () => [], addNote: notYet, editNote: notYet, removeNote: notYet },
  };
}
