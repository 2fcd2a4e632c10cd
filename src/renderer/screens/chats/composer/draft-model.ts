import type { Draft } from '../../../../shared/model/chat';
import { draftTextOfParts, type Mentionable, partsOfDraftText } from '../../../../shared/model/draft-text';
import { maxBubbles, type OutgoingContent, type OutgoingFile, type TextPart } from '../../../../shared/model/outgoing';
import { longestText } from './text-length';

/** LINE takes no more LINE emoji, and no more mentions, in one text (LINE fact sheet, section 6.1). */
const maxPerText = 20;

/** Why a draft cannot be sent as it stands; each has its words under `composer.problem.`. */
export type DraftProblem =
  | 'empty'
  | 'tooManyBubbles'
  | 'tooLong'
  | 'tooManyEmoji'
  | 'tooManyMentions'
  | 'quoteNeedsText';

/** True where nothing stands in the composer that a person would miss. */
export function isEmptyDraft(draft: Draft): boolean {
  return (
    draft.text.trim() === '' &&
    draft.attachments.length === 0 &&
    draft.quickReplies.length === 0 &&
    draft.quoteMessageId === null
  );
}

/** UTF-16 units as LINE counts them; a LINE emoji and a mention count as one each. */
export function unitsOf(parts: readonly TextPart[]): number {
  return parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 1), 0);
}

/** The bubbles of a draft in the order in which they are sent: the attachments, then the text. */
export function contentsOf(draft: Draft, members: readonly Mentionable[] = []): OutgoingContent[] {
  const parts = partsOfDraftText(draft.text, members);
  return parts.length === 0 ? draft.attachments : [...draft.attachments, { type: 'text', parts }];
}

function textProblem(parts: readonly TextPart[]): DraftProblem | null {
  if (unitsOf(parts) > longestText) return 'tooLong';
  if (parts.filter((part) => part.kind === 'emoji').length > maxPerText) return 'tooManyEmoji';
  if (parts.filter((part) => part.kind === 'mention').length > maxPerText) return 'tooManyMentions';
  return null;
}

/** The first thing that keeps these bubbles from being sent; null = they can go. */
export function problemOfDraft(draft: Draft, contents: readonly OutgoingContent[]): DraftProblem | null {
  if (contents.length === 0) return 'empty';
  if (contents.length > maxBubbles) return 'tooManyBubbles';
  for (const content of contents) {
    const problem = content.type === 'text' ? textProblem(content.parts) : null;
    if (problem !== null) return problem;
  }
  const canQuote = contents.some((content) => content.type === 'text' || content.type === 'sticker');
  return draft.quoteMessageId !== null && !canQuote ? 'quoteNeedsText' : null;
}

/** How many bubbles may still be added to a draft, its text counted. */
export function roomIn(draft: Draft): number {
  return maxBubbles - draft.attachments.length - (draft.text.trim() === '' ? 0 : 1);
}

/** Ids of the files that a bubble is made of. */
function fileIdsOf(content: OutgoingContent): readonly string[] {
  if ('fileId' in content) return [content.fileId];
  return content.type === 'buttons' && content.imageFileId !== null ? [content.imageFileId] : [];
}

/** The draft with only those files that an attachment needs. */
function withoutLooseFiles(draft: Draft): Draft {
  const needed = new Set(draft.attachments.flatMap(fileIdsOf));
  return { ...draft, files: draft.files.filter((file) => needed.has(file.id)) };
}

/** Adds bubbles behind the other attachments, with what is known of their files. */
export function attach(draft: Draft, contents: readonly OutgoingContent[], files: readonly OutgoingFile[] = []): Draft {
  const attachments = [...draft.attachments, ...contents].slice(0, maxBubbles);
  const held = new Set(draft.files.map((file) => file.id));
  return withoutLooseFiles({
    ...draft,
    attachments,
    files: [...draft.files, ...files.filter((file) => !held.has(file.id))],
  });
}

/** The draft with another bubble in the place of one. */
export function replaceAttachment(
  draft: Draft,
  place: number,
  content: OutgoingContent,
  files: readonly OutgoingFile[] = [],
): Draft {
  const attachments = draft.attachments.map((held, index) => (index === place ? content : held));
  return withoutLooseFiles({ ...draft, attachments, files: [...draft.files, ...files] });
}

/** The draft without the bubble at a place. */
export function detach(draft: Draft, place: number): Draft {
  return withoutLooseFiles({ ...draft, attachments: draft.attachments.filter((_, index) => index !== place) });
}

/** Puts the bubble at `from` to the place `to`; places outside the row change nothing. */
export function moveAttachment(draft: Draft, from: number, to: number): Draft {
  const moved = draft.attachments[from];
  if (moved === undefined || from === to || to < 0 || to >= draft.attachments.length) return draft;
  const attachments = draft.attachments.toSpliced(from, 1).toSpliced(to, 0, moved);
  return { ...draft, attachments };
}

/**
 * A message that comes back (undo, discard, a refused send) together with what was begun meanwhile: it stands in front,
 * nothing of either is lost. A text that comes back to an empty field is exactly what it was.
 */
export function mergeDrafts(back: Draft, held: Draft): Draft {
  if (isEmptyDraft(held)) return back;
  const parts = partsOfDraftText(back.text);
  const isTextFree = held.text.trim() === '';
  // With attachments of the newer draft in between, the text that comes back becomes a bubble of its own before them.
  const asBubble: OutgoingContent[] =
    !isTextFree && held.attachments.length > 0 && parts.length > 0 ? [{ type: 'text', parts }] : [];
  const joined = [...back.attachments, ...asBubble, ...held.attachments];
  const attachments = joined.slice(0, maxBubbles);
  const over = joined.slice(maxBubbles).flatMap((content) => (content.type === 'text' ? [content.parts] : []));
  const texts = [asBubble.length > 0 ? '' : back.text, ...over.map((each) => draftTextOfParts(each)), held.text].filter(
    (text) => text.trim() !== '',
  );
  return withoutLooseFiles({
    text: texts.join('\n'),
    attachments,
    files: [...back.files, ...held.files],
    quoteMessageId: back.quoteMessageId ?? held.quoteMessageId,
    quickReplies: back.quickReplies.length > 0 ? back.quickReplies : held.quickReplies,
  });
}

/** Turns the text into a bubble of its own above, so that the next one can be written. Null = no text, or no room. */
export function splitText(draft: Draft, members: readonly Mentionable[] = []): Draft | null {
  const parts = partsOfDraftText(draft.text, members);
  if (parts.length === 0 || draft.attachments.length >= maxBubbles - 1) return null;
  return { ...attach(draft, [{ type: 'text', parts }]), text: '' };
}
