import { describe, expect, it } from 'vitest';
import { matchesKeys } from '../../../src/renderer/app/keys';
import { matchActions } from '../../../src/renderer/app/palette/match-actions';
import type { AppAction } from '../../../src/renderer/stores/actions';

const action = (id: string, label: string, words?: string): AppAction => ({
  id,
  label,
  group: 'app',
  run: () => undefined,
  ...(words === undefined ? {} : { words }),
});
const ACTIONS = [
  action('go', 'Go to Dashboard'),
  action('dark', 'Theme: Dark'),
  action('sync', 'データを再同期', 'sync'),
];
const found = (text: string): string[] => matchActions(ACTIONS, text).map(({ id }) => id);

describe('command palette', () => {
  it('offers everything before a word is typed', () => {
    expect(found('  ')).toEqual(['go', 'dark', 'sync']);
  });

  it('finds by every typed word, by further words and in Japanese, whatever the case and width', () => {
    expect(found('DARK theme')).toEqual(['dark']);
    expect(found('sync')).toEqual(['sync']);
    expect(found('再同期')).toEqual(['sync']);
    expect(found('ｄａｒｋ')).toEqual(['dark']);
    expect(found('zzz')).toEqual([]);
  });

  it('puts what begins with the typed text first', () => {
    expect(matchActions([action('b', 'All themes'), action('a', 'Theme')], 'theme').map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('command palette order', () => {
  it('puts what is named by all words before what only further words match', () => {
    const themes = [action('light', 'Theme: Light', 'theme dark'), action('dark', 'Theme: Dark', 'theme light')];
    expect(matchActions(themes, 'dark theme').map(({ id }) => id)).toEqual(['dark', 'light']);
  });
});

describe('keys', () => {
  const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...held,
  });

  it('match with Ctrl or Cmd as mod, and only with exactly the keys held', () => {
    expect(matchesKeys('mod+K', press('k', { ctrlKey: true }))).toBe(true);
    expect(matchesKeys('mod+K', press('k', { metaKey: true }))).toBe(true);
    expect(matchesKeys('mod+K', press('k'))).toBe(false);
    expect(matchesKeys('mod+K', press('K', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(matchesKeys('mod+shift+S', press('S', { ctrlKey: true, shiftKey: true }))).toBe(true);
    expect(matchesKeys('e', press('e', { altKey: true }))).toBe(false);
  });
});
