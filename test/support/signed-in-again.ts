import { expect } from '@playwright/test';
import { goToScreen } from './chat-screen';
import type { ConsoleApp } from './console-app';
import { hubSpotAccountName } from './wizard';

/** Whether this computer keeps sign-ins over a restart; Chromium's `basic_text` is no keyring. */
export function hasKeyring(app: ConsoleApp): Promise<boolean> {
  return app.electron.evaluate(
    ({ safeStorage }) =>
      safeStorage.isEncryptionAvailable() &&
      (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  );
}

/** After a restart: signs in to HubSpot from the dashboard, as a person must where there is no keyring. */
export async function signInAgain(app: ConsoleApp): Promise<void> {
  await goToScreen(app.window, 'Dashboard');
  if (await hasKeyring(app)) return;
  const opened = app.electron.waitForEvent('window');
  await app.window.getByRole('button', { name: 'Sign in again' }).click();
  const page = await opened;
  const closed = page.waitForEvent('close');
  await page.getByRole('radio', { name: hubSpotAccountName }).check();
  await page.getByRole('button', { name: 'Connect app' }).click();
  await expect(app.window.getByRole('button', { name: 'Sign in again' })).toHaveCount(0);
  await closed; // it closes by itself
}
