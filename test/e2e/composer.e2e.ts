import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { bubbleOf, composerOf, isAccepted, openChat, send } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { type CustomerPhone, newCustomer, newGroup } from '../support/customer-phone';
import { runAction } from '../support/palette';
import { readDatabase } from '../support/read-database';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const customer = 'Mio K.';
const group = '靴の会';
/** 1 x 1, red. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

let trial: TrialProcess;
let app: ConsoleApp;
let phone: CustomerPhone;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17857 });
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  phone = await newCustomer(trial, customer);
  const other = await newCustomer(trial, '高橋 健');
  const talk = await newGroup(trial, group, [phone, other]);
  await talk.as(other).writes('こんにちは！');
  await phone.writes('靴のサイズについて質問があります。');
  await openChat(app.window, customer);
});
closeAfterwards(() => ({ app, trial }));

const composer = (): Locator => composerOf(app.window, customer);
const tray = (): Locator => app.window.getByRole('list', { name: 'Bubbles before the text' });
const tile = (name: RegExp): Locator => tray().locator('[data-tile]').and(app.window.getByRole('button', { name }));
const sendMenu = (): Locator => app.window.getByRole('button', { name: 'More ways to send' });

/** Texts of the drafts that are on the disk. */
function storedDrafts(profile: string): string[] {
  const file = join(profile, 'sandbox', 'lumo.db');
  return readDatabase<{ draft: string }>(file, 'SELECT draft FROM conversation').map((row) => row.draft);
}

interface NamedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Lets files be chosen as a person would in the system's dialog. */
async function chooseFiles(...files: readonly NamedFile[]): Promise<void> {
  const chooser = app.window.waitForEvent('filechooser');
  await app.window.getByRole('button', { name: 'Photo, video or file' }).click();
  await (await chooser).setFiles([...files]);
}

/** Gives a picture to an element as the system does: dropped from outside, or pasted. */
async function giveFile(target: Locator, event: 'drop' | 'paste', name: string): Promise<void> {
  await target.evaluate(
    async (element, given) => {
      const bytes = Uint8Array.from(atob(given.base64), (letter) => letter.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], given.name, { type: 'image/png' }));
      const init = { bubbles: true, cancelable: true };
      if (given.event === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...init, clipboardData: data }));
      else {
        for (const type of ['dragenter', 'dragover', 'drop']) {
          element.dispatchEvent(new DragEvent(type, { ...init, dataTransfer: data }));
        }
      }
    },
    { base64: png.toString('base64'), name, event },
  );
}

test('a message can be taken back before LINE gets it, and stands in the draft exactly as it was', async () => {
  const before = (await phone.messages()).length;
  const text = '少々お待ちください。\n確認いたします。';
  await send(app.window, customer, text);
  await expect(bubbleOf(app.window, '少々お待ちください')).toHaveCount(1);
  await composer().press('ControlOrMeta+z');
  await expect(composer()).toHaveValue(text);
  await expect(composer()).toBeFocused();
  await expect(bubbleOf(app.window, '少々お待ちください')).toHaveCount(0);
  expect((await phone.messages()).length).toBe(before);
});

test('picture, sticker and text go in one message, in the order in which they stand', async () => {
  await chooseFiles({ name: 'shoes.png', mimeType: 'image/png', buffer: png });
  await expect(tile(/^Bubble 1 of 1, Photo/)).toBeVisible();
  await app.window.getByRole('button', { name: 'Stickers' }).click();
  await app.window.getByRole('button', { name: 'Great' }).click({ modifiers: ['Shift'] });
  await expect(app.window.getByText('3 bubbles, 1 message')).toBeVisible();
  await tile(/^Bubble 2 of 2, Sticker/).press('Alt+ArrowLeft');
  await expect(tile(/^Bubble 1 of 2, Sticker/)).toBeFocused();
  await composer().press('ControlOrMeta+Shift+Enter');
  await isAccepted(app.window, '確認いたします');
  const received = (await phone.messages()).slice(-3);
  expect(received.map((message) => message.type)).toEqual(['sticker', 'image', 'text']);
  await expect(tray()).toBeHidden();
  await expect(composer()).toHaveValue('');
});

test('a file that cannot be read is refused alone, and can be put away', async () => {
  await chooseFiles(
    { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
    { name: '見積書.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') },
  );
  await expect(tray().getByRole('alert')).toContainText('broken.jpg');
  await expect(tile(/見積書\.pdf/)).toBeVisible();
  await tray().getByRole('button', { name: 'Put the notice about broken.jpg away' }).click();
  await tile(/見積書\.pdf/).press('Delete');
  await expect(tray()).toBeHidden();
  await expect(composer()).toBeFocused();
});

test('pictures are dropped over the thread and pasted into the text', async () => {
  await giveFile(app.window.getByRole('region', { name: 'Messages' }), 'drop', 'dropped.png');
  await expect(tile(/dropped\.png/)).toBeVisible();
  await giveFile(composer(), 'paste', 'pasted.png');
  await expect(tile(/^Bubble 2 of 2.*pasted\.png/)).toBeVisible();
  for (const name of ['dropped.png', 'pasted.png']) {
    await tray()
      .getByRole('button', { name: `Remove ${name}` })
      .click();
  }
  await expect(tray()).toBeHidden();
});

