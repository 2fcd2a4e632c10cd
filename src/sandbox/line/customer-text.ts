import { z } from 'zod';

/** A run of what somebody types: text, a LINE emoji, or a mention. The account itself is mentioned as `account`. */
const partSchema = z.union([
  z.object({ text: z.string().min(1) }),
  z.object({ emoji: z.object({ productId: z.string(), emojiId: z.string(), alt: z.string().default('(emoji)') }) }),
  z.object({
    mention: z.union([z.literal('all'), z.literal('account'), z.object({ userId: z.string() })]),
    name: z.string().min(1),
  }),
]);

/** A text of a customer: plain, or in parts that become LINE's `emojis` and `mention`. */
export const customerTextSchema = z
  .object({
    type: z.literal('text'),
    text: z.string().min(1).max(10_000).optional(),
    parts: z.array(partSchema).min(1).max(200).optional(),
    quotedMessageId: z.string().optional(),
  })
  .refine((message) => (message.text === undefined) !== (message.parts === undefined), 'Either text or parts');

/** A text as {@link customerTextSchema} reads it. */
export type CustomerText = z.output<typeof customerTextSchema>;

/**
 * LINE's text object: an emoji stands in the text as its name in brackets, a mention with its @; `index` and `length` count UTF-16 units
 * (facts/line-api section 4.6).
 */
export function textBodyOf(
  { text: plain, parts, quotedMessageId }: Pick<CustomerText, 'text' | 'parts' | 'quotedMessageId'>,
  botUserId: string,
): Record<string, unknown> {
  let text = plain ?? '';
  const emojis: Record<string, unknown>[] = [];
  const mentionees: Record<string, unknown>[] = [];
  for (const part of parts ?? []) {
    const index = text.length;
    if ('text' in part) {
      text += part.text;
    } else if ('emoji' in part) {
      const { alt, ...emoji } = part.emoji;
      text += alt;
      emojis.push({ index, length: alt.length, ...emoji });
    } else {
      const shown = part.name.startsWith('@') ? part.name : `@${part.name}`;
      text += shown;
      mentionees.push({ index, length: shown.length, ...mentionedOf(part.mention, botUserId) });
    }
  }
  return {
    text,
    ...(emojis.length > 0 ? { emojis } : {}),
    ...(mentionees.length > 0 ? { mention: { mentionees } } : {}),
    ...(quotedMessageId === undefined ? {} : { quotedMessageId }),
  };
}

function mentionedOf(mention: 'all' | 'account' | { userId: string }, botUserId: string): Record<string, unknown> {
  if (mention === 'all') return { type: 'all' };
  if (mention === 'account') return { type: 'user', userId: botUserId, isSelf: true };
  return { type: 'user', userId: mention.userId, isSelf: false };
}
