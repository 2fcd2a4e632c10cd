import type { Clock } from '../../../src/engine/core/clock';

/** A clock that runs `factor` times as fast as the computer's: windows, pauses and time-outs pass in a fraction of their time. */
export function createFastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => start + Math.floor((Date.now() - start) * factor),
    after(delayMs, run) {
      const timer = setTimeout(run, Math.ceil(delayMs / factor));
      return () => clearTimeout(timer);
    },
  };
}
