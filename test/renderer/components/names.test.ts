import { describe, expect, it } from 'vitest';
import { accountColor } from '../../../src/renderer/components/account-color';
import { initialsOf } from '../../../src/renderer/components/initials';

describe('initials', () => {
  it.each([
    ['Olivia Carter', 'OC'],
    ['olivia', 'O'],
    ['田中 美咲', '田'],
    ['สมชาย ใจดี', 'ส'],
    ['🎸Jiraporn🎣', 'J'],
    ['', '?'],
    ['✨✨', '?'],
  ])('of %j are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

describe('account colour', () => {
  it('is always the same for one id', () => {
    expect(accountColor('U123')).toBe(accountColor('U123'));
  });
});
