/** Rows that Page Up and Page Down move by. */
const LEAP = 10;

/** The row that a key leads to from row `from` of `count`; null = the key moves nowhere. */
export function nextRow(key: string, from: number, count: number): number | null {
  const target: number | undefined = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + LEAP,
    PageUp: from - LEAP,
    Home: 0,
    End: count - 1,
  }[key];
  if (target === undefined || count === 0) return null;
  const bounded = Math.min(Math.max(target, 0), count - 1);
  return bounded === from ? null : bounded;
}
