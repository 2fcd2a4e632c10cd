import { z } from 'zod';
import { problemSchema } from '../errors/error-code';
import { contactDetailSchema, followStatusSchema, linkOriginSchema } from './contact';
import {
  agentIdSchema,
  contactIdSchema,
  conversationIdSchema,
  friendIdSchema,
  messageIdSchema,
  officialAccountIdSchema,
} from './ids';
import { cannedContentSchema, outgoingContentSchema, outgoingFileSchema, quickReplySchema } from './outgoing';

export const conversationStatusSchema = z.enum(['todo', 'done']);
export type ConversationStatus = z.infer<typeof conversationStatusSchema>;

/** Which conversations a list shows. */
export const conversationViewSchema = z.enum([
  'todo',
  'mine',
  'unassigned',
  'unread',
  'waiting',
  'drafts',
  'done',
  'all',
]);
export type ConversationView = z.infer<typeof conversationViewSchema>;

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
  /** Something written that waits for its time, or for a person's decision. */
  hasScheduled: z.boolean(),
  hasHeld: z.boolean(),
  /** Who is to answer; null = nobody in particular. */
  assigneeId: agentIdSchema.nullable(),
  assigneeName: z.string().nullable(),
  /** Of the friend; empty for groups. */
  tags: z.array(z.string()),
});
export type ConversationRow = z.infer<typeof conversationRowSchema>;

/** What stands in a composer and was not sent. */
export const draftSchema = z.object({
  /** The last bubble; LINE emoji and mentions as the tokens of `draft-text.ts`. */
  text: z.string().max(20_000),
  /** Bubbles before the text, in their order. */
  attachments: z.array(outgoingContentSchema).max(5),
  /** What is known of the files that the attachments name. */
  files: z.array(outgoingFileSchema).max(5),
  quoteMessageId: messageIdSchema.nullable(),
  quickReplies: z.array(quickReplySchema).max(13),
});
export type Draft = z.infer<typeof draftSchema>;
export const emptyDraft: Draft = {
  text: '',
  attachments: [],
  files: [],
  quoteMessageId: null,
  quickReplies: [],
};

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
  draft: draftSchema,
});
export type ConversationDetail = z.infer<typeof conversationDetailSchema>;

export const messageStateSchema = z.enum(['received', 'queued', 'sending', 'accepted', 'failed', 'unsent']);
export type MessageState = z.infer<typeof messageStateSchema>;

/** A stored file of a message, as LINE had it. Addresses are under the app's own scheme; null until stored. */
export const mediaSchema = z.object({
  state: z.enum(['pending', 'stored', 'gone', 'failed']),
  url: z.string().nullable(),
  previewUrl: z.string().nullable(),
  byteSize: z.number().nullable(),
  contentType: z.string().nullable(),
});
export type Media = z.infer<typeof mediaSchema>;

/** Text in runs: plain, a LINE emoji, a mention. `alt` and `text` are what was written where the picture cannot be shown. */
export const shownPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('emoji'),
    productId: z.string(),
    emojiId: z.string(),
    alt: z.string(),
    /** Under the app's own scheme; LINE promises no address for it, so it may lead to nothing. */
    pictureUrl: z.string().nullable(),
  }),
  z.object({ kind: z.literal('mention'), text: z.string(), isSelf: z.boolean(), isAll: z.boolean() }),
]);
export type ShownPart = z.infer<typeof shownPartSchema>;

/** What a tap does, in words for the reader; `detail` is the address, text or data behind it. */
export const shownActionSchema = z.object({
  kind: z.enum(['url', 'say', 'postback', 'date', 'copy', 'camera', 'cameraRoll', 'location', 'other']),
  label: z.string(),
  detail: z.string().nullable(),
});
export type ShownAction = z.infer<typeof shownActionSchema>;

/** Lines of a Flex Message or columns of a template, flattened to what a reader can follow. */
export const cardBlockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), isStrong: z.boolean() }),
  z.object({ kind: z.literal('picture'), url: z.string().nullable(), action: shownActionSchema.nullable() }),
  z.object({ kind: z.literal('button'), action: shownActionSchema }),
  z.object({ kind: z.literal('separator') }),
]);
export type CardBlock = z.infer<typeof cardBlockSchema>;

