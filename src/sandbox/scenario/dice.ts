/**
 * One 32-bit unsigned integer for (seed, index, salt): the same three numbers always give the same answer, and no state is kept,
 * so record number 900,000 costs as little as the first one.
 */
export function dice(seed: number, index: number, salt: number): number {
  let h =
    Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^
    Math.imul(index + 0x7f4a7c15, 0xc2b2ae35) ^
    Math.imul(salt + 0x165667b1, 0x27d4eb2f);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  h ^= h >>> 16;
  return h >>> 0;
}

/** A number in [0, 1) by the same rule as {@link dice}. */
export function chance(seed: number, index: number, salt: number): number {
  return dice(seed, index, salt) / 0x1_0000_0000;
}

/** One element of a list that is not empty, by the same rule as {@link dice}. */
export function pick<T>(list: readonly [T, ...T[]] | readonly T[], seed: number, index: number, salt: number): T {
  const found = list[dice(seed, index, salt) % list.length];
  if (found === undefined) throw new Error('pick: the list is empty');
  return found;
}
