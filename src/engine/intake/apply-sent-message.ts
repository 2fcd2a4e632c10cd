import type { MessageSent } from '../../shared/relay-protocol';
import { messageText } from '../line';
import type { SourceType } from '../storage/conversation-repository';
import type { ApplyParts } from './apply-line-event';
import type { Effects } from './effects';

/**
 * Applies what some console of the workspace sent. This console's own messages come back through the log as well: they
 * are here already under LINE's id and are not doubled. `entryId` stands in where LINE gave no id.
 */
export function applySentMessage(parts: ApplyParts, entryId: string, sent: MessageSent, effects: Effects): void {
  const { conversations, friends, messages } = parts;
  const sourceType: SourceType = sent.userId.startsWith('C') ? 'group' : sent.userId.startsWith('R') ? 'room' : 'user';
  const friend = sourceType === 'user' ? friends.ensure(sent.botUserId, sent.userId, parts.clock.now()) : null;
  const conversationId = conversations.ensure(sent.botUserId, sourceType, sent.userId, friend?.id ?? null);
  const firstId = sent.lineMessageId ?? entryId;
  let hasNew = false;
  for (const [index, message] of sent.messages.entries()) {
    const seq = messages.insertOutgoing({
      id: parts.ids.ulid(),
      conversationId,
      origin: 'otherConsole',
      senderName: sent.agentName,
      lineMessageId: index === 0 ? firstId : `${firstId}#${index}`,
      type: message.type,
      text: messageText(message),
      raw: JSON.stringify(message),
      sentAt: sent.sentAt,
      state: 'accepted',
      via: sent.via,
      clientId: null,
      retryKey: null,
    });
    if (seq === null) continue;
    conversations.noteOutgoing(conversationId, seq, sent.sentAt);
    hasNew = true;
    effects.hasMedia = true;
  }
  if (!hasNew) return;
  conversations.noteAnswer(conversationId, sent.sentAt);
  if (friend?.isNew === true) effects.hasPeople = true;
  effects.conversations.add(conversationId);
}
