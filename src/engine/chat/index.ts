export { createChat } from './chat';
export type { Chat, ChatDeps, MessageFile } from './chat-types';
export { toConversationRow } from './conversation-view';
export { createMessageView } from './message-view';
export { createPlanSharing } from './outgoing/plan-sharing';
