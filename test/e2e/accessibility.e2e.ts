import { expect, test } from '@playwright/test';
import { seriousFindings } from '../support/accessibility';
import { bubbleOf, composerOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, removeProfile } from '../support/console-app';
import { newCustomer } from '../support/customer-phone';
import { findsPeopleAndMessages, searchEverything } from '../support/palette';
import { syncScreens } from '../support/sync-screens';
import { makeSyncWorld } from '../support/sync-world';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import {
  chooseSandbox,
  connectOfficialAccounts,
  signInToHubSpot,
  startFirstSync,
  waitForSyncEnd,
} from '../support/wizard';
import { wordsOf } from '../support/words';

let trial: TrialProcess;
let app: ConsoleApp;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17834 });
  app = await launchConsole({ env: trial.env });
});
test.afterAll(async () => {
  await app.quit();
  await trial.stop();
  removeProfile(app.profile);
});

/** Fails with everything that axe found on this screen in either theme. */
async function isClean(screen: string): Promise<void> {
  expect.soft(await seriousFindings(app.window, screen)).toEqual([]);
}

test('no step of the wizard has a serious fault', async () => {
  const { window } = app;
  await isClean('first choice');
  await window.getByRole('button', { name: 'Connect my own accounts' }).click();
  await window.getByRole('textbox', { name: 'HubSpot client ID' }).waitFor();
  await isClean('own accounts');
  await window.getByRole('button', { name: 'Back' }).click();
  await chooseSandbox(window);
  await isClean('HubSpot step');
  await signInToHubSpot(app);
  await window.getByRole('radiogroup', { name: 'Official Account' }).waitFor();
  await isClean('LINE step');
  await connectOfficialAccounts(window);
  await window.getByRole('checkbox').first().waitFor();
  await isClean('properties step');
  await startFirstSync(window);
  await waitForSyncEnd(window);
});

test('no screen has a serious fault', async () => {
  test.setTimeout(240_000);
  const { window } = app;
  await isClean('dashboard');

  const phone = await newCustomer(trial, 'Aki');
  await phone.writes('営業時間を教えてください https://example.com/hours');
  await openChat(window, 'Aki');
  await expect(bubbleOf(window, '営業時間')).toBeVisible();
  await send(window, 'Aki', '10時から19時です。');
  await isAccepted(window, '10時から19時');
  await isClean('chats with a friend who is not linked');
  await openChat(window, '田中 美咲');
  await composerOf(window, '田中 美咲').fill('下書き');
  await isClean('chats with a long thread and a draft');

  await goToScreen(window, 'Contacts');
  await window.getByRole('grid').locator('[data-contact]').nth(2).click();
  await window.getByRole('complementary', { name: 'Contact' }).getByRole('heading', { level: 2 }).waitFor();
  await isClean('contacts with one open');

  await goToScreen(window, 'Sync history');
  await window.getByRole('table', { name: 'Sync history' }).waitFor();
  await isClean('sync history');
  await window.getByRole('link', { name: 'Completed' }).first().click();
  await window.getByRole('heading', { level: 1, name: /^Sync run of/ }).waitFor();
  await isClean('one run');

  await goToScreen(window, 'Settings');
  const sections = window.getByRole('navigation', { name: 'Settings sections' });
  for (const section of ['Accounts', 'Sync', 'Chat', 'Team', 'Canned replies', 'General', 'Data', 'About']) {
    await sections.getByRole('link', { name: section, exact: true }).click();
    await expect(sections.locator('[aria-current="page"]')).toHaveText(section);
    await isClean(`settings: ${section}`);
  }

  const palette = await searchEverything(window, '');
  await isClean('palette with every action');
  await palette.getByRole('textbox').fill('田中');
  await findsPeopleAndMessages(palette, '田中');
  await isClean('palette with what was found');
  await window.keyboard.press('Escape');
  expect(app.pageErrors).toEqual([]);
});

test('no screen of the contact sync has a serious fault', async () => {
  test.setTimeout(600_000);
  const screens = syncScreens(app, await makeSyncWorld(app, trial), wordsOf('en'));
  for (const [name, show] of Object.entries(screens)) {
    await show();
    await isClean(name);
  }
  expect(app.pageErrors).toEqual([]);
});
