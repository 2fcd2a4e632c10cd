import type { AppAction } from '../../stores/actions';

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** True when the text is how the action's name begins, so that a command is meant and not a search. */
export function isNamed(action: AppAction, text: string): boolean {
  return fold(action.label).startsWith(fold(text.trim()));
}

/**
 * Actions whose label or further words hold every typed word; those whose label begins with the text come first, then
 * those whose label holds all of it. All of them, as they are, for no text.
 */
export function matchActions(actions: readonly AppAction[], text: string): readonly AppAction[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return actions;
  const rank = (action: AppAction): number => {
    const label = fold(action.label);
    if (isNamed(action, text)) return 0;
    return words.every((word) => label.includes(word)) ? 1 : 2;
  };
  return actions
    .filter(({ label, words: more = '' }) => {
      const all = fold(`${label} ${more}`);
      return words.every((word) => all.includes(word));
    })
    .map((action) => ({ action, rank: rank(action) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ action }) => action);
}
