/** Lines that Page Up and Page Down move by. */
const LEAP = 8;

/**
 * Where a key leads from the line `from` of a list whose `usable` lines can be chosen: always to a usable one, in the
 * key's direction. null = the key moves nowhere.
 */
export function nextUsable(usable: readonly boolean[], from: number, key: string): number | null {
  const step: number | undefined = { ArrowDown: 1, ArrowUp: -1, PageDown: LEAP, PageUp: -LEAP }[key];
  if (step === undefined) return null;
  const places = usable.flatMap((isUsable, index) => (isUsable ? [index] : []));
  if (places.length === 0) return null;
  const at = places.indexOf(from);
  const target = Math.min(Math.max((at < 0 ? -Math.sign(step) : at) + step, 0), places.length - 1);
  return places[target] ?? null;
}
