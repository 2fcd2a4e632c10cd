import { z } from 'zod';

/** Id of a file that was added to be sent, on this console. */
export const outgoingFileIdSchema = z.string().regex(/^[A-Za-z0-9_-]{10,64}$/);

/** A LINE product and sticker or emoji in it. */
const productIdSchema = z.string().regex(/^[0-9A-Za-z]{1,40}$/);

/** A run of text, a LINE emoji, or a mention (in groups only); `all` = everybody in the group. */
export const textPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().min(1).max(5000) }),
  z.object({ kind: z.literal('emoji'), productId: productIdSchema, emojiId: productIdSchema }),
  z.object({ kind: z.literal('mention'), userId: z.string().min(1).max(100), name: z.string().max(100) }),
]);
export type TextPart = z.infer<typeof textPartSchema>;

/** What a tap on a button does (line-api.md, actions): open a page, say a text, call a number, send data back to the account. */
export const tapActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('url'), label: z.string().min(1).max(20), url: z.url().max(1000) }),
  z.object({ kind: z.literal('say'), label: z.string().min(1).max(20), text: z.string().min(1).max(300) }),
  z.object({
    kind: z.literal('postback'),
    label: z.string().min(1).max(20),
    data: z.string().min(1).max(300),
    text: z.string().max(300).nullable(),
  }),
]);
export type TapAction = z.infer<typeof tapActionSchema>;

const textContent = z.object({
  type: z.literal('text'),
  /** UTF-16 units, as LINE counts: 1..5000, emoji and mentions as one each. */
  parts: z.array(textPartSchema).min(1).max(200),
});
const stickerContent = z.object({
  type: z.literal('sticker'),
  packageId: z.string().regex(/^\d{1,20}$/),
  stickerId: z.string().regex(/^\d{1,20}$/),
});
const locationContent = z.object({
  type: z.literal('location'),
  title: z.string().min(1).max(100),
  address: z.string().min(1).max(100),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
/** A card with buttons (LINE's buttons template); with two actions and neither title nor picture it is LINE's confirm template. */
const buttonsContent = z.object({
  type: z.literal('buttons'),
  title: z.string().max(40).nullable(),
  text: z.string().min(1).max(160),
  imageFileId: outgoingFileIdSchema.nullable(),
  actions: z.array(tapActionSchema).min(1).max(4),
});
const fileContent = z.object({
  type: z.enum(['image', 'video', 'audio']),
  fileId: outgoingFileIdSchema,
});

/** One bubble as a composer makes it. LINE has no message for other files: they go as a card with a link (`file`). */
export const outgoingContentSchema = z.discriminatedUnion('type', [
  textContent,
  stickerContent,
  locationContent,
  buttonsContent,
  fileContent,
  z.object({ type: z.literal('file'), fileId: outgoingFileIdSchema }),
]);
export type OutgoingContent = z.infer<typeof outgoingContentSchema>;

/** A bubble that needs no file: what a canned reply is made of. */
export const cannedContentSchema = z.discriminatedUnion('type', [textContent, stickerContent, locationContent]);
export type CannedContent = z.infer<typeof cannedContentSchema>;

/** Buttons above the customer's keyboard, on the last bubble only; at most 13 (line-api.md, quick replies). */
export const quickReplySchema = z.discriminatedUnion('kind', [
  ...tapActionSchema.options,
  z.object({ kind: z.enum(['camera', 'cameraRoll', 'location']), label: z.string().min(1).max(20) }),
]);
export type QuickReply = z.infer<typeof quickReplySchema>;

/** LINE takes so many bubbles in one call, and counts them as one message of the quota. */
export const maxBubbles = 5;
export const maxQuickReplies = 13;

/** A file on its way to be sent. It can be sent when it is `ready`; it is uploaded to the relay when it is sent. */
export const outgoingFileSchema = z.object({
  id: outgoingFileIdSchema,
  kind: z.enum(['image', 'video', 'audio', 'file']),
  name: z.string(),
  contentType: z.string(),
  byteSize: z.number(),
  /** Addresses under the app's own scheme. */
  url: z.string(),
  previewUrl: z.string().nullable(),
  durationMs: z.number().nullable(),
});
export type OutgoingFile = z.infer<typeof outgoingFileSchema>;
