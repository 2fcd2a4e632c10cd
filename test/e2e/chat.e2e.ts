import { expect, test } from '@playwright/test';
import { bubbleOf, composerOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { searchEverything } from '../support/palette';
import { openPhone, type PhoneWindow } from '../support/phone-window';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

/** LINE takes a reply token for one minute after it was delivered. */
const pastReplyTokenMs = 2 * 60_000;
const customer = 'Nozomi S.';

let trial: TrialProcess;
let app: ConsoleApp;
let phone: PhoneWindow;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17832 });
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  phone = await openPhone(app);
});
closeAfterwards(() => ({ app, trial }));

/** Messages of this month that LINE counts for the first Official Account. */
async function consumption(): Promise<number> {
  const accounts = await trial.control<{ used: number }[]>('GET', '/line/accounts');
  return accounts[0]?.used ?? Number.NaN;
}

test('what a new customer writes on the phone is on screen', async () => {
  await phone.newCustomer(customer);
  await phone.addFriend();
  await phone.writes('はじめまして。靴のサイズについて質問があります。');
  await openChat(app.window, customer);
  await expect(bubbleOf(app.window, '靴のサイズについて')).toBeVisible();
});

test('the contact that a person links is beside the chat', async () => {
  const panel = app.window.getByRole('complementary', { name: 'Contact details' });
  await panel.getByRole('textbox', { name: 'Search contacts' }).fill('田中 美咲');
  await panel.getByRole('button', { name: 'Link to 田中 美咲' }).click();
  await expect(panel.getByText('Linked by hand')).toBeVisible();
  await expect(panel.getByText('090-1234-5678')).toBeVisible();
  await expect(panel.getByText(/^misaki\.tanaka@/)).toBeVisible();
});

test('a reply within the minute shows on the phone and is free', async () => {
  const before = await consumption();
  await phone.writes('24cmはありますか？');
  await expect(bubbleOf(app.window, '24cmはありますか')).toBeVisible();
  await send(app.window, customer, 'はい、24cmの在庫がございます。');
  await isAccepted(app.window, '24cmの在庫が');
  await expect(bubbleOf(app.window, '24cmの在庫が').getByText('Free', { exact: true })).toBeVisible();
  await expect(phone.received('24cmの在庫が')).toHaveCount(1);
  expect(await consumption()).toBe(before);
});

test('a further reply without a new message of the customer goes by push and counts once', async () => {
  const before = await consumption();
  await send(app.window, customer, 'お取り置きもできます。');
  await isAccepted(app.window, 'お取り置きも');
  await expect(bubbleOf(app.window, 'お取り置きも').getByText('Push', { exact: true })).toBeVisible();
  await expect(phone.received('お取り置きも')).toHaveCount(1);
  expect(await consumption()).toBe(before + 1);
});

test('Enter that confirms a conversion never sends; Enter alone sends once', async () => {
  const text = '変換の途中です';
  const composer = composerOf(app.window, customer);
  await composer.fill(text);
  await composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229 });
  await composer.dispatchEvent('keydown', { key: 'Enter', isComposing: false, keyCode: 229 });
  await expect(composer).toHaveValue(text);
  await composer.press('Enter');
  await expect(composer).toHaveValue('');
  await isAccepted(app.window, text);
  await expect(phone.received(text)).toHaveCount(1);
});

test('sticker, photo and place from the phone are shown', async () => {
  const messages = app.window.getByRole('region', { name: 'Messages' });
  await phone.sendsSticker();
  await expect(messages.getByText('Sticker', { exact: true })).toBeVisible();

  await phone.sendsPhoto();
  const photo = messages.getByRole('button', { name: 'Show the photo larger' }).getByRole('img');
  await expect(photo).toBeVisible();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await phone.sendsPlace('渋谷駅');
  await expect(messages.getByText('東京都渋谷区道玄坂1-1-1')).toBeVisible();
});

test('a photo is shown large, and Escape goes back to the chat', async () => {
  await app.window.getByRole('button', { name: 'Show the photo larger' }).click();
  const large = app.window.getByRole('dialog', { name: /^Photo/ });
  await expect(large.getByRole('img')).toBeVisible();
  await app.window.keyboard.press('Escape');
  await expect(large).toBeHidden();
});

test('a message that the customer takes back leaves a placeholder only', async () => {
  await phone.writes('この注文番号は忘れてください 7741');
  await expect(bubbleOf(app.window, '7741')).toBeVisible();
  await phone.unsends('7741');
  const messages = app.window.getByRole('region', { name: 'Messages' });
  await expect(messages.getByText('Message unsent by customer')).toBeVisible();
  await expect(bubbleOf(app.window, '7741')).toHaveCount(0);
  await expect(app.window.getByRole('option').filter({ hasText: '7741' })).toHaveCount(0);
});

test('text of a customer is shown as text', async () => {
  const text = '<img src=x onerror="document.title=1"> <b>太字</b>';
  await phone.writes(text);
  await expect(bubbleOf(app.window, text)).toBeVisible();
  expect(await bubbleOf(app.window, text).locator('b').count()).toBe(0);
});

test('a reply whose token is over is sent as a push, once', async () => {
  await phone.writes('もう一つ質問です');
  await expect(bubbleOf(app.window, 'もう一つ質問です')).toBeVisible();
  await expect(app.window.getByText(/^Free reply for/)).toBeVisible();
  const before = await consumption();
  await trial.control('POST', '/clock/advance', { ms: pastReplyTokenMs });
  await send(app.window, customer, 'どうぞ、お聞かせください。');
  await isAccepted(app.window, 'お聞かせください');
  await expect(bubbleOf(app.window, 'お聞かせください').getByText('Push', { exact: true })).toBeVisible();
  await expect(phone.received('お聞かせください')).toHaveCount(1);
  expect(await consumption()).toBe(before + 1);
});

test('the conversation is found by a word of it and opened at that message', async () => {
  await goToScreen(app.window, 'Dashboard');
  const palette = await searchEverything(app.window, '取り置き');
  await palette.getByRole('button', { name: `お取り置きもできます。 ${customer}` }).click();
  await expect(bubbleOf(app.window, 'お取り置きも')).toBeVisible();
});
