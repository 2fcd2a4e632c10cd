import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../src/main/parse-settings';
import { defaultSettings } from '../../src/shared/model/settings';

describe('remembered settings', () => {
  it('are the defaults where nothing was stored or the file held nonsense', () => {
    for (const stored of [undefined, null, 'x', 7, [], {}]) expect(parseSettings(stored)).toEqual(defaultSettings);
  });

  it('keep each good value beside a bad one', () => {
    expect(parseSettings({ language: 'ja', theme: 'pink', listWidth: 9999, sendKey: 'modEnter', extra: true })).toEqual(
      {
        ...defaultSettings,
        language: 'ja',
        sendKey: 'modEnter',
      },
    );
  });
});
