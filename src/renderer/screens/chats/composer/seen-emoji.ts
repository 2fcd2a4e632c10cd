import type { ChatMessage } from '../../../../shared/model/chat';
import type { SeenEmoji } from './EmojiPicker';

/** A list of more is not looked through. */
const mostShown = 24;

/** The LINE emoji in messages that LINE itself named, the one written last first. */
export function seenEmojiOf(messages: readonly ChatMessage[]): SeenEmoji[] {
  const found = new Map<string, SeenEmoji>();
  for (const { content } of messages.toReversed()) {
    if (content.type !== 'text') continue;
    for (const part of content.parts) {
      if (part.kind !== 'emoji' || part.alt === '') continue;
      const { productId, emojiId, alt } = part;
      const key = `${productId}/${emojiId}`;
      if (!found.has(key)) found.set(key, { productId, emojiId, alt });
    }
    if (found.size >= mostShown) break;
  }
  return [...found.values()].slice(0, mostShown);
}
