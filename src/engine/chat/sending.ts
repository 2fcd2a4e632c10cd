import { LumoError } from '../../shared/errors/lumo-error';
import { type ChatMessage, emptyDraft } from '../../shared/model/chat';
import { type ConversationId, conversationIdSchema } from '../../shared/model/ids';
import type { OutgoingContent } from '../../shared/model/outgoing';
import type { ServiceOf } from '../engine-types';
import type { LineMessageObject } from '../line';
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

/** A message in LINE's own form, for what no composer makes. `clientId` makes a repeated call harmless. */
export interface PreparedMessage {
  conversationId: ConversationId;
  clientId: string;
  content: LineMessageObject;
}

interface Sending extends Pick<ServiceOf<'chat'>, 'send' | 'retry' | 'discard'> {
  sendPrepared(message: PreparedMessage): ChatMessage;
}

/** What a person does with outgoing messages. Each answer comes from stored rows; LINE is asked afterwards. */
export function createSending(parts: SendingParts): Sending {
  const { clock, conversations, ids, messages, outbox, outboxRows, storage } = parts;

  const stored = (id: string): MessageRow => {
    const row = messages.byId(id);
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
    return row;
  };

  /** The conversations of an account that was disconnected can be read, and no more. */
  const requireAccount = (conversationId: number): void => {
    if (!conversations.hasAccount(conversationId)) throw new LumoError('LINE_NOT_CONNECTED');
  };

  /** Stores the message with its retry key and hands it to the outbox. @throws LumoError NOT_FOUND, LINE_NOT_CONNECTED, LINE_RECIPIENT_UNKNOWN */
  const queue = ({ conversationId, clientId, content }: PreparedMessage): ChatMessage => {
    const row = inTransaction(storage, () => {
      const known = messages.byClientId(clientId);
      if (known !== null) return known;
      const conversation = conversations.row(Number(conversationId));
      if (conversation === null) throw new LumoError('NOT_FOUND', { kind: 'conversation' });
      requireAccount(conversation.id);
      if (conversation.followStatus === 'blocked') throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'blocked' });
      const id = ids.ulid();
      const sentAt = clock.now();
      const seq = messages.insertOutgoing({
        id,
        conversationId: conversation.id,
        origin: 'thisConsole',
        senderName: parts.agentName?.() ?? null,
        lineMessageId: null,
        type: content.type,
        text: content.type === 'text' && typeof content.text === 'string' ? content.text : null,
        raw: JSON.stringify(content),
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
  };

  return {
    sendPrepared: queue,
    async send({ conversationId, clientId, contents }) {
      const [content, ...others] = contents;
      if (content === undefined || others.length > 0) throw new LumoError('INPUT_INVALID', { field: 'contents' });
      return [
        queue({ conversationId: conversationIdSchema.parse(conversationId), clientId, content: wireForm(content) }),
      ];
    },
    async retry({ messageId }) {
      const row = inTransaction(storage, () => {
        const found = outboxRows.get(messageId);
        if (found === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
        if (found.state !== 'failed') throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: found.state });
        requireAccount(found.conversationId);
        const first = outboxRows.attempts(messageId).find((attempt) => attempt.retryKey === found.retryKey);
        const isKeyAlive = first === undefined || clock.now() - first.startedAt < retryKeyLifeMs;
        outboxRows.retry(messageId, isKeyAlive ? found.retryKey : ids.uuid(), clock.now());
        conversations.countFailed(found.conversationId);
        return stored(messageId);
      });
      parts.tell(row.conversationId);
      outbox.kick();
      return [parts.view(row)];
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
      return { ...emptyDraft, text: row.text ?? '' };
    },
  };
}

function wireForm(content: OutgoingContent): LineMessageObject {
  if (content.type === 'sticker')
    return { type: 'sticker', packageId: content.packageId, stickerId: content.stickerId };
  if (content.type !== 'text') throw new LumoError('INPUT_INVALID', { field: 'contents' });
  const text = content.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  if (text.length > maxTextLength)
    throw new LumoError('MESSAGE_TOO_LONG', { length: text.length, limit: maxTextLength });
  return { type: 'text', text };
}
