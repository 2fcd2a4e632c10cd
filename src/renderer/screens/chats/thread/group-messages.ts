import type { ChatMessage } from '../../../../shared/model/chat';

/** A message with its place in the day and in its run of bubbles. One item per message, so that prepending keeps indices. */
export interface ThreadItem {
  readonly message: ChatMessage;
  /** True where a day divider stands above. */
  readonly startsDay: boolean;
  readonly isFirstOfGroup: boolean;
  readonly isLastOfGroup: boolean;
}

/** Bubbles of one sender further apart than this stand in groups of their own. */
const groupGapMs = 5 * 60_000;

/** Calendar day of a time in the person's zone. */
export function localDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

function isSameSender(a: ChatMessage, b: ChatMessage): boolean {
  return a.direction === b.direction && a.origin === b.origin && a.senderName === b.senderName;
}

/** A message that was taken back is a line of its own between the bubbles. */
function standsAlone(message: ChatMessage): boolean {
  return message.state === 'unsent';
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
  return messages.map((message, index) => ({
    message,
    startsDay: days[index] !== days[index - 1],
    isFirstOfGroup: !isJoined(index),
    isLastOfGroup: !isJoined(index + 1),
  }));
}
