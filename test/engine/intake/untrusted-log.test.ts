import { expect, test } from 'vitest';
import { playedBody, playedIntake, playedText } from '../support/played-relay';

const someone = `U${'1'.repeat(32)}`;

test('a body that the relay let through but LINE did not sign is never applied, and does not hold up the next', async () => {
  const now = Date.now();
  const played = playedIntake([
    playedBody(1, [playedText(1, someone, now, 'forged')], now, 'f'.repeat(32)),
    playedBody(2, [playedText(2, someone, now, 'true')], now),
  ]);
  await played.run();
  const texts = played.storage.prepare<[], { text: string }>('SELECT text FROM message').all();
  expect(texts).toEqual([{ text: 'true' }]);
  const failed = played.storage.prepare(`SELECT state, problem FROM webhook_event WHERE type = 'body'`).all();
  expect(failed).toEqual([{ state: 'failed', problem: '{"code":"LINE_SIGNATURE_INVALID","params":{}}' }]);
  expect(played.count('SELECT seq AS n FROM relay_cursor')).toBe(2);
});

test('an event that cannot be applied is kept as failed; its neighbours in the same body are applied', async () => {
  const now = Date.now();
  const broken = { ...playedText(2, someone, now, ''), message: { type: 'text' } };
  const noMessage = { ...playedText(3, someone, now, ''), message: undefined };
  const events = [
    playedText(1, someone, now, 'before'),
    broken,
    noMessage,
    'nonsense',
    playedText(4, someone, now + 1, 'after'),
  ];
  const played = playedIntake([playedBody(1, events, now)]);
  await played.run();
  const texts = played.storage.prepare<[], { text: string }>('SELECT text FROM message ORDER BY sent_at').all();
  expect(texts.map((row) => row.text)).toEqual(['before', 'after']);
  expect(played.count(`SELECT count(*) AS n FROM webhook_event WHERE state = 'failed'`)).toBe(3);
});

test('types that this version does not know are kept raw', async () => {
  const now = Date.now();
  const { message: _message, ...rest } = playedText(1, someone, now, '');
  const played = playedIntake([playedBody(1, [{ ...rest, type: 'hologram', hologram: { depth: 3 } }], now)]);
  await played.run();
  const row = played.storage.prepare<[], { state: string; raw: string }>('SELECT state, raw FROM webhook_event').get();
  expect(row?.state).toBe('applied');
  expect(row?.raw).toContain('"depth":3');
});

test('edits count by their time, whatever order they come in', async () => {
  const now = Date.now();
  const group = { type: 'group', groupId: `C${'2'.repeat(32)}`, userId: someone };
  const original = { ...playedText(1, someone, now, 'first'), source: group };
  const edit = (n: number, at: number, text: string) => ({
    ...playedText(n, someone, at, text),
    type: 'messageEdited',
    source: group,
    message: {
      id: `6${'1'.padStart(17, '0')}`,
      type: 'text',
      text,
      quoteToken: 'q',
    },
  });
  const played = playedIntake([
    playedBody(1, [edit(3, now + 2_000, 'third'), edit(2, now + 1_000, 'second'), original], now),
  ]);
  await played.run();
  const rows = played.storage.prepare('SELECT text, sent_at AS sentAt FROM message').all();
  expect(rows).toEqual([{ text: 'third', sentAt: now }]);
});
