import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { seriousFindings } from '../support/accessibility';
import { bubbleOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { closeAfterwards } from '../support/close-afterwards';
import { type ConsoleApp, launchConsole } from '../support/console-app';
import { type CustomerPhone, newCustomer, newGroup, type PhoneChat } from '../support/customer-phone';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const customer = 'Messages M.';

let trial: TrialProcess;
let app: ConsoleApp;
let phone: CustomerPhone;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17846, contacts: 20, friends: 8, messages: 0 });
  app = await launchConsole({ env: trial.env });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  phone = await newCustomer(trial, customer);
  await phone.writes('はじめまして');
  await openChat(app.window, customer);
});
closeAfterwards(() => ({ app, trial }));

const messages = (): Locator => app.window.getByRole('region', { name: 'Messages' });
const last = (): Locator => messages().locator('[data-message]').last();
/** Plays, and waits until the clip has really moved on. */
async function plays(player: Locator, clip: 'audio' | 'video'): Promise<void> {
  const media = player.locator(clip);
  await expect.poll(() => media.evaluate((element: HTMLMediaElement) => element.currentTime)).toBeGreaterThan(0.2);
}

test('emoji and mentions stand in the text, a link of the customer is a link', async () => {
  await phone.writesParts([
    { text: 'ありがとう ' },
    { emoji: { productId: '5ac1bfd5040ab15980c9b435', emojiId: '001', alt: '(love)' } },
    { text: ' https://example.com/a' },
  ]);
  await expect(last().getByRole('img', { name: 'LINE emoji: love' })).toBeVisible();
  await expect(last().getByRole('link', { name: 'https://example.com/a' })).toBeVisible();
  await expect(app.window.getByRole('option').filter({ hasText: customer })).toContainText('(love)');
});

test('stickers say what they say, and what their picture lacks', async () => {
  await phone.sendsSticker({ stickerResourceType: 'ANIMATION_SOUND' });
  await expect(last().getByText('animated, with sound')).toBeVisible();
  await phone.sendsSticker({ stickerResourceType: 'MESSAGE', text: 'お疲れさま' });
  await expect(last().getByRole('img', { name: 'Sticker: お疲れさま' })).toBeVisible();
});

test('pictures sent together stand in one grid, in their order, and missing ones are counted', async () => {
  await phone.sendsPhotos(['parcel-1', 'mug-2', 'cat-3', 'shoe-4', 'tree-5'], [3, 1, 5]);
  const grid = messages().getByRole('group', { name: '3 of 5 arrived' });
  await expect(grid.getByRole('img')).toHaveCount(3);
  await expect(grid.getByRole('img').first()).toHaveAccessibleName(/^Photo 1 of 5/);
  await grid.getByRole('button').first().click();
  const large = app.window.getByRole('dialog', { name: /^Photo/ });
  await expect(large.getByRole('img')).toBeVisible();
  const first = await large.getByRole('img').getAttribute('src');
  await app.window.keyboard.press('ArrowRight');
  await expect(large.getByRole('img')).not.toHaveAttribute('src', first ?? '');
  await app.window.keyboard.press('Escape');
  await expect(large).toBeHidden();
});

