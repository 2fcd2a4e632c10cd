import type { ChatMessage } from '../../../../shared/model/chat';

/** The run of messages that a thread holds, in ascending order, with a cursor for each open end. */
export interface MessageWindow {
  readonly messages: readonly ChatMessage[];
  /** Index of the first message for the windowed list: it falls as older ones are put in front, so that nothing jumps. */
  readonly firstIndex: number;
  /** Where older messages go on; null = the conversation's start is held. */
  readonly older: string | null;
  /** Where newer messages go on; null = the newest is held and the thread is live. */
  readonly newer: string | null;
}

/** One answer of `chat.messages`. */
export interface MessagePage {
  readonly messages: readonly ChatMessage[];
  readonly older: string | null;
  readonly newer: string | null;
}

/** Room in front for as many older messages as one conversation can have. */
const startIndex = 10_000_000;

/** The window that shows exactly one page. */
export function openWindow(page: MessagePage): MessageWindow {
  return { messages: page.messages, firstIndex: startIndex, older: page.older, newer: page.newer };
}

/** Puts an older page in front; messages that are held already are not put twice. */
export function prependPage(window: MessageWindow, page: MessagePage): MessageWindow {
  const held = new Set(window.messages.map((message) => message.id));
  const added = page.messages.filter((message) => !held.has(message.id));
  return {
    ...window,
    messages: [...added, ...window.messages],
    firstIndex: window.firstIndex - added.length,
    older: page.older,
  };
}

/** Puts a newer page behind. */
export function appendPage(window: MessageWindow, page: Pick<MessagePage, 'messages' | 'newer'>): MessageWindow {
  const held = new Set(window.messages.map((message) => message.id));
  const added = page.messages.filter((message) => !held.has(message.id));
  return { ...window, messages: [...window.messages, ...added], newer: page.newer };
}

/**
 * The window after the newest messages were read again: what the page covers is taken from it (so that a message that
 * was discarded goes away), what is older stays. A page that no longer touches the window replaces it.
 */
export function refreshWindow(window: MessageWindow, page: MessagePage): MessageWindow {
  const first = window.messages[0];
  const pageFirst = page.messages[0];
  if (first === undefined || pageFirst === undefined) return openWindow(page);
  const inPage = page.messages.findIndex((message) => message.id === first.id);
  if (inPage >= 0) return { ...window, messages: page.messages.slice(inPage), newer: page.newer };
  const inWindow = window.messages.findIndex((message) => message.id === pageFirst.id);
  if (inWindow < 0) return openWindow(page);
  return { ...window, messages: [...window.messages.slice(0, inWindow), ...page.messages], newer: page.newer };
}

/** Takes the newer form of messages that are held; adds and drops none. For a window that is not at the live end. */
export function patchWindow(window: MessageWindow, changed: readonly ChatMessage[]): MessageWindow {
  const byId = new Map(changed.map((message) => [message.id, message]));
  return { ...window, messages: window.messages.map((message) => byId.get(message.id) ?? message) };
}

/** Puts the stored form of a just sent message at the end, unless a refresh brought it before. */
export function addSent(window: MessageWindow, message: ChatMessage): MessageWindow {
  if (window.newer !== null) return window;
  if (window.messages.some((held) => held.id === message.id)) return patchWindow(window, [message]);
  return { ...window, messages: [...window.messages, message] };
}

/** Messages at the end of `after` that `before` did not hold. */
export function countNew(before: readonly ChatMessage[], after: readonly ChatMessage[]): number {
  const held = new Set(before.map((message) => message.id));
  let count = 0;
  for (let index = after.length - 1; index >= 0; index -= 1) {
    const message = after[index];
    if (message === undefined || held.has(message.id)) break;
    if (message.direction === 'in') count += 1;
  }
  return count;
}
