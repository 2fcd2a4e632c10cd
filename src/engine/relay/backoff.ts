export interface BackoffLimits {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The wait before try number `attempt` (from 0), in ms: doubles up to the limit, and is spread over its upper half, so that
 * consoles that lost the relay together do not come back together. `random` gives 0..1.
 */
export function backoffMs(attempt: number, limits: BackoffLimits, random: () => number): number {
  const full = Math.min(limits.maxMs, limits.minMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random();
}
