import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../src/renderer/i18n/format';

const NOON = Date.UTC(2026, 10, 22, 12, 0, 0);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('formats', () => {
  const en = createFormat('en', 'UTC');
  const ja = createFormat('ja', 'UTC');

  it('name a span by its two largest units', () => {
    expect(en.duration(74 * SECOND)).toBe('1 min 14 sec');
    expect(en.duration(2 * HOUR + 5 * MINUTE + 9 * SECOND)).toBe('2 hr 5 min');
    expect(en.duration(HOUR)).toBe('1 hr');
  });

  it('never call a span that took time nothing', () => {
    expect(en.duration(20)).toBe('1 sec');
    expect(en.duration(0)).toBe('0 sec');
  });

  it('say how long ago in the language', () => {
    expect(en.relative(NOON - 5 * MINUTE, NOON)).toBe('5 minutes ago');
    expect(en.relative(NOON + 9 * MINUTE, NOON)).toBe('in 9 minutes');
    expect(ja.relative(NOON - 5 * MINUTE, NOON)).toBe('5 分前');
    expect(en.relative(NOON - 3 * SECOND, NOON)).toBe('just now');
    expect(en.relative(NOON + 20 * SECOND, NOON)).toBe('in 20 seconds');
  });

  it('give the date once a week has passed', () => {
    expect(en.relative(NOON - 30 * 24 * HOUR, NOON)).toBe('Oct 23, 2026');
  });

  it('group digits and round sizes', () => {
    expect(en.number(1_234_567)).toBe('1,234,567');
    expect(en.percent(0.728)).toBe('73%');
    expect(en.bytes(1_530_000)).toBe('1.5 MB');
    expect(en.bytes(640)).toBe('640 byte');
  });
});
