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

const kinds = (judged: { evidence: { kind: string }[] }) => judged.evidence.map(({ kind }) => kind);
const more = { createdAt: null, readings: [], lineUserIdAt: null };

test.each([
  ['田中 美咲', '田中美咲', 'sameName'],
  ['美咲 田中', '田中 美咲', 'sameName'],
  ['タナカ', 'たなか', 'sameName'],
  ['怡君☕', '陳怡君', 'similarName'],
  ['Olivia C.', 'Olivia Carter', 'similarName'],
])('%s and %s: %s', (displayName, name, evidence) => {
  expect(kinds(judge(cluesOf(displayName, []), contact({ displayName: name })))).toEqual([evidence]);
});

test('a kana name is recognised in an e-mail address', () => {
  const clues = cluesOf('ひな🌸', []);
  expect(romajiOf('けんいち')).toBe('kenichi');
  expect(romajiOf('りょう')).toBe('ryo');
  expect(romajiOf('サトー')).toBe('sato');
  expect(romajiOf('田中')).toBeNull();
  expect(judge(clues, contact({ displayName: '佐藤 陽菜', email: 'hina.sato@example.jp' })).evidence).toEqual([
    { kind: 'similarName', detail: 'hina.sato@example.jp', points: 20 },
  ]);
});

test('an address or a number that the friend wrote is stronger than a name, in whatever form it is written', () => {
  const clues = cluesOf('Dan', ['my mail: Dan@Example.com', '電話は０９０－１２３４－５６７８です']);
  const both = judge(clues, contact({ displayName: '田中', email: 'dan@example.com', phone: '+81 90 1234 5678' }));
  expect(both.evidence).toMatchObject([
    { kind: 'emailInMessages', detail: 'dan@example.com' },
    { kind: 'phoneInMessages', detail: '+81 90 1234 5678' },
  ]);
  expect(both.score).toBe(100);
  expect(judge(clues, contact({ displayName: '田中', phone: '090-9999-5678' })).evidence).toEqual([]);
});

test('nothing in common is no evidence', () => {
  expect(judge(cluesOf('🎣', []), contact({ displayName: '田中' }))).toEqual({ score: 0, evidence: [] });
  expect(judge(cluesOf(null, []), contact({ displayName: '' }))).toEqual({ score: 0, evidence: [] });
});

test.each([
  ['タナカ ミサキ', 'Misaki Tanaka', []],
  ['たなかみさき', 'Tanaka Misaki', []],
  ['Ōno Shinichi', '大野 真一', ['オオノ シンイチ']],
  ['Sinichi Ohno', '大野 真一', ['おおの', 'しんいち']],
  ['さとう けんじ', 'Kenji Satoh', []],
])('%s is read like %s', (displayName, name, readings) => {
  const joined = readings.length > 1 ? [...readings, readings.join(' ')] : readings;
  const judged = judge(cluesOf(displayName, []), contact({ displayName: name }), { ...more, readings: joined });
  expect(kinds(judged)).toEqual(['sameReading']);
});

test('another reading is no evidence, and kanji alone say nothing of theirs', () => {
  const read = (displayName: string, readings: string[]) =>
    judge(cluesOf(displayName, []), contact({ displayName: '高橋 純' }), { ...more, readings }).evidence;
  expect(read('Suzuki Ichiro', ['タカハシ ジュン'])).toEqual([]);
  expect(read('高梨', ['タカハシ ジュン'])).toEqual([]);
});

test('a contact made around the time of the follow, and a LINE User ID, count as they are', () => {
  const followedAt = Date.UTC(2026, 10, 22, 9);
  const clues = cluesOf('🎣', [], followedAt);
  const made = (minutes: number, lineUserIdAt: string | null = null) =>
    judge(clues, contact({ displayName: '田中' }), {
      createdAt: followedAt + minutes * 60_000,
      readings: [],
      lineUserIdAt,
    });
  expect(made(-20)).toEqual({
    score: 10,
    evidence: [{ kind: 'createdAroundFollow', detail: '2026-11-22T08:40:00.000Z', points: 10 }],
  });
  expect(made(-90).evidence).toEqual([]);
  expect(made(45).evidence).toEqual([]);
  expect(made(45, 'Aoba')).toEqual({ score: 100, evidence: [{ kind: 'lineUserId', detail: 'Aoba', points: 100 }] });
});
