import { expect, type Locator } from '@playwright/test';
import { goToScreen } from './chat-screen';
import type { ConsoleApp } from './console-app';
import { newCustomer } from './customer-phone';
import { changeInHubSpot, createInHubSpot, giveCompany, searchKnowsAll } from './hubspot-records';
import type { TrialProcess } from './trial-process';
import { waitForSyncEnd } from './wizard';

/** What {@link makeSyncWorld} made, by what the screens show and by ids. */
export interface SyncWorld {
  /** Has editable fields with a history, a company, deals and tickets. */
  readonly contactId: string;
  /** HubSpot refuses this one's e-mail address. */
  readonly refusedName: string;
  readonly listName: string;
  readonly groupName: string;
  /** Has no contact yet; a contact's e-mail address stands in the messages. */
  readonly friendName: string;
  readonly candidateName: string;
  /** A run that changed fields, so that it can be undone. */
  readonly runId: string;
}

const people = [
  { lastname: '柏木', firstname: 'あおい', email: 'aoi.kashiwagi@mail.example', phone: '+81 90-1111-2222' },
  { lastname: '榊原', firstname: 'れん', email: 'ren.sakakibara@mail.example', phone: '+81 90-3333-4444' },
  { lastname: '水野', firstname: '葵', email: 'mizuno@mail.example', phone: '+81 90-5555-6666' },
] as const;
/** Family name of the second one after a change in HubSpot. */
const laterName = '長谷川';
const takenEmail = 'first.owner@mail.example';

async function openContact(app: ConsoleApp, id: string): Promise<Locator> {
  await app.window.evaluate((place) => {
    location.hash = place;
  }, `/contacts/${id}`);
  const pane = app.window.getByRole('complementary', { name: 'Contact' });
  await pane.getByRole('heading', { level: 2 }).waitFor();
  return pane;
}

async function edit(pane: Locator, label: string, value: string): Promise<void> {
  await pane.getByRole('button', { name: `Edit ${label}:` }).click();
  const input = pane.getByRole('group', { name: `Edit ${label}` }).getByRole('textbox', { name: label });
  await input.fill(value);
  await input.press('Enter');
}

/** Reads what changed in HubSpot, and ends on the dashboard. */
async function syncChanges(app: ConsoleApp, trial: TrialProcess): Promise<void> {
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  await goToScreen(app.window, 'Dashboard');
  await app.window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await waitForSyncEnd(app.window);
}

/**
 * Brings a console that was just set up, in English, into the state in which every screen of the contact sync has
 * something to show: a two-way rule, a list and a group, a refused and an excluded record, a run with changes, a friend
 * with a candidate, and a dry run with a difference.
 */