/** What is drawn in a bubble. `other` = a type that this version only labels; its raw form is stored and can be looked at. */
export const messageContentSchema = z.discriminatedUnion('type', [
  /** `text` = all of it as one string. */
  z.object({ type: z.literal('text'), text: z.string(), parts: z.array(shownPartSchema) }),
  z.object({
    type: z.literal('sticker'),
    packageId: z.string(),
    stickerId: z.string(),
    /** LINE's word for what moves and sounds, such as `ANIMATION`; null for our own. */
    resourceType: z.string().nullable(),
    keywords: z.array(z.string()),
    text: z.string().nullable(),
    /** As of an emoji. */
    pictureUrl: z.string().nullable(),
  }),
  z.object({
    type: z.literal('image'),
    media: mediaSchema,
    /** Pictures that the customer sent together; `index` from 1. Old phones tell neither it nor `total`: they are 0 then. */
    imageSet: z.object({ id: z.string(), index: z.number(), total: z.number() }).nullable(),
  }),
  z.object({ type: z.literal('video'), media: mediaSchema, durationMs: z.number().nullable() }),
  z.object({ type: z.literal('audio'), media: mediaSchema, durationMs: z.number().nullable() }),
  z.object({ type: z.literal('file'), media: mediaSchema, fileName: z.string() }),
  z.object({
    type: z.literal('location'),
    title: z.string().nullable(),
    address: z.string().nullable(),
    latitude: z.number(),
    longitude: z.number(),
  }),
  /** A tap on a button of an earlier message. `chosenAt` = the date or time that was picked, as LINE wrote it. */
  z.object({
    type: z.literal('postback'),
    text: z.string().nullable(),
    data: z.string(),
    chosenAt: z.string().nullable(),
  }),
  /** A template, Flex Message or imagemap, as readable cards side by side. */
  z.object({
    type: z.literal('card'),
    lineType: z.enum(['template', 'flex', 'imagemap']),
    altText: z.string(),
    cards: z.array(z.array(cardBlockSchema)),
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
  /** LINE's id of who wrote in a group; null for our own. */
  senderUserId: z.string().nullable(),
  /** Photo of who wrote in a group, under the app's own scheme. */
  senderPictureUrl: z.string().nullable(),
  content: messageContentSchema,
  /** The message that this one quotes; `messageId` null = it is not stored here. */
  quote: z
    .object({
      messageId: messageIdSchema.nullable(),
      senderName: z.string().nullable(),
      isOurs: z.boolean(),
      type: z.string(),
      text: z.string().nullable(),
    })
    .nullable(),
  /** Buttons that the customer had above the keyboard. */
  quickReplies: z.array(shownActionSchema),
  /** True where LINE lets it be quoted. */
  canQuote: z.boolean(),
  editedAt: z.number().nullable(),
  sentAt: z.number(),
  state: messageStateSchema,
  /** Bubbles of one call to LINE share it; null = alone. */
  bundleId: z.string().nullable(),
  /** While queued: it goes at this time (send later), or not before it (undo). */
  scheduledAt: z.number().nullable(),
  undoUntil: z.number().nullable(),
  /** Why it waits for a person: the customer wrote first, or the thread moved on while it waited. */
  heldBecause: z.enum(['customerWrote', 'threadMovedOn', 'tooLate']).nullable(),
  /** Why it is queued or failed. */
  problem: problemSchema.nullable(),
  /** How LINE accepted it: free reply or paid push. */
  via: z.enum(['reply', 'push']).nullable(),
  attempts: z.number(),
  canRetry: z.boolean(),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

/** A private note in a conversation; customers never see it. */
export const noteSchema = z.object({
  id: z.string(),
  conversationId: conversationIdSchema,
  text: z.string(),
  authorId: agentIdSchema.nullable(),
  authorName: z.string().nullable(),
  isMine: z.boolean(),
  createdAt: z.number(),
  editedAt: z.number().nullable(),
});
export type Note = z.infer<typeof noteSchema>;

/** A ready-made answer, found by its shortcut after `/` in the composer. `{name}` in a text becomes the customer's name. */
export const cannedReplySchema = z.object({
  id: z.string(),
  shortcut: z.string().regex(/^[^\s/]{1,40}$/),
  title: z.string().min(1).max(100),
  contents: z.array(cannedContentSchema).min(1).max(5),
  /** How often this console used it, and when last. */
  usedCount: z.number(),
  usedAt: z.number().nullable(),
  updatedAt: z.number(),
});
export type CannedReply = z.infer<typeof cannedReplySchema>;

export const tagSchema = z.object({ name: z.string(), color: z.string().nullable(), friendCount: z.number() });
export type Tag = z.infer<typeof tagSchema>;

/** A person who works at a console of this workspace. */
export const agentSchema = z.object({
  id: agentIdSchema,
  name: z.string(),
  isMe: z.boolean(),
  isOnline: z.boolean(),
  seenAt: z.number().nullable(),
});
export type Agent = z.infer<typeof agentSchema>;

/** Somebody else who looks at a conversation now, or writes an answer to it. */
export const onlookerSchema = z.object({
  conversationId: conversationIdSchema,
  agentId: agentIdSchema.nullable(),
  name: z.string(),
  isWriting: z.boolean(),
});
export type Onlooker = z.infer<typeof onlookerSchema>;
