import type { Page } from '@playwright/test';
import type { ConsoleApp } from './console-app';

/** Waits until nothing moves and every picture is drawn: a colour half-way through its transition is no colour of the design. */
export async function isSettled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const pictures = [...document.images].filter((image) => image.loading !== 'lazy');
    await Promise.all(pictures.map((image) => image.decode().catch(() => undefined)));
    await document.fonts.ready;
    const moving = document.getAnimations().filter((each) => each.effect?.getComputedTiming().iterations !== Infinity);
    await Promise.all(moving.map((each) => each.finished.catch(() => undefined)));
  });
}

/** Shows a page that follows the system's colours in light or dark. */
export async function setColors(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await isSettled(page);
}

/** Gives the console's window this width and height inside its frame, in CSS pixels. */
export async function setSize(app: ConsoleApp, [width, height]: readonly [number, number]): Promise<void> {
  const own = await app.electron.browserWindow(app.window);
  await own.evaluate((window, size) => window.setContentSize(size.width, size.height), { width, height });
  await app.window.waitForFunction((size) => innerWidth === size.width && innerHeight === size.height, {
    width,
    height,
  });
}
