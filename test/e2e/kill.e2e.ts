import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { bubbleOf, composerOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { type ConsoleApp, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { type CustomerPhone, newCustomer, planFault } from '../support/customer-phone';
import { signInAgain } from '../support/signed-in-again';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import {
  chooseSandbox,
  connectOfficialAccounts,
  signInToHubSpot,
  startFirstSync,
  waitForSyncEnd,
} from '../support/wizard';

test.describe.configure({ mode: 'serial' });

const contacts = 1_250;
const pages = Math.ceil(contacts / 100);
const listPath = '/crm/objects/[^/]+/contacts$';
const pushPath = '/v2/bot/message/push';
const replyPath = '/v2/bot/message/reply';
/** Longer than any test: a request that is held this long is never processed. */
const foreverMs = 600_000;

const profile = newProfile();
let trial: TrialProcess;
let app: ConsoleApp;
let customer: CustomerPhone;

const start = () => launchConsole({ profile, env: trial.env });

/** Ends the console as a power cut would and starts it again with the same profile. */
async function killAndStart(): Promise<void> {
  expect(app.pageErrors).toEqual([]);
  await app.kill();
  app = await start();
}

/** What LINE answered to each request of this path that carried the text; 0 = the connection was cut. */
async function answersTo(path: string, text: string): Promise<number[]> {
  const exchanges = z
    .array(z.object({ path: z.string(), requestBody: z.string().nullable(), status: z.number() }))
    .parse(await trial.control('GET', '/line/exchanges'));
  return exchanges
    .filter((exchange) => exchange.path === path && exchange.requestBody?.includes(text) === true)
    .map(({ status }) => status);
}

/** Lets the customer write, so that the next answer is a free reply. */
async function customerWrites(text: string): Promise<void> {
  await customer.writes(text);
  await openChat(app.window, customer.name);
  await expect(bubbleOf(app.window, text)).toBeVisible();
}

test.beforeAll(async () => {
  test.setTimeout(180_000);
  trial = await startTrialProcess({ contacts, friends: 40, messages: 200, redirectPort: 17842 });
  app = await start();
});

test.afterAll(async () => {
  await app?.quit();
  await trial?.stop();
  removeProfile(profile);
});

test.afterEach(() => {
  expect(app.pageErrors).toEqual([]);
});

test('a full sync that was killed in the middle goes on as the same run and reads no page twice', async () => {
  await chooseSandbox(app.window);
  await signInToHubSpot(app);
  await connectOfficialAccounts(app.window);
  const held = await planFault(trial, {
    service: 'hubspot',
    kind: 'slow',
    method: 'GET',
    path: listPath,
    skip: 5,
    delayMs: foreverMs,
  });
  await startFirstSync(app.window);
  await held.happened();
  const { results: accounts } = z
    .object({ results: z.array(z.object({ contacts: z.number() })) })
    .parse(await trial.control('GET', '/hubspot/accounts'));
  const total = accounts[0]?.contacts ?? 0;
  expect(Math.ceil(total / 100)).toBe(pages);
  await expect(app.window.getByText(`500 of ${total.toLocaleString('en')}`)).toBeVisible();
  await goToScreen(app.window, 'Sync history');
  const run = await app.window.getByRole('link', { name: 'Running' }).getAttribute('href');

  await killAndStart();
  await signInAgain(app);
  await waitForSyncEnd(app.window);
  await goToScreen(app.window, 'Sync history');
  const rows = app.window.getByRole('row').filter({ hasText: 'Everything' });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('Resumed after a restart');
  expect(await rows.getByRole('link', { name: 'Completed', exact: true }).getAttribute('href')).toBe(run);
  await expect(rows.locator('[data-column="processed"]')).toHaveText(total.toLocaleString('en'));
  await goToScreen(app.window, 'Contacts');
  await expect(app.window.getByText(`${total.toLocaleString('en')} contacts`, { exact: true })).toBeVisible();

  const requests = z
    .object({
      results: z.array(z.object({ method: z.string(), path: z.string(), query: z.string(), status: z.number() })),
    })
    .parse(await trial.control('GET', '/hubspot/requests?limit=1000'));
  const places = requests.results
    .filter(({ method, path }) => method === 'GET' && new RegExp(listPath).test(path))
    .map(({ query }) => new URLSearchParams(query).get('after') ?? 'first');
  expect(places).toHaveLength(pages);
  expect(new Set(places).size).toBe(pages);

  const database = new DatabaseSync(join(profile, 'sandbox/lumo.db'), { readOnly: true });
  const stored = database.prepare('SELECT count(*) AS n, count(DISTINCT hubspot_id) AS people FROM contact').get();
  database.close();
  expect(stored).toEqual({ n: total, people: total });
});

test('a draft survives a kill', async () => {
  customer = await newCustomer(trial, '大葉 そら');
  await customerWrites('在庫はありますか');
  const draft = 'お問い合わせありがとうございます。在庫を確認して';
  await composerOf(app.window, customer.name).pressSequentially(draft);
  await expect(app.window.getByRole('option').filter({ hasText: customer.name }).getByText('Draft')).toBeVisible();
  await killAndStart();
  await openChat(app.window, customer.name);
  await expect(composerOf(app.window, customer.name)).toHaveValue(draft);
  await composerOf(app.window, customer.name).fill('');
});

test('killed before LINE had looked at a free reply: the phone gets it once', async () => {
  const text = '在庫はございます。';
  await customerWrites('急いでいます');
  const held = await planFault(trial, {
    service: 'line',
    kind: 'slow',
    method: 'POST',
    path: replyPath,
    delayMs: 12_000,
  });
  await send(app.window, customer.name, text);
  await held.happened();
  await killAndStart();
  await openChat(app.window, customer.name);
  await isAccepted(app.window, text);
  await expect(bubbleOf(app.window, text)).toContainText('Free');
  // the held request of the first life is looked at now, and its token is used up
  await expect.poll(async () => (await answersTo(replyPath, text)).toSorted(), { timeout: 30_000 }).toEqual([200, 400]);
  await customer.hasOnce(text);
});

test('killed after LINE took a free reply whose answer was lost: not sent again, said plainly, and a person decides', async () => {
  const text = 'ご注文を承りました。';
  await customerWrites('一つください');
  const dropped = await planFault(trial, { service: 'line', kind: 'dropAfter', method: 'POST', path: replyPath });
  await send(app.window, customer.name, text);
  await dropped.happened();
  await killAndStart();
  const { window } = app;
  await openChat(window, customer.name);
  const bubble = bubbleOf(window, text);
  await expect(bubble).toContainText('Not known whether it was sent');
  await expect(bubble).toContainText('a second try may send it twice');
  await expect(bubble.getByRole('button', { name: 'Discard' })).toBeVisible();
  await customer.hasOnce(text);

  await killAndStart();
  await openChat(app.window, customer.name);
  await expect(bubbleOf(app.window, text)).toContainText('Not known whether it was sent');
  expect(await customer.countOf(text)).toBe(1);

  await bubbleOf(app.window, text).getByRole('button', { name: 'Try again' }).click();
  await isAccepted(app.window, text);
  expect(await customer.countOf(text)).toBe(2);
});

for (const { moment, fault } of [
  { moment: 'before LINE had looked at a push', fault: { kind: 'slow', delayMs: 8_000 } },
  { moment: 'after a push got lost on its way', fault: { kind: 'dropBefore' } },
  { moment: 'after LINE took a push whose answer was lost', fault: { kind: 'dropAfter' } },
  { moment: 'while LINE answered a push that it had taken with broken words', fault: { kind: 'brokenJson' } },
]) {
  test(`killed ${moment}: the phone has it exactly once and it counts as accepted`, async () => {
    const text = `発送のお知らせ (${fault.kind})`;
    await openChat(app.window, customer.name);
    const planned = await planFault(trial, { service: 'line', method: 'POST', path: pushPath, ...fault });
    await send(app.window, customer.name, text);
    await planned.happened();
    await killAndStart();
    await openChat(app.window, customer.name);
    await isAccepted(app.window, text);
    await expect(bubbleOf(app.window, text)).toContainText('Push');
    await customer.hasOnce(text);
    if (fault.kind === 'slow') {
      await expect
        .poll(async () => (await answersTo(pushPath, text)).toSorted(), { timeout: 30_000 })
        .toEqual([200, 409]);
    }
    expect(await customer.countOf(text)).toBe(1);
  });
}
