import type { Clock } from '../../../src/engine/core/clock';

/** A clock that stands still until it is moved; timers fire in the order of their time. */
export interface VirtualClock extends Clock {
  /** Moves to the next timer and fires it, after everything that is ready has run. False = there is none. */
  step(): Promise<boolean>;
  /** Steps until `isDone`, at most to `limitAt`. */
  runUntil(isDone: () => boolean, limitAt: number): Promise<void>;
}

/** Starts at `startAt` epoch ms. */
export function createVirtualClock(startAt = 1_800_000_000_000): VirtualClock {
  let now = startAt;
  let order = 0;
  const timers = new Map<number, { at: number; run: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const clock: VirtualClock = {
    now: () => now,
    after(delayMs, run) {
      const id = order++;
      timers.set(id, { at: now + Math.max(0, delayMs), run });
      return () => void timers.delete(id);
    },
    async step() {
      await settle();
      let next: [number, { at: number; run: () => void }] | null = null;
      for (const entry of timers) if (next === null || entry[1].at < next[1].at) next = entry;
      if (next === null) return false;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].run();
      await settle();
      return true;
    },
    async runUntil(isDone, limitAt) {
      while (!isDone()) {
        const isMoving = await clock.step();
        if (!isMoving && !isDone()) throw new Error('nothing is left to wait for');
        if (now > limitAt) throw new Error(`not done at ${now - startAt} ms`);
      }
    },
  };
  return clock;
}
