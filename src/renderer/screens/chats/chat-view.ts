import { create } from 'zustand';
import type { ConversationId, OfficialAccountId } from '../../../shared/model/ids';

interface ChatViewState {
  readonly officialAccountId: OfficialAccountId | null;
  readonly text: string;
  /** The conversation shown last, so that coming back to the screen shows it again. */
  readonly lastConversationId: ConversationId | null;
  /** Whether an answer to the customer is written below the thread, or a note for colleagues. */
  readonly writing: 'reply' | 'note';
  readonly setOfficialAccountId: (id: OfficialAccountId | null) => void;
  readonly setText: (text: string) => void;
  readonly setWriting: (writing: 'reply' | 'note') => void;
  readonly setLastConversationId: (id: ConversationId) => void;
}

/** What the person looks at on the Chats screen. It ends with the window. */
export const useChatView = create<ChatViewState>((set) => ({
  officialAccountId: null,
  text: '',
  lastConversationId: null,
  writing: 'reply',
  setOfficialAccountId: (officialAccountId) => set({ officialAccountId }),
  setText: (text) => set({ text }),
  setWriting: (writing) => set({ writing }),
  setLastConversationId: (lastConversationId) =>
    // another conversation begins with an answer: a note is never meant for it by accident
    set((held) => (held.lastConversationId === lastConversationId ? {} : { lastConversationId, writing: 'reply' })),
}));
