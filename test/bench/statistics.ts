import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

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
  /** Processor time of the main thread: unlike times on the clock it hardly depends on what else the machine does. */
  cpuMs: number;
}

/** Runs `work` and watches loop delay (1 ms resolution) and resident memory of this process. */
export async function underWatch<Result>(work: () => Promise<Result>): Promise<Result & Strain> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let peakRssBytes = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peakRssBytes = Math.max(peakRssBytes, process.memoryUsage.rss());
  }, 100);
  const cpu = process.threadCpuUsage();
  delay.enable();
  try {
    const result = await work();
    delay.disable();
    const { user, system } = process.threadCpuUsage(cpu);
    const cpuMs = (user + system) / 1_000;
    return { ...result, cpuMs, delayP99Ms: delay.percentile(99) / 1e6, delayMaxMs: delay.max / 1e6, peakRssBytes };
  } finally {
    clearInterval(timer);
  }
}

/**
 * The p99 loop delay of a loop that does nothing but slices of 5 ms for a while: what this machine, with all else that runs
 * on it, gives to a program that behaves well.
 */
export async function bestLoopDelayMs(): Promise<number> {
  const { delayP99Ms } = await underWatch(async () => {
    for (const end = performance.now() + 2_000; performance.now() < end; ) {
      for (const sliceEnd = performance.now() + 5; performance.now() < sliceEnd; );
      await nextTurn();
    }
    return {};
  });
  return delayP99Ms;
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
