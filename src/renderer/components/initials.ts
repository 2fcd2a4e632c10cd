const NON_LATIN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

/** One or two letters that stand for a name: both initials of a Latin name, the first character of any other. */
export function initialsOf(name: string): string {
  const words = name
    .split(/[\s・]+/u)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter((word) => word !== '');
  const first = words[0];
  if (first === undefined) return '?';
  const [letter = '?'] = first;
  if (NON_LATIN.test(letter) || words.length === 1) return letter.toUpperCase();
  const [lastLetter = ''] = words.at(-1) ?? '';
  return `${letter}${lastLetter}`.toUpperCase();
}
