import type { CannedReply } from '../../../../shared/model/chat';
import { draftTextOfParts } from '../../../../shared/model/draft-text';
import type { CannedContent } from '../../../../shared/model/outgoing';

/** Becomes the customer's name when the reply is put into an answer. */
export const namePlaceholder = '{name}';

/** LINE takes no more in one text bubble. */
const longestText = 5000;

/** The bubbles with the customer's name in place of every `{name}`; a bubble that is empty then is left out. */
export function fillName(contents: readonly CannedContent[], name: string): CannedContent[] {
  return contents.flatMap((content): CannedContent[] => {
    if (content.type !== 'text') return [content];
    const parts = content.parts
      .map((part) =>
        part.kind === 'text'
          ? // a function, because signs such as `$&` in a name would mean something in a replacement text
            { ...part, text: part.text.replaceAll(namePlaceholder, () => name).slice(0, longestText) }
          : part,
      )
      .filter((part) => part.kind !== 'text' || part.text !== '');
    return parts.length === 0 ? [] : [{ ...content, parts }];
  });
}

/** The texts of a reply as one string: what it is found by, and what a list shows of it. */
export function textOfReply(contents: readonly CannedContent[]): string {
  return contents
    .map((content) =>
      content.type === 'text' ? draftTextOfParts(content.parts) : content.type === 'location' ? content.title : '',
    )
    .filter((text) => text !== '')
    .join('\n');
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Replies for what was typed after `/`: a shortcut that is the text, one that begins with it, a title that holds it,
 * then a text that holds it. Among equals the one used most comes first, then the one used last.
 */
export function findReplies(replies: readonly CannedReply[], query: string): readonly CannedReply[] {
  const wanted = fold(query.trim());
  const rankOf = (reply: CannedReply): number => {
    const shortcut = fold(reply.shortcut);
    if (shortcut === wanted) return 0;
    if (shortcut.startsWith(wanted)) return 1;
    if (fold(reply.title).includes(wanted)) return 2;
    if (shortcut.includes(wanted)) return 3;
    return fold(textOfReply(reply.contents)).includes(wanted) ? 4 : 5;
  };
  return replies
    .map((reply) => ({ reply, rank: rankOf(reply) }))
    .filter(({ rank }) => rank < 5)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        other.reply.usedCount - one.reply.usedCount ||
        (other.reply.usedAt ?? 0) - (one.reply.usedAt ?? 0) ||
        one.reply.title.localeCompare(other.reply.title),
    )
    .map(({ reply }) => reply);
}
