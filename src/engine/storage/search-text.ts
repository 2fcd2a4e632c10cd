const word = /[\p{L}\p{N}\p{M}]+/gu;

/** Text as search compares it: NFKC (full-width and half-width forms fall together), lower case. */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Space-separated two-character windows of every word of a folded text, each once, for the FTS5 index (toolchain facts,
 * section 6: trigrams cannot find 田中). A lone character stands alone.
 */
export function bigrams(folded: string): string {
  const grams = new Set<string>();
  for (const [run] of folded.matchAll(word)) {
    const characters = Array.from(run);
    if (characters.length === 1) grams.add(run);
    for (let i = 0; i + 1 < characters.length; i++) grams.add(`${characters[i]}${characters[i + 1]}`);
  }
  return [...grams].join(' ');
}

/**
 * The FTS5 query whose hits can hold every word of `text`, or null when no word has two characters (then only a LIKE can
 * tell). Hits must still be verified: the index knows no phrases, and a lone character beside longer words asks nothing.
 */
export function bigramQuery(text: string): string | null {
  const grams = [...new Set(runsOf(text).flatMap(windows))];
  return grams.length === 0 ? null : grams.join(' AND ');
}

/** LIKE patterns (to be used with ESCAPE '\') that a folded text must match: one for each space-separated part. */
export function likePatterns(text: string): string[] {
  return foldText(text)
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => `%${part.replace(/[\\%_]/g, '\\$&')}%`);
}

/**
 * Like {@link bigramQuery}, but where there are lone characters only, each finds what begins with it (an FTS prefix, which
 * costs much more than a bigram); null when the text holds no letter or digit at all (emoji, punctuation), which only a
 * LIKE can find.
 */
export function searchQuery(text: string): string | null {
  const lone = runsOf(text).map(([first]) => `"${first}"*`);
  return bigramQuery(text) ?? (lone.length === 0 ? null : lone.join(' AND '));
}

/** The characters of each word. */
function runsOf(text: string): string[][] {
  return Array.from(foldText(text).matchAll(word), ([run]) => Array.from(run));
}

function windows(characters: readonly string[]): string[] {
  return characters.slice(1).map((character, i) => `"${characters[i]}${character}"`);
}
