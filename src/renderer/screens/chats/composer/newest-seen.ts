import type { ChatMessage } from '../../../../shared/model/chat';

/**
 * `sentAt` of the newest message that its writer has before them, 0 without any. What is planned stands at its time to
 * come and what is on its way is nobody's answer: neither counts.
 */
export function newestSeenAt(messages: readonly Pick<ChatMessage, 'direction' | 'state' | 'sentAt'>[]): number {
  return messages.reduce(
    (newest, message) =>
      message.direction === 'in' || message.state === 'accepted' ? Math.max(newest, message.sentAt) : newest,
    0,
  );
}
