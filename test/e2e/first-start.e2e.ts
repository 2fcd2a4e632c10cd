import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { goToScreen } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { findsPeopleAndMessages, searchEverything } from '../support/palette';
import { controlOfProfile } from '../support/sandbox-of-profile';
import {
  chooseSandbox,
  connectOfficialAccounts,
  hubSpotAccountName,
  signInToHubSpot,
  startFirstSync,
  waitForSyncEnd,
} from '../support/wizard';

const thaiName = 'สมชาย ใจดี';
const env = { LUMO_REDIRECT_PORT: '17831' };
const profile = newProfile();
let app: ConsoleApp;
let contacts = 0;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  app = await launchConsole({ profile, env });
});
test.afterAll(async () => {
  await app.quit();
  removeProfile(profile);
});
test.afterEach(() => {
  expect(app.pageErrors).toEqual([]);
});

/** How many contacts the sandbox's HubSpot account has, as the sandbox itself counts them. */
async function contactsInHubSpot(): Promise<number> {
  const answer = await fetch(`${controlOfProfile(profile)}/hubspot/accounts`);
  const { results } = z
    .object({ results: z.array(z.object({ name: z.string(), contacts: z.number() })) })
    .parse(await answer.json());
  return results.find(({ name }) => name === hubSpotAccountName)?.contacts ?? 0;
}

/** Opens the one past chat of a customer with the first Official Account, and sees its messages. */
async function opensPastChat(window: Page): Promise<void> {
  await goToScreen(window, 'Chats');
  await window.getByRole('group', { name: 'Views' }).getByRole('button', { name: /All$/ }).click();
  await window.getByRole('combobox', { name: 'Official Account' }).click();
  await window.getByRole('option', { name: /^Aozora Store/ }).click();
  await window.getByRole('textbox', { name: 'Filter conversations' }).fill('田中 美咲');
  const rows = window.getByRole('listbox', { name: 'Conversations' }).getByRole('option');
  await expect(rows).toHaveCount(1);
  await rows.click();
  await expect(window.getByRole('region', { name: 'Messages' }).locator('[data-message]').last()).toBeVisible();
}

const inWords = (count: number): string => count.toLocaleString('en');

test('a fresh profile offers the sandbox and leads through HubSpot, LINE and what to sync', async () => {
  const { window } = app;
  await expect(window.getByRole('button', { name: 'Connect my own accounts' })).toBeVisible();
  await chooseSandbox(window);
  await expect(window.getByText('Create the LINE properties in HubSpot')).toBeVisible();
  await signInToHubSpot(app);
  await connectOfficialAccounts(window);
  await startFirstSync(window);
});

test('the first sync shows its progress and ends with every contact of the account', async () => {
  const { window } = app;
  await expect(window.getByText('Sync in progress')).toBeVisible();
  await expect(window.getByText(/^Step \d of \d · Everything$/)).toBeVisible();
  await waitForSyncEnd(window, 90_000);
  contacts = await contactsInHubSpot();
  expect(contacts).toBeGreaterThanOrEqual(5_000);
  await expect(window.getByText(`${inWords(contacts)} read, ${inWords(contacts)} changed`)).toBeVisible();
  await expect(window.getByRole('region', { name: 'Figures' })).toContainText(inWords(contacts));
});

test('a Thai and a two-character Japanese name are found in the contacts', async () => {
  const { window } = app;
  await goToScreen(window, 'Contacts');
  await expect(window.getByText(`${inWords(contacts)} contacts`)).toBeVisible();
  const search = window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' });
  const table = window.getByRole('grid', { name: 'Contacts from HubSpot' });

  await search.fill(thaiName);
  await expect(table.getByRole('row', { name: thaiName }).first()).toBeVisible();
  await search.fill('田中');
  await expect(window.getByText(/contacts match$/)).toBeVisible();
  const rows = table.locator('[data-contact]');
  await expect(rows.first()).toContainText('田中');
  await rows.first().click();
  await expect(window.getByRole('complementary', { name: 'Contact' }).getByRole('heading', { level: 2 })).toContainText(
    '田中',
  );
  await window.getByRole('button', { name: 'Clear filters' }).click();
  await expect(window.getByText(`${inWords(contacts)} contacts`)).toBeVisible();
});

test('the search of the palette finds both among contacts, and conversations and messages too', async () => {
  const { window } = app;
  for (const text of ['ใจดี', '田中']) {
    const palette = await searchEverything(window, text);
    await findsPeopleAndMessages(palette, text);
    await window.keyboard.press('Escape');
    await expect(palette).toBeHidden();
  }
});

test('past chats are there, with their pictures', async () => {
  const { window } = app;
  await opensPastChat(window);
  const broken = () =>
    window
      .locator('img')
      .evaluateAll(
        (images) =>
          images.filter((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth === 0)
            .length,
      );
  await expect.poll(broken).toBe(0);
});

test('a restart keeps contacts, chats, history and settings', async () => {
  const { window: before } = app;
  await goToScreen(before, 'Settings');
  await before.getByRole('link', { name: 'General' }).click();
  await before.getByText('Dark', { exact: true }).click();
  await expect(before.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(app.pageErrors).toEqual([]);
  await app.quit();

  app = await launchConsole({ profile, env });
  const { window } = app;
  await window.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
  await expect(window.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(window.getByRole('region', { name: 'Figures' })).toContainText(inWords(contacts));

  await goToScreen(window, 'Sync history');
  await expect(window.getByRole('row').filter({ hasText: 'First sync' })).toContainText(inWords(contacts));
  await goToScreen(window, 'Contacts');
  await expect(window.getByText(`${inWords(contacts)} contacts`)).toBeVisible();
  await opensPastChat(window);
});
