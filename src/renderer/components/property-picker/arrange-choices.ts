import type { PropertyChoice } from '../../../shared/model/sync';

/** A line of the picker: the head of a group or one property. */
export type ChoiceLine =
  | { readonly kind: 'head'; readonly group: string }
  | { readonly kind: 'choice'; readonly choice: PropertyChoice };

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * Lines of the picker for a search text: recommended properties first, then HubSpot's groups by name, usable
 * properties before unusable ones, each by label. Label and internal name are searched; no text = all.
 */
export function arrangeChoices(choices: readonly PropertyChoice[], text: string): readonly ChoiceLine[] {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const matching = choices.filter((choice) => {
    const all = fold(`${choice.label} ${choice.name}`);
    return words.every((word) => all.includes(word));
  });
  const groups = new Map<string, PropertyChoice[]>();
  for (const choice of matching) {
    const group = choice.isRecommended ? 'recommended' : choice.groupLabel;
    const held = groups.get(group);
    if (held === undefined) groups.set(group, [choice]);
    else held.push(choice);
  }
  const names = [...groups.keys()].sort(
    (one, other) => Number(other === 'recommended') - Number(one === 'recommended') || one.localeCompare(other),
  );
  return names.flatMap((group): readonly ChoiceLine[] => {
    const own = groups.get(group) ?? [];
    const sorted = group === 'recommended' ? own : [...own].sort(byUseThenLabel);
    return [{ kind: 'head', group }, ...sorted.map((choice): ChoiceLine => ({ kind: 'choice', choice }))];
  });
}

function byUseThenLabel(one: PropertyChoice, other: PropertyChoice): number {
  return (
    Number(one.unusableReason !== null) - Number(other.unusableReason !== null) || one.label.localeCompare(other.label)
  );
}
