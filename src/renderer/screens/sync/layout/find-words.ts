/** Lower case and one width, so that ｱｵｲ and アオイ, LINE and line are the same. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Whether every word of `text` stands in one of the `fields`. No word = yes. */
export function hasWords(text: string, fields: readonly (string | null)[]): boolean {
  const all = fold(fields.filter((field) => field !== null).join('\n'));
  return fold(text)
    .split(/\s+/)
    .every((word) => all.includes(word));
}
