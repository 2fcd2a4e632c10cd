import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The value that `percent` of the samples do not exceed; NaN without samples. */
export function percentile(samples: readonly number[], percent: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** What the main loop and the memory of this process did while something ran. */
export interface Strain {
  delayP99Ms: number;
  delayMaxMs: number;
  peakRssBytes: number;
}

/** Runs `work` and watches loop delay (1 ms resolution) and resident memory of this process. */
export async function underWatch<Result>(work: () => Promise<Result>): Promise<Result & Strain> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let peakRssBytes = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }, 100);
  delay.enable();
  try {
    const result = await work();
    delay.disable();
    return { ...result, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6, peakRssBytes };
  } finally {
    clearInterval(timer);
  }
}

/** Resident memory after a collection, so that only what is held counts. The bench is started with --expose-gc. */
export function settledRss(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

/** How long `work` takes, in ms. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
