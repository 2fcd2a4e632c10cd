import { LumoError } from '../../shared/errors/lumo-error';
import type { ChatMessage, OutgoingContent } from '../../shared/model/chat';
import type { ServiceOf } from '../engine-types';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { MessageRepository, MessageRow } from '../storage/message-repository';
import type { OutboxRepository } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import type { ChatDeps } from './chat-types';
import type { Outbox } from './outbox';
import { isOpen, retryKeyLifeMs } from './send-plan';

interface SendingParts extends Pick<ChatDeps, 'storage' | 'clock' | 'ids' | 'agentName'> {
  conversations: ConversationRepository;
  messages: MessageRepository;
  outboxRows: OutboxRepository;
  outbox: Outbox;
  view(row: MessageRow): ChatMessage;
  tell(conversationId: number): void;
}

/** LINE counts UTF-16 units, as `length` does (section 6). */
const maxTextLength = 5_000;

/** What a person does with outgoing messages. Each answer comes from stored rows; LINE is asked afterwards. */
export function createSending(parts: SendingParts): Pick<ServiceOf<'chat'>, 'send' | 'retry' | 'discard'> {
  const { clock, conversations, ids, messages, outbox, outboxRows, storage } = parts;

  const stored = (id: string): MessageRow => {
    const row = messages.byId(id);
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
    return row;
  };

  return {
    async send({ conversationId, clientId, content }) {
      const row = inTransaction(storage, () => {
        const known = messages.byClientId(clientId);
        if (known !== null) return known;
        const conversation = conversations.row(Number(conversationId));
        if (conversation === null) throw new LumoError('NOT_FOUND', { kind: 'conversation' });
        if (conversation.followStatus === 'blocked')
          throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'blocked' });
        if (content.type === 'text' && content.text.length > maxTextLength) {
          throw new LumoError('MESSAGE_TOO_LONG', { length: content.text.length, limit: maxTextLength });
        }
        const id = ids.ulid();
        const sentAt = clock.now();
        const seq = messages.insertOutgoing({
          id,
          conversationId: conversation.id,
          origin: 'thisConsole',
          senderName: parts.agentName?.() ?? null,
          lineMessageId: null,
          type: content.type,
          text: content.type === 'text' ? content.text : null,
          raw: JSON.stringify(wireForm(content)),
          sentAt,
          state: 'queued',
          via: null,
          clientId,
          // made once and stored before anything is sent: it must be on the first attempt to protect (section 5.7)
          retryKey: ids.uuid(),
        });
        if (seq === null) throw new LumoError('INTERNAL', { detail: 'message not stored' });
        conversations.noteOutgoing(conversation.id, seq, sentAt);
        return stored(id);
      });
      parts.tell(row.conversationId);
      outbox.kick();
      return parts.view(row);
    },
    async retry({ messageId }) {
      const row = inTransaction(storage, () => {
        const found = outboxRows.get(messageId);
        if (found === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
        if (found.state !== 'failed') throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: found.state });
        const first = outboxRows.attempts(messageId).find((attempt) => attempt.retryKey === found.retryKey);
        const isKeyAlive = first === undefined || clock.now() - first.startedAt < retryKeyLifeMs;
        outboxRows.retry(messageId, isKeyAlive ? found.retryKey : ids.uuid(), clock.now());
        conversations.countFailed(found.conversationId);
        return stored(messageId);
      });
      parts.tell(row.conversationId);
      outbox.kick();
      return parts.view(row);
    },
    async discard({ messageId }) {
      const row = inTransaction(storage, () => {
        const found = stored(messageId);
        const mayBeSent = found.state === 'queued' && outboxRows.attempts(messageId).some(isOpen);
        if ((found.state !== 'queued' && found.state !== 'failed') || mayBeSent) {
          throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: found.state });
        }
        messages.remove(found.seq);
        conversations.refreshLast(found.conversationId);
        return found;
      });
      parts.tell(row.conversationId);
      // the next message of this chat may have waited for this one
      outbox.kick();
      return { text: row.text };
    },
  };
}

function wireForm(content: OutgoingContent): Record<string, unknown> {
  if (content.type === 'text') return { type: 'text', text: content.text };
  return { type: 'sticker', packageId: content.packageId, stickerId: content.stickerId };
}
