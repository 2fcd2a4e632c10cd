import { describe, expect, it } from 'vitest';
import { isImeEnter } from '../../../src/renderer/components/ime';

describe('Enter of an input method', () => {
  it('is recognised while a conversion is open', () => {
    expect(isImeEnter({ key: 'Enter', isComposing: true, keyCode: 13 })).toBe(true);
  });

  it('is recognised by key code 229, where the browser says the conversion is over already', () => {
    expect(isImeEnter({ key: 'Enter', isComposing: false, keyCode: 229 })).toBe(true);
    expect(isImeEnter({ key: 'Process', isComposing: false, keyCode: 229 })).toBe(true);
  });

  it('is recognised through a React event', () => {
    expect(isImeEnter({ key: 'Enter', keyCode: 13, nativeEvent: { isComposing: true, keyCode: 13 } })).toBe(true);
  });

  it('is not any other Enter, nor another key', () => {
    expect(isImeEnter({ key: 'Enter', isComposing: false, keyCode: 13 })).toBe(false);
    expect(isImeEnter({ key: 'a', isComposing: true, keyCode: 229 })).toBe(false);
  });
});
