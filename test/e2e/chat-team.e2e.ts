import { expect, type Locator, type Page, test } from '@playwright/test';
import { seriousFindings } from '../support/accessibility';
import { composerOf, goToScreen, openChat } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, removeProfile } from '../support/console-app';
import { newCustomer, newGroup } from '../support/customer-phone';
import { runAction } from '../support/palette';
import { pairSecondConsole, type SecondConsole } from '../support/second-console';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const customer = 'Nozomi S.';
const contact = '田中 美咲';

let trial: TrialProcess;
/** Consoles of two people at one relay. */
let aoi: ConsoleApp;
let ken: ConsoleApp;
let second: SecondConsole;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(240_000);
  trial = await startTrialProcess({ redirectPort: 17873 });
  aoi = await launchConsole({ env: trial.env });
  await finishWizard(aoi);
  second = await pairSecondConsole(trial, 'Ken');
  ken = await launchConsole({ env: second.env });
  await finishWizard(ken);
  await waitForSyncEnd(aoi.window);
  await waitForSyncEnd(ken.window);
});
test.afterAll(async () => {
  for (const app of [aoi, ken]) {
    await app?.quit();
    if (app !== undefined) removeProfile(app.profile);
  }
  second?.remove();
  await trial?.stop();
});

const rowOf = (window: Page, name: string): Locator => window.getByRole('option').filter({ hasText: name }).first();
const panelOf = (window: Page): Locator => window.getByRole('complementary', { name: 'Contact details' });
const notesOf = (window: Page): Locator => window.getByRole('region', { name: 'Messages' }).getByRole('article');

/** Puts the focus beside all fields, where plain keys are the screen's. */
async function pressKey(window: Page, key: string): Promise<void> {
  await panelOf(window).getByRole('region', { name: 'Contact details' }).focus();
  await window.keyboard.press(key);
}

/** Gives a console's window the focus, as a person does who works there. */
async function workAt(app: ConsoleApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
  await expect.poll(() => app.window.evaluate(() => document.hasFocus())).toBe(true);
}

async function showView(window: Page, name: string): Promise<void> {
  await window
    .getByRole('group', { name: 'Views' })
    .getByRole('button', { name: new RegExp(`${name}$`) })
    .click();
}

async function nameMe({ window }: ConsoleApp, name: string): Promise<void> {
  await goToScreen(window, 'Settings');
  await window.getByRole('link', { name: 'Team', exact: true }).click();
  await window.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByText(`Colleagues now see you as ${name}.`)).toBeVisible();
}

test('colleagues know each other by the names that they chose', async () => {
  await nameMe(aoi, 'Aoi');
  await nameMe(ken, 'Ken');
  for (const [app, other] of [
    [aoi, 'Ken'],
    [ken, 'Aoi'],
  ] as const) {
    const row = app.window.getByRole('region', { name: 'People' }).getByRole('listitem').filter({ hasText: other });
    await expect(row.getByText('Online')).toBeVisible();
  }
});

test('a key takes a conversation, and every console says whose it is', async () => {
  const phone = await newCustomer(trial, customer);
  await phone.writes('24cmはありますか？');
  await openChat(aoi.window, customer);
  await goToScreen(ken.window, 'Chats');
  await showView(ken.window, 'Unassigned');
  await expect(rowOf(ken.window, customer)).toBeVisible();
  await pressKey(aoi.window, 'i');
  await expect(aoi.window.getByRole('button', { name: 'Assigned to Aoi' })).toBeVisible();
  await expect(rowOf(ken.window, customer)).toHaveCount(0);
  await showView(ken.window, 'To do');
  await expect(rowOf(ken.window, customer).getByText('Assigned to Aoi')).toBeAttached();
  await pressKey(aoi.window, '2');
  await expect(rowOf(aoi.window, customer)).toBeVisible();
});

test('a colleague is found in the menu by typing, and the conversation is theirs', async () => {
  await pressKey(aoi.window, 'a');
  await aoi.window.getByRole('textbox', { name: 'Find a colleague' }).fill('ke');
  await aoi.window.keyboard.press('Enter');
  await expect(aoi.window.getByRole('button', { name: 'Assigned to Ken' })).toBeVisible();
  await showView(ken.window, 'Mine');
  await expect(rowOf(ken.window, customer)).toBeVisible();
});

