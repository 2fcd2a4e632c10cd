import { expect, test } from '@playwright/test';
import { goToScreen, openChat } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { newCustomer, planFault } from '../support/customer-phone';
import {
  changeInHubSpot,
  createInHubSpot,
  giveCompany,
  hubSpotContact,
  searchKnowsAll,
} from '../support/hubspot-records';
import { runAction } from '../support/palette';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const customer = 'さゆり🌷';
const contact = '栗原 さゆり';
const phoneBefore = '+81 80-2345-6700';
const phoneAfter = '+81 3-9876-0123';
const phoneLast = '+81 6-5555-0199';

let trial: TrialProcess;
let app: ConsoleApp;
let contactId = '';
let companyName = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17833 });
  const created = await createInHubSpot(trial, {
    lastname: '栗原',
    firstname: 'さゆり',
    email: 'sayuri.kurihara@mail.example',
    phone: phoneBefore,
    lifecyclestage: 'lead',
  });
  contactId = created.id;
  companyName = await giveCompany(trial, contactId);
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
});
closeAfterwards(() => ({ app, trial }));

const panel = () => app.window.getByRole('complementary', { name: 'Contact details' });

test('a linked contact gets the LINE properties in HubSpot', async () => {
  const phone = await newCustomer(trial, customer);
  await phone.writes('こんにちは');
  await openChat(app.window, customer);
  await panel().getByRole('textbox', { name: 'Search contacts' }).fill(contact);
  await panel()
    .getByRole('button', { name: `Link to ${contact}` })
    .click();
  await expect(panel().getByText(phoneBefore)).toBeVisible();
  expect(companyName).not.toBe('');
  await expect(panel().getByText(companyName).first()).toBeVisible();

  await goToScreen(app.window, 'Dashboard');
  await app.window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await expect
    .poll(async () => (await hubSpotContact(trial, contactId)).values, { timeout: 30_000 })
    .toMatchObject({
      lumo_line_1_display_name: customer,
      lumo_line_1_follow_status: 'following',
      lumo_line_1_user_id: expect.stringMatching(/^U[0-9a-f]{32}$/),
    });
  await waitForSyncEnd(app.window);
});

test('Re-sync Data shows its progress, and what changed in HubSpot is in contacts and beside the chat', async () => {
  const { window } = app;
  await changeInHubSpot(trial, contactId, { phone: phoneAfter, lifecyclestage: 'customer' });
  await expect.poll(() => searchKnowsAll(trial)).toBe(true);

  const slow = await planFault(trial, { service: 'hubspot', kind: 'slow', path: 'contacts/search$', delayMs: 3_000 });
  await window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await expect(window.getByText('Sync in progress')).toBeVisible();
  await expect(window.getByText(/^Step \d of \d · Changes only$/)).toBeVisible();
  await expect(window.getByRole('progressbar', { name: 'Reading contacts' })).toBeVisible();
  await expect(window.getByRole('button', { name: 'Syncing' })).toBeDisabled();
  await slow.happened();
  await waitForSyncEnd(window);

  await goToScreen(window, 'Contacts');
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill(contact);
  const row = window
    .getByRole('grid', { name: 'Contacts from HubSpot' })
    .locator('[data-contact]')
    .filter({ hasText: phoneAfter });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Customer');
  await openChat(window, customer);
  await expect(panel().getByText(phoneAfter)).toBeVisible();
  await expect(panel().getByText(phoneBefore)).toHaveCount(0);
});

test('a chat that stays open shows what a sync brings', async () => {
  const { window } = app;
  await openChat(window, customer);
  await expect(panel().getByText(phoneAfter)).toBeVisible();
  await changeInHubSpot(trial, contactId, { phone: phoneLast });
  await expect.poll(() => searchKnowsAll(trial)).toBe(true);
  await runAction(window, 'Re-sync Data: changes only');
  await expect(panel().getByText(phoneLast)).toBeVisible();
});

test('the history has the run with its counts', async () => {
  const { window } = app;
  await goToScreen(window, 'Sync history');
  const runs = window.getByRole('table', { name: 'Sync history' }).getByRole('row');
  const byHand = runs.filter({ hasText: 'By hand' });
  await expect(byHand).toHaveCount(3);
  await expect(runs.filter({ hasText: 'First sync' })).toHaveCount(1);
  await expect(byHand.first()).toContainText('Changes only');
  await byHand.first().getByRole('link', { name: 'Completed' }).click();
  await window.getByRole('heading', { level: 1, name: /^Sync run of/ }).waitFor();
  const count = (name: string) =>
    window
      .locator('.history-counts > div')
      .filter({ has: window.getByText(name, { exact: true }) })
      .locator('dd');
  // HubSpot's own event may have brought the change before the run looked
  await expect(count('Changed')).toHaveText(/^[01]$/);
  await expect(count('Failed')).toHaveText('0');
  await expect(window.getByText('Every record went through')).toBeVisible();
});

test('a property that is removed with its values leaves none on this computer', async () => {
  const { window } = app;
  await goToScreen(window, 'Contacts');
  const search = window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' });
  await search.fill(phoneLast);
  await expect(window.getByText('1 contact matches')).toBeVisible();

  await goToScreen(window, 'Sync data');
  await window.getByRole('button', { name: 'Actions for Phone Number' }).click();
  await window.getByRole('menuitem', { name: 'Remove' }).click();
  const dialog = window.getByRole('dialog', { name: 'Remove Phone Number from the sync?' });
  await dialog.getByRole('radio', { name: /^Delete [\d,]+ values here/ }).check();
  await expect(dialog.getByText(/^HubSpot is not touched/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByRole('cell', { name: /^Phone Number/ })).toHaveCount(0);

  await goToScreen(window, 'Contacts');
  await expect(window.getByText('No contact matches')).toBeVisible();
  await search.fill(contact);
  await expect(window.getByText('not added to sync')).toBeVisible();
  await window.getByRole('grid', { name: 'Contacts from HubSpot' }).locator('[data-contact]').first().click();
  const detail = window.getByRole('complementary', { name: 'Contact' });
  await expect(detail.getByText('Customer').first()).toBeVisible();
  await expect(detail.getByText(phoneLast)).toHaveCount(0);
  expect((await hubSpotContact(trial, contactId)).values).toMatchObject({ phone: phoneLast });
});
