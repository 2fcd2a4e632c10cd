import type { AppAction } from '../../stores/actions';

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Actions whose label or further words hold every typed word, those that begin with the text first. All for no text. */
export function matchActions(actions: readonly AppAction[], text: string): readonly AppAction[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return actions;
  const whole = words.join(' ');
  return actions
    .map((action) => ({ action, label: fold(action.label), all: fold(`${action.label} ${action.words ?? ''}`) }))
    .filter(({ all }) => words.every((word) => all.includes(word)))
    .sort((one, other) => Number(other.label.startsWith(whole)) - Number(one.label.startsWith(whole)))
    .map(({ action }) => action);
}
