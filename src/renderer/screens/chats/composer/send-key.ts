import type { Settings } from '../../../../shared/model/settings';

/** The parts of a key event that decide; `isIme` is true while an input method composes or confirms. */
export interface EnterPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isIme: boolean;
}

/** `sendAtOnce` leaves out the undo window; `nextBubble` puts the text away as a bubble and begins another. */
export type EnterIntent = 'send' | 'sendAtOnce' | 'nextBubble' | 'newLine' | 'none';

/**
 * What an Enter means. One that confirms an input method's word means nothing here, nor does Shift+Enter, which always
 * makes a new line by itself. With `enter`, Ctrl/Cmd+Enter makes a new line; with `modEnter` it is the one that sends.
 * In both, Ctrl/Cmd+Shift+Enter sends at once and Alt+Enter begins the next bubble.
 */
export function enterIntent(press: EnterPress, sendKey: Settings['sendKey']): EnterIntent {
  if (press.key !== 'Enter' || press.isIme) return 'none';
  const hasMod = press.ctrlKey || press.metaKey;
  if (press.altKey) return hasMod || press.shiftKey ? 'none' : 'nextBubble';
  if (press.shiftKey) return hasMod ? 'sendAtOnce' : 'none';
  if (sendKey === 'enter') return hasMod ? 'newLine' : 'send';
  return hasMod ? 'send' : 'none';
}
