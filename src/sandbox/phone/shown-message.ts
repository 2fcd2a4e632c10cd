import type { ChatMessage } from '../line/chat-log';
import { messageIdOfToken, messageTokensOf } from '../line/identifiers';
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
    hasQuickReplies: state.taps.hasQuickReplies(message),
    quote: quoteOf(state, message),
    media: message.direction === 'out' ? state.sentMedia.of(message.id) : [],
    quoteToken: messageTokensOf(state.seed, message.id, message.edits).quoteToken,
  };
}

/** The message that this one quotes: a customer's names it, the account's has its token. */
function quoteOf(state: LineState, { body, unsentAt }: ChatMessage): Record<string, unknown> | null {
  if (unsentAt !== null) return null;
  const { quotedMessageId, quoteToken } = body;
  const id = typeof quoteToken === 'string' ? messageIdOfToken(state.seed, 'quote', quoteToken) : quotedMessageId;
  const quoted = typeof id === 'string' ? state.chatLog.find(id) : null;
  if (quoted === null) return null;
  return {
    id: quoted.id,
    direction: quoted.direction,
    userId: quoted.userId,
    type: quoted.type,
    text: quoted.unsentAt === null ? (quoted.body.text ?? quoted.body.altText ?? null) : null,
  };
}
