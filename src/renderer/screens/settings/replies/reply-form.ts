import { type CannedReply, cannedReplySchema } from '../../../../shared/model/chat';
import { draftTextOfParts, partsOfDraftText } from '../../../../shared/model/draft-text';
import { type CannedContent, maxBubbles } from '../../../../shared/model/outgoing';

/** One bubble in the form: a text that is written, or something else that is only kept. */
export type FormBubble =
  | { readonly kind: 'text'; readonly key: number; readonly text: string }
  | { readonly kind: 'kept'; readonly key: number; readonly content: Exclude<CannedContent, { type: 'text' }> };

/** A canned reply while it is written. `id` null = a new one. */
export interface ReplyForm {
  readonly id: string | null;
  readonly shortcut: string;
  readonly title: string;
  readonly bubbles: readonly FormBubble[];
}

/** Units that LINE takes in one text bubble. */
export const longestReply = 5000;

let keys = 0;
const nextKey = (): number => {
  keys += 1;
  return keys;
};

/** An empty text bubble. */
export const newBubble = (): FormBubble => ({ kind: 'text', key: nextKey(), text: '' });

/** The form of a reply, or an empty one. */
export function formOf(reply: CannedReply | null): ReplyForm {
  if (reply === null) return { id: null, shortcut: '', title: '', bubbles: [newBubble()] };
  return {
    id: reply.id,
    shortcut: reply.shortcut,
    title: reply.title,
    bubbles: reply.contents.map((content) =>
      content.type === 'text'
        ? { kind: 'text', key: nextKey(), text: draftTextOfParts(content.parts) }
        : { kind: 'kept', key: nextKey(), content },
    ),
  };
}

export type FormProblem =
  | 'shortcutMissing'
  | 'shortcutBad'
  | 'shortcutTaken'
  | 'titleMissing'
  | 'textMissing'
  | 'textLong';

/** What the engine is given; texts that are empty are left out. */
export function contentsOf(form: ReplyForm): CannedContent[] {
  return form.bubbles.flatMap((bubble): CannedContent[] => {
    if (bubble.kind === 'kept') return [bubble.content];
    const parts = partsOfDraftText(bubble.text);
    return parts.length === 0 ? [] : [{ type: 'text', parts }];
  });
}

/** What stands in the way of storing it. `others` are the other replies, whose shortcuts are taken. */
export function problemsOf(form: ReplyForm, others: readonly CannedReply[]): readonly FormProblem[] {
  const shortcut = form.shortcut.trim();
  const isTaken = others.some((reply) => reply.id !== form.id && reply.shortcut === shortcut);
  const found: readonly (readonly [boolean, FormProblem])[] = [
    [shortcut === '', 'shortcutMissing'],
    [shortcut !== '' && !cannedReplySchema.shape.shortcut.safeParse(shortcut).success, 'shortcutBad'],
    [isTaken, 'shortcutTaken'],
    [form.title.trim() === '', 'titleMissing'],
    [contentsOf(form).length === 0, 'textMissing'],
    [form.bubbles.some((bubble) => bubble.kind === 'text' && bubble.text.trim().length > longestReply), 'textLong'],
  ];
  return found.filter(([isSo]) => isSo).map(([, problem]) => problem);
}

/** Whether one more bubble fits into a call to LINE. */
export function canAddBubble(form: ReplyForm): boolean {
  return form.bubbles.length < maxBubbles;
}
