import { z } from 'zod';
import { LumoError } from '../../../shared/errors/lumo-error';
import type { ChatMessage } from '../../../shared/model/chat';
import { messageIdSchema } from '../../../shared/model/ids';
import { type OutgoingContent, outgoingContentSchema, quickReplySchema } from '../../../shared/model/outgoing';
import type { ServiceOf } from '../../engine-types';
import type { ConversationRepository } from '../../storage/conversation-repository';
import type { HoldRepository } from '../../storage/hold-repository';
import type { MessageRepository, MessageRow } from '../../storage/message-repository';
import type { OutboxBubble, OutboxRepository, OutboxRow } from '../../storage/outbox-repository';
import { inTransaction } from '../../storage/storage';
import type { ChatDeps } from '../chat-types';
import { isOpen, retryKeyLifeMs } from '../send-plan';
import type { Drafts } from './drafts';
import type { FileUploads } from './file-uploads';
import type { PlannedSends } from './planned-sends';

interface WaitingParts extends Pick<ChatDeps, 'storage' | 'clock' | 'ids'> {
  conversations: ConversationRepository;
  messages: MessageRepository;
  outboxRows: OutboxRepository;
  holdRows: HoldRepository;
  planned: PlannedSends;
  uploads: FileUploads;
  drafts: Drafts;
  kick(): void;
  view(row: MessageRow): ChatMessage;
  tell(conversationId: number): void;
}

const extrasSchema = z.object({
  quoteMessageId: messageIdSchema.nullable(),
  quickReplies: z.array(quickReplySchema),
});

/** What a person does with messages that LINE has not accepted; always with all bubbles of a call. */
export function createWaitingActs(
  parts: WaitingParts,
): Pick<ServiceOf<'chat'>, 'retry' | 'discard' | 'sendNow' | 'reschedule' | 'waiting'> {
  const { clock, conversations, holdRows, ids, messages, outboxRows, planned, storage, uploads } = parts;

  /** The call of a message. @throws LumoError NOT_FOUND */
  const callOf = (messageId: string): OutboxRow => {
    const head = outboxRows.headOf(messageId);
    if (head === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
    return head;
  };
  const again = (id: string): OutboxRow => callOf(id);
  const mayBeAtLine = (head: OutboxRow): boolean =>
    head.state === 'sending' || outboxRows.attempts(head.id).some(isOpen);
  /** @throws LumoError MESSAGE_NOT_RETRYABLE, LINE_NOT_CONNECTED */
  const requireState = (head: OutboxRow, ...states: readonly string[]): void => {
    if (!states.includes(head.state)) throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: head.state });
    if (!conversations.hasAccount(head.conversationId)) throw new LumoError('LINE_NOT_CONNECTED');
  };
  const show = (head: OutboxRow): ChatMessage[] =>
    outboxRows.bubbles(head).flatMap(({ id }) => {
      const row = messages.byId(id);
      return row === null ? [] : [parts.view(row)];
    });
  const finish = (head: OutboxRow): ChatMessage[] => {
    parts.tell(head.conversationId);
    parts.kick();
    return show(head);
  };
  const noteLast = (head: OutboxRow, at: number): void => {
    const last = outboxRows.bubbles(head).at(-1);
    if (last !== undefined) conversations.noteOutgoing(head.conversationId, last.seq, at);
  };

  return {
    async retry({ messageId }) {
      const head = inTransaction(storage, () => {
        const found = callOf(messageId);
        requireState(found, 'failed');
        const now = clock.now();
        const ofKey = outboxRows.attempts(found.id).filter((attempt) => attempt.retryKey === found.retryKey);
        const [first] = ofKey;
        const isKeyAlive = first === undefined || now - first.startedAt < retryKeyLifeMs;
        // the same key wants the same body
        if (first === undefined || !isKeyAlive) uploads.renew(found);
        if (!isKeyAlive) planned.noteCancelled(found);
        const stays = isKeyAlive && planned.isShared(found);
        outboxRows.release(found, isKeyAlive ? found.retryKey : ids.uuid(), stays ? now : null);
        if (stays) planned.tell(again(found.id));
        conversations.countFailed(found.conversationId);
        return found;
      });
      return finish(head);
    },

    async discard({ messageId }) {
      const { head, draft } = inTransaction(storage, () => {
        const found = callOf(messageId);
        const isPossible = found.state === 'failed' || (found.state === 'queued' && !mayBeAtLine(found));
        if (!isPossible) throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: found.state });
        const bubbles = outboxRows.bubbles(found);
        const extras = extrasSchema.safeParse(JSON.parse(found.extras ?? '{}'));
        const none = { quoteMessageId: null, quickReplies: [] };
        planned.noteCancelled(found);
        for (const { seq } of bubbles) messages.remove(seq);
        conversations.refreshLast(found.conversationId);
        return {
          head: found,
          draft: parts.drafts.of(bubbles.flatMap(contentOf), extras.success ? extras.data : none),
        };
      });
      // the next message of this chat may have waited for this one
      finish(head);
      return draft;
    },

    async sendNow({ messageId }) {
      const head = inTransaction(storage, () => {
        const found = callOf(messageId);
        requireState(found, 'queued');
        const now = clock.now();
        if (mayBeAtLine(found)) return found;
        const isShared = planned.isShared(found);
        outboxRows.release(found, found.retryKey, isShared ? now : null);
        if (found.hold !== null || found.scheduledAt !== null) {
          outboxRows.setSentAt(found, now);
          if (!isShared) noteLast(found, now);
        }
        if (isShared) planned.tell(again(found.id));
        return found;
      });
      return finish(head);
    },

    async reschedule({ messageId, sendAt }) {
      const head = inTransaction(storage, () => {
        const found = callOf(messageId);
        requireState(found, 'queued');
        if (found.bundleId === null || mayBeAtLine(found)) {
          throw new LumoError('MESSAGE_NOT_RETRYABLE', { state: found.state });
        }
        if (sendAt <= clock.now()) throw new LumoError('INPUT_INVALID', { field: 'sendAt' });
        // whoever sets the time has the thread before their eyes
        const seenUntil = Math.max(clock.now(), holdRows.newestAt(found.conversationId) ?? 0);
        holdRows.setTime(found, sendAt, seenUntil);
        if (found.scheduledAt === null) conversations.refreshLast(found.conversationId);
        planned.tell(again(found.id));
        return found;
      });
      return finish(head);
    },

    async waiting({ conversationId }) {
      const id = Number(conversationId);
      return holdRows.waitingIn(id).flatMap((call) => {
        const bubbles = outboxRows.bubbles(call).flatMap((bubble) => messages.byId(bubble.id) ?? []);
        const since = holdRows.since(id, call).flatMap((messageId) => messages.byId(messageId) ?? []);
        return bubbles.length === 0 ? [] : [{ bubbles: bubbles.map(parts.view), since: since.map(parts.view) }];
      });
    },
  };
}

/** A bubble as its composer made it; of what came from another console, the words. */
function contentOf({ content, raw, text }: OutboxBubble): OutgoingContent[] {
  const made = outgoingContentSchema.safeParse(JSON.parse(content ?? raw));
  if (made.success) return [made.data];
  return text === null || text === '' ? [] : [{ type: 'text', parts: [{ kind: 'text', text: text.slice(0, 5_000) }] }];
}
