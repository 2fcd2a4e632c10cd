interface Place {
  /** Index of the chosen row, -1 when it is not in the view. */
  readonly selectedIndex: number;
  /** Where the chosen row stood before it left the view, -1 when it never was there. */
  readonly lastIndex: number;
  readonly step: 1 | -1;
  readonly total: number;
}

/**
 * The row that a move goes to; null in an empty list. When the chosen row has left the view, the row that took its place
 * is the next one down, so that nobody is skipped while a list is worked off.
 */
export function nextIndex({ selectedIndex, lastIndex, step, total }: Place): number | null {
  if (total === 0) return null;
  const last = total - 1;
  if (selectedIndex >= 0) return Math.min(Math.max(selectedIndex + step, 0), last);
  if (lastIndex < 0) return 0;
  return Math.min(Math.max(step === 1 ? lastIndex : lastIndex - 1, 0), last);
}
