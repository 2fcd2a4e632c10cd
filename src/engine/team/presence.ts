import type { Onlooker } from '../../shared/model/chat';
import { agentIdSchema, conversationIdSchema } from '../../shared/model/ids';
import type { PresentConsole } from '../../shared/relay-protocol';
import type { EventBus } from '../core/event-bus';
import type { ServiceOf } from '../engine-types';
import type { RelayPort } from '../relay/relay-port';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { Team } from './team-types';

interface PresenceParts {
  relay: RelayPort | null;
  events: EventBus;
  conversations: ConversationRepository;
  me: Team['me'];
}

interface Look {
  conversationId: string | null;
  isWriting: boolean;
}

/** Who looks at which conversation now, and who writes there. Told over the open connections, never stored. */
export function createPresence({ relay, events, conversations, me }: PresenceParts) {
  let present: readonly PresentConsole[] = [];
  let look: Look = { conversationId: null, isWriting: false };
  let stopListening: (() => void) | null = null;

  const tell = (): void => {
    const chat = look.conversationId === null ? null : conversations.source(Number(look.conversationId));
    const { agentId, name } = me();
    relay?.tellPresence({ agentId, name, chat, isWriting: chat !== null && look.isWriting });
  };
  const onlooker = (other: PresentConsole): Onlooker | null => {
    const { chat } = other;
    const id = chat === null ? null : conversations.find(chat.botUserId, chat.sourceType, chat.sourceId);
    if (id === null) return null;
    return {
      conversationId: conversationIdSchema.parse(String(id)),
      agentId: agentIdSchema.parse(other.agentId),
      name: other.name,
      isWriting: other.isWriting,
    };
  };
  const service: ServiceOf<'team', 'onlookers' | 'look'> = {
    async onlookers() {
      return present.map(onlooker).filter((found) => found !== null);
    },
    async look({ conversationId, isWriting }) {
      if (look.conversationId === conversationId && look.isWriting === isWriting) return;
      look = { conversationId, isWriting };
      tell();
    },
  };

  return {
    service,
    /** Whether a console of this person is connected, beside this one. */
    isOnline: (agentId: string): boolean => present.some((other) => other.agentId === agentId),
    /** Tells again what is shown here, e.g. under a new name. */
    tell,
    start(): void {
      if (relay === null) return;
      stopListening = relay.onPresent((consoles) => {
        const before = present;
        present = consoles.filter((other) => other.agentId !== me().agentId);
        events.emit({ type: 'onlookers' });
        const people = (list: readonly PresentConsole[]) => [...new Set(list.map(({ agentId }) => agentId))].sort();
        // who is online is part of the list of people
        if (people(before).join() !== people(present).join()) events.emit({ type: 'stale', topics: ['team'] });
      });
      tell();
    },
    stop(): void {
      stopListening?.();
      stopListening = null;
    },
  };
}
