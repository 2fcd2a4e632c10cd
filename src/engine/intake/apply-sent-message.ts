import type { MessageSent } from '../../shared/relay-protocol';
import { messageText } from '../line';
import type { SourceType } from '../storage/conversation-repository';
import type { ApplyParts } from './apply-line-event';
import type { Effects } from './effects';

/**
 * Applies what some console of the workspace sent. This console's own messages come back through the log as well, and what was
 * planned is here before it is sent: both are known by their bundle, or by LINE's ids, and are not doubled. `entryId` stands in
 * where LINE gave no id.
 */
export function applySentMessage(parts: ApplyParts, entryId: string, sent: MessageSent, effects: Effects): void {
  const { conversations, friends, messages } = parts;
  const sourceType: SourceType = sent.userId.startsWith('C') ? 'group' : sent.userId.startsWith('R') ? 'room' : 'user';
  const friend = sourceType === 'user' ? friends.ensure(sent.botUserId, sent.userId, parts.clock.now()) : null;
  const conversationId = conversations.ensure(sent.botUserId, sourceType, sent.userId, friend?.id ?? null);
  if (settleBundle(parts, sent, effects)) return;
  const firstId = sent.lineMessageId ?? entryId;
  let hasNew = false;
  for (const [index, message] of sent.messages.entries()) {
    const seq = messages.insertOutgoing({
      id: parts.ids.ulid(),
      conversationId,
      origin: 'otherConsole',
      senderName: sent.agentName,
      lineMessageId: sent.lineMessageIds[index] ?? (index === 0 ? firstId : `${firstId}#${index}`),
      type: message.type,
      text: messageText(message),
      raw: JSON.stringify(message),
      sentAt: sent.sentAt,
      state: 'accepted',
      via: sent.via,
      clientId: null,
      retryKey: null,
      bundleId: sent.bundleId,
      quoteToken: sent.quoteTokens[index] ?? null,
      quotedLineId: sent.quotedIds[index] ?? null,
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

/**
 * What was planned for later, here or elsewhere, and sent by whichever console was there: the rows that are here become the
 * sent message. False = nothing of the bundle is here.
 */
function settleBundle({ clock, conversations, outbox }: ApplyParts, sent: MessageSent, effects: Effects): boolean {
  const head = sent.bundleId === null ? null : outbox.ofBundle(sent.bundleId);
  if (head === null) return false;
  const bubbles = outbox.bubbles(head);
  const isKnown = head.state === 'accepted' && bubbles.every(({ lineMessageId }) => lineMessageId !== null);
  if (isKnown) return true;
  const ids = bubbles.map((_, place) => ({
    id: sent.lineMessageIds[place] ?? (place === 0 ? sent.lineMessageId : null),
    quoteToken: sent.quoteTokens[place] ?? null,
  }));
  // what was sent from here is still to be told from here
  const isOurs = head.state === 'accepted' && head.sharedAt === null;
  if (isOurs) outbox.accept(head, ids, sent.via, clock.now());
  else outbox.acceptElsewhere(head, ids, sent.via, clock.now());
  outbox.setSentAt(head, sent.sentAt);
  const last = bubbles.at(-1);
  if (last !== undefined) conversations.noteOutgoing(head.conversationId, last.seq, sent.sentAt);
  conversations.noteAnswer(head.conversationId, sent.sentAt);
  conversations.countFailed(head.conversationId);
  effects.conversations.add(head.conversationId);
  return true;
}
