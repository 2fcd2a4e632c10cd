import { type ChatMessage, chatMessageSchema } from '../../../src/shared/model/chat';

/** A customer's text as a thread has it, with what `patch` says otherwise. */
export function aMessage(id: string, sentAt: number, patch: Partial<ChatMessage> = {}): ChatMessage {
  const text = `message ${id}`;
  return {
    ...chatMessageSchema.parse({
      id,
      conversationId: 'c',
      direction: 'in',
      origin: 'customer',
      senderName: null,
      senderUserId: null,
      senderPictureUrl: null,
      content: { type: 'text', text, parts: [{ kind: 'text', text }] },
      quote: null,
      quickReplies: [],
      canQuote: false,
      editedAt: null,
      sentAt,
      state: 'received',
      bundleId: null,
      scheduledAt: null,
      undoUntil: null,
      heldBecause: null,
      problem: null,
      via: null,
      attempts: 0,
      canRetry: false,
    }),
    ...patch,
  };
}
