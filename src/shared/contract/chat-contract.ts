import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  chatMessageSchema,
  conversationDetailSchema,
  conversationRowSchema,
  conversationStatusSchema,
  outgoingContentSchema,
} from '../model/chat';
import { contactRowSchema } from '../model/contact';
import { conversationIdSchema, messageIdSchema, officialAccountIdSchema } from '../model/ids';

export const conversationViewSchema = z.enum(['todo', 'unread', 'waiting', 'done', 'all']);
export type ConversationView = z.infer<typeof conversationViewSchema>;

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
  /** Stores the message and queues it; the answer comes before LINE was asked. `clientId` makes a repeated call harmless. */
  send: oc
    .input(z.object({ conversationId: conversationIdSchema, clientId: z.uuid(), content: outgoingContentSchema }))
    .output(chatMessageSchema),
  /** Tries a failed message again with its own retry key. */
  retry: oc.input(z.object({ messageId: messageIdSchema })).output(chatMessageSchema),
  /** Takes back a message that LINE has not accepted; its text comes back for the draft. */
  discard: oc.input(z.object({ messageId: messageIdSchema })).output(z.object({ text: z.string().nullable() })),
  markRead: oc.input(z.object({ conversationId: conversationIdSchema })).output(z.void()),
  setStatus: oc
    .input(z.object({ conversationId: conversationIdSchema, status: conversationStatusSchema }))
    .output(z.void()),
  saveDraft: oc
    .input(z.object({ conversationId: conversationIdSchema, text: z.string().max(20_000) }))
    .output(z.void()),
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
