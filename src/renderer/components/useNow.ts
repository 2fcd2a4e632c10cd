import { useSyncExternalStore } from 'react';

type Tick = () => void;

interface Ticker {
  readonly subscribe: (tick: Tick) => () => void;
  readonly read: () => number;
}

/** One timer for all that shows the time, stopped while nobody looks. */
function createTicker(everyMs: number): Ticker {
  const ticks = new Set<Tick>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | null = null;
  return {
    subscribe: (tick) => {
      ticks.add(tick);
      timer ??= setInterval(() => {
        now = Date.now();
        for (const each of ticks) each();
      }, everyMs);
      return () => {
        ticks.delete(tick);
        if (ticks.size === 0 && timer !== null) {
          clearInterval(timer);
          timer = null;
        }
      };
    },
    read: () => {
      if (timer === null && Date.now() - now >= everyMs) now = Date.now();
      return now;
    },
  };
}

const eachSecond = createTicker(1_000);
const eachHalfMinute = createTicker(30_000);

/** The present time in epoch ms, renewed every second or every half minute. */
export function useNow(pace: 'second' | 'halfMinute' = 'halfMinute'): number {
  const ticker = pace === 'second' ? eachSecond : eachHalfMinute;
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}
