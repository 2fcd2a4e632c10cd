export { createChat } from './chat';
export type { Chat, ChatDeps } from './chat-types';
export { toConversationRow } from './conversation-view';
export { toChatMessage } from './message-view';
