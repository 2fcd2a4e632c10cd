import { expect, type Locator, test } from '@playwright/test';
import { goToScreen } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { createInHubSpot, giveCompany, hubSpotContact } from '../support/hubspot-records';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const contact = '真鍋 かおり';
const jobTitle = '営業部長';
const listName = '大阪のお得意様';
const groupName = '真鍋商事 相談室';

let trial: TrialProcess;
let app: ConsoleApp;
let contactId = '';
let companyName = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17851 });
  const created = await createInHubSpot(trial, {
    lastname: '真鍋',
    firstname: 'かおり',
    email: 'kaori.manabe@mail.example',
    jobtitle: jobTitle,
  });
  contactId = created.id;
  companyName = await giveCompany(trial, contactId);
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
});
closeAfterwards(() => ({ app, trial }));

const tab = (name: string): Locator => app.window.getByRole('tab', { name });
const rowOf = (table: string, text: string): Locator =>
  app.window.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
const property = (text: string): Locator => rowOf('Contact properties that are synced', text);
const dialog = (name: string | RegExp): Locator => app.window.getByRole('dialog', { name });

async function choose(item: string, action: string): Promise<void> {
  await app.window.getByRole('button', { name: `Actions for ${item}` }).click();
  await app.window.getByRole('menuitem', { name: action, exact: true }).click();
}

test('a property is added with its rule, and contacts that exist get their values', async () => {
  const { window } = app;
  await goToScreen(window, 'Sync data');
  await window.getByRole('button', { name: 'Add HubSpot Property' }).click();
  const adding = dialog('Add HubSpot Property');
  const search = adding.getByRole('combobox', { name: 'Search by label or internal name' });
  await expect(search).toBeFocused();

  await search.fill('hs_lead_status');
  const mapped = adding.getByRole('option', { name: /Lead Status/ });
  await expect(mapped).toHaveAttribute('aria-disabled', 'true');
  await expect(mapped).toContainText('Mapped to Lead status');

  await search.fill('jobtitle');
  await search.press('Enter');
  await expect(adding.getByText('1 contact in HubSpot holds a value')).toBeVisible();
  await expect(adding.getByRole('radio', { name: 'Always HubSpot' })).toBeChecked();
  await adding.getByRole('radio', { name: 'Two-way, most recent wins' }).click();
  await expect(adding.getByText(/^Apply to [\d,]+ existing contacts now\?$/)).toBeVisible();
  await adding.getByRole('button', { name: 'Add property' }).click();
  await expect(adding).toBeHidden({ timeout: 30_000 });

  await expect(property('Job Title')).toContainText('Two-way, most recent wins');
  await expect(property('Job Title').getByRole('img', { name: 'Both ways' })).toBeVisible();
  const pane = window.getByRole('complementary', { name: 'Property' });
  const filled = pane.locator('dl > div').filter({ hasText: 'Contacts with a value here' }).locator('dd');
  await expect(filled).toHaveText('1', { timeout: 60_000 });
  await pane.getByRole('button', { name: 'Close Job Title' }).click();
  await expect(pane).toBeHidden();
});

test('its rule is changed, and it is paused and synced again', async () => {
  await choose('Job Title', 'Change rule');
  const changing = dialog('Sync rule of Job Title');
  await changing.getByRole('radio', { name: 'Fill only if empty' }).click();
  await expect(changing.getByText(/^A value goes over only where the other side has none/)).toBeVisible();
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(changing).toBeHidden();
  await expect(property('Job Title')).toContainText('Fill only if empty');

  await choose('Job Title', 'Pause');
  await expect(property('Job Title')).toContainText('Paused');
  await choose('Job Title', 'Resume');
  await expect(property('Job Title')).toContainText('In sync');
});

test('it is removed, its values stay readable, and HubSpot is not touched', async () => {
  const { window } = app;
  await choose('Job Title', 'Remove');
  const removing = dialog('Remove Job Title from the sync?');
  await expect(removing.getByText(/^HubSpot is not touched/)).toBeVisible();
  await expect(removing.getByRole('button', { name: 'Remove' })).toBeDisabled();
  await removing.getByRole('radio', { name: 'Keep 1 value here' }).check();
  await removing.getByRole('button', { name: 'Remove' }).click();
  await expect(removing).toBeHidden();
  await expect(property('Job Title')).toContainText('Not synced, values kept');
  expect((await hubSpotContact(trial, contactId)).values).toMatchObject({ jobtitle: jobTitle });

  await goToScreen(window, 'Contacts');
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill('kaori.manabe');
  await window
    .getByRole('grid', { name: 'Contacts from HubSpot' })
    .locator('[data-contact]')
    .filter({ hasText: contact })
    .click();
  await expect(window.getByRole('complementary', { name: 'Contact' }).getByText(jobTitle)).toBeVisible();
});

