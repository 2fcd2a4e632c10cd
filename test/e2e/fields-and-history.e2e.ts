import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { goToScreen } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, removeProfile } from '../support/console-app';
import { setNetwork } from '../support/customer-phone';
import { changeInHubSpot, createInHubSpot, hubSpotContact, searchKnowsAll } from '../support/hubspot-records';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const aoi = { id: '', name: '柏木 あおい', phone: '+81 90-1111-2222' };
const ren = { id: '', name: '榊原 れん', phone: '+81 90-3333-4444' };
const takenEmail = 'first.owner@mail.example';

let trial: TrialProcess;
let app: ConsoleApp;
const folder = mkdtempSync(join(tmpdir(), 'lumo-export-'));

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  trial = await startTrialProcess({ redirectPort: 17852 });
  // what changes in HubSpot comes with a sync only, so that each test says when
  await trial.control('PUT', '/hubspot/webhook', { subscriptions: [] });
  for (const person of [aoi, ren]) {
    const [lastname = '', firstname = ''] = person.name.split(' ');
    const made = await createInHubSpot(trial, {
      lastname,
      firstname,
      phone: person.phone,
      email: `${person.phone.slice(-4)}@mail.example`,
      lifecyclestage: 'customer',
    });
    person.id = made.id;
  }
  await createInHubSpot(trial, { lastname: '先約', firstname: '一郎', email: takenEmail });
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  for (const property of ['Phone Number', 'Email', 'Lifecycle Stage']) await letBothSidesChange(property);
});
test.afterAll(async () => {
  await app.quit();
  await trial.stop();
  removeProfile(app.profile);
  rmSync(folder, { recursive: true, force: true });
});
test.afterEach(() => {
  expect(app.pageErrors).toEqual([]);
});

