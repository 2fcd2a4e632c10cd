import type { ConversationRow } from '../../../../shared/model/chat';

/** What a row says of one's own messages that did not go, the most pressing first. */
export type RowMark = 'failed' | 'held' | 'draft' | 'scheduled';

type Marked = Pick<ConversationRow, 'hasFailedMessage' | 'hasHeld' | 'hasDraft' | 'hasScheduled'>;

/** The marks of a row. Only the first has room for its word; a held message is not also called scheduled. */
export function rowMarks(row: Marked): readonly RowMark[] {
  const marks: readonly (readonly [boolean, RowMark])[] = [
    [row.hasFailedMessage, 'failed'],
    [row.hasHeld, 'held'],
    [row.hasDraft, 'draft'],
    [row.hasScheduled && !row.hasHeld, 'scheduled'],
  ];
  return marks.filter(([isSo]) => isSo).map(([, mark]) => mark);
}
