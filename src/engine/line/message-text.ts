import { z } from 'zod';

const optionalText = z.string().optional().catch(undefined);
const messageSchema = z.looseObject({
  type: z.string(),
  text: optionalText,
  title: optionalText,
  address: optionalText,
  fileName: optionalText,
  altText: optionalText,
});

const notBlank = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

/**
 * The words of a message, received or sent, that a person would search for and that a list shows; null where it has none.
 * LINE emoji are in a received text by their names, such as `(love)` (section 4.6).
 */
export function messageText(message: unknown): string | null {
  const found = messageSchema.safeParse(message);
  if (!found.success) return null;
  const { type, text, title, address, fileName, altText } = found.data;
  switch (type) {
    case 'text':
      return text ?? '';
    case 'textV2':
      return plainTextV2(text ?? '');
    case 'sticker':
      return notBlank(text) ? text : null;
    case 'location':
      return [title, address].filter(notBlank).join(' ') || null;
    case 'file':
      return fileName ?? null;
    default:
      return notBlank(altText) ? altText : null;
  }
}

/** Text with substitutions: what stands in braces is filled in by LINE, and a doubled brace is one (section 6.1). */
function plainTextV2(text: string): string {
  return text.replace(/\{\{|\}\}|\{[0-9A-Za-z_]{1,20}\}/g, (found) =>
    found === '{{' ? '{' : found === '}}' ? '}' : '',
  );
}
