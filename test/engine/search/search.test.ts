import { expect, test } from 'vitest';
import { createSearch } from '../../../src/engine/search';
import { playedBody, playedIntake, playedText } from '../support/played-relay';

const texts = [
  '明日の予約、田中です',
  'สวัสดีค่ะ ขอจองโต๊ะสองที่',
  '請問還有位子嗎',
  'Do you have a table for FIVE?',
  'ﾃｽﾄ送信 ＡＢＣ１２３',
  '100%_sure?',
  '🎣🎣',
];

async function searching(count = texts.length) {
  const now = Date.now() - 1_000_000;
  const events = Array.from({ length: count }, (_, n) => {
    const userId = `U${String(n % 1_000).padStart(32, '0')}`;
    return playedText(n, userId, now + n, texts[n] ?? `配送番号 ${n * 7919} の件でご連絡しました`);
  });
  const bodies = Array.from({ length: Math.ceil(count / 5) }, (_, n) =>
    playedBody(n + 1, events.slice(n * 5, n * 5 + 5), now),
  );
  const played = playedIntake(bodies);
  await played.run();
  return createSearch({ storage: played.storage, mediaUrl: (name) => name, searchContacts: () => [] });
}

test.each([
  ['田中', '明日の予約、田中です'],
  ['予約 田中', '明日の予約、田中です'],
  ['明', '明日の予約、田中です'],
  ['จองโต๊ะ', 'สวัสดีค่ะ ขอจองโต๊ะสองที่'],
  ['位子', '請問還有位子嗎'],
  ['five', 'Do you have a table for FIVE?'],
  ['テスト abc', 'ﾃｽﾄ送信 ＡＢＣ１２３'],
  ['100%_s', '100%_sure?'],
  ['🎣', '🎣🎣'],
])('%s is found', async (text, expected) => {
  const search = await searching();
  const { messages } = await search.query({ text, limit: 10 });
  expect(messages.map(({ message }) => message.content)).toMatchObject([{ type: 'text', text: expected }]);
});

test('what is not there is not found, and nothing finds nothing', async () => {
  const search = await searching();
  for (const text of ['中田', '100%x', '', '   ']) {
    expect((await search.query({ text, limit: 10 })).messages).toEqual([]);
  }
});

test('among many messages the newest come first, and it is said that there are more', async () => {
  const search = await searching(4_000);
  const startedAt = performance.now();
  const hits = await search.query({ text: '連絡', limit: 20 });
  const rare = await search.query({ text: '田中', limit: 20 });
  const tookMs = performance.now() - startedAt;
  expect(hits.messages).toHaveLength(20);
  expect(hits.hasMore.messages).toBe(true);
  expect(rare.messages).toHaveLength(1);
  const times = hits.messages.map(({ message }) => message.sentAt);
  expect(times).toEqual([...times].sort((one, other) => other - one));
  process.stdout.write(`two searches among 4,000 messages: ${tookMs.toFixed(1)} ms\n`);
});