test('who looks at a conversation, and who writes an answer, is said to the others', async () => {
  await openChat(ken.window, customer);
  await openChat(aoi.window, customer);
  await workAt(aoi);
  await expect(ken.window.getByText('Aoi is looking at this.')).toBeVisible();
  await composerOf(aoi.window, customer).pressSequentially('はい、');
  await expect(ken.window.getByText('Aoi is writing an answer.')).toBeVisible();
  await expect(rowOf(ken.window, customer).getByText('Aoi is replying')).toBeVisible();
  await composerOf(aoi.window, customer).fill('');
  await expect(ken.window.getByText('Aoi is looking at this.')).toBeVisible();
  await goToScreen(aoi.window, 'Dashboard');
  await expect(ken.window.getByText('Aoi is looking at this.')).toHaveCount(0);
});

test('a note stands between the messages for colleagues only, and its author can change and delete it', async () => {
  await openChat(aoi.window, customer);
  await pressKey(aoi.window, 'n');
  const field = aoi.window.getByRole('textbox', { name: 'Note for colleagues' });
  await expect(field).toBeFocused();
  await field.fill('Prefers calls after 18:00.');
  await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229 });
  await expect(notesOf(aoi.window)).toHaveCount(0);
  await field.press('Enter');
  await expect(notesOf(aoi.window)).toContainText('Prefers calls after 18:00.');
  await expect(notesOf(ken.window)).toContainText('Aoi');
  await expect(notesOf(ken.window).getByRole('button', { name: 'Edit note' })).toHaveCount(0);

  await notesOf(aoi.window).getByRole('button', { name: 'Edit note' }).click();
  await aoi.window.getByRole('textbox', { name: 'Note for colleagues' }).first().fill('Prefers calls after 19:00.');
  await aoi.window.getByRole('button', { name: 'Save note' }).click();
  await expect(notesOf(ken.window)).toContainText('Prefers calls after 19:00.');
  await expect(notesOf(ken.window).getByText('edited')).toBeVisible();

  await notesOf(aoi.window).getByRole('button', { name: 'Delete note' }).click();
  await expect(notesOf(ken.window)).toHaveCount(0);
  await aoi.window.getByRole('button', { name: 'Undo' }).click();
  await expect(notesOf(ken.window)).toContainText('Prefers calls after 19:00.');
});

test('a tag is made where it is given, and both are shared', async () => {
  await pressKey(aoi.window, 't');
  await aoi.window.getByRole('textbox', { name: 'Find or create a tag' }).fill('VIP');
  await aoi.window.keyboard.press('Enter');
  await expect(rowOf(ken.window, customer).getByText('VIP')).toBeVisible();
  await panelOf(ken.window).getByRole('button', { name: 'Take the tag VIP away' }).click();
  await expect(panelOf(aoi.window).getByRole('button', { name: 'Take the tag VIP away' })).toHaveCount(0);
  await goToScreen(ken.window, 'Settings');
  await ken.window.getByRole('link', { name: 'Team', exact: true }).click();
  const tags = ken.window.getByRole('region', { name: 'Tags' });
  await expect(tags.getByRole('listitem').filter({ hasText: 'VIP' }).getByText('0 friends')).toBeVisible();
});

test('an answer that one colleague prepared is put in by another with a few keys, with the customer’s name', async () => {
  const { window } = ken;
  await window.getByRole('link', { name: 'Canned replies' }).click();
  await window.getByRole('button', { name: 'New', exact: true }).click();
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByText('Give it a title.')).toBeVisible();
  await window.getByRole('textbox', { name: 'Shortcut' }).fill('hours');
  await window.getByRole('textbox', { name: 'Title' }).fill('Opening hours');
  await window.getByRole('textbox', { name: 'Message' }).fill('{name}様、営業時間は10時から19時です。');
  await expect(window.getByRole('region', { name: 'What the customer receives' })).toContainText('Misaki様、');
  await window.getByRole('button', { name: 'Save' }).click();

  const composer = composerOf(aoi.window, customer);
  await pressKey(aoi.window, 'r');
  await composer.pressSequentially('/ho');
  await expect(aoi.window.getByRole('listbox', { name: 'Canned replies' }).getByRole('option')).toHaveCount(1);
  await composer.press('Enter');
  await expect(composer).toHaveValue(`${customer}様、営業時間は10時から19時です。`);
  await composer.fill('');

  await window.getByRole('button', { name: 'Delete' }).click();
  await expect(window.locator('.replies-row')).toHaveCount(0);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(window.locator('.replies-row')).toContainText('Opening hours');
});

