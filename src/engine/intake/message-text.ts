import type { LineWebhookEvent } from '../line';

/** The words of a message that a person would search for; null where it has none. */
export function searchableText(message: NonNullable<LineWebhookEvent['message']>): string | null {
  switch (message.type) {
    case 'text':
      return message.text ?? '';
    case 'location':
      return [message.title, message.address].filter((part) => part !== undefined && part !== '').join(' ') || null;
    case 'file':
      return message.fileName ?? null;
    default:
      return null;
  }
}