test('a video waits for LINE, shows its preview, plays and jumps', async () => {
  await phone.sendsVideo({ transcodingMs: 1_500 });
  const cover = messages().getByRole('button', { name: /^Play the video/ });
  await expect(cover).toContainText('0:05', { timeout: 20_000 });
  await cover.click();
  const player = messages().getByRole('group', { name: /^Video/ });
  await plays(player, 'video');
  const seek = player.getByRole('slider', { name: 'Position' });
  await seek.focus();
  await app.window.keyboard.press('End');
  await expect
    .poll(() => player.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(4);
});

test('a voice message plays, faster on request, and by keys', async () => {
  await phone.sendsVoice();
  const player = messages().getByRole('group', { name: /^Voice message/ });
  await player.getByRole('button', { name: 'Play' }).click();
  await plays(player, 'audio');
  await player.getByRole('button', { name: 'Speed 1×' }).click();
  await expect(player.getByRole('button', { name: 'Speed 1.5×' })).toBeVisible();
  expect(await player.locator('audio').evaluate((audio: HTMLAudioElement) => audio.playbackRate)).toBe(1.5);
  await player.getByRole('slider').focus();
  await app.window.keyboard.press('Home');
  if (await player.getByRole('button', { name: 'Pause' }).isVisible()) await app.window.keyboard.press('Space');
  await expect(player.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a file is saved where the person says, under its name; one that could run is only saved, with a warning', async () => {
  await phone.sendsFile('見積 2026.pdf');
  const file = bubbleOf(app.window, '見積 2026.pdf');
  await expect(file.getByRole('button', { name: 'Open' })).toBeVisible();
  const path = join(app.profile, 'saved.pdf');
  const asked = await app.electron.evaluate(({ dialog }, filePath) => {
    const questions: { defaultPath?: string }[] = [];
    dialog.showSaveDialog = ((...given: unknown[]) => {
      questions.push(given.at(-1) as { defaultPath?: string });
      return Promise.resolve({ canceled: false, filePath });
    }) as typeof dialog.showSaveDialog;
    Reflect.set(globalThis, 'asked', questions);
    return true;
  }, path);
  expect(asked).toBe(true);
  await file.getByRole('button', { name: 'Save as…' }).click();
  await expect(app.window.getByText(`Saved to ${path}`)).toBeVisible();
  expect(readFileSync(path).subarray(0, 5).toString()).toBe('%PDF-');
  expect(statSync(path).mode & 0o111).toBe(0);
  const questions = await app.electron.evaluate(() => Reflect.get(globalThis, 'asked') as { defaultPath: string }[]);
  expect(questions[0]?.defaultPath).toMatch(/見積 2026\.pdf$/);

  await phone.sendsFile('invoice.pdf.exe', { contentType: 'application/octet-stream', bytes: Buffer.from('MZ') });
  const program = bubbleOf(app.window, 'invoice.pdf.exe');
  await expect(program.getByRole('note')).toContainText('can run programs');
  await expect(program.getByRole('button', { name: 'Save as…' })).toBeVisible();
  await expect(program.getByRole('button', { name: 'Open' })).toHaveCount(0);
});

test('no kind of message has a serious accessibility fault, in light and in dark', async () => {
  test.setTimeout(180_000);
  for (const part of [0, 0.5, 1]) {
    await app.window.locator('.chat-messages').evaluate((list, share) => {
      list.scrollTop = (list.scrollHeight - list.clientHeight) * share;
    }, part);
    expect.soft(await seriousFindings(app.window, `thread at ${part}`)).toEqual([]);
  }
});

test('a quote stands above the answer and leads to its message, however far back it is', async () => {
  const id = await phone.writes('この注文はいつ届きますか？ 一番最初の質問です');
  await expect(bubbleOf(app.window, '一番最初の質問です')).toBeVisible();
  for (let turn = 0; turn < 8; turn += 1) {
    await phone.sends(...Array.from({ length: 20 }, (_, step) => ({ type: 'text', text: `line ${turn * 20 + step}` })));
  }
  await expect(bubbleOf(app.window, 'line 159')).toBeVisible();
  await phone.writes('返事をください', id);
  const answer = bubbleOf(app.window, '返事をください');
  await expect(answer).toContainText('一番最初の質問です');
  await openChat(app.window, customer);
  await answer.getByRole('button', { name: /^Quotes/ }).click();
  // it is marked for a moment only
  await expect(messages().locator('[data-message] [data-highlighted="true"]')).toContainText('一番最初の質問です');
  await expect(bubbleOf(app.window, '一番最初の質問です').first()).toBeInViewport();
  await app.window.getByRole('button', { name: 'Back to newest' }).click();
  await expect(answer).toBeInViewport();
});

test('a tap on our button says what the customer saw', async () => {
  await trial.control('POST', `/line/accounts/${trial.ready.officialAccounts[0]?.channelId}/postback`, {
    userId: phone.userId,
    data: 'book=1',
    params: { datetime: '2026-12-25T01:00' },
  });
  await expect(last()).toContainText('book=1');
  await expect(last()).toContainText('December 25, 2026');
});

test('a kind that does not exist yet is named, and its raw form can be read', async () => {
  await phone.sends({ type: 'unknown', lineType: 'hologram', fields: { depth: 3 } });
  await expect(last()).toContainText('hologram');
  await last().locator('.chat-bubble').click({ button: 'right' });
  await app.window.getByRole('menuitem', { name: 'Show raw' }).click();
  const raw = app.window.getByRole('dialog', { name: 'The message as LINE has it' });
  await expect(raw).toContainText('"depth": 3');
  await app.window.keyboard.press('Escape');
  await expect(raw).toBeHidden();
});

test('a message can be quoted from its menu, and the customer sees the quote', async () => {
  await phone.writes('サイズは24cmですか？');
  const asked = bubbleOf(app.window, 'サイズは24cmですか？');
  await asked.hover();
  await asked.getByRole('button', { name: 'More about this message' }).click();
  await app.window.getByRole('menuitem', { name: 'Quote' }).click();
  await send(app.window, customer, 'はい、24cmです');
  await isAccepted(app.window, 'はい、24cmです');
  await expect(bubbleOf(app.window, 'はい、24cmです')).toContainText('サイズは24cmですか？');
  const seen = await phone.sees(({ body }) => body.text === 'はい、24cmです', 'the answer with its quote');
  expect(seen.body.quoteToken).toMatch(/^\w{20,}$/);
});

test('the customer sees that a message was read once somebody has looked at it', async () => {
  const id = await phone.writes('読みましたか？');
  await expect(bubbleOf(app.window, '読みましたか？')).toBeVisible();
  await phone.isReadBy(id);
});

test('a group has its members by name, with edits and unsends', async () => {
  const other = await newCustomer(trial, '佐藤 健');
  const group = await newGroup(trial, 'Aoba Team', [phone, other]);
  const mine: PhoneChat = group.as(phone);
  const others: PhoneChat = group.as(other);
  await mine.writes('会議は何時からですか？');
  await openChat(app.window, 'Aoba Team');
  await expect(messages().getByText(customer, { exact: true }).first()).toBeVisible();
  const id = await others.writes('10時からです');
  await expect(messages().getByText('佐藤 健', { exact: true }).first()).toBeVisible();
  await others.edits(id, '11時からです');
  await expect(bubbleOf(app.window, '11時からです')).toContainText('edited');
  await mine.writesParts([{ mention: 'account', name: 'Lumo' }, { text: ' お願いします' }]);
  await expect(last().locator('.chat-mention[data-self="true"]')).toBeVisible();
  const taken = await others.writes('間違えました');
  await expect(bubbleOf(app.window, '間違えました')).toBeVisible();
  await others.unsends(taken);
  await expect(messages().getByText('Message unsent by 佐藤 健')).toBeVisible();
});

test('nothing that a customer sent was opened or run by itself', async () => {
  await goToScreen(app.window, 'Dashboard');
  const folder = await app.electron.evaluate(({ app: electron }) => electron.getPath('temp'));
  expect(existsSync(join(folder, 'lumo-console-files'))).toBe(false);
});