test('a type that an item does not take is refused while it is chosen, with the cure', async () => {
  const { window } = app;
  await goToScreen(window, 'Sync data');
  await choose('Phone Number', 'Remove');
  const removing = dialog('Remove Phone Number from the sync?');
  await removing.getByRole('radio', { name: /^Delete / }).check();
  await removing.getByRole('button', { name: 'Remove' }).click();
  await expect(removing).toBeHidden();
  await expect(property('Phone Number')).toHaveCount(0);

  await window.getByRole('button', { name: 'Add HubSpot Property' }).click();
  const adding = dialog('Add HubSpot Property');
  await adding.getByRole('combobox').first().fill('hs_lifecyclestage_lead_date');
  await adding.getByRole('option', { name: /Became a Lead Date/ }).click();
  await adding.getByRole('combobox', { name: 'Lumo item' }).click();
  await window.getByRole('option', { name: /^Phone / }).click();
  await expect(adding.getByText(/^"Became a Lead Date" holds Date and time, but this item takes /)).toBeVisible();
  await expect(adding.getByRole('button', { name: 'Add property' })).toBeDisabled();
  await adding.getByRole('button', { name: 'Use its own item' }).click();
  await expect(adding.getByRole('button', { name: 'Add property' })).toBeEnabled();
  await adding.getByRole('button', { name: 'Cancel' }).click();
});

test('every Official Account has its ten LINE properties, locked with the reason', async () => {
  await tab('LINE to HubSpot').click();
  const rows = app.window.getByRole('table', { name: /^LINE properties of / }).getByRole('row');
  await expect(rows).toHaveCount(11);
  await expect(rows.nth(1)).toContainText('Kept by Lumo');
});

test('a list is synced and shows its members, who lead to their contacts', async () => {
  const { window } = app;
  await trial.control('POST', '/hubspot/lists', { name: listName, recordIds: [contactId] });
  await tab('Lists').click();
  await window.getByRole('button', { name: 'Refresh' }).click();
  const row = rowOf('HubSpot lists of contacts', listName);
  await expect(row).toContainText('Not synced');
  await expect(row).toContainText('Static');
  await row.getByRole('switch', { name: `Sync the list ${listName}` }).press('Space');
  await expect(row.getByRole('switch')).toBeChecked();
  await window.getByRole('button', { name: `Sync the members of ${listName} now` }).click();
  await expect(row).toContainText('Up to date', { timeout: 30_000 });

  await row.getByRole('button', { name: listName, exact: true }).click();
  const pane = window.getByRole('complementary', { name: 'List' });
  await expect(pane.getByText('1 member', { exact: true })).toBeVisible();
  await pane.getByRole('link', { name: `Open the contact ${contact}` }).click();
  await expect(window.getByRole('complementary', { name: 'Contact' }).getByText('kaori.manabe@')).toBeVisible();
});

test('a group is tied to a company of HubSpot, and the company shows the group', async () => {
  const { window } = app;
  const account = trial.ready.officialAccounts[0]?.channelId ?? '';
  const { userId } = await trial.control<{ userId: string }>('POST', '/line/customers', { displayName: '真鍋' });
  await trial.control('POST', `/line/accounts/${account}/groups`, { name: groupName, memberIds: [userId] });
  await goToScreen(window, 'Sync data');
  await tab('Groups and companies').click();
  const row = rowOf('LINE groups', groupName);
  await expect(row).toContainText('No company', { timeout: 30_000 });
  await choose(groupName, 'Tie to an existing company');
  const tying = dialog(`Tie ${groupName} to a company`);
  await tying.getByRole('textbox', { name: 'Company name or domain' }).fill(companyName);
  await tying.getByRole('radio', { name: companyName }).first().check();
  await tying.getByRole('button', { name: 'Tie to an existing company' }).click();
  await expect(tying).toBeHidden();
  await expect(row).toContainText('Tied by hand');

  await row.getByRole('button', { name: `Open ${companyName}` }).click();
  const pane = window.getByRole('complementary', { name: 'Company' });
  await expect(pane.getByRole('link', { name: groupName })).toBeVisible();
  await expect(pane.getByRole('link', { name: contact })).toBeVisible();
  await expect(pane.getByText('Deals and tickets')).toBeVisible();
});
