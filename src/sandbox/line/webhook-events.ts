import type { ChatMessage } from './chat-log';
import { messageTokensOf } from './identifiers';

/** Where an event comes from (facts/line-api section 4.4). */
export type EventSource =
  | { readonly type: 'user'; readonly userId: string }
  | { readonly type: 'group'; readonly groupId: string; readonly userId?: string }
  | { readonly type: 'room'; readonly roomId: string; readonly userId?: string };

/** A webhook event as it goes over the wire, `deliveryContext` apart. */
export interface WebhookEvent {
  readonly type: string;
  readonly webhookEventId: string;
  readonly timestamp: number;
  readonly mode: 'active' | 'standby';
  readonly source?: EventSource;
  readonly replyToken?: string;
  readonly [field: string]: unknown;
}

const WITH_QUOTE_TOKEN = new Set(['text', 'image', 'video', 'sticker']);

/** The `message` of a message event: what the customer sent, with the tokens that LINE adds. */
export function messageContentOf(seed: number, message: ChatMessage): Record<string, unknown> {
  const { quoteToken, markAsReadToken } = messageTokensOf(seed, message.id);
  return {
    id: message.id,
    type: message.type,
    ...(WITH_QUOTE_TOKEN.has(message.type) ? { quoteToken } : {}),
    markAsReadToken,
    ...message.body,
  };
}

/** The `message` of an edit: the same id with the new text and a new quote token, and no token for marking as read (section 4.5). */
export function editedContentOf(seed: number, message: ChatMessage): Record<string, unknown> {
  const { quoteToken } = messageTokensOf(seed, message.id, message.edits);
  return { id: message.id, type: message.type, quoteToken, ...message.body };
}

/** The source of something that happened in a chat. */
export function sourceOf(chatId: string, userId: string | null): EventSource {
  if (chatId.startsWith('U')) return { type: 'user', userId: chatId };
  const who = userId === null ? {} : { userId };
  return chatId.startsWith('R') ? { type: 'room', roomId: chatId, ...who } : { type: 'group', groupId: chatId, ...who };
}