export async function makeSyncWorld(app: ConsoleApp, trial: TrialProcess): Promise<SyncWorld> {
  const { window } = app;
  // What changes in HubSpot comes with a run, which then has something to show.
  await trial.control('PUT', '/hubspot/webhook', { subscriptions: [] });
  const ids: string[] = [];
  for (const properties of people) {
    ids.push((await createInHubSpot(trial, { ...properties, lifecyclestage: 'customer' })).id);
  }
  const [contactId = '', refusedId = '', excludedId = ''] = ids;
  await createInHubSpot(trial, { lastname: '先約', firstname: '一郎', email: takenEmail });
  const companyName = await giveCompany(trial, contactId);
  for (const type of ['deals', 'tickets']) {
    const { results } = await trial.control<{ results: { id: string }[] }>('GET', `/hubspot/records/${type}?limit=2`);
    for (const { id } of results)
      await trial.control('PUT', `/hubspot/records/contacts/${contactId}/links/${type}/${id}`);
  }
  await syncChanges(app, trial);

  await goToScreen(window, 'Sync data');
  for (const property of ['Phone Number', 'Email']) {
    await window.getByRole('button', { name: `Actions for ${property}`, exact: true }).click();
    await window.getByRole('menuitem', { name: 'Change rule' }).click();
    const dialog = window.getByRole('dialog', { name: `Sync rule of ${property}` });
    await dialog.getByRole('radio', { name: 'Two-way, most recent wins' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
  }

  const listName = '大阪のお得意様と春の展示会に来られた方';
  await trial.control('POST', '/hubspot/lists', { name: listName, recordIds: ids });
  await window.getByRole('tab', { name: 'Lists' }).click();
  await window.getByRole('button', { name: 'Refresh' }).click();
  await window.getByRole('switch', { name: `Sync the list ${listName}` }).press('Space');
  await window.getByRole('button', { name: `Sync the members of ${listName} now` }).click();
  const list = window
    .getByRole('table', { name: 'HubSpot lists of contacts' })
    .getByRole('row')
    .filter({ hasText: listName });
  await expect(list).toContainText('Up to date', { timeout: 30_000 });

  const account = trial.ready.officialAccounts[0]?.channelId ?? '';
  const groupName = '真鍋商事 相談室';
  const { userId } = await trial.control<{ userId: string }>('POST', '/line/customers', { displayName: '真鍋' });
  await trial.control('POST', `/line/accounts/${account}/groups`, { name: groupName, memberIds: [userId] });
  await window.getByRole('tab', { name: 'Groups and companies' }).click();
  await window.getByRole('button', { name: `Actions for ${groupName}` }).click({ timeout: 30_000 });
  await window.getByRole('menuitem', { name: 'Tie to an existing company' }).click();
  const tying = window.getByRole('dialog', { name: `Tie ${groupName} to a company` });
  await tying.getByRole('textbox', { name: 'Company name or domain' }).fill(companyName);
  await tying.getByRole('radio', { name: companyName }).first().check();
  await tying.getByRole('button', { name: 'Tie to an existing company' }).click();
  await expect(tying).toBeHidden();

  for (const id of [refusedId, excludedId]) {
    const pane = await openContact(app, id);
    await edit(pane, 'Email', takenEmail);
    await expect(pane.locator('.lumo-field-mark[data-state="refused"]')).toBeVisible({ timeout: 30_000 });
  }
  const excluded = `${people[2].lastname} ${people[2].firstname}`;
  await goToScreen(window, 'Sync data');
  await window.getByRole('tab', { name: /^Repair/ }).click();
  await window.getByRole('list', { name: 'Causes' }).getByRole('button').first().click();
  await window.getByRole('checkbox', { name: `Choose ${excluded}` }).check();
  await window.getByRole('button', { name: 'Exclude 1 chosen' }).click();
  const excluding = window.getByRole('dialog', { name: `Exclude ${excluded}?` });
  await excluding
    .getByRole('textbox', { name: 'Reason' })
    .fill('同じ方の連絡先が二件あり、統合するまで対象外にします。');
  await excluding.getByRole('button', { name: 'Exclude', exact: true }).click();
  await expect(excluding).toBeHidden();

  await edit(await openContact(app, contactId), 'Phone Number', '+81 3-5555-0001');
  await changeInHubSpot(trial, refusedId, { phone: '+81 6-7777-0001' });
  await syncChanges(app, trial);
  await changeInHubSpot(trial, contactId, { phone: '+81 3-5555-0009' });
  await changeInHubSpot(trial, refusedId, { phone: '+81 6-7777-0009', lastname: laterName });
  await syncChanges(app, trial);
  const run = await window.locator('.dashboard-sync-facts a').first().getAttribute('href');

  await changeInHubSpot(trial, contactId, { phone: '+81 3-5555-0010' });
  await expect.poll(() => searchKnowsAll(trial), { timeout: 30_000 }).toBe(true);
  await window.getByRole('button', { name: 'Dry run' }).click();
  const dryRun = window.getByRole('dialog', { name: 'Dry run' });
  await dryRun.getByRole('radio', { name: 'Changes only' }).check();
  await dryRun.getByRole('button', { name: 'Start the dry run' }).click();
  await expect(dryRun.getByRole('button', { name: 'Apply now' })).toBeEnabled({ timeout: 60_000 });
  await window.keyboard.press('Escape');

  const friendName = 'あおい🍊';
  const phone = await newCustomer(trial, friendName);
  await phone.writes('先週お電話した者です。カタログを送っていただけますか？');
  await phone.writes(`メールは ${people[0].email} です`);
  return {
    contactId,
    refusedName: `${laterName} ${people[1].firstname}`,
    listName,
    groupName,
    friendName,
    candidateName: `${people[0].lastname} ${people[0].firstname}`,
    runId: run?.split('/').at(-1) ?? '',
  };
}
