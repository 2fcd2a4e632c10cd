import { z } from 'zod';

const text = z.string();
const optionalText = z.string().optional();

const messageSchema = z.looseObject({
  id: text,
  type: text,
  text: optionalText,
  title: optionalText,
  address: optionalText,
  fileName: optionalText,
  quoteToken: optionalText,
  quotedMessageId: optionalText,
  markAsReadToken: optionalText,
  contentProvider: z
    .looseObject({ type: text, originalContentUrl: optionalText, previewImageUrl: optionalText })
    .optional(),
});

const membersSchema = z.array(z.looseObject({ userId: optionalText }));

/** What the product reads of an event; everything else stays in it as it came (section 4.3 to 4.6). */
export const lineWebhookEventSchema = z.looseObject({
  type: text,
  mode: optionalText,
  timestamp: z.number(),
  webhookEventId: z.string().min(1),
  replyToken: optionalText,
  source: z.looseObject({ type: text, userId: optionalText, groupId: optionalText, roomId: optionalText }).optional(),
  message: messageSchema.optional(),
  unsend: z.looseObject({ messageId: text }).optional(),
  follow: z.looseObject({ isUnblocked: z.boolean().optional() }).optional(),
  postback: z.looseObject({ data: text }).optional(),
  link: z.looseObject({ result: text, nonce: text }).optional(),
  joined: z.looseObject({ members: membersSchema }).optional(),
  left: z.looseObject({ members: membersSchema }).optional(),
});
export type LineWebhookEvent = z.infer<typeof lineWebhookEventSchema>;

const bodySchema = z.object({ destination: text, events: z.array(z.unknown()) });

/** Reads a verified webhook body. Events stay unread, so that one odd event cannot spoil the others. @throws when it is no such body */
export function readWebhookBody(rawBody: Buffer): z.infer<typeof bodySchema> {
  return bodySchema.parse(JSON.parse(rawBody.toString('utf8')));
}