test('the panel shows what the person chose, in their order, also after a restart', async () => {
  await openChat(aoi.window, contact);
  const panel = panelOf(aoi.window);
  await expect(panel.getByText('090-1234-5678')).toBeVisible();
  await runAction(aoi.window, 'Choose properties of the contact panel');
  await aoi.window.getByRole('textbox', { name: 'Find a property' }).fill('phone');
  await aoi.window.keyboard.press('Enter');
  await expect(panel.getByText('090-1234-5678')).toHaveCount(0);
  await aoi.window.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Arrange blocks' }).click();
  await aoi.window.getByRole('button', { name: 'Move HubSpot lists up' }).click();
  await aoi.window.getByRole('button', { name: 'Move HubSpot lists up' }).click();
  await aoi.window.getByRole('checkbox', { name: 'Show Deals and tickets' }).uncheck();
  await aoi.window.keyboard.press('Escape');
  const blocks = () =>
    panelOf(aoi.window)
      .locator('[data-block]')
      .evaluateAll((all) => all.map((block) => block.getAttribute('data-block')));
  const wanted = ['lists', 'fields', 'company', 'notes'];
  await expect.poll(blocks).toEqual(wanted);

  const { profile } = aoi;
  await aoi.quit();
  aoi = await launchConsole({ env: trial.env, profile });
  await openChat(aoi.window, contact);
  await expect.poll(blocks).toEqual(wanted);
  await expect(panelOf(aoi.window).getByText('090-1234-5678')).toHaveCount(0);
});

test('a group stands with its company and the people whom LINE named', async () => {
  const people = [await newCustomer(trial, 'Mio'), await newCustomer(trial, 'Ren')] as const;
  const group = await newGroup(trial, '青葉工務店 現場', people);
  await group.as(people[0]).writes('明日の納品の件です');
  await group.as(people[1]).writes('よろしくお願いします');
  await goToScreen(aoi.window, 'Chats');
  await rowOf(aoi.window, '青葉工務店 現場').click();
  const panel = panelOf(aoi.window);
  await expect(panel.locator('[data-block="members"]').getByRole('listitem')).toHaveText([/Mio/, /Ren/]);
  await expect(panel.locator('[data-block="company"]')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Add a tag' })).toHaveCount(0);
});

test('none of it has a serious fault', async () => {
  test.setTimeout(240_000);
  const { window } = aoi;
  const found: string[] = [];
  const look = async (state: string): Promise<void> => void found.push(...(await seriousFindings(window, state)));
  await look('a group');
  await openChat(window, customer);
  await pressKey(window, 't');
  await window.getByRole('textbox', { name: 'Find or create a tag' }).fill('VIP');
  await look('tag menu');
  await window.keyboard.press('Enter');
  await openChat(ken.window, customer);
  await workAt(ken);
  await composerOf(ken.window, customer).fill('はい');
  await expect(window.getByText('Ken is writing an answer.')).toBeVisible();
  await pressKey(window, 'a');
  await look('a note, who writes, and the menu of assignees');
  await window.keyboard.press('Escape');
  await expect(window.getByRole('button', { name: 'Assigned to Ken' })).toBeFocused();
  await composerOf(ken.window, customer).fill('');
  await pressKey(window, 'n');
  await look('a note that is written');
  await openChat(window, contact);
  await panelOf(window).getByRole('button', { name: 'Choose properties' }).click();
  await look('choice of properties');
  await window.keyboard.press('Escape');
  await panelOf(window).getByRole('button', { name: 'Arrange blocks' }).click();
  await look('order of blocks');
  await window.keyboard.press('Escape');
  await window.locator('[data-view="more"]').click();
  await look('menu of views');
  await window.keyboard.press('Escape');
  await goToScreen(window, 'Settings');
  await window.getByRole('link', { name: 'Canned replies' }).click();
  await window.locator('.replies-row').click();
  await look('a canned reply');
  await window.getByRole('link', { name: 'Team', exact: true }).click();
  await window.getByRole('button', { name: 'Remove the tag VIP' }).click();
  await look('a question before a tag goes');
  expect(found).toEqual([]);
  expect([...aoi.pageErrors, ...ken.pageErrors]).toEqual([]);
});
