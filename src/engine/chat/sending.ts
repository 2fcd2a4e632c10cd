import { LumoError } from '../../shared/errors/lumo-error';
import type { ChatMessage } from '../../shared/model/chat';
import type { ConversationId } from '../../shared/model/ids';
import type { OutgoingContent, QuickReply } from '../../shared/model/outgoing';
import type { ServiceOf } from '../engine-types';
import { type LineMessageObject, messageText } from '../line';
import type { ConversationListRow, ConversationRepository } from '../storage/conversation-repository';
import type { MessageRepository, MessageRow } from '../storage/message-repository';
import type { OutboxRepository } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import type { ChatDeps } from './chat-types';
import type { Outbox } from './outbox';
import type { Drafts } from './outgoing/drafts';
import type { OutgoingFiles } from './outgoing/outgoing-files';
import type { PlannedSends } from './outgoing/planned-sends';
import { wireBundle } from './outgoing/wire-form';

interface SendingParts extends Pick<ChatDeps, 'storage' | 'clock' | 'ids' | 'agent' | 'undoSeconds' | 'relay'> {
  conversations: ConversationRepository;
  messages: MessageRepository;
  outboxRows: OutboxRepository;
  outbox: Outbox;
  planned: PlannedSends;
  files: OutgoingFiles;
  drafts: Drafts;
  view(row: MessageRow): ChatMessage;
  tell(conversationId: number): void;
}

/** A message in LINE's own form, for what no composer makes. `clientId` makes a repeated call harmless. */
export interface PreparedMessage {
  conversationId: ConversationId;
  clientId: string;
  content: LineMessageObject;
}

/** What the first row of a bundle keeps to give it back: the quote and the quick replies as they were made. */
export interface BundleExtras {
  quoteMessageId: string | null;
  quickReplies: QuickReply[];
}

interface Sending extends Pick<ServiceOf<'chat'>, 'send'> {
  sendPrepared(message: PreparedMessage): ChatMessage;
}

/** A second's play between two clocks of one computer: what is to go "now" is not planned. */
const soonMs = 1_000;
const furthestPlanMs = 366 * 24 * 60 * 60_000;

