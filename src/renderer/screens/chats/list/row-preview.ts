import type { ConversationRow } from '../../../../shared/model/chat';

/** Last line of a row: the words themselves, or the key of a label under `preview.` in the reader's language. */
export type RowPreview =
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string; readonly isOwn: boolean }
  | { readonly kind: 'label'; readonly key: PreviewKey; readonly isOwn: boolean };

/** `unsend` is the type of a message that the customer took back. */
const labelled = ['sticker', 'image', 'location', 'video', 'audio', 'file', 'unsend'] as const;
export type PreviewKey = (typeof labelled)[number] | 'other';

type LastMessage = Pick<ConversationRow, 'lastType' | 'lastText' | 'lastDirection'>;

/** What the list shows of the newest message; line breaks become spaces. */
export function rowPreview(row: LastMessage): RowPreview {
  if (row.lastType === null) return { kind: 'none' };
  const isOwn = row.lastDirection === 'out';
  if (row.lastType === 'text' && row.lastText !== null) {
    return { kind: 'text', text: row.lastText.replace(/\s+/g, ' ').trim(), isOwn };
  }
  const key = labelled.find((label) => label === row.lastType) ?? 'other';
  return { kind: 'label', key, isOwn };
}
