import type { Note } from '../../../../shared/model/chat';
import { localDay, type ThreadItem } from '../thread/group-messages';

/** A note with its place in the day. */
export interface PlacedNote {
  readonly note: Note;
  /** True where a day divider stands above. */
  readonly startsDay: boolean;
}

/** A message with the notes that stand next to it. Notes are no items of their own, so that prepending keeps indices. */
export interface NotedItem extends ThreadItem {
  /** Only at the start of the conversation: notes older than its first message. */
  readonly notesBefore: readonly PlacedNote[];
  readonly notesAfter: readonly PlacedNote[];
}

interface Ends {
  /** True where the first item is the first message of the conversation. */
  readonly isStart: boolean;
  /** True where the last item is the newest message. */
  readonly isEnd: boolean;
}

const inOrder = (one: Note, other: Note): number => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);

/**
 * Puts notes between messages of ascending time. A note stands after the last message that is not newer; one outside of
 * what is held waits until that is read. A note ends the run of bubbles above it, and a day begins only once.
 */
export function placeNotes(
  items: readonly ThreadItem[],
  notes: readonly Note[],
  ends: Ends,
  dayOf: (at: number) => string = localDay,
): NotedItem[] {
  const sorted = [...notes].sort(inOrder);
  const first = items[0];
  const last = items.at(-1);
  if (first === undefined || last === undefined) return [];
  let next = 0;
  const takeUntil = (before: number): Note[] => {
    const from = next;
    for (let note = sorted[next]; note !== undefined && note.createdAt < before; note = sorted[next]) next += 1;
    return sorted.slice(from, next);
  };
  const older = takeUntil(first.message.sentAt);
  let day: string | null = null;
  const place = (those: readonly Note[]): PlacedNote[] =>
    those.map((note) => {
      const startsDay = dayOf(note.createdAt) !== day;
      day = dayOf(note.createdAt);
      return { note, startsDay };
    });
  const notesBefore = ends.isStart ? place(older) : [];
  return items
    .map((item, index) => {
      const startsDay = index === 0 && day === null ? item.startsDay : dayOf(item.message.sentAt) !== day;
      day = dayOf(item.message.sentAt);
      const following = items[index + 1];
      const own = following !== undefined ? takeUntil(following.message.sentAt) : ends.isEnd ? sorted.slice(next) : [];
      return { ...item, startsDay, notesBefore: index === 0 ? notesBefore : [], notesAfter: place(own) };
    })
    .map((item, index, all) => ({
      ...item,
      isFirstOfGroup: item.isFirstOfGroup || item.startsDay || (all[index - 1]?.notesAfter.length ?? 0) > 0,
      isLastOfGroup: item.isLastOfGroup || item.notesAfter.length > 0,
    }));
}

/** Notes of a conversation without any message. */
export function placeAlone(notes: readonly Note[], dayOf: (at: number) => string = localDay): PlacedNote[] {
  const sorted = [...notes].sort(inOrder);
  return sorted.map((note, index) => {
    const above = sorted[index - 1];
    return { note, startsDay: above === undefined || dayOf(above.createdAt) !== dayOf(note.createdAt) };
  });
}
