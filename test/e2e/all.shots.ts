import { join, resolve } from 'node:path';
import { expect, test } from '@playwright/test';
import { isSettled, setColors, setSize } from '../support/appearance';
import { type ConsoleApp, launchConsole, removeProfile } from '../support/console-app';
import { syncScreens } from '../support/sync-screens';
import { makeSyncWorld } from '../support/sync-world';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { chooseSandbox, connectOfficialAccounts, signInToHubSpot, waitForSyncEnd } from '../support/wizard';
import { wordsOf } from '../support/words';

const folder = resolve(import.meta.dirname, '../../screenshots');
const languages = ['en', 'ja'] as const;
const themes = ['light', 'dark'] as const;
const sizes = [
  [1440, 900],
  [1024, 700],
] as const;
type Language = (typeof languages)[number];

let trial: TrialProcess;
let app: ConsoleApp;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  trial = await startTrialProcess({ redirectPort: 17835, contacts: 1_200, friends: 200, messages: 4_000 });
  app = await launchConsole({ env: trial.env });
});
test.afterAll(async () => {
  await app.quit();
  await trial.stop();
  removeProfile(app.profile);
});

/** Both settings name the languages in themselves, so the same words are clicked in any language. */
async function speak(language: Language): Promise<void> {
  await app.window.getByText(language === 'en' ? 'English' : '日本語', { exact: true }).click();
  await expect(app.window.locator('html')).toHaveAttribute('lang', language);
}

async function goTo(place: string): Promise<void> {
  await app.window.evaluate((hash) => {
    location.hash = hash;
  }, place);
  // Chats go on to the conversation that was open last.
  await expect.poll(() => app.window.evaluate(() => location.hash)).toContain(`#${place}`);
}

/** A thread is drawn and stands at its newest message. */
async function isThreadShown(): Promise<void> {
  await app.window.locator('[data-message]').last().waitFor();
  const below = () =>
    app.window.locator('.chat-messages').evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
  await expect.poll(below).toBeLessThan(10);
}

async function shoot(screen: string, language: Language, size: (typeof sizes)[number]): Promise<void> {
  for (const theme of themes) {
    await setColors(app.window, theme);
    await app.window.screenshot({ path: join(folder, `${language}-${theme}-${size.join('x')}`, `${screen}.png`) });
  }
}

/** The wizard's step as it stands now, in every language, size and theme; ends in English at the first size. */
async function shootStep(screen: string): Promise<void> {
  for (const language of ['ja', 'en'] as const) {
    await speak(language);
    for (const size of sizes.toReversed()) {
      await setSize(app, size);
      await shoot(screen, language, size);
    }
  }
  await setColors(app.window, 'light');
}

test('the wizard', async () => {
  test.setTimeout(600_000);
  const { window } = app;
  await shootStep('setup-1-choose');
  await window.getByRole('button', { name: 'Connect my own accounts' }).click();
  await window.getByRole('textbox', { name: 'HubSpot client ID' }).waitFor();
  await shootStep('setup-2-own');
  await window.getByRole('button', { name: 'Back' }).click();
  await chooseSandbox(window);
  await shootStep('setup-3-hubspot');
  await signInToHubSpot(app);
  const offered = window.getByRole('radiogroup', { name: 'Official Account' }).getByRole('radio');
  await offered.first().click();
  await expect(window.getByRole('button', { name: 'Connect this account' })).toBeEnabled();
  await shootStep('setup-4-line');
  await window.getByRole('button', { name: 'Connect this account' }).click();
  await expect(window.getByText(/Sequence number 1$/)).toBeVisible();
  await shootStep('setup-5-line-connected');
  await window.getByRole('button', { name: 'Connect another account' }).click();
  await connectOfficialAccounts(window);
  await window.getByRole('button', { name: 'Add recommended' }).click();
  await shootStep('setup-6-properties');
  await window.getByRole('button', { name: 'Start the first sync' }).click();
  await waitForSyncEnd(window);
});

const questions = [
  'お世話になっております。請求書の宛名を変更できますか？',
  '請問這款包包還有黑色嗎？',
  'ขอบคุณค่ะ ของถึงแล้ว สวยมาก 😍',
  'Hi! Do you ship to Singapore?',
  '明日の予約を15時に変更したいです🙏',
  '不好意思，我的訂單還沒收到通知',
];

/** Some customers wait for an answer: the to-do list is not empty. */
async function askAround(): Promise<void> {
  for (const { channelId } of trial.ready.officialAccounts) {
    const customers = await trial.control<{ userId: string; state: string }[]>(
      'GET',
      `/line/accounts/${channelId}/customers?limit=12`,
    );
    const friends = customers.filter(({ state }) => state === 'following').slice(2);
    for (const [index, text] of questions.entries()) {
      const userId = friends[index]?.userId;
      if (userId === undefined) continue;
      await trial.control('POST', `/line/accounts/${channelId}/send`, { userId, messages: [{ type: 'text', text }] });
    }
  }
}

