/** The word that is being typed before the caret, from its mark on. */
export interface MarkedWord {
  /** What stands behind the mark. */
  readonly query: string;
  /** Place of the mark in the text. */
  readonly from: number;
}

/** Longest search behind a mark; a longer word is no search any more. */
const longestQuery = 40;

/**
 * The word before `caret` if it begins with `mark` (`/` or `@`) at the start of a word; null otherwise. Japanese has no
 * spaces, so that for `@` any letter that is no Latin one may stand before it.
 */
export function wordAtCaret(text: string, caret: number, mark: '/' | '@'): MarkedWord | null {
  const before = text.slice(Math.max(0, caret - longestQuery - 1), caret);
  const place = before.lastIndexOf(mark);
  if (place < 0) return null;
  const query = before.slice(place + 1);
  if (/[\s/@⟦⟧]/u.test(query)) return null;
  const from = caret - query.length - 1;
  const previous = from === 0 ? '' : (text[from - 1] ?? '');
  const isWordStart = mark === '/' ? previous === '' || /\s/u.test(previous) : !/[\w.\-/]/u.test(previous);
  return isWordStart ? { query, from } : null;
}
