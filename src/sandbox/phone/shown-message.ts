import type { ChatMessage } from '../line/chat-log';
import { messageTokensOf } from '../line/identifiers';
import type { LineState } from '../line/state';

/** A message as the phone gets it: with what a customer must not see (how it was sent) in fields of their own. */
export function shownMessage(state: LineState, message: ChatMessage): Record<string, unknown> {
  return {
    seq: message.seq,
    id: message.id,
    chatId: message.chatId,
    userId: message.userId,
    direction: message.direction,
    type: message.type,
    body: message.unsentAt === null ? message.body : {},
    at: message.at,
    readAt: message.readAt,
    unsentAt: message.unsentAt,
    editedAt: message.editedAt,
    isDelivered: message.isDelivered,
    sentBy: message.sentBy,
    isHistory: message.isHistory,
    media: message.direction === 'out' ? state.sentMedia.of(message.id) : [],
    quoteToken: messageTokensOf(state.seed, message.id, message.edits).quoteToken,
  };
}
