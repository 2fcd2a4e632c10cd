/** Smallest useful widths of the columns in px. */
export const MIN_LIST = 220;
export const MAX_LIST = 520;
export const MIN_PANEL = 260;
export const MAX_PANEL = 560;
export const MIN_MAIN = 400;

/**
 * Widths of list and panel that leave the middle at least {@link MIN_MAIN} px: the panel gives way first, then the
 * list, neither below its minimum. `panel` 0 = closed. All in px; the wishes themselves are kept by the caller.
 */
export function fitWidths(whole: number, list: number, panel: number): { list: number; panel: number } {
  const wishedList = Math.min(Math.max(list, MIN_LIST), MAX_LIST);
  const wishedPanel = panel === 0 ? 0 : Math.min(Math.max(panel, MIN_PANEL), MAX_PANEL);
  const over = wishedList + wishedPanel + MIN_MAIN - whole;
  if (over <= 0) return { list: wishedList, panel: wishedPanel };
  const fromPanel = wishedPanel === 0 ? 0 : Math.min(over, wishedPanel - MIN_PANEL);
  const fromList = Math.min(over - fromPanel, wishedList - MIN_LIST);
  return { list: wishedList - fromList, panel: wishedPanel - fromPanel };
}
