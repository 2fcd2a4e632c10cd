import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { setColors } from './appearance';

/**
 * What axe finds serious or critical on the page as it is now, in light and in dark, one line each.
 * The page must follow the system's colours.
 */
export async function seriousFindings(page: Page, screen: string): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await setColors(page, colorScheme);
    // Without legacy mode axe wants a second page in the window, which Electron refuses.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      for (const { target, failureSummary } of nodes) {
        found.push(
          `${screen}, ${colorScheme}: ${id} at ${target.join(' ')}: ${(failureSummary ?? '').replaceAll(/\s+/g, ' ')}`,
        );
      }
    }
  }
  return found;
}