/** Sets the rule of a synced property to two-way. */
async function letBothSidesChange(property: string): Promise<void> {
  const { window } = app;
  await goToScreen(window, 'Sync data');
  await window.getByRole('button', { name: `Actions for ${property}`, exact: true }).click();
  await window.getByRole('menuitem', { name: 'Change rule' }).click();
  const dialog = window.getByRole('dialog', { name: `Sync rule of ${property}` });
  await dialog.getByRole('radio', { name: 'Two-way, most recent wins' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
}

/** Opens a contact beside the table. */
async function openContact(name: string): Promise<Locator> {
  const { window } = app;
  await goToScreen(window, 'Contacts');
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill(name);
  await window
    .getByRole('grid', { name: 'Contacts from HubSpot' })
    .locator('[data-contact]')
    .filter({ hasText: name })
    .click();
  const pane = window.getByRole('complementary', { name: 'Contact' });
  await expect(pane.getByRole('heading', { level: 2, name })).toBeVisible();
  return pane;
}

/** Types another value into a field of the open contact. */
async function edit(pane: Locator, label: string, value: string): Promise<void> {
  await pane.getByRole('button', { name: `Edit ${label}:` }).click();
  const input = pane.getByRole('group', { name: `Edit ${label}` }).getByRole('textbox', { name: label });
  await input.fill(value);
  await input.press('Enter');
}

const fieldOf = (id: string, property: string) => async () => (await hubSpotContact(trial, id)).values[property];

async function syncChanges(): Promise<void> {
  const { window } = app;
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  await goToScreen(window, 'Dashboard');
  await window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await waitForSyncEnd(window);
}

test('a field is edited by the keyboard, is in HubSpot, and says where its value comes from', async () => {
  const { window } = app;
  const pane = await openContact(aoi.name);
  const value = pane.getByRole('button', { name: 'Edit Phone Number:' });
  await value.focus();
  await value.press('Enter');
  const input = pane.getByRole('textbox', { name: 'Phone Number' });
  await expect(input).toBeFocused();
  await expect(input).toHaveValue(aoi.phone);
  await input.fill('+81 90-0000-0000');
  await input.press('Escape');
  await expect(value).toBeFocused();
  await expect(value).toContainText(aoi.phone);

  await edit(pane, 'Phone Number', '+81 3-5555-0001');
  await expect(pane.getByRole('button', { name: 'Edit Phone Number: +81 3-5555-0001' })).toBeFocused();
  await expect.poll(fieldOf(aoi.id, 'phone'), { timeout: 30_000 }).toBe('+81 3-5555-0001');
  await expect(pane.getByText('Waits to be written to HubSpot.')).toHaveCount(0);

  await pane.getByRole('button', { name: 'Phone Number: why is this value here?' }).click();
  const why = window.getByRole('dialog').filter({ hasText: 'Why is this in Phone Number?' });
  await expect(why.getByText('Two-way, most recent wins', { exact: true })).toBeVisible();
  await expect(why.getByText('Edited by a person in Lumo').first()).toBeVisible();
  await expect(why.getByText(aoi.phone).first()).toBeVisible();
  await why.getByRole('link', { name: 'Sync run' }).first().waitFor();
  await window.keyboard.press('Escape');
  await expect(why).toBeHidden();
  await expect(pane).toBeVisible();
});

test('a value that cannot be right is said at its field, and a stage that goes back is asked about', async () => {
  const { window } = app;
  const pane = await openContact(aoi.name);
  await edit(pane, 'Email', 'aoi(at)mail');
  await expect(pane.getByText('Enter an e-mail address, such as name@example.com.')).toBeVisible();
  await pane.getByRole('textbox', { name: 'Email' }).press('Escape');
  await expect(pane.getByRole('button', { name: 'Edit Email: 2222@mail.example' })).toBeFocused();

  await pane.getByRole('button', { name: 'Edit Lifecycle Stage:' }).click();
  await window.getByRole('option', { name: 'Lead', exact: true }).click();
  const question = window.getByRole('dialog', { name: 'Set the lifecycle stage back?' });
  await expect(question).toContainText('"Customer"');
  expect(await fieldOf(aoi.id, 'lifecyclestage')()).toBe('customer');
  await question.getByRole('button', { name: 'Set it back' }).click();
  await expect.poll(fieldOf(aoi.id, 'lifecyclestage'), { timeout: 30_000 }).toBe('lead');
  await expect(pane.getByRole('button', { name: 'Edit Lifecycle Stage: Lead' })).toBeVisible();
});

test('an edit waits while the network is away, and a conflict is explained', async () => {
  const { window } = app;
  const pane = await openContact(ren.name);
  await setNetwork(trial, false);
  await changeInHubSpot(trial, ren.id, { phone: '+81 6-7777-0001' });
  await edit(pane, 'Phone Number', '+81 6-7777-0002');
  await expect(pane.getByText('Waits to be written to HubSpot.')).toBeVisible();
  await setNetwork(trial, true);
  await syncChanges();
  await expect.poll(fieldOf(ren.id, 'phone'), { timeout: 60_000 }).toBe('+81 6-7777-0002');
  const again = await openContact(ren.name);
  await expect(again.getByText('Waits to be written to HubSpot.')).toHaveCount(0);
  await again.getByRole('button', { name: 'Phone Number: why is this value here?' }).click();
  const why = window.getByRole('dialog').filter({ hasText: 'Why is this in Phone Number?' });
  await expect(
    why.getByText("Both sides had changed. Lumo's value won because it was set later.").first(),
  ).toBeVisible();
  await expect(why.getByText('+81 6-7777-0001').first()).toBeVisible();
  await window.keyboard.press('Escape');
});

test('a dry run shows what would change and changes nothing until it is applied', async () => {
  const { window } = app;
  await changeInHubSpot(trial, aoi.id, { phone: '+81 3-5555-0009' });
  await changeInHubSpot(trial, ren.id, { phone: '+81 6-7777-0009' });
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  await goToScreen(window, 'Dashboard');
  await window.getByRole('button', { name: 'Dry run' }).click();
  const dialog = window.getByRole('dialog', { name: 'Dry run' });
  await dialog.getByRole('radio', { name: 'Changes only' }).check();
  await dialog.getByRole('button', { name: 'Start the dry run' }).click();
  const apply = dialog.getByRole('button', { name: 'Apply now' });
  await expect(apply).toBeEnabled({ timeout: 30_000 });
  await dialog.getByRole('button', { name: /Fields in Lumo$/ }).click();
  for (const [person, phone] of [
    [aoi, '+81 3-5555-0009'],
    [ren, '+81 6-7777-0009'],
  ] as const) {
    await expect(dialog.locator('.dry-run-change').filter({ hasText: person.name })).toContainText(phone);
  }
  const before = await window.evaluate(() => document.title);
  expect(before).toContain('Dashboard');

  await apply.click();
  await expect(dialog).toBeHidden();
  await window.getByRole('heading', { level: 1, name: /^Sync run of/ }).waitFor();
  const changes = window.getByRole('list', { name: 'Changed fields' }).getByRole('listitem');
  await expect(changes.filter({ hasText: aoi.name })).toContainText('+81 3-5555-0009');
  await expect(changes.filter({ hasText: ren.name })).toContainText("HubSpot's value was taken over");
});

test('a run is undone for one person, as a run of its own', async () => {
  const { window } = app;
  await window.getByRole('button', { name: `Undo for ${aoi.name}` }).click();
  const dialog = window.getByRole('dialog', { name: 'Take back what this run changed' });
  await expect(dialog.getByText('1 change can be taken back (1 person).')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: aoi.name })).toBeChecked();
  await dialog.getByRole('button', { name: 'Take back 1 change' }).click();
  await expect(dialog).toBeHidden();
  await expect(window.getByText('Undo of a run').first()).toBeVisible();
  await expect.poll(fieldOf(aoi.id, 'phone'), { timeout: 30_000 }).toBe('+81 3-5555-0001');
  expect(await fieldOf(ren.id, 'phone')()).toBe('+81 6-7777-0009');
  const pane = await openContact(aoi.name);
  await expect(pane.getByText('+81 3-5555-0001').first()).toBeVisible();
});

