import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { contactDetailSchema, followStatusSchema, linkOriginSchema } from './contact';
import { contactIdSchema, conversationIdSchema, friendIdSchema, messageIdSchema, officialAccountIdSchema } from './ids';

export const conversationStatusSchema = z.enum(['todo', 'done']);
export type ConversationStatus = z.infer<typeof conversationStatusSchema>;

export const conversationRowSchema = z.object({
  id: conversationIdSchema,
  officialAccountId: officialAccountIdSchema,
  sourceType: z.enum(['user', 'group', 'room']),
  friendId: friendIdSchema.nullable(),
  title: z.string(),
  pictureUrl: z.string().nullable(),
  contactId: contactIdSchema.nullable(),
  contactName: z.string().nullable(),
  companyName: z.string().nullable(),
  followStatus: followStatusSchema,
  /** Type of the newest message, so that the row can name a picture or a sticker in the reader's language. */
  lastType: z.string().nullable(),
  lastText: z.string().nullable(),
  lastDirection: z.enum(['in', 'out']).nullable(),
  lastMessageAt: z.number().nullable(),
  unreadCount: z.number(),
  /** When the oldest customer message without an answer came in; null = answered. */
  waitingSinceAt: z.number().nullable(),
  status: conversationStatusSchema,
  hasDraft: z.boolean(),
  hasFailedMessage: z.boolean(),
});
export type ConversationRow = z.infer<typeof conversationRowSchema>;

export const conversationDetailSchema = conversationRowSchema.extend({
  officialAccountName: z.string(),
  linkOrigin: linkOriginSchema.nullable(),
  linkedAt: z.number().nullable(),
  followedAt: z.number().nullable(),
  statusMessage: z.string().nullable(),
  language: z.string().nullable(),
  contact: contactDetailSchema.nullable(),
  /** Until when a reply is free (reply token); null = the next message is a push and costs one of the quota. */
  freeReplyUntil: z.number().nullable(),
  quotaLimit: z.number().nullable(),
  quotaUsed: z.number().nullable(),
  draft: z.string(),
});
export type ConversationDetail = z.infer<typeof conversationDetailSchema>;

export const messageStateSchema = z.enum(['received', 'queued', 'sending', 'accepted', 'failed', 'unsent']);
export type MessageState = z.infer<typeof messageStateSchema>;

/** What is drawn in a bubble. `other` = a type that this version only labels; its raw form is stored. */
export const messageContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({
    type: z.literal('sticker'),
    packageId: z.string(),
    stickerId: z.string(),
    keywords: z.array(z.string()),
    text: z.string().nullable(),
  }),
  z.object({
    type: z.literal('image'),
    media: z.object({
      state: z.enum(['pending', 'stored', 'gone', 'failed']),
      /** Address under the app's own scheme; null until stored. */
      url: z.string().nullable(),
      previewUrl: z.string().nullable(),
      byteSize: z.number().nullable(),
    }),
  }),
  z.object({
    type: z.literal('location'),
    title: z.string().nullable(),
    address: z.string().nullable(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  z.object({ type: z.literal('other'), lineType: z.string(), label: z.string().nullable() }),
]);
export type MessageContent = z.infer<typeof messageContentSchema>;

export const chatMessageSchema = z.object({
  id: messageIdSchema,
  conversationId: conversationIdSchema,
  direction: z.enum(['in', 'out']),
  /** Who made it: the customer, this console, or another console of the workspace. */
  origin: z.enum(['customer', 'thisConsole', 'otherConsole']),
  senderName: z.string().nullable(),
  content: messageContentSchema,
  sentAt: z.number(),
  state: messageStateSchema,
  /** Why it is queued or failed. */
  problem: problemSchema.nullable(),
  /** How LINE accepted it: free reply or paid push. */
  via: z.enum(['reply', 'push']).nullable(),
  attempts: z.number(),
  canRetry: z.boolean(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** What the composer can send. Text is counted in UTF-16 units, as LINE does: 1..5000. */
export const outgoingContentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string().min(1).max(5000) }),
  z.object({ type: z.literal('sticker'), packageId: z.string().regex(/^\d+$/), stickerId: z.string().regex(/^\d+$/) }),
]);
export type OutgoingContent = z.infer<typeof outgoingContentSchema>;
