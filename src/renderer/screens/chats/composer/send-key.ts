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

/**
 * Whether a key sends. Enter that confirms an input method's word never does, nor does Shift+Enter, which always makes
 * a new line. With `enter`, Ctrl/Cmd+Enter makes a new line; with `modEnter` it is the one that sends.
 */
export function enterIntent(press: EnterPress, sendKey: Settings['sendKey']): 'send' | 'newLine' | 'none' {
  if (press.key !== 'Enter' || press.isIme) return 'none';
  if (press.shiftKey || press.altKey) return 'none';
  const hasMod = press.ctrlKey || press.metaKey;
  if (sendKey === 'enter') return hasMod ? 'newLine' : 'send';
  return hasMod ? 'send' : 'none';
}