/** Stores what is to be sent and hands it to the outbox; the answer comes from stored rows, LINE is asked afterwards. */
export function createSending(parts: SendingParts): Sending {
  const { clock, conversations, drafts, files, ids, messages, outbox, outboxRows, planned, storage } = parts;

  const stored = (id: string): MessageRow => {
    const row = messages.byId(id);
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
    return row;
  };
  const bundleOf = (id: string) => {
    const head = outboxRows.headOf(id);
    return head === null ? [stored(id)] : outboxRows.bubbles(head).map((bubble) => stored(bubble.id));
  };
  /** @throws LumoError NOT_FOUND, LINE_NOT_CONNECTED, LINE_RECIPIENT_UNKNOWN */
  const openConversation = (id: string): ConversationListRow => {
    const conversation = conversations.row(Number(id));
    if (conversation === null) throw new LumoError('NOT_FOUND', { kind: 'conversation' });
    // the conversations of an account that was disconnected can be read, and no more
    if (!conversations.hasAccount(conversation.id)) throw new LumoError('LINE_NOT_CONNECTED');
    if (conversation.followStatus === 'blocked') throw new LumoError('LINE_RECIPIENT_UNKNOWN', { reason: 'blocked' });
    return conversation;
  };
  const always = {
    origin: 'thisConsole',
    lineMessageId: null,
    state: 'queued',
    via: null,
  } as const;
  const insert = (row: Parameters<MessageRepository['insertOutgoing']>[0]): number => {
    const seq = messages.insertOutgoing(row);
    if (seq === null) throw new LumoError('INTERNAL', { detail: 'message not stored' });
    return seq;
  };
  const go = (rows: readonly MessageRow[]): ChatMessage[] => {
    const [first] = rows;
    if (first !== undefined) parts.tell(first.conversationId);
    outbox.kick();
    return rows.map((row) => parts.view(messages.byId(row.id) ?? row));
  };

  /** The token with which LINE shows what is quoted. @throws LumoError QUOTE_GONE */
  const quotedBy = (conversationId: number, messageId: string | null) => {
    if (messageId === null) return { quoteToken: null, quotedLineId: null };
    const quoted = messages.byId(messageId);
    const isThere = quoted !== null && quoted.conversationId === conversationId && quoted.state !== 'unsent';
    if (!isThere || quoted.quoteToken === null) throw new LumoError('QUOTE_GONE');
    return { quoteToken: quoted.quoteToken, quotedLineId: quoted.lineMessageId };
  };
  /** LINE takes files from a public address only. @throws LumoError RELAY_NEEDED */
  const needRelayForFiles = (contents: readonly OutgoingContent[]): void => {
    const hasFiles = contents.some((content) =>
      content.type === 'buttons' ? content.imageFileId !== null : 'fileId' in content,
    );
    if (hasFiles && parts.relay === null) throw new LumoError('RELAY_NEEDED');
  };
  /** When it goes: at a time, or not before the undo window has passed. @throws LumoError INPUT_INVALID */
  const timesOf = (sendAt: number | null, now: number) => {
    if (sendAt !== null && sendAt - now > furthestPlanMs) throw new LumoError('INPUT_INVALID', { field: 'sendAt' });
    if (sendAt !== null && sendAt - now > soonMs) return { scheduledAt: sendAt, undoUntil: null, sentAt: sendAt };
    const undoMs = Math.max(0, parts.undoSeconds?.() ?? 0) * 1_000;
    return { scheduledAt: null, undoUntil: undoMs === 0 ? null : now + undoMs, sentAt: now };
  };

  return {
    sendPrepared({ conversationId, clientId, content }) {
      const row = inTransaction(storage, () => {
        const known = messages.byClientId(clientId);
        if (known !== null) return known;
        const conversation = openConversation(conversationId);
        const id = ids.ulid();
        const sentAt = clock.now();
        const seq = insert({
          ...always,
          id,
          conversationId: conversation.id,
          senderName: parts.agent?.()?.name ?? null,
          type: content.type,
          text: messageText(content),
          raw: JSON.stringify(content),
          sentAt,
          clientId,
          // made once and stored before anything is sent: it must be on the first attempt to protect (section 5.7)
          retryKey: ids.uuid(),
        });
        conversations.noteOutgoing(conversation.id, seq, sentAt);
        return stored(id);
      });
      const [view] = go([row]);
      if (view === undefined) throw new LumoError('NOT_FOUND', { kind: 'message' });
      return view;
    },

    async send({ conversationId, clientId, contents, quoteMessageId, quickReplies, sendAt, seenUntil }) {
      const rows = inTransaction(storage, () => {
        const known = messages.byClientId(clientId);
        if (known !== null) return bundleOf(known.id);
        const conversation = openConversation(conversationId);
        needRelayForFiles(contents);
        const now = clock.now();
        const { scheduledAt, undoUntil, sentAt } = timesOf(sendAt, now);
        const { quoteToken, quotedLineId } = quotedBy(conversation.id, quoteMessageId);
        const context = {
          isGroup: conversation.sourceType !== 'user',
          language: conversations.extras(conversation.id)?.language ?? null,
          file: files.row,
        };
        const bubbles = wireBundle(contents, { quoteToken, quickReplies }, context);
        const bundleId = ids.uuid();
        const made = bubbles.map(({ message, text }, place) => {
          const id = ids.ulid();
          const seq = insert({
            ...always,
            id,
            conversationId: conversation.id,
            senderName: parts.agent?.()?.name ?? null,
            type: message.type,
            text,
            raw: JSON.stringify(message),
            sentAt,
            clientId: place === 0 ? clientId : null,
            retryKey: place === 0 ? bundleId : null,
            quotedLineId: 'quoteToken' in message ? quotedLineId : null,
            bundleId,
            scheduledAt,
            undoUntil,
            seenUntil,
            content: JSON.stringify(contents[place]),
          });
          return { id, seq };
        });
        const head = outboxRows.ofBundle(bundleId);
        const last = made.at(-1);
        if (head === null || last === undefined) throw new LumoError('INTERNAL', { detail: 'bundle not stored' });
        const extras: BundleExtras = { quoteMessageId, quickReplies };
        outboxRows.setExtras(head.id, JSON.stringify(extras));
        // what was planned is in the thread when it was sent
        if (scheduledAt === null) conversations.noteOutgoing(conversation.id, last.seq, sentAt);
        else planned.tell(head);
        drafts.takeOut(conversation.id, contents);
        return made.map(({ id }) => stored(id));
      });
      return go(rows);
    },
  };
}
