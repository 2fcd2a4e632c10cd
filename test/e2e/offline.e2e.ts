import { expect, type Page, test } from '@playwright/test';
import { bubbleOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { type CustomerPhone, newCustomer, planFault, setNetwork } from '../support/customer-phone';
import { signInAgain } from '../support/signed-in-again';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

test.describe.configure({ mode: 'serial' });

const profile = newProfile();
let trial: TrialProcess;
let app: ConsoleApp;
let customer: CustomerPhone;

const start = () => launchConsole({ profile, env: trial.env });
const offlineBand = (window: Page) => window.getByText(/^Offline\. You see the data as of .+\. What you write is kept/);

test.beforeAll(async () => {
  test.setTimeout(180_000);
  trial = await startTrialProcess({ redirectPort: 17841 });
  app = await start();
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  customer = await newCustomer(trial, '葉山 みなと');
  await customer.writes('注文した品はいつ届きますか');
  await openChat(app.window, customer.name);
  await expect(bubbleOf(app.window, '注文した品はいつ届きますか')).toBeVisible();
});

test.afterAll(async () => {
  await app?.quit();
  await trial?.stop();
  removeProfile(profile);
});

test.afterEach(() => {
  expect(app.pageErrors).toEqual([]);
});

test('with the network off everything stored can be read, and it is said since when', async () => {
  const { window } = app;
  const account = await trial.control<{ results: { contacts: number }[] }>('GET', '/hubspot/accounts');
  const contacts = account.results[0]?.contacts ?? 0;
  const known = await trial.control<{ results: { properties: Record<string, string | null> }[] }>(
    'GET',
    '/hubspot/records/contacts?limit=20',
  );
  const email = known.results.map((record) => record.properties.email).find((address) => address != null) ?? '';
  const heading = window.getByRole('heading', { level: 1 });
  const place = await heading.boundingBox();
  await setNetwork(trial, false);
  await expect(offlineBand(window)).toBeVisible({ timeout: 30_000 });
  expect(await heading.boundingBox(), 'what is about to be pressed stays in its place').toEqual(place);

  await goToScreen(window, 'Contacts');
  await expect(offlineBand(window)).toBeVisible();
  await expect(window.getByText(`${contacts} contacts`, { exact: true })).toBeVisible();
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill(email);
  await expect(window.getByText('1 contact matches')).toBeVisible();
  await window.getByRole('row').filter({ hasText: email }).click();
  await expect(window.getByRole('complementary', { name: 'Contact' })).toContainText(email);
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill('');

  await goToScreen(window, 'Sync history');
  await expect(offlineBand(window)).toBeVisible();
  await window.getByRole('link', { name: 'Completed' }).first().click();
  await expect(window.getByText('Read from HubSpot')).toBeVisible();

  await window.keyboard.press('Control+k');
  await window.getByRole('textbox', { name: 'Search people and messages, or type a command' }).fill('注文した');
  await window.getByText('注文した品はいつ届きますか').click();
  await expect(bubbleOf(window, '注文した品はいつ届きますか')).toBeVisible();
});

test('a reply written offline waits, also over a restart, is held when the customer wrote meanwhile, and reaches the phone exactly once', async () => {
  const text = '本日発送しました。明後日に届きます。';
  const meanwhile = 'まだでしょうか';
  await openChat(app.window, customer.name);
  await send(app.window, customer.name, text);
  await expect(bubbleOf(app.window, text)).toContainText('Offline: will be sent once when back');
  await customer.writes(meanwhile);
  expect(await customer.countOf(text)).toBe(0);

  expect(app.pageErrors).toEqual([]);
  await app.quit();
  app = await start();
  await expect(offlineBand(app.window)).toBeVisible({ timeout: 30_000 });
  await openChat(app.window, customer.name);
  await expect(bubbleOf(app.window, text)).toContainText('Offline: will be sent once when back');
  expect(await customer.countOf(text)).toBe(0);

  await setNetwork(trial, true);
  const held = app.window.getByRole('region', { name: 'Held message' });
  await expect(held).toContainText(meanwhile, { timeout: 45_000 });
  expect(await customer.countOf(text)).toBe(0);
  await held.getByRole('button', { name: 'Send anyway' }).click();
  await isAccepted(app.window, text, 45_000);
  await customer.hasOnce(text);
  await expect(offlineBand(app.window)).toBeHidden({ timeout: 30_000 });
  await expect(bubbleOf(app.window, meanwhile)).toHaveCount(1, { timeout: 45_000 });
  expect(await customer.countOf(text)).toBe(1);
});

test('Re-sync Data works again once the network is back', async () => {
  await signInAgain(app);
  await waitForSyncEnd(app.window);
  await goToScreen(app.window, 'Sync history');
  const runs = app.window.getByRole('link', { name: 'Completed' });
  await expect(runs.first()).toBeVisible();
  const before = await runs.count();
  await app.window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await expect(runs).toHaveCount(before + 1, { timeout: 30_000 });
});

test('a message that LINE took without its answer arriving is on the phone once and counts as accepted', async () => {
  await openChat(app.window, customer.name);
  await send(app.window, customer.name, '返信用の一通です'); // uses up the free reply
  await isAccepted(app.window, '返信用の一通です');
  const fault = await planFault(trial, {
    service: 'line',
    kind: 'dropAfter',
    method: 'POST',
    path: '/v2/bot/message/push$',
  });
  const text = '領収書をお送りしました。';
  await send(app.window, customer.name, text);
  await fault.happened();
  await isAccepted(app.window, text);
  await expect(bubbleOf(app.window, text)).toContainText('Push');
  await customer.hasOnce(text);
});
