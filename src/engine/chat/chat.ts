import { LumoError } from '../../shared/errors/lumo-error';
import { contactIdSchema, conversationIdSchema } from '../../shared/model/ids';
import type { ServiceOf } from '../engine-types';
import { createConversationRepository } from '../storage/conversation-repository';
import { createMediaRepository } from '../storage/media-repository';
import { createMessageRepository, type MessageRow } from '../storage/message-repository';
import { createOutboxRepository } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import { createWebhookEventRepository } from '../storage/webhook-event-repository';
import type { Chat, ChatDeps } from './chat-types';
import { toConversationRow } from './conversation-view';
import { createMedia } from './media';
import { createMembers } from './members';
import { createMemberView } from './members-view';
import { cursorOf, positionOf } from './message-cursor';
import { createMessageFiles } from './message-files';
import { createMessageView } from './message-view';
import { createOutgoing } from './outgoing/outgoing';
import { createReadMarks } from './read-marks';

/** Conversations and messages for the screens, and the loops that send, fetch and share. See {@link Chat}. */
export function createChat(deps: ChatDeps): Chat {
  const { clock, events, storage } = deps;
  const conversations = createConversationRepository(storage);
  const messages = createMessageRepository(storage);
  const mediaRows = createMediaRepository(storage);
  const webhookEvents = createWebhookEventRepository(storage);
  const outboxRows = createOutboxRepository(storage);
  const media = createMedia(deps);
  const members = createMembers(deps);
  const memberView = createMemberView(deps);
  const readMarks = createReadMarks(deps);

  const view = createMessageView(deps);
  /** The rows as a thread shows them; files that it still lacks are fetched first. */
  const show = (rows: readonly MessageRow[]) => {
    const lacking = rows.filter((row) => row.mediaState === 'pending').map((row) => row.id);
    if (lacking.length > 0) media.first(lacking);
    return rows.map(view);
  };
  const rowOf = (id: string) => {
    const row = conversations.row(Number(id));
    if (row === null) throw new LumoError('NOT_FOUND', { kind: 'conversation' });
    return row;
  };
  const tell = (id: number) => {
    events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(id)) });
    events.emit({ type: 'stale', topics: ['conversations', 'dashboard'] });
  };
  const outgoing = createOutgoing({ ...deps, conversations, messages, outboxRows, view, tell });
  const olderOf = (rows: readonly MessageRow[], limit: number) => {
    const oldest = rows[0];
    return rows.length < limit || oldest === undefined ? null : cursorOf(oldest);
  };

  const service: ServiceOf<'chat'> = {
    async conversations(input) {
      const filter = { view: input.view, botUserId: input.officialAccountId, text: input.text };
      const counts = conversations.counts(input.officialAccountId);
      const { rows, total } = conversations.page(filter, input.offset, input.limit);
      return { rows: rows.map(toConversationRow), total: total ?? counts[input.view], counts };
    },
    async conversation({ id }) {
      const row = rowOf(id);
      const extras = conversations.extras(row.id);
      const until = extras?.replyToken == null ? null : extras.replyTokenUntil;
      return {
        ...toConversationRow(row),
        officialAccountName: extras?.officialAccountName ?? '',
        linkOrigin: extras?.linkOrigin ?? null,
        linkedAt: extras?.linkedAt ?? null,
        followedAt: extras?.followedAt ?? null,
        statusMessage: extras?.statusMessage ?? null,
        language: extras?.language ?? null,
        contact: row.contactId === null ? null : await deps.contactDetail(contactIdSchema.parse(row.contactId)),
        freeReplyUntil: until !== null && until > clock.now() ? until : null,
        quotaLimit: extras?.quotaLimit ?? null,
        quotaUsed: extras?.quotaUsed ?? null,
        draft: outgoing.drafts.get(row.id),
      };
    },
    async messages({ conversationId, before, around, limit }) {
      const { id } = rowOf(conversationId);
      const anchor = around === null ? null : messages.byId(around);
      if (anchor !== null && anchor.conversationId === id) {
        const half = Math.max(1, Math.floor(limit / 2));
        const older = messages.olderThan(id, anchor.sentAt, anchor.seq, half).reverse();
        const newer = messages.newerThan(id, anchor.sentAt, anchor.seq, half);
        const newest = newer.at(-1);
        return {
          messages: show([...older, anchor, ...newer]),
          older: olderOf(older, half),
          newer: newest === undefined || newer.length < half ? null : cursorOf(newest),
        };
      }
      const from = before === null ? { sentAt: Number.MAX_SAFE_INTEGER, seq: 0 } : positionOf(before);
      const rows = messages.olderThan(id, from.sentAt, from.seq, limit).reverse();
      return { messages: show(rows), older: olderOf(rows, limit), newer: null };
    },
    async newerMessages({ conversationId, after, limit }) {
      const from = positionOf(after);
      const rows = messages.newerThan(rowOf(conversationId).id, from.sentAt, from.seq, limit);
      const newest = rows.at(-1);
      return { messages: show(rows), newer: newest === undefined || rows.length < limit ? null : cursorOf(newest) };
    },
    ...outgoing.service,
    async markRead({ conversationId }) {
      const { id } = rowOf(conversationId);
      if (conversations.markRead(id, clock.now())) tell(id);
      readMarks.read(id);
    },
    async saveDraft({ conversationId, draft }) {
      // the list shows whether there is a draft, not its words
      if (outgoing.drafts.save(rowOf(conversationId).id, draft)) {
        events.emit({ type: 'stale', topics: ['conversations'] });
      }
    },
    async rawMessage({ messageId }) {
      const row = messages.byId(messageId);
      if (row === null) throw new LumoError('NOT_FOUND', { kind: 'message' });
      return row.raw;
    },
    async members({ conversationId }) {
      const { id } = rowOf(conversationId);
      members.refresh(id);
      return memberView(id);
    },
    ...deps.team,
    async unreadTotal() {
      return conversations.unreadTotal();
    },
  };

  return {
    service,
    start() {
      media.start();
      members.start();
      readMarks.start();
      outgoing.start();
    },
    wake() {
      outgoing.wake();
      media.wake();
      members.wake();
      readMarks.wake();
    },
    kickMedia: media.kick,
    kickMembers: members.kick,
    fileOf: createMessageFiles(deps),
    removeFiles: media.removeFiles,
    shareSent: outgoing.shareSent,
    sendPrepared: outgoing.sendPrepared,
    outgoingFiles: outgoing.files,
    takePlan: outgoing.takePlan,
    kickOutgoing: outgoing.kick,
    async stop() {
      await Promise.all([outgoing.stop(), media.stop(), members.stop(), readMarks.stop()]);
    },
    queues: () =>
      inTransaction(storage, () => ({
        outgoingQueued: outboxRows.queuedCount(),
        outgoingFailed: outboxRows.failedCount(),
        mediaPending: mediaRows.pendingCount(),
        eventsParked: webhookEvents.parkedCount(),
      })),
    counts: () => ({
      unreadConversations: conversations.unreadTotal(),
      waitingConversations: conversations.waitingTotal(),
    }),
  };
}
