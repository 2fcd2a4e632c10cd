import type { ChatMessage } from '../../../../shared/model/chat';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { rpc } from '../../../bridge/client';
import type { MessagePage } from './message-window';

/** Messages that one call reads while a person scrolls. */
export const messagePageSize = 50;
/** What the contract allows in one call. */
const largestPage = 200;
/** Bound on the calls of one refresh: what is older keeps its shown state until it is read again. */
const longestRefresh = 5;

/** The newest messages, or those around `target`. */
export function readPage(
  conversationId: ConversationId,
  place: { readonly before: string | null; readonly around: MessageId | null },
): Promise<MessagePage> {
  return rpc.chat.messages({ conversationId, ...place, limit: messagePageSize });
}

/** The newest `count` messages at least (up to 1,000), as one page that ends at the live end. */
export async function readNewest(conversationId: ConversationId, count: number): Promise<MessagePage> {
  let messages: readonly ChatMessage[] = [];
  let before: string | null = null;
  for (let call = 0; call < longestRefresh; call += 1) {
    const limit = Math.min(largestPage, Math.max(messagePageSize, count - messages.length));
    const page: MessagePage = await rpc.chat.messages({ conversationId, before, around: null, limit });
    messages = [...page.messages, ...messages];
    before = page.older;
    if (before === null || messages.length >= count) break;
  }
  return { messages, older: before, newer: null };
}

/** What surrounds `target`, for renewing a window that is not at the live end. */
export async function readAround(conversationId: ConversationId, target: MessageId): Promise<readonly ChatMessage[]> {
  const page = await rpc.chat.messages({ conversationId, before: null, around: target, limit: largestPage });
  return page.messages;
}
