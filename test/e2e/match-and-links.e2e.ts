import { expect, test } from '@playwright/test';
import { goToScreen, openChat } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { type CustomerPhone, newCustomer } from '../support/customer-phone';
import { contactsInHubSpot, createInHubSpot, hubSpotContact } from '../support/hubspot-records';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

let trial: TrialProcess;
let app: ConsoleApp;
let contactId = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17853 });
  const created = await createInHubSpot(trial, {
    lastname: '石田',
    firstname: '千晴',
    email: 'chiharu.ishida@mail.example',
    phone: '+81 80-1111-2233',
  });
  contactId = created.id;
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
});
closeAfterwards(() => ({ app, trial }));

/** A customer without a contact, chosen on the match desk. */
async function onTheDesk(name: string, writes: string): Promise<CustomerPhone> {
  const phone = await newCustomer(trial, name);
  await phone.writes(writes);
  await goToScreen(app.window, 'Match desk');
  await app.window.getByRole('textbox', { name: 'Search friends' }).fill(name);
  const row = app.window.getByRole('option', { name: new RegExp(name) });
  await expect(row).toHaveCount(1, { timeout: 30_000 });
  await row.click();
  await expect(app.window.getByRole('heading', { level: 2, name })).toBeVisible();
  return phone;
}
const pane = (name: string) => app.window.getByRole('region', { name, exact: true });

test('the match desk names the evidence; a link by hand is in HubSpot within seconds', async () => {
  const name = 'ちはる🍊';
  await onTheDesk(name, 'メールは chiharu.ishida@mail.example です');
  const candidate = pane(name).getByRole('listitem').filter({ hasText: '石田 千晴' }).first();
  await expect(candidate.getByText('E-mail appears in messages')).toBeVisible();
  await expect(candidate.getByText('chiharu.ishida@mail.example').first()).toBeVisible();
  await candidate.getByRole('button', { name: 'Link to 石田 千晴' }).click();
  await expect(app.window.getByText('No friend matches')).toBeVisible();
  await expect
    .poll(async () => (await hubSpotContact(trial, contactId)).values.lumo_line_1_display_name, { timeout: 30_000 })
    .toBe(name);
});

test('a friend who is no customer is set aside and brought back', async () => {
  const name = 'Passer-by';
  await onTheDesk(name, 'wrong number, sorry');
  await pane(name).getByRole('button', { name: 'Set aside' }).click();
  await expect(app.window.getByText('No friend matches')).toBeVisible();
  await app.window
    .getByRole('button', { name: /^Set aside/ })
    .first()
    .click();
  await app.window.getByRole('option', { name: new RegExp(name) }).click();
  await pane(name).getByRole('button', { name: 'Bring back' }).click();
  await app.window.getByRole('button', { name: /^To match/ }).click();
  await expect(app.window.getByRole('option', { name: new RegExp(name) })).toHaveCount(1);
});

test('a contact is made once, with what the person entered and no address invented', async () => {
  const name = 'Nuri';
  await onTheDesk(name, 'hello');
  await pane(name).getByRole('button', { name: 'Create a contact' }).click();
  const dialog = app.window.getByRole('dialog', { name: `Create a contact for ${name}` });
  await dialog.getByRole('textbox', { name: 'Last name' }).fill('Yilmaz');
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('nowhere');
  await dialog.getByRole('button', { name: 'Create and link' }).click();
  await expect(dialog.getByText('This is no e-mail address.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('');
  await dialog.getByRole('button', { name: 'Create and link' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => (await contactsInHubSpot(trial, { lastname: 'Yilmaz' })).map(({ values }) => values), {
      timeout: 30_000,
    })
    .toMatchObject([{ firstname: name, lumo_line_1_display_name: name, lumo_line_1_follow_status: 'following' }]);
  const [made] = await contactsInHubSpot(trial, { lastname: 'Yilmaz' });
  expect(made?.values.email ?? null).toBeNull();
});

test('the customer confirms a link on their phone; one who refuses stays unlinked', async () => {
  const { window } = app;
  const name = 'Chiharu2';
  const other = await createInHubSpot(trial, { lastname: 'Sato', firstname: 'Kenji', email: 'kenji@mail.example' });
  await goToScreen(window, 'Dashboard');
  await window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await waitForSyncEnd(window);

  const inView = async (view: RegExp) => {
    await window.getByRole('group', { name: 'Which friends' }).getByRole('button', { name: view }).click();
    await window.getByRole('option', { name: new RegExp(name) }).click();
  };
  const ask = async () => {
    await pane(name).getByRole('textbox', { name: 'Search contacts' }).fill('Kenji Sato');
    await pane(name).getByRole('button', { name: 'More for Kenji Sato' }).click();
    await window.getByRole('menuitem', { name: 'Ask the customer to confirm' }).click();
    await window.getByRole('button', { name: 'Send the message' }).click();
    await inView(/^Asked/);
    await expect(pane(name).getByText(/^Sent, waits for the customer until|^Being sent/)).toBeVisible();
  };
  const phone = await onTheDesk(name, 'hi');
  await ask();
  await phone.decidesOnLink('fail');
  await inView(/^To match/);
  await expect(pane(name).getByText('Not confirmed', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(pane(name).getByText('No link was made.')).toBeVisible();

  await ask();
  await phone.decidesOnLink('confirm');
  await expect
    .poll(async () => (await hubSpotContact(trial, other.id)).values.lumo_line_1_display_name, { timeout: 30_000 })
    .toBe(name);
  await openChat(window, name);
  await expect(window.getByText('Linked by the customer')).toBeVisible();
});

test('with the switch on, a new friend gets one contact, and writing makes no second one', async () => {
  const { window } = app;
  await goToScreen(window, 'Settings');
  await window.getByRole('switch', { name: 'Create a contact when a friend is added' }).first().click();
  await window.getByRole('switch', { name: 'Create a contact when a message is received' }).first().click();
  const name = 'Brandnew Friend';
  const phone = await newCustomer(trial, name);
  await phone.writes('first');
  await phone.writes('second');
  await expect
    .poll(async () => (await contactsInHubSpot(trial, { firstname: name })).length, { timeout: 30_000 })
    .toBe(1);
  await openChat(window, name);
  await expect(window.getByText('Linked when the contact was created')).toBeVisible();
  const [made] = await contactsInHubSpot(trial, { firstname: name });
  expect(made?.values).toMatchObject({ lumo_line_1_display_name: name, lumo_line_1_follow_status: 'following' });
  expect(made?.values.email ?? null).toBeNull();
});
