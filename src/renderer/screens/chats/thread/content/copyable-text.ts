import type { CardBlock, MessageContent } from '../../../../../shared/model/chat';

/** The words of a message as they can be pasted elsewhere; null where it has none. */
export function copyableText(content: MessageContent): string | null {
  switch (content.type) {
    case 'text':
      return content.text === '' ? null : content.text;
    case 'sticker':
      return content.text;
    case 'location':
      return [content.title, content.address, `${content.latitude}, ${content.longitude}`]
        .filter((part) => part !== null && part !== '')
        .join('\n');
    case 'file':
      return content.fileName === '' ? null : content.fileName;
    case 'postback':
      return content.text ?? content.data;
    case 'card':
      return content.cards.map((blocks) => blocks.flatMap(wordsOf).join('\n')).join('\n\n');
    case 'other':
      return content.label;
    default:
      return null;
  }
}

function wordsOf(block: CardBlock): string[] {
  if (block.kind === 'text') return [block.text];
  if (block.kind !== 'button') return [];
  const { label, detail, kind } = block.action;
  return [kind === 'url' && detail !== null && detail !== label ? `${label}: ${detail}` : label];
}
