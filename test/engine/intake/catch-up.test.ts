import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import type { RelayEvent } from '../../../src/shared/relay-protocol';
import { playedBody, playedIntake, playedText } from '../support/played-relay';

const eventCount = 30_000;
const friendCount = 1_200;
const perBody = 3;

/** A past of texts by many friends. */
function history(startAt: number): RelayEvent[] {
  return Array.from({ length: eventCount / perBody }, (_, body) => {
    const at = startAt + body * 3_000;
    const events = Array.from({ length: perBody }, (_unused, i) => {
      const n = body * perBody + i;
      const userId = `U${String((n + i * 7) % friendCount).padStart(32, '0')}`;
      return playedText(n, userId, at + i, `こんにちは、田中です。予約 ${n} をお願いします`);
    });
    return playedBody(body + 1, events, at);
  });
}

test('30,000 past events are applied in short turns, told once a second at most, and call nobody', async () => {
  const played = playedIntake(history(Date.now() - 40 * 86_400_000));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await played.run();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  const ms = (ns: number) => Math.round(ns / 1e5) / 10;
  process.stdout.write(
    `${eventCount} events in ${Math.round(tookMs)} ms (${Math.round(eventCount / (tookMs / 1_000))}/s), turn p99 ${ms(delay.percentile(99))} ms, max ${ms(delay.max)} ms\n`,
  );
  expect(played.count('SELECT count(*) AS n FROM message')).toBe(eventCount);
  expect(played.count(`SELECT count(*) AS n FROM webhook_event WHERE state = 'applied'`)).toBe(eventCount);
  // it was written long before this console met the account: it calls for nobody
  expect(played.count('SELECT sum(unread_count) AS n FROM conversation')).toBe(0);
  expect(played.count('SELECT seq AS n FROM relay_cursor')).toBe(eventCount / perBody);
  expect(played.told.filter((event) => event.type === 'messageArrived')).toEqual([]);
  expect(played.told.length).toBeLessThan(tookMs / 1_000 + 3);
}, 180_000);
