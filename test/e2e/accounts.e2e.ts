import { expect, test } from '@playwright/test';
import { goToScreen, openChat } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { newCustomer } from '../support/customer-phone';
import { createInHubSpot, hubSpotContact, makeStaticToken, writesToHubSpot } from '../support/hubspot-records';
import { runAction } from '../support/palette';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const name = 'まどか☀️';
const contactName = '片山 円香';

let trial: TrialProcess;
let app: ConsoleApp;
let contactId = '';
let accountName = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17854 });
  const created = await createInHubSpot(trial, { lastname: '片山', firstname: '円香', email: 'madoka@mail.example' });
  contactId = created.id;
  accountName = trial.ready.officialAccounts[0]?.displayName ?? '';
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
});
closeAfterwards(() => ({ app, trial }));

const card = (title: string) => app.window.getByRole('region', { name: title, exact: true });

test('every connection shows its health and what it allows, and is tested again with one click', async () => {
  const { window } = app;
  await goToScreen(window, 'Settings');
  await expect(card('HubSpot').getByText('Read lists')).toBeVisible();
  await window.getByRole('button', { name: 'Test every connection' }).click();
  await expect(card('Relay').getByText('Live')).toBeVisible();
  await expect(card('Relay').getByText('Under a second')).toBeVisible();
  await expect(card(accountName).getByText('Connected').first()).toBeVisible();
});

test('troubleshooting finds nothing wrong where nothing is, and names a paused property where one is', async () => {
  const { window } = app;
  await runAction(window, 'Go to Troubleshoot');
  await expect(window.getByRole('region', { name: "Contact data isn't syncing" })).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('region', { name: 'HubSpot connection' }).getByText('In order').first()).toBeVisible();
  await expect(window.locator('.trouble-finding').filter({ hasText: 'Problem' })).toHaveCount(0);
});

test('a disconnect is rehearsed, deletes exactly that, and leaves HubSpot and the chats as they are', async () => {
  const { window } = app;
  const phone = await newCustomer(trial, name);
  await phone.writes('円香です');
  await openChat(window, name);
  const panel = window.getByRole('complementary', { name: 'Contact details' });
  await panel.getByRole('textbox', { name: 'Search contacts' }).fill(contactName);
  await panel.getByRole('button', { name: `Link to ${contactName}` }).click();
  await expect
    .poll(async () => (await hubSpotContact(trial, contactId)).values.lumo_line_1_display_name, { timeout: 30_000 })
    .toBe(name);

  await goToScreen(window, 'Settings');
  await card(accountName).getByRole('button', { name: 'Disconnect' }).click();
  const dialog = window.getByRole('dialog', { name: `Disconnect ${accountName}?` });
  const idLinks = dialog.getByRole('listitem').filter({ hasText: 'ID links' }).getByRole('strong');
  await expect(idLinks).not.toHaveText('0');
  await expect(dialog.getByRole('button', { name: 'Disconnect' })).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await expect(dialog).toBeHidden({ timeout: 60_000 });
  await expect(card(accountName)).toHaveCount(0);

  expect((await hubSpotContact(trial, contactId)).values.lumo_line_1_display_name).toBe(name);
  await goToScreen(window, 'Chats');
  await window.getByRole('group', { name: 'Views' }).getByRole('button', { name: /All$/ }).click();
  await window.getByRole('option').filter({ hasText: name }).click();
  await expect(window.getByRole('region', { name: 'Messages' }).getByText('円香です')).toBeVisible();
});

test('connected again, the link is found again from the LINE User ID in HubSpot', async () => {
  const { window } = app;
  await goToScreen(window, 'Settings');
  await window.getByRole('button', { name: 'Connect an Official Account' }).click();
  await window.getByRole('radiogroup', { name: 'Official Account' }).getByRole('radio').first().click();
  await window.getByRole('button', { name: 'Connect this account' }).click();
  await expect(card(accountName)).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('dialog')).toHaveCount(0);
  await runAction(window, 'Re-sync Data: everything');
  await goToScreen(window, 'Dashboard');
  await waitForSyncEnd(window);
  await openChat(window, name);
  await expect(window.getByText('Link restored from HubSpot')).toBeVisible({ timeout: 30_000 });
});

test('a static token takes the place of the sign-in, and what it lacks is shown with the reason', async () => {
  const { window } = app;
  await goToScreen(window, 'Settings');
  await card('HubSpot').getByRole('button', { name: 'Reconnect' }).click();
  await card('HubSpot').getByRole('button', { name: 'Use a token instead' }).click();
  await card('HubSpot').getByLabel('HubSpot access token').fill('pat-eu1-not-a-token-at-all');
  await card('HubSpot').getByRole('button', { name: 'Connect with this token' }).click();
  await expect(card('HubSpot').getByText('HubSpot does not accept this token')).toBeVisible();
  const token = await makeStaticToken(trial, 'serviceKey', [
    'crm.objects.contacts.read',
    'crm.objects.contacts.write',
    'crm.schemas.contacts.read',
    'crm.schemas.contacts.write',
    'crm.objects.companies.read',
  ]);
  await card('HubSpot').getByLabel('HubSpot access token').fill(token);
  await card('HubSpot').getByRole('button', { name: 'Connect with this token' }).click();
  await expect(card('HubSpot').getByText('Static token')).toBeVisible({ timeout: 30_000 });
  const lacks = (name: string) => card('HubSpot').getByRole('listitem').filter({ hasText: name });
  await expect(lacks('Change events')).toContainText('Not possible with this kind of token');
  await expect(lacks('Read lists')).toContainText(/crm\.lists\.read.* was not granted/);
  await runAction(window, 'Re-sync Data: changes only');
  await goToScreen(window, 'Dashboard');
  await waitForSyncEnd(window);
  await expect(window.getByRole('region', { name: 'Contact sync' }).getByText('Completed').first()).toBeVisible();
  expect(await writesToHubSpot(trial)).toMatchObject({ deals: 0, tickets: 0 });
});
