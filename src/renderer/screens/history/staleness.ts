const HALF_HOUR_MS = 30 * 60_000;
const DAY_MS = 24 * 60 * 60_000;

/** True when changes were last read more than half an hour ago, or never. */
export function isStaleRun(at: number | null, now: number): boolean {
  return at === null || now - at > HALF_HOUR_MS;
}

/** True when everything was last read more than a day ago, or never. */
export function isStaleFull(at: number | null, now: number): boolean {
  return at === null || now - at > DAY_MS;
}
