import { expect, test } from 'vitest';
import { companyAt, companyCountFor, personAt } from '../../../src/sandbox/scenario/people';

test('the same seed and index always give the same person, another seed gives other people', () => {
  expect(personAt(7, 4321)).toEqual(personAt(7, 4321));
  const differing = Array.from({ length: 200 }, (_, i) => i + 100).filter(
    (i) => JSON.stringify(personAt(1, i)) !== JSON.stringify(personAt(2, i)),
  );
  expect(differing.length).toBe(200);
});

test('the mix of languages, the dirt and the companies are as the scenario promises', () => {
  const people = Array.from({ length: 20_000 }, (_, i) => personAt(42, i));
  const share = (of: (p: (typeof people)[number]) => boolean) => people.filter(of).length / people.length;
  expect(share((p) => p.locale === 'ja')).toBeCloseTo(0.6, 1);
  expect(share((p) => p.locale === 'zh-TW')).toBeCloseTo(0.15, 1);
  expect(share((p) => p.locale === 'th')).toBeCloseTo(0.1, 1);
  expect(share((p) => p.familyName === null)).toBeGreaterThan(0.02);
  expect(share((p) => p.email === null)).toBeGreaterThan(0.08);
  expect(people.filter((p) => p.phone === '不明').length).toBeGreaterThan(0);
  expect(people.filter((p) => /\p{Extended_Pictographic}/u.test(p.givenName ?? '')).length).toBeGreaterThan(50);
  const emails = people.flatMap((p) => (p.email === null ? [] : [p.email]));
  expect(new Set(emails).size).toBe(emails.length);
  for (const email of emails) expect(email).toMatch(/^[a-z0-9.]+@[a-z0-9.-]+\.example$/);
  const lastCompany = Math.max(...people.map((p) => p.companyIndex ?? 0));
  expect(lastCompany).toBeLessThan(companyCountFor(people.length));
  const domains = Array.from({ length: companyCountFor(5000) }, (_, i) => companyAt(42, i).domain);
  expect(new Set(domains).size).toBe(domains.length);
});

test('well-known people lead every seed: a two-character Japanese family name and a Thai name among them', () => {
  expect(personAt(1, 0)).toMatchObject({ familyName: '田中', givenName: '美咲', locale: 'ja' });
  expect(personAt(99, 3)).toMatchObject({ givenName: 'สมชาย', locale: 'th' });
});

test('a million people are made in seconds', () => {
  const startedAt = performance.now();
  let length = 0;
  for (let i = 0; i < 1_000_000; i += 1) length += personAt(5, i).lineDisplayName.length;
  expect(length).toBeGreaterThan(1_000_000);
  // Generous on purpose: this guards against an accidental quadratic rule, not against a slow machine.
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});
