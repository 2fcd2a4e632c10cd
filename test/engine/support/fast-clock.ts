import type { Clock } from '../../../src/engine/core/clock';

/** A clock that runs faster than the computer's, and can be moved on as a sleeping computer's is. */
export interface FastClock extends Clock {
  /** Lets `ms` pass at once; timers that were due meanwhile fire now. */
  jump(ms: number): void;
}

/**
 * Runs `factor` times as fast as the computer's clock: windows, pauses and time-outs pass in a fraction of their time.
 * Processes that give it the same `start` (epoch ms) have the same time.
 */
export function createFastClock(factor: number, start = Date.now()): FastClock {
  let jumped = 0;
  const timers = new Map<symbol, { at: number; fire: () => void }>();
  const now = () => start + Math.floor((Date.now() - start) * factor) + jumped;
  return {
    now,
    after(delayMs, run) {
      const id = Symbol('timer');
      const cancel = () => {
        timers.delete(id);
        clearTimeout(timer);
      };
      const fire = () => {
        cancel();
        run();
      };
      const timer = setTimeout(fire, Math.ceil(delayMs / factor));
      timers.set(id, { at: now() + delayMs, fire });
      return cancel;
    },
    jump(ms) {
      jumped += ms;
      for (const timer of [...timers.values()]) if (timer.at <= now()) timer.fire();
    },
  };
}
