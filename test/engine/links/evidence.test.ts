import { expect, test } from 'vitest';
import { cluesOf, judge } from '../../../src/engine/links/evidence';
import { romajiOf } from '../../../src/engine/links/romaji';
import { type ContactRow, contactRowSchema } from '../../../src/shared/model/contact';

function contact(given: Partial<Record<keyof ContactRow, string | null>>): ContactRow {
  return contactRowSchema.parse({
    id: '1',
    displayName: '',
    email: null,
    phone: null,
    companyName: null,
    lifecycleStage: null,
    leadStatus: null,
    modifiedAt: 0,
    syncedAt: 0,
    friendCount: 0,
    ...given,
  });
}

test.each([
  ['田中 美咲', '田中美咲', 'sameName'],
  ['美咲 田中', '田中 美咲', 'sameName'],
  ['タナカ', 'たなか', 'sameName'],
  ['怡君☕', '陳怡君', 'similarName'],
  ['Olivia C.', 'Olivia Carter', 'similarName'],
])('%s and %s: %s', (displayName, name, evidence) => {
  expect(judge(cluesOf(displayName, []), contact({ displayName: name })).evidence).toEqual([evidence]);
});

test('a kana name is recognised in an e-mail address', () => {
  const clues = cluesOf('ひな🌸', []);
  expect(romajiOf('けんいち')).toBe('kenichi');
  expect(romajiOf('りょう')).toBe('ryo');
  expect(romajiOf('サトー')).toBe('sato');
  expect(romajiOf('田中')).toBeNull();
  expect(judge(clues, contact({ displayName: '佐藤 陽菜', email: 'hina.sato@example.jp' })).evidence).toEqual([
    'similarName',
  ]);
});

test('an address or a number that the friend wrote is stronger than a name, in whatever form it is written', () => {
  const clues = cluesOf('Dan', ['my mail: Dan@Example.com', '電話は０９０－１２３４－５６７８です']);
  const both = judge(clues, contact({ displayName: '田中', email: 'dan@example.com', phone: '+81 90 1234 5678' }));
  expect(both.evidence).toEqual(['emailInMessages', 'phoneInMessages']);
  expect(both.score).toBe(100);
  expect(judge(clues, contact({ displayName: '田中', phone: '090-9999-5678' })).evidence).toEqual([]);
});

test('nothing in common is no evidence', () => {
  expect(judge(cluesOf('🎣', []), contact({ displayName: '田中' }))).toEqual({ score: 0, evidence: [] });
  expect(judge(cluesOf(null, []), contact({ displayName: '' }))).toEqual({ score: 0, evidence: [] });
});
