import type { ChatMessage } from '../../../../shared/model/chat';

/** A message with its place in the day and in its run of bubbles. One item per message, so that prepending keeps indices. */
export interface ThreadItem {
  readonly message: ChatMessage;
  /** True where a day divider stands above. */
  readonly startsDay: boolean;
  readonly isFirstOfGroup: boolean;
  readonly isLastOfGroup: boolean;
  /** On the first of several pictures that were sent together: all of them that are here, in their order. */
  readonly imageSet: readonly ChatMessage[] | null;
  /** True for the others: they are drawn with the first one. */
  readonly isInSetAbove: boolean;
}

/** Bubbles of one sender further apart than this stand in groups of their own. */
const groupGapMs = 5 * 60_000;

/** Calendar day of a time in the person's zone. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

function isSameSender(a: ChatMessage, b: ChatMessage): boolean {
  return (
    a.direction === b.direction &&
    a.origin === b.origin &&
    a.senderName === b.senderName &&
    a.senderUserId === b.senderUserId
  );
}

/** A message that was taken back is a line of its own between the bubbles. */
function standsAlone(message: ChatMessage): boolean {
  return message.state === 'unsent';
}

function setOf(message: ChatMessage | undefined): string | null {
  if (message === undefined || message.content.type !== 'image' || message.quote !== null) return null;
  return message.content.imageSet?.id ?? null;
}

/** Runs of pictures that were sent together: their first place, and all of them by their own index. */
function imageSets(messages: readonly ChatMessage[]): Map<number, readonly ChatMessage[]> {
  const indexOf = ({ content }: ChatMessage): number => (content.type === 'image' ? (content.imageSet?.index ?? 0) : 0);
  const sets = new Map<number, ChatMessage[]>();
  let lead = 0;
  for (const [place, message] of messages.entries()) {
    const set = setOf(message);
    if (set === null) continue;
    if (setOf(messages[place - 1]) !== set) {
      lead = place;
      sets.set(lead, []);
    }
    sets.get(lead)?.push(message);
  }
  for (const members of sets.values()) members.sort((a, b) => indexOf(a) - indexOf(b));
  return sets;
}

/** Marks days and groups in messages of ascending time. `dayOf` names the day of a time. */
export function groupMessages(
  messages: readonly ChatMessage[],
  dayOf: (at: number) => string = localDay,
): ThreadItem[] {
  const days = messages.map((message) => dayOf(message.sentAt));
  const isJoined = (index: number): boolean => {
    const above = messages[index - 1];
    const here = messages[index];
    if (above === undefined || here === undefined) return false;
    if (standsAlone(above) || standsAlone(here)) return false;
    return days[index] === days[index - 1] && isSameSender(above, here) && here.sentAt - above.sentAt <= groupGapMs;
  };
  const sets = imageSets(messages);
  const isInSet = (index: number): boolean => setOf(messages[index]) !== null && !sets.has(index);
  return messages.map((message, index) => {
    const imageSet = sets.get(index) ?? null;
    // the grid ends where its last picture stands
    const last = index + Math.max(0, (imageSet?.length ?? 1) - 1);
    return {
      message,
      startsDay: days[index] !== days[index - 1],
      isFirstOfGroup: !isJoined(index),
      isLastOfGroup: !isJoined(last + 1),
      imageSet,
      isInSetAbove: isInSet(index),
    };
  });
}
