import { create } from 'zustand';
import type { ConversationView } from '../../../shared/contract/chat-contract';
import type { ConversationId, OfficialAccountId } from '../../../shared/model/ids';

interface ChatViewState {
  readonly view: ConversationView;
  readonly officialAccountId: OfficialAccountId | null;
  readonly text: string;
  /** What was written and not sent, by conversation: newer than what was read from the engine. */
  readonly drafts: ReadonlyMap<ConversationId, string>;
  /** The conversation shown last, so that coming back to the screen shows it again. */
  readonly lastConversationId: ConversationId | null;
  readonly setView: (view: ConversationView) => void;
  readonly setOfficialAccountId: (id: OfficialAccountId | null) => void;
  readonly setText: (text: string) => void;
  readonly setDraft: (id: ConversationId, draft: string) => void;
  readonly setLastConversationId: (id: ConversationId) => void;
}

/** What the person looks at on the Chats screen. Drafts are also stored by the engine; the rest ends with the window. */
export const useChatView = create<ChatViewState>((set) => ({
  view: 'todo',
  officialAccountId: null,
  text: '',
  drafts: new Map(),
  lastConversationId: null,
  setView: (view) => set({ view }),
  setOfficialAccountId: (officialAccountId) => set({ officialAccountId }),
  setText: (text) => set({ text }),
  setDraft: (id, draft) => set(({ drafts }) => ({ drafts: new Map(drafts).set(id, draft) })),
  setLastConversationId: (lastConversationId) => set({ lastConversationId }),
}));
