import type { Problem } from '../../../shared/errors/error-code';
import type { WorkspaceChange } from '../../../shared/relay-protocol';
import { type LineMessageObject, messageText } from '../../line';
import type { AgentRepository } from '../../storage/agent-repository';
import type { ConversationRepository } from '../../storage/conversation-repository';
import type { HoldRepository } from '../../storage/hold-repository';
import type { MessageRepository } from '../../storage/message-repository';
import type { OutboxHead, OutboxRepository, OutboxRow } from '../../storage/outbox-repository';
import type { ChatDeps } from '../chat-types';
import { isOpen } from '../send-plan';
import { filesLacking } from './file-address';

/** What the consoles tell each other of a message to be sent later. */
export type PlannedSendChange = Extract<WorkspaceChange, { kind: 'plannedSend' }>;
/** The same, before it is known who made it and when. */
export type NewPlannedSend = Omit<PlannedSendChange, 'at' | 'by'>;

/** How this console shares what is planned; absent where there is no relay. */
export interface PlanSharing {
  /** Tells the others; joins the caller's transaction. */
  make(change: NewPlannedSend): void;
  /** Runs the work while this console alone holds the name; false = another one holds it, nothing was run. @throws RelayError */
  withLease(name: string, work: () => Promise<void>): Promise<boolean>;
}

/** To the others: no newer message may hold it, a person decided. */
const seenEverything = Number.MAX_SAFE_INTEGER;

export interface PlannedSends {
  /** True for a message that other consoles may send as well. */
  isShared(row: OutboxHead): boolean;
  /** Tells the others what it is now; as soon as its files have addresses. Called in the transaction that changes it. */
  tell(head: OutboxRow): void;
  /** It was taken back here. */
  noteCancelled(row: OutboxRow): void;
  noteSent(row: OutboxRow): void;
  noteFailed(row: OutboxRow, problem: Problem): void;
  /** Applies what another console told, in the caller's transaction. */
  take(change: PlannedSendChange): void;
}

/**
 * Messages to be sent later, shared with the other consoles: whichever is there at their time sends them. The bundle's id is
 * the key under which LINE takes it once, so that two consoles cannot send it twice; the lease only saves the second call.
 */
export function createPlannedSends(
  deps: Pick<ChatDeps, 'clock' | 'ids'> & {
    sharing: PlanSharing | null;
    outbox: OutboxRepository;
    holdRows: HoldRepository;
    messages: MessageRepository;
    agents: AgentRepository;
    conversations: ConversationRepository;
  },
): PlannedSends {
  const { agents, clock, conversations, holdRows, messages, outbox, sharing } = deps;

  // another key than the bundle's is known to this console alone
  const isShared = (row: OutboxHead) => sharing !== null && row.scheduledAt !== null && row.retryKey === row.bundleId;
  const change = (row: OutboxRow, state: NewPlannedSend['state'], more: Partial<NewPlannedSend> = {}) => {
    if (sharing === null || row.bundleId === null || row.scheduledAt === null || !isShared(row)) return;
    sharing.make({
      kind: 'plannedSend',
      bundleId: row.bundleId,
      chat: { botUserId: row.botUserId, sourceType: row.sourceType, sourceId: row.sourceId },
      state,
      sendAt: row.scheduledAt,
      messages: state === 'planned' || state === 'held' ? wireOf(row) : [],
      seenUntil: row.seenUntil ?? seenEverything,
      heldBecause: null,
      problem: null,
      ...more,
    });
  };
  const wireOf = (row: OutboxRow) => outbox.bubbles(row).map(({ raw }) => JSON.parse(raw) as LineMessageObject);
  /** Nothing may be changed while LINE may have it. */
  const isUnderWay = (row: OutboxRow) => row.state === 'sending' || outbox.attempts(row.id).some(isOpen);

  const insert = (told: PlannedSendChange): void => {
    const { botUserId, sourceType, sourceId } = told.chat;
    const conversationId = conversations.find(botUserId, sourceType, sourceId);
    if (conversationId === null || told.messages.length === 0) return;
    for (const [place, message] of told.messages.entries()) {
      const seq = messages.insertOutgoing({
        id: deps.ids.ulid(),
        conversationId,
        origin: 'otherConsole',
        senderName: told.by === null ? null : (agents.get(told.by)?.name ?? null),
        lineMessageId: null,
        type: message.type,
        text: messageText(message),
        raw: JSON.stringify(message),
        sentAt: told.sendAt,
        state: 'queued',
        via: null,
        clientId: null,
        retryKey: place === 0 ? told.bundleId : null,
        bundleId: told.bundleId,
        scheduledAt: told.sendAt,
        seenUntil: told.seenUntil,
      });
      if (seq === null) throw new Error('a planned message cannot be stored');
    }
  };
  const replan = (row: OutboxRow, told: PlannedSendChange): void => {
    for (const [place, { seq, content }] of outbox.bubbles(row).entries()) {
      const message = told.messages[place];
      if (content === null && message !== undefined) outbox.setRaw(seq, JSON.stringify(message));
    }
    const isForced = told.seenUntil === seenEverything;
    if (row.state === 'failed') outbox.release(row, row.retryKey, told.sendAt);
    holdRows.setTime(row, told.sendAt, isForced ? null : told.seenUntil);
    conversations.countFailed(row.conversationId);
  };

  return {
    isShared,
    tell(head) {
      if (filesLacking(wireOf(head)).size > 0) return;
      change(head, head.hold === null ? 'planned' : 'held', { heldBecause: head.hold });
    },
    noteCancelled: (row) => change(row, 'cancelled'),
    noteSent(row) {
      if (row.scheduledAt === null) return;
      outbox.markSentHere(row);
      const seq = outbox.bubbles(row).at(-1)?.seq;
      if (seq !== undefined) conversations.noteOutgoing(row.conversationId, seq, row.sentAt);
      change(row, 'sent');
    },
    noteFailed: (row, problem) => change(row, 'held', { problem }),
    take(told) {
      const row = outbox.ofBundle(told.bundleId);
      if (row === null) {
        if (told.state !== 'planned' && told.state !== 'held') return;
        insert(told);
        const inserted = outbox.ofBundle(told.bundleId);
        if (inserted !== null && told.state === 'held') {
          if (told.problem !== null) outbox.fail(inserted, told.problem);
          else holdRows.hold(inserted, told.heldBecause ?? 'tooLate');
        }
        return;
      }
      if (row.state === 'accepted') {
        // whoever planned it anew did not know yet: the newest entry of the key must say what is true
        if (told.state === 'planned' || told.state === 'held') change(row, 'sent');
        return;
      }
      // sent again under another key it is this console's own affair
      if (row.scheduledAt === null || isUnderWay(row)) return;
      switch (told.state) {
        case 'planned':
          replan(row, told);
          break;
        case 'cancelled':
          for (const { seq } of outbox.bubbles(row)) messages.remove(seq);
          conversations.refreshLast(row.conversationId);
          break;
        case 'held':
          if (told.problem !== null) outbox.fail(row, told.problem);
          else if (row.state === 'queued') holdRows.hold(row, told.heldBecause ?? 'tooLate');
          conversations.countFailed(row.conversationId);
          break;
        case 'sent':
          outbox.acceptElsewhere(row, [], 'push', clock.now());
          conversations.countFailed(row.conversationId);
          break;
      }
    },
  };
}
