import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  chatMessageSchema,
  conversationDetailSchema,
  conversationRowSchema,
  conversationStatusSchema,
  conversationViewSchema,
  draftSchema,
  noteSchema,
} from '../model/chat';
import { contactRowSchema } from '../model/contact';
import { agentIdSchema, conversationIdSchema, messageIdSchema, officialAccountIdSchema } from '../model/ids';
import {
  maxBubbles,
  maxQuickReplies,
  outgoingContentSchema,
  outgoingFileIdSchema,
  outgoingFileSchema,
  quickReplySchema,
} from '../model/outgoing';

/** Opaque place in a conversation; newest messages come first when it is null. */
export const messageCursorSchema = z.string().max(100).nullable();

export const chatContract = {
  conversations: oc
    .input(
      z.object({
        view: conversationViewSchema,
        officialAccountId: officialAccountIdSchema.nullable(),
        text: z.string().max(200),
        offset: z.number().int().min(0),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(
      z.object({
        rows: z.array(conversationRowSchema),
        total: z.number(),
        counts: z.record(conversationViewSchema, z.number()),
      }),
    ),
  conversation: oc.input(z.object({ id: conversationIdSchema })).output(conversationDetailSchema),
  /** Up to `limit` messages older than `before`, in ascending order of time; `around` jumps to a message with what surrounds it. */
  messages: oc
    .input(
      z.object({
        conversationId: conversationIdSchema,
        before: messageCursorSchema,
        around: messageIdSchema.nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(z.object({ messages: z.array(chatMessageSchema), older: messageCursorSchema, newer: messageCursorSchema })),
  /** Newer side of a jump: up to `limit` messages after the cursor. */
  newerMessages: oc
    .input(
      z.object({
        conversationId: conversationIdSchema,
        after: z.string().max(100),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(z.object({ messages: z.array(chatMessageSchema), newer: messageCursorSchema })),
  /** LINE's own JSON of a message, for whoever wants to see all of it. */
  rawMessage: oc.input(z.object({ messageId: messageIdSchema })).output(z.string()),
  /** People of a group or room whom LINE named, by name. */
  members: oc
    .input(z.object({ conversationId: conversationIdSchema }))
    .output(z.array(z.object({ userId: z.string(), name: z.string(), pictureUrl: z.string().nullable() }))),
  /**
   * Stores bubbles that go to LINE in one call and queues them; the answer comes before LINE was asked. `clientId` makes a
   * repeated call harmless. With an undo window nothing is sent before it has passed.
   */
  send: oc
    .input(
      z.object({
        conversationId: conversationIdSchema,
        clientId: z.uuid(),
        contents: z.array(outgoingContentSchema).min(1).max(maxBubbles),
        quoteMessageId: messageIdSchema.nullable(),
        quickReplies: z.array(quickReplySchema).max(maxQuickReplies),
        /** Epoch ms; null = now. */
        sendAt: z.number().int().nullable(),
        /** `sentAt` of the newest message that the writer saw; what came later holds a message that had to wait. */
        seenUntil: z.number().int(),
      }),
    )
    .output(z.array(chatMessageSchema)),
  /** Tries a failed message again with its own retry key, together with the bubbles of its call. */
  retry: oc.input(z.object({ messageId: messageIdSchema })).output(z.array(chatMessageSchema)),
  /** Takes back what LINE has not accepted (undo, cancel, discard), together with the bubbles of its call: they come back for the draft. */
  discard: oc.input(z.object({ messageId: messageIdSchema })).output(draftSchema),
  /**
   * What waits in a conversation for its time (send later) or for a person (held), the next one first: the bubbles of
   * each call, and the newest messages (at most 20, ascending) that others wrote after `seenUntil` of the call.
   */
  waiting: oc
    .input(z.object({ conversationId: conversationIdSchema }))
    .output(z.array(z.object({ bubbles: z.array(chatMessageSchema).min(1), since: z.array(chatMessageSchema) }))),
  /** Ends the wait of a held, scheduled or undoable message: it goes now. */
  sendNow: oc.input(z.object({ messageId: messageIdSchema })).output(z.array(chatMessageSchema)),
  reschedule: oc
    .input(z.object({ messageId: messageIdSchema, sendAt: z.number().int() }))
    .output(z.array(chatMessageSchema)),
  /** A file was put on this computer by the page (`POST /outgoing-file` of the app's scheme); what is known of it. */
  outgoingFile: oc.input(z.object({ id: outgoingFileIdSchema })).output(outgoingFileSchema),
  removeFile: oc.input(z.object({ id: outgoingFileIdSchema })).output(z.void()),
  markRead: oc.input(z.object({ conversationId: conversationIdSchema })).output(z.void()),
  setStatus: oc
    .input(z.object({ conversationId: conversationIdSchema, status: conversationStatusSchema }))
    .output(z.void()),
  saveDraft: oc.input(z.object({ conversationId: conversationIdSchema, draft: draftSchema })).output(z.void()),
  /** Gives a conversation to a person; null = to nobody. */
  assign: oc
    .input(z.object({ conversationId: conversationIdSchema, agentId: agentIdSchema.nullable() }))
    .output(z.void()),
  notes: oc.input(z.object({ conversationId: conversationIdSchema })).output(z.array(noteSchema)),
  addNote: oc
    .input(z.object({ conversationId: conversationIdSchema, text: z.string().trim().min(1).max(5_000) }))
    .output(noteSchema),
  editNote: oc.input(z.object({ noteId: z.string(), text: z.string().trim().min(1).max(5_000) })).output(noteSchema),
  removeNote: oc.input(z.object({ noteId: z.string() })).output(z.void()),
  unreadTotal: oc.output(z.number()),
};

export const searchHitSchema = z.object({
  contacts: z.array(contactRowSchema),
  conversations: z.array(conversationRowSchema),
  messages: z.array(
    z.object({ message: chatMessageSchema, conversationTitle: z.string(), officialAccountId: officialAccountIdSchema }),
  ),
  hasMore: z.object({ contacts: z.boolean(), conversations: z.boolean(), messages: z.boolean() }),
});
export type SearchHits = z.infer<typeof searchHitSchema>;

export const searchContract = {
  query: oc
    .input(z.object({ text: z.string().max(200), limit: z.number().int().min(1).max(100) }))
    .output(searchHitSchema),
};
