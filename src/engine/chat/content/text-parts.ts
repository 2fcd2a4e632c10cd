import { z } from 'zod';
import type { ShownPart } from '../../../shared/model/chat';
import type { ContentContext } from './content-context';
import { emojiPicture } from './picture-sources';

const place = { index: z.number().int().nonnegative(), length: z.number().int().positive() };
const receivedEmoji = z.looseObject({ ...place, productId: z.string(), emojiId: z.string() });
const mentionee = z.looseObject({
  ...place,
  type: z.string().optional(),
  userId: z.string().optional(),
  isSelf: z.boolean().optional(),
});
const sentEmoji = z.looseObject({ index: z.number().int().nonnegative(), productId: z.string(), emojiId: z.string() });
const substitution = z.union([
  z.looseObject({ type: z.literal('emoji'), productId: z.string(), emojiId: z.string() }),
  z.looseObject({
    type: z.literal('mention'),
    mentionee: z.looseObject({ type: z.string(), userId: z.string().optional() }),
  }),
]);
const list = z.array(z.unknown()).catch([]);

/** Something in a text that is not text, at UTF-16 positions. */
interface Mark {
  index: number;
  length: number;
  part: Exclude<ShownPart, { kind: 'text' }>;
}

type Emoji = { productId: string; emojiId: string };
type Shop = Pick<ContentContext, 'picture' | 'stickerShop'>;
type Raw = Readonly<Record<string, unknown>>;

/** Those of a list that are what they claim to be. */
function readable<Item>(schema: z.ZodType<Item>, items: unknown): Item[] {
  return list.parse(items ?? []).flatMap((item) => schema.safeParse(item).data ?? []);
}

function emojiPart(emoji: Emoji, alt: string, context: Shop): Mark['part'] {
  const { productId, emojiId } = emoji;
  return {
    kind: 'emoji',
    productId,
    emojiId,
    alt,
    pictureUrl: context.picture(emojiPicture(context.stickerShop, productId, emojiId)),
  };
}

/** Cuts a text at its marks. Marks that lie outside of it, in each other or in the middle of a character are left out. */
function cut(text: string, marks: readonly Mark[]): ShownPart[] {
  const parts: ShownPart[] = [];
  let from = 0;
  const isInCharacter = (at: number) =>
    /^[\uDC00-\uDFFF]/.test(text.slice(at)) && /[\uD800-\uDBFF]$/.test(text.slice(0, at));
  for (const { index, length, part } of marks.toSorted((a, b) => a.index - b.index)) {
    const end = index + length;
    if (index < from || end > text.length || isInCharacter(index) || isInCharacter(end)) continue;
    if (index > from) parts.push({ kind: 'text', text: text.slice(from, index) });
    parts.push(part);
    from = end;
  }
  if (from < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

/** A received text with its LINE emoji and mentions (section 4.6; positions are UTF-16 units). */
export function receivedParts(text: string, raw: Raw, context: Shop): ShownPart[] {
  const emojis = readable(receivedEmoji, raw.emojis).map(({ index, length, ...emoji }): Mark => {
    return { index, length, part: emojiPart(emoji, text.slice(index, index + length), context) };
  });
  const mention = z.looseObject({ mentionees: z.unknown().optional() }).safeParse(raw.mention);
  const mentions = readable(mentionee, mention.data?.mentionees).map(({ index, length, type, isSelf }): Mark => {
    const shown = text.slice(index, index + length);
    return { index, length, part: { kind: 'mention', text: shown, isSelf: isSelf === true, isAll: type === 'all' } };
  });
  return cut(text, [...emojis, ...mentions]);
}

/** A text that was sent with LINE emoji: each takes the place of a `$` (section 6.1). */
export function sentParts(text: string, raw: Raw, context: Shop): ShownPart[] {
  const marks = readable(sentEmoji, raw.emojis)
    .filter(({ index }) => text[index] === '$')
    .map(({ index, ...emoji }): Mark => ({ index, length: 1, part: emojiPart(emoji, '', context) }));
  return cut(text, marks);
}

/** A text that was sent with substitutions: `{key}` stands for an emoji or a mention, a doubled brace for one (section 6.1). */
export function substitutedParts(
  text: string,
  raw: Raw,
  context: Shop & Pick<ContentContext, 'memberName'>,
): ShownPart[] {
  const values = z
    .record(z.string(), z.unknown())
    .catch({})
    .parse(raw.substitution ?? {});
  const parts: ShownPart[] = [];
  const addText = (added: string) => {
    if (added === '') return;
    const last = parts.at(-1);
    if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + added };
    else parts.push({ kind: 'text', text: added });
  };
  for (const piece of text.split(/(\{\{|\}\}|\{[0-9A-Za-z_]{1,20}\})/)) {
    const isKey = /^\{[0-9A-Za-z_]+\}$/.test(piece);
    const value = isKey ? substitution.safeParse(values[piece.slice(1, -1)]).data : undefined;
    if (value === undefined) addText(piece === '{{' ? '{' : piece === '}}' ? '}' : piece);
    else if (value.type === 'emoji') parts.push(emojiPart(value, '', context));
    else {
      const { type, userId } = value.mentionee;
      const name = userId === undefined ? null : context.memberName(userId);
      parts.push({
        kind: 'mention',
        text: `@${type === 'all' ? 'All' : (name ?? '…')}`,
        isSelf: false,
        isAll: type === 'all',
      });
    }
  }
  return parts.length === 0 ? [{ kind: 'text', text: '' }] : parts;
}

/** All of a text as one string. */
export function wholeText(parts: readonly ShownPart[]): string {
  return parts.map((part) => (part.kind === 'emoji' ? part.alt : part.text)).join('');
}
