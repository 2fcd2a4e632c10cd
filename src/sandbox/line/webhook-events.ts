import type { ChatMessage } from './chat-log';
import { messageTokensOf } from './identifiers';

/** Where an event comes from (facts/line-api section 4.4). */
export type EventSource =
  | { readonly type: 'user'; readonly userId: string }
  | { readonly type: 'group'; readonly groupId: string; readonly userId?: string };

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

/** The source of something that happened in a chat. */
export function sourceOf(chatId: string, userId: string | null): EventSource {
  if (chatId.startsWith('U')) return { type: 'user', userId: chatId };
  return { type: 'group', groupId: chatId, ...(userId === null ? {} : { userId }) };
}
