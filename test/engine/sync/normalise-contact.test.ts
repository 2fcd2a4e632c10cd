import { describe, expect, it } from 'vitest';
import { fullName, normaliseContact } from '../../../src/engine/sync/normalise-contact';

const contact = (values: Record<string, string | null>) =>
  normaliseContact({ hubSpotId: '42', values, createdAt: 1, modifiedAt: 2 }, (id) =>
    id === '7' ? '株式会社青空' : null,
  );

describe('the name of a contact', () => {
  it.each([
    ['美咲', '田中', '田中 美咲'],
    ['怡君', '陳', '陳怡君'],
    ['สมชาย', 'ใจดี', 'สมชาย ใจดี'],
    ['Olivia', 'Carter', 'Olivia Carter'],
    ['Ken', '山本', 'Ken 山本'],
    ['ひなた', '林', '林 ひなた'],
  ])('%s %s is written as %s', (first, family, expected) => {
    expect(fullName(first, family)).toBe(expected);
  });

  it('is what there is of it, then the e-mail, the phone, the record id', () => {
    expect(contact({ firstname: 'Olivia', lastname: null }).displayName).toBe('Olivia');
    expect(contact({ firstname: null, email: 'a@example.com' }).displayName).toBe('a@example.com');
    expect(contact({ firstname: '  ', phone: '090-1' }).displayName).toBe('090-1');
    expect(contact({}).displayName).toBe('42');
  });
});

describe('a normalised contact', () => {
  it('knows its company by the id, and by the free text where there is none', () => {
    expect(contact({ associatedcompanyid: '7' }).companyName).toBe('株式会社青空');
    expect(contact({ associatedcompanyid: '8', company: 'Blue Ltd' }).companyName).toBe('Blue Ltd');
  });

  it('has the same hash for the same values only, whatever their order', () => {
    const a = contact({ firstname: 'A', lastname: 'B' }).contentHash;
    expect(contact({ lastname: 'B', firstname: 'A' }).contentHash).toBe(a);
    expect(contact({ lastname: 'A', firstname: 'B' }).contentHash).not.toBe(a);
    expect(contact({ firstname: 'A', lastname: 'B', email: null }).contentHash).not.toBe(a);
  });

  it('is found by its name in every order, and by the digits of its phone', () => {
    const { searchText } = contact({ firstname: '美咲', lastname: '田中', phone: '090-1234-5678' });
    for (const part of ['田中美咲', '田中 美咲', '美咲 田中', '09012345678', '090-1234'])
      expect(searchText).toContain(part);
  });
});
