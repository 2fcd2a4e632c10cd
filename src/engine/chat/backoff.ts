/** How long to wait before the next try: doubles from the first to the longest wait, spread by a fifth either way. Whole ms. */
export function backoffMs(limits: { firstMs: number; maxMs: number }, attempts: number, random: () => number): number {
  const waitMs = Math.min(limits.maxMs, limits.firstMs * 2 ** Math.min(attempts, 20));
  return Math.round(waitMs * (0.8 + 0.4 * random()));
}
