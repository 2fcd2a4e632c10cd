import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is neither null, undefined nor false, at most `limitMs` long. @throws when the time is over */
export async function eventually<Found>(
  what: string,
  ask: () => Found | Promise<Found>,
  limitMs = 15_000,
): Promise<Exclude<NonNullable<Found>, false>> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found !== null && found !== undefined && found !== false) return found as Exclude<NonNullable<Found>, false>;
    if (Date.now() > until) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(15);
  }
}