test('a refused value is found at the bench by its cause, and a corrected one goes through', async () => {
  const { window } = app;
  const pane = await openContact(ren.name);
  await edit(pane, 'Email', takenEmail);
  await expect(pane.locator('.lumo-field-mark[data-state="refused"]')).toBeVisible({ timeout: 30_000 });

  await goToScreen(window, 'Sync data');
  await window.getByRole('tab', { name: /^Repair/ }).click();
  const bench = window.getByRole('region', { name: 'Repair' });
  await expect(bench.getByRole('button', { name: /^Failing/ })).toContainText('1');
  await bench.getByRole('list', { name: 'Causes' }).getByRole('button').first().click();
  const row = bench.getByRole('table', { name: 'Refused records' }).getByRole('row').filter({ hasText: ren.name });
  await expect(row).toContainText(takenEmail);
  await row.getByRole('button', { name: ren.name }).click();
  await expect(bench.getByText('How to fix it')).toBeVisible();
  const sent = bench.locator('.problems-compare > div').filter({ hasText: 'Value sent' });
  const held = bench.locator('.problems-compare > div').filter({ hasText: 'Value held by HubSpot' });
  await expect(sent).toContainText(takenEmail);
  await expect(held).toContainText('4444@mail.example');

  await bench.getByRole('button', { name: 'Fix value' }).click();
  const input = bench.getByRole('textbox', { name: 'Email' });
  await input.fill('nobody at all');
  await input.press('Enter');
  await expect(bench.getByText('Enter an e-mail address, such as name@example.com.')).toBeVisible();
  await input.fill('ren.sakakibara@mail.example');
  await input.press('Enter');
  const emailInHubSpot = async () =>
    (await trial.control<{ properties: { email?: string } }>('GET', `/hubspot/records/contacts/${ren.id}`)).properties
      .email;
  await expect.poll(emailInHubSpot, { timeout: 30_000 }).toBe('ren.sakakibara@mail.example');
  await expect(bench.getByText('This record is not refused any more')).toBeVisible();
  await bench.getByRole('button', { name: /^Failing/ }).click();
  await expect(bench.getByText('All in step')).toBeVisible({ timeout: 30_000 });
});

test('the history is narrowed by kind and by a day, and what is shown is exported', async () => {
  const { window } = app;
  await goToScreen(window, 'Sync history');
  const runs = window.getByRole('table', { name: 'Sync history' }).getByRole('row');
  const all = (await runs.count()) - 1;
  await window.getByRole('button', { name: 'What', exact: true }).click();
  await window.getByRole('checkbox', { name: 'Undo of a run' }).check();
  await expect(runs).toHaveCount(2);
  await expect(runs.nth(1)).toContainText('Undo of a run');
  await window.keyboard.press('Escape');

  const path = join(folder, 'history.csv');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, path);
  await window.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(window.getByText('1 row written')).toBeVisible();
  expect(existsSync(path)).toBe(true);
  const lines = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain('undo');

  await window.getByRole('button', { name: 'Clear filters' }).click();
  await expect(runs).toHaveCount(all + 1);
  const days = window.getByRole('group', { name: /^Days/ }).getByRole('button');
  await expect(days).toHaveCount(30);
  await days.last().focus();
  await window.keyboard.press('ArrowLeft');
  await expect(days.nth(28)).toBeFocused();
  await window.keyboard.press('Enter');
  await expect(window.getByText('No run matches')).toBeVisible();
  await window.keyboard.press('End');
  await window.keyboard.press('Enter');
  await expect(runs).toHaveCount(all + 1);
});
