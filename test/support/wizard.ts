import { expect, type Page } from '@playwright/test';
import type { ConsoleApp } from './console-app';

/** The account of the sandbox's HubSpot with the full set of contacts; the other one is small. */
export const hubSpotAccountName = 'Aozora Trading';

/** First step: the sandbox instead of own accounts. The sandbox's first start makes its world, which takes a while. */
export async function chooseSandbox(window: Page): Promise<void> {
  await window.getByRole('button', { name: 'Try with the sandbox' }).click();
  await window.getByRole('heading', { level: 1, name: 'Connect HubSpot' }).waitFor({ timeout: 90_000 });
}

/** Second step: signs in to HubSpot in the window that opens for it, with the given account, and goes on. */
export async function signInToHubSpot(app: ConsoleApp, accountName = hubSpotAccountName): Promise<void> {
  const { window } = app;
  const opened = app.electron.waitForEvent('window');
  await window.getByRole('button', { name: 'Sign in to HubSpot' }).click();
  const page = await opened;
  await page.getByRole('radio', { name: accountName }).check();
  await page.getByRole('button', { name: 'Connect app' }).click();
  // The sign-in window says that HubSpot is connected, and closes by itself.
  await window.getByRole('button', { name: 'Next' }).click();
}

/** Third step: connects every Official Account that the sandbox offers, and goes on. */
export async function connectOfficialAccounts(window: Page): Promise<void> {
  await window.getByRole('heading', { level: 1, name: 'Connect LINE' }).waitFor();
  const radios = window.getByRole('radiogroup', { name: 'Official Account' }).getByRole('radio');
  await radios.first().waitFor();
  const offered = await radios.count();
  for (let connected = 0; connected < offered; connected += 1) {
    if (connected > 0) await window.getByRole('button', { name: 'Connect another account' }).click();
    await radios.first().click();
    await window.getByRole('button', { name: 'Connect this account' }).click();
    await expect(window.getByText(/^@\w+ · Sequence number \d+$/)).toHaveCount(connected + 1, { timeout: 30_000 });
  }
  await window.getByRole('button', { name: 'Next' }).click();
}

/** Last step: adds the recommended properties and starts the first sync. Ends on the dashboard. */
export async function startFirstSync(window: Page): Promise<void> {
  await window.getByRole('heading', { level: 1, name: 'What to sync' }).waitFor();
  await window.getByRole('button', { name: 'Add recommended' }).click();
  await window.getByRole('button', { name: 'Start the first sync' }).click();
  await window.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor({ timeout: 30_000 });
}

/** The whole wizard from its first screen, up to the dashboard with the first sync under way. */
export async function finishWizard(app: ConsoleApp): Promise<void> {
  await chooseSandbox(app.window);
  await signInToHubSpot(app);
  await connectOfficialAccounts(app.window);
  await startFirstSync(app.window);
}

/** Waits on the dashboard until no sync is running and one has ended. */
export async function waitForSyncEnd(window: Page, timeout = 60_000): Promise<void> {
  await expect(window.getByRole('button', { name: 'Re-sync Data', exact: true })).toBeEnabled({ timeout });
  await expect(window.getByText('Last sync', { exact: true })).toBeVisible({ timeout });
}