/** 田中 美咲 asks for something with a photo, and a free reply is still possible. */
async function makeThreadLively(): Promise<string> {
  const account = trial.ready.officialAccounts[0]?.channelId ?? '';
  const found = await trial.control<{ userId: string }[]>(
    'GET',
    `/line/accounts/${account}/customers?q=${encodeURIComponent('田中 美咲')}`,
  );
  const userId = found[0]?.userId ?? '';
  const say = (...messages: object[]) => trial.control('POST', `/line/accounts/${account}/send`, { userId, messages });
  await say({ type: 'text', text: 'こんにちは！先日購入したワンピースですが、サイズを交換できますか？' });
  await say({ type: 'image', sample: 'parcel-1' });
  await goTo('/chats');
  const { window } = app;
  await window.getByRole('option').filter({ hasText: '田中 美咲' }).first().click();
  const messages = window.getByRole('region', { name: 'Messages' });
  await expect(messages.getByText('サイズを交換できますか')).toBeVisible();
  const composer = window.getByRole('textbox', { name: 'Message to 田中 美咲' });
  const reply = async (text: string) => {
    await composer.fill(text);
    await composer.press('Enter');
    await expect(
      messages.locator('[data-message]').filter({ hasText: text }).getByRole('img', { name: 'Accepted by LINE' }),
    ).toBeVisible();
  };
  await reply('田中様、お写真ありがとうございます。もちろん交換を承ります😊');
  await reply('Mサイズの在庫がございます。ご希望のお届け日はございますか？');
  await say({ type: 'text', text: '土曜日の午前中にお願いします🙏' });
  await say({ type: 'sticker', packageId: '446', stickerId: '1993', keywords: ['thank you'] });
  await expect(messages.getByText('Sticker', { exact: true }).last()).toBeVisible();
  const link = window.getByRole('button', { name: 'Link to 田中 美咲' });
  await link
    .or(window.getByRole('button', { name: 'Unlink' }))
    .first()
    .waitFor();
  if (await link.first().isVisible()) await link.first().click();
  await window.getByRole('button', { name: 'Unlink' }).waitFor();
  return window.evaluate(() => location.hash.slice(1));
}

test('every screen', async () => {
  test.setTimeout(900_000);
  const { window } = app;
  await setSize(app, sizes[0]);
  await askAround();
  const lively = await makeThreadLively();
  await goTo('/chats');
  const unlinked = await window
    .getByRole('option')
    .filter({ hasNotText: '田中' })
    .first()
    .getAttribute('data-conversation');
  await goTo('/contacts');
  const rows = window.locator('[data-contact]');
  await window.getByRole('textbox', { name: /^Search name/ }).fill('田中 美咲');
  await expect(rows.first()).toContainText('田中 美咲');
  const contact = await rows.first().getAttribute('data-contact');
  await window.getByRole('button', { name: 'Clear filters' }).click();
  await goTo('/history');
  const run = await window.getByRole('link', { name: 'Completed' }).first().getAttribute('href');

  const screens: Record<string, () => Promise<void>> = {
    dashboard: async () => {
      await goTo('/dashboard');
      await window.locator('.dashboard-figure').first().waitFor();
    },
    chats: async () => {
      await goTo(lively);
      await isThreadShown();
    },
    'chats-not-linked': async () => {
      await goTo(`/chats/${unlinked}`);
      await isThreadShown();
    },
    contacts: async () => {
      await goTo('/contacts');
      await rows.nth(5).waitFor();
    },
    'contacts-open': async () => {
      await goTo(`/contacts/${contact}`);
      await window.locator('.contact-pane h2').waitFor();
    },
    history: async () => {
      await goTo('/history');
      await window.getByRole('table').waitFor();
    },
    'history-run': async () => {
      await goTo((run ?? '').slice(1));
      await window.locator('.history-counts').waitFor();
    },
    ...Object.fromEntries(
      ['accounts', 'sync', 'chat', 'team', 'replies', 'general', 'data', 'about'].map((section) => [
        `settings-${section}`,
        async () => {
          await goTo(`/settings/${section}`);
          await window.locator('.settings-body h1').waitFor();
          await expect(window.locator('.mantine-Skeleton-root')).toHaveCount(0);
        },
      ]),
    ),
  };
  for (const language of languages) {
    await goTo('/settings/general');
    await speak(language);
    for (const size of sizes) {
      await setSize(app, size);
      for (const [name, show] of Object.entries(screens)) {
        await show();
        await isSettled(window);
        await shoot(name, language, size);
      }
      await goTo('/dashboard');
      await window.keyboard.press('ControlOrMeta+k');
      await window.getByRole('dialog').waitFor();
      await shoot('palette', language, size);
      await window.getByRole('dialog').getByRole('textbox').fill('田中');
      await expect(window.getByRole('dialog').getByText('田中 美咲').first()).toBeVisible();
      await shoot('palette-search', language, size);
      await window.keyboard.press('Escape');
      await window.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  }
});

test('every screen of the contact sync', async () => {
  test.setTimeout(1_200_000);
  await goTo('/settings/general');
  await speak('en');
  await setSize(app, sizes[0]);
  const world = await makeSyncWorld(app, trial);
  for (const language of languages) {
    await goTo('/settings/general');
    await speak(language);
    for (const size of sizes) {
      await setSize(app, size);
      for (const [name, show] of Object.entries(syncScreens(app, world, wordsOf(language)))) {
        await show();
        // The pointer stays where the last click was, and would show what hovering shows there.
        await app.window.mouse.move(0, 0);
        await isSettled(app.window);
        await shoot(name, language, size);
      }
    }
  }
});
