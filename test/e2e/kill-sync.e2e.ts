import { expect, type Locator, test } from '@playwright/test';
import { goToScreen } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { planFault, setNetwork } from '../support/customer-phone';
import { createInHubSpot, hubSpotContact, searchKnowsAll } from '../support/hubspot-records';
import { signInAgain } from '../support/signed-in-again';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

test.describe.configure({ mode: 'serial' });

const person = { id: '', name: '香月 みどり' };
const updatePath = '/contacts/batch/update$';
const listPath = '/crm/objects/[^/]+/contacts$';
const foreverMs = 600_000;
const profile = newProfile();
let trial: TrialProcess;
let app: ConsoleApp;

test.beforeAll(async () => {
  test.setTimeout(240_000);
  trial = await startTrialProcess({ contacts: 350, friends: 20, messages: 40, redirectPort: 17855 });
  const made = await createInHubSpot(trial, { lastname: '香月', firstname: 'みどり', phone: '+81 90-0000-0001' });
  person.id = made.id;
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  app = await launchConsole({ profile, env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  await letBothSidesChange('Phone Number');
});
test.afterAll(async () => {
  await app?.quit();
  await trial?.stop();
  removeProfile(profile);
});
test.afterEach(() => {
  expect(app.pageErrors).toEqual([]);
});

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

async function openPerson(): Promise<Locator> {
  const { window } = app;
  await goToScreen(window, 'Contacts');
  await window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill(person.name);
  const grid = window.getByRole('grid', { name: 'Contacts from HubSpot' });
  await grid.locator('[data-contact]').filter({ hasText: person.name }).click();
  const pane = window.getByRole('complementary', { name: 'Contact' });
  await expect(pane.getByRole('heading', { level: 2, name: person.name })).toBeVisible();
  return pane;
}

async function setPhone(pane: Locator, value: string): Promise<void> {
  await pane.getByRole('button', { name: 'Edit Phone Number:' }).click();
  const input = pane.getByRole('group', { name: 'Edit Phone Number' }).getByRole('textbox', { name: 'Phone Number' });
  await input.fill(value);
  await input.press('Enter');
}

/** Written to HubSpot once, in step, told once, and nothing waits. */
async function hasArrived(phone: string): Promise<void> {
  const { window } = app;
  const inHubSpot = async () => (await hubSpotContact(trial, person.id)).values.phone;
  await expect.poll(inHubSpot, { timeout: 45_000 }).toBe(phone);
  const pane = await openPerson();
  await expect(pane.getByRole('button', { name: `Edit Phone Number: ${phone}` })).toBeVisible();
  await expect(pane.getByText('Waits to be written to HubSpot.')).toHaveCount(0, { timeout: 30_000 });
  await pane.getByRole('button', { name: 'Phone Number: why is this value here?' }).click();
  const why = window.getByRole('dialog').filter({ hasText: 'Why is this in Phone Number?' });
  await expect(why.getByRole('listitem').filter({ hasText: 'Edited by a person in Lumo' }).first()).toContainText(
    phone,
  );
  await window.keyboard.press('Escape');
  await expect(why).toBeHidden();
}

const timesSent = async (text: string) => {
  const path = '/hubspot/requests?limit=1000';
  const { results } = await trial.control<{ results: { path: string; body: string }[] }>('GET', path);
  return results.filter((call) => call.path.endsWith('/batch/update') && call.body.includes(text)).length;
};

for (const { moment, fault } of [
  { moment: 'before HubSpot had looked at it', fault: { kind: 'slow', delayMs: foreverMs } },
  { moment: 'after HubSpot took it and its answer was lost', fault: { kind: 'dropAfter' } },
]) {
  test(`an edit, killed ${moment}: it is in HubSpot, the field is in step and the history tells it`, async () => {
    const phone = fault.kind === 'slow' ? '+81 3-1111-2222' : '+81 3-3333-4444';
    const pane = await openPerson();
    const planned = await planFault(trial, { service: 'hubspot', path: updatePath, ...fault });
    const again = await planFault(trial, { service: 'hubspot', path: updatePath, kind: 'slow', delayMs: foreverMs });
    await setPhone(pane, phone);
    await planned.happened();
    await app.kill();
    await again.remove();
    app = await launchConsole({ profile, env: trial.env });
    await signInAgain(app);
    await hasArrived(phone);
    expect(await timesSent(phone)).toBe(1);
  });
}

test('a run that loses the network waits and says so, and goes on by itself; an edit made meanwhile arrives once', async () => {
  const { window } = app;
  const phone = '+81 3-5555-6666';
  await goToScreen(window, 'Sync history');
  const completed = window.getByRole('link', { name: 'Completed' });
  await expect(completed.first()).toBeVisible();
  const before = await completed.count();
  const held = await planFault(trial, {
    service: 'hubspot',
    kind: 'slow',
    method: 'GET',
    path: listPath,
    skip: 1,
    delayMs: 3_000,
  });
  await goToScreen(window, 'Dashboard');
  await window.getByRole('button', { name: 'Choose what to sync' }).click();
  await window.getByRole('menuitem', { name: /^Everything/ }).click();
  await held.happened();
  await setNetwork(trial, false);
  await goToScreen(window, 'Dashboard');
  await expect(window.getByText(/Waiting for the network/i).first()).toBeVisible({ timeout: 45_000 });

  await goToScreen(window, 'Sync history');
  await expect(window.getByRole('link', { name: 'Running' })).toHaveCount(1);
  await completed.first().click();
  await expect(window.getByText('Read from HubSpot')).toBeVisible();
  const pane = await openPerson();
  await setPhone(pane, phone);
  await expect(pane.getByText('Waits to be written to HubSpot.')).toBeVisible();
  expect((await hubSpotContact(trial, person.id)).values.phone).not.toBe(phone);

  await setNetwork(trial, true);
  await hasArrived(phone);
  await goToScreen(window, 'Sync history');
  await expect(completed).toHaveCount(before + 1, { timeout: 60_000 });
  expect(await timesSent(phone)).toBe(1);
});
