import { setTimeout as pause } from 'node:timers/promises';

/** Asks every `pauseMs` until the answer is neither null, undefined nor false. @throws Error when `limitMs` are over */
export async function eventually<Found>(
  what: string,
  ask: () => Found | Promise<Found>,
  limitMs = 15_000,
  pauseMs = 15,
): Promise<Exclude<NonNullable<Found>, false>> {
  const until = Date.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found !== null && found !== undefined && found !== false) return found as Exclude<NonNullable<Found>, false>;
    if (Date.now() > until) throw new Error(`not within ${limitMs} ms: ${what}`);
    await pause(pauseMs);
  }
}
