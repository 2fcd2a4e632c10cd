import { expect, it } from 'vitest';
import { nextMidnight } from '../../../src/engine/hubspot/account-midnight';

it('the daily limit ends at midnight where the account is', () => {
  const noonInTokyo = Date.UTC(2026, 10, 22, 3, 0, 0);
  expect(nextMidnight(noonInTokyo, 'Asia/Tokyo')).toBe(Date.UTC(2026, 10, 22, 15, 0, 0));
  expect(nextMidnight(noonInTokyo, 'UTC')).toBe(Date.UTC(2026, 10, 23, 0, 0, 0));
  expect(nextMidnight(noonInTokyo, 'No/Such_Zone')).toBe(Date.UTC(2026, 10, 23, 0, 0, 0));
});
