import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { goToScreen, openChat } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { newCustomer } from '../support/customer-phone';
import { changeInHubSpot, createInHubSpot, hubSpotContact, writesToHubSpot } from '../support/hubspot-records';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const customer = 'はるか🎐';
const contact = '相原 はるか';
const idSchema = z.object({ id: z.string() });

let trial: TrialProcess;
let app: ConsoleApp;
let contactId = '';

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17856 });
  contactId = (
    await createInHubSpot(trial, {
      lastname: '相原',
      firstname: 'はるか',
      phone: '+81 80-4444-0001',
      email: 'haruka@mail.example',
    })
  ).id;
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  const phone = await newCustomer(trial, customer);
  await phone.writes('はじめまして');
  await openChat(app.window, customer);
  await panel().getByRole('textbox', { name: 'Search contacts' }).fill(contact);
  await panel()
    .getByRole('button', { name: `Link to ${contact}` })
    .click();
  await expect(panel().getByText('Linked by hand')).toBeVisible();
});
closeAfterwards(() => ({ app, trial }));

const panel = () => app.window.getByRole('complementary', { name: 'Contact details' });

test('what changes in HubSpot is beside the chat within seconds, without a sync by hand', async () => {
  await changeInHubSpot(trial, contactId, { phone: '+81 80-4444-0002' });
  await expect(panel().getByText('+81 80-4444-0002')).toBeVisible({ timeout: 30_000 });
});

test('deals and tickets of a new contact stand there with the names of their stages, and are never written', async () => {
  const person = { lastname: '深田', firstname: 'みなみ', email: 'minami.fukada@mail.example' };
  const { id } = await createInHubSpot(trial, person);
  const deal = idSchema.parse(
    await trial.control('POST', '/hubspot/records/deals', {
      properties: { dealname: '春の大口契約', pipeline: '20811003', dealstage: '1234568', amount: '1280000' },
    }),
  );
  await trial.control('PUT', `/hubspot/records/contacts/${id}/links/deals/${deal.id}`, {});
  const ticket = idSchema.parse(
    await trial.control('POST', '/hubspot/records/tickets', {
      properties: { subject: '納品書の再発行', hs_pipeline: '0', hs_pipeline_stage: '2' },
    }),
  );
  await trial.control('PUT', `/hubspot/records/contacts/${id}/links/tickets/${ticket.id}`, {});
  const before = await writesToHubSpot(trial);
  await goToScreen(app.window, 'Contacts');
  await app.window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill('深田 みなみ');
  const row = app.window.getByRole('grid', { name: 'Contacts from HubSpot' }).locator('[data-contact]');
  await expect(row).toHaveCount(1, { timeout: 30_000 });
  await row.click();
  const pane = app.window.getByRole('complementary', { name: 'Contact' });
  await expect(pane.getByText('春の大口契約')).toBeVisible({ timeout: 30_000 });
  await expect(pane.getByText('見積提出')).toBeVisible();
  await expect(pane.getByText('納品書の再発行')).toBeVisible();
  await expect(pane.getByText('Waiting on contact')).toBeVisible();
  const after = await writesToHubSpot(trial);
  expect([after.deals, after.tickets]).toEqual([before.deals, before.tickets]);
});

test('after a merge in HubSpot the link stands on the record that stayed', async () => {
  const other = await createInHubSpot(trial, { lastname: '相原', firstname: '遥', email: 'haruka2@mail.example' });
  const merged = idSchema.parse(
    await trial.control('POST', '/hubspot/records/contacts/merge', { primaryId: other.id, mergeId: contactId }),
  );
  await expect
    .poll(async () => (await hubSpotContact(trial, merged.id)).values.lumo_line_1_display_name, { timeout: 60_000 })
    .toBe(customer);
  contactId = merged.id;
  await openChat(app.window, customer);
  await expect(panel().getByText('haruka2@mail.example')).toBeVisible({ timeout: 30_000 });
  await expect(panel().getByText('Linked by hand')).toBeVisible();
});

test('who is erased for privacy in HubSpot is gone here too, and only the chat is left', async () => {
  await trial.control('POST', `/hubspot/records/contacts/${contactId}/gdpr-delete`, {});
  await openChat(app.window, customer);
  await expect(panel().getByText('Not linked to a HubSpot contact')).toBeVisible({ timeout: 30_000 });
  await expect(app.window.getByRole('region', { name: 'Messages' }).getByText('はじめまして')).toBeVisible();
  await goToScreen(app.window, 'Contacts');
  await app.window.getByRole('textbox', { name: 'Search name, e-mail, phone, company' }).fill('haruka2@mail.example');
  await expect(app.window.getByText('No contact matches')).toBeVisible();
});
