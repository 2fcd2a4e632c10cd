import { describe, expect, it } from 'vitest';
import { arrangeChoices } from '../../../src/renderer/components/property-picker/arrange-choices';
import type { PropertyChoice } from '../../../src/shared/model/sync';

function choice(name: string, more: Partial<PropertyChoice> = {}): PropertyChoice {
  return {
    name,
    label: name,
    type: 'string',
    fieldType: 'text',
    groupLabel: 'other',
    isHubSpotDefined: true,
    isChosen: false,
    isRecommended: false,
    isReadOnly: false,
    unusableReason: null,
    ...more,
  };
}

const CHOICES = [
  choice('zip', { groupLabel: 'address' }),
  choice('secret', { groupLabel: 'address', label: 'Account number', unusableReason: 'sensitive' }),
  choice('firstname', { label: '名', isRecommended: true }),
  choice('city', { groupLabel: 'address', label: 'Ｃｉｔｙ' }),
];

const names = (text: string): string[] =>
  arrangeChoices(CHOICES, text).map((line) => (line.kind === 'head' ? `# ${line.group}` : line.choice.name));

describe('property picker', () => {
  it('puts recommended properties first and unusable ones last in their group', () => {
    const lines = names('');
    expect(lines.slice(0, 3)).toEqual(['# recommended', 'firstname', '# address']);
    expect(lines.slice(3, 5).sort()).toEqual(['city', 'zip']);
    expect(lines.at(-1)).toBe('secret');
  });

  it('finds by label and by internal name, whatever the width of the letters', () => {
    expect(names('city')).toEqual(['# address', 'city']);
    expect(names('FIRST')).toEqual(['# recommended', 'firstname']);
    expect(names('名')).toEqual(['# recommended', 'firstname']);
    expect(names('nothing')).toEqual([]);
  });
});
