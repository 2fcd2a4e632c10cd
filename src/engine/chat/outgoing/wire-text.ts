import { LumoError } from '../../../shared/errors/lumo-error';
import type { TextPart } from '../../../shared/model/outgoing';
import type { LineMessageObject } from '../../line';

/** UTF-16 units, as `length` counts them (LINE facts, section 6). */
const longestText = 5_000;
/** Of each kind in one message (section 6.1). */
const mostEmoji = 20;
const mostMentions = 20;
/** In a mention's user id: everybody in the group. */
export const everybody = 'all';

/**
 * A text in LINE's form: `text`, with `$` where an emoji stands; `textV2` as soon as somebody is mentioned, which the older
 * form cannot do. Braces of a person's own are doubled there.
 * @throws LumoError MESSAGE_TOO_LONG, INPUT_INVALID
 */
export function wireText(parts: readonly TextPart[], isGroup: boolean): LineMessageObject {
  const emoji = parts.filter((part) => part.kind === 'emoji');
  const mentions = parts.filter((part) => part.kind === 'mention');
  const isBlank = parts.every((part) => part.kind === 'text' && part.text.trim() === '');
  if (isBlank) throw new LumoError('INPUT_INVALID', { field: 'text' });
  if (emoji.length > mostEmoji) throw new LumoError('INPUT_INVALID', { field: 'emoji', limit: mostEmoji });
  if (mentions.length > mostMentions) throw new LumoError('INPUT_INVALID', { field: 'mentions', limit: mostMentions });
  if (mentions.length > 0 && !isGroup) throw new LumoError('INPUT_INVALID', { field: 'mentions' });
  const message = mentions.length > 0 ? withMentions(parts) : withEmoji(parts);
  if (message.text.length > longestText) {
    throw new LumoError('MESSAGE_TOO_LONG', { length: message.text.length, limit: longestText });
  }
  return message;
}

/** The text as lists and the search have it: an emoji has no words, a mention is `@Name`. */
export function plainText(parts: readonly TextPart[]): string {
  return parts
    .map((part) => (part.kind === 'text' ? part.text : part.kind === 'mention' ? `@${part.name}` : ''))
    .join('');
}

function withEmoji(parts: readonly TextPart[]) {
  let text = '';
  const emojis: { index: number; productId: string; emojiId: string }[] = [];
  for (const part of parts) {
    if (part.kind === 'emoji') {
      emojis.push({ index: text.length, productId: part.productId, emojiId: part.emojiId });
      text += '$';
    } else if (part.kind === 'text') text += part.text;
  }
  return { type: 'text', text, ...(emojis.length > 0 ? { emojis } : {}) };
}

function withMentions(parts: readonly TextPart[]) {
  let text = '';
  const substitution: Record<string, unknown> = {};
  for (const [place, part] of parts.entries()) {
    if (part.kind === 'text') {
      text += part.text.replace(/[{}]/g, (brace) => brace + brace);
      continue;
    }
    const key = `p${place}`;
    text += `{${key}}`;
    if (part.kind === 'emoji') {
      substitution[key] = { type: 'emoji', productId: part.productId, emojiId: part.emojiId };
    } else {
      const mentionee = part.userId === everybody ? { type: 'all' } : { type: 'user', userId: part.userId };
      substitution[key] = { type: 'mention', mentionee };
    }
  }
  return { type: 'textV2', text, substitution };
}