test('a card, quick replies and a place reach the phone as LINE has them', async () => {
  await runAction(app.window, 'Card with buttons');
  const card = app.window.getByRole('dialog', { name: 'Card with buttons' });
  await card.getByLabel('Title').fill('ご来店予約');
  await card.locator('textarea').first().fill('ご希望の日時をお選びください');
  await card.getByRole('textbox', { name: 'Label' }).fill('予約する');
  await card.getByRole('textbox', { name: /^https/ }).fill('example.com/reserve');
  await card.getByRole('button', { name: 'Add to the message' }).click();
  await runAction(app.window, 'Quick replies');
  const quick = app.window.getByRole('dialog', { name: 'Quick replies' });
  await quick.getByRole('textbox', { name: 'Label' }).fill('はい');
  await quick.getByRole('textbox', { name: 'Text that the customer says' }).fill('はい、お願いします');
  await quick.getByRole('button', { name: 'Apply' }).click();
  await runAction(app.window, 'Location');
  const place = app.window.getByRole('dialog', { name: 'Location' });
  const link = 'https://www.google.com/maps/place/%E6%B8%8B%E8%B0%B7%E9%A7%85/@35.658,139.7016,17z';
  await place.getByLabel('Map link or coordinates').fill(link);
  await expect(place.getByLabel('Name of the place')).toHaveValue('渋谷駅');
  await place.getByLabel('Address').fill('東京都渋谷区道玄坂1-1-1');
  await place.getByRole('button', { name: 'Add to the message' }).click();
  await expect(tile(/渋谷駅/)).toBeVisible();
  await composer().press('ControlOrMeta+Shift+Enter');
  const received = await phone.sees(({ type }) => type === 'location', 'the place');
  expect(received.body).toMatchObject({ title: '渋谷駅', quickReply: { items: [{ action: { label: 'はい' } }] } });
  await phone.sees(({ type }) => type === 'template', 'the card');
  await phone.taps('はい');
  await expect(bubbleOf(app.window, 'はい、お願いします').first()).toBeVisible();
});

test('what stands in a composer survives a crash and never shows in another conversation', async () => {
  await composer().fill('書きかけ ⟦A⟧');
  await chooseFiles({ name: 'kept.png', mimeType: 'image/png', buffer: png });
  await expect(tile(/kept\.png/)).toBeVisible();
  await openChat(app.window, group);
  await expect(composerOf(app.window, group)).toHaveValue('');
  await expect(tray()).toBeHidden();
  await openChat(app.window, customer);
  await expect(composer()).toHaveValue('書きかけ ⟦A⟧');
  await composer().pressSequentially(' つづき');
  // Within the pause after which a draft is stored nothing can be promised to a power cut.
  const { profile } = app;
  await expect.poll(() => storedDrafts(profile)).toContain('書きかけ ⟦A⟧ つづき');
  await app.kill();
  app = await launchConsole({ env: trial.env, profile });
  await openChat(app.window, customer);
  await expect(composer()).toHaveValue('書きかけ ⟦A⟧ つづき');
  await expect(tile(/kept\.png/)).toBeVisible();
  await tile(/kept\.png/).press('Delete');
  await composer().fill('');
});

test('a message for later is held when the customer writes first, and goes once a person says so', async () => {
  await composer().fill('明日ご案内いたします。');
  await sendMenu().click();
  await app.window.getByRole('menuitem', { name: /^Tomorrow morning/ }).click();
  await composer().fill('一時間後にまた。');
  await sendMenu().click();
  await app.window.getByRole('menuitem', { name: /^In 1 hour/ }).click();
  const planned = app.window.getByRole('region', { name: 'Sent later' });
  await expect(planned.getByRole('listitem')).toHaveCount(2);
  await planned.getByRole('listitem').filter({ hasText: '一時間後' }).getByRole('button', { name: 'Cancel' }).click();
  await expect(composer()).toHaveValue('一時間後にまた。');
  await composer().fill('');

  await phone.writes('やっぱり別の色がいいです');
  const held = app.window.getByRole('region', { name: 'Held message' });
  await expect(held).toContainText('Held: the customer wrote first');
  await expect(held).toContainText('やっぱり別の色がいいです');
  expect(await phone.countOf('明日ご案内いたします。')).toBe(0);
  await held.getByRole('button', { name: 'Send anyway' }).click();
  await phone.hasOnce('明日ご案内いたします。');
  await expect(held).toBeHidden();
});

test('a member of a group is mentioned by name', async () => {
  await openChat(app.window, group);
  const toGroup = composerOf(app.window, group);
  await toGroup.pressSequentially('はい@高');
  await toGroup.press('Enter');
  await expect(toGroup).toHaveValue('はい⟦@高橋 健⟧ ');
  await toGroup.press('ControlOrMeta+Shift+Enter');
  await isAccepted(app.window, '@高橋 健');
  await openChat(app.window, customer);
});

test('a text that is too long says by how much, and is not sent', async () => {
  const before = (await phone.messages()).length;
  await composer().fill('あ'.repeat(5000));
  await expect(app.window.getByText('5,000 / 5,000')).toBeVisible();
  await composer().press('End');
  await composer().pressSequentially('いい');
  await expect(app.window.getByText('2 characters too long for one LINE message')).toBeVisible();
  await expect(app.window.getByRole('button', { name: /^Send(,|$)/ })).toBeDisabled();
  await composer().press('Enter');
  await expect(composer()).toHaveValue(`${'あ'.repeat(5000)}いい`);
  expect((await phone.messages()).length).toBe(before);
  await composer().fill('');
});
