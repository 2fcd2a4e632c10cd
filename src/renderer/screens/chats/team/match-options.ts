/** Something that can be chosen from a menu with a search field. */
export interface MatchOption {
  readonly value: string;
  readonly label: string;
  /** Further words that find it. */
  readonly words?: string;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

/** Options whose label or words hold every typed word; those whose label begins with the text come first. */
export function matchOptions<T extends MatchOption>(options: readonly T[], text: string): readonly T[] {
  const wanted = fold(text);
  if (wanted === '') return options;
  const words = wanted.split(/\s+/);
  const found = options.filter(({ label, words: more = '' }) => {
    const all = fold(`${label} ${more}`);
    return words.every((word) => all.includes(word));
  });
  const begins = (option: T): number => Number(!fold(option.label).startsWith(wanted));
  return [...found].sort((one, other) => begins(one) - begins(other));
}

/** Whether an option of this very name exists, so that no second one is made of it. */
export function isNameTaken(options: readonly MatchOption[], text: string): boolean {
  return options.some(({ label }) => fold(label) === fold(text));
}
