import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, type Page, test } from '@playwright/test';
import { bubbleOf, goToScreen, isAccepted, openChat, send } from '../support/chat-screen';
import { type ConsoleApp, type LaunchOptions, launchConsole, newProfile, removeProfile } from '../support/console-app';
import { newCustomer, planFault } from '../support/customer-phone';
import { missingForKeyring, startKeyring } from '../support/keyring';
import { plantedSecrets, secretsIn, secretsInFolder } from '../support/planted-secrets';
import { signInAgain } from '../support/signed-in-again';
import { startTrialProcess, type TrialProcess } from '../support/trial-process';
import { finishWizard, waitForSyncEnd } from '../support/wizard';

const noKeyring = ['--password-store=basic'];
const settingsSections = ['Accounts', 'Sync', 'Chat', 'Team', 'Canned replies', 'General', 'Data', 'About'];

let trial: TrialProcess;
let running: ConsoleApp | null = null;
let profile: string;

test.beforeEach(async () => {
  trial = await startTrialProcess({ contacts: 300, friends: 40, messages: 200, redirectPort: 17843 });
  profile = newProfile();
});

test.afterEach(async () => {
  await running?.quit();
  await trial.stop();
  removeProfile(profile);
  expect(running?.pageErrors ?? []).toEqual([]);
  running = null;
});

/** Starts a console of this test; what is left of it is ended after the test. */
async function start(options: LaunchOptions): Promise<ConsoleApp> {
  running = await launchConsole({ profile, ...options });
  return running;
}

/** Makes the page keep every word that comes over the bridge, from its next load on. */
async function listenToBridge(window: Page): Promise<void> {
  await window.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heardOnBridge: heard });
    globalThis.MessageChannel = class extends MessageChannel {
      constructor() {
        super();
        this.port1.addEventListener('message', ({ data }) =>
          heard.push(typeof data === 'string' ? data : JSON.stringify(data)),
        );
      }
    };
  });
  await window.reload();
  await window.getByRole('heading', { level: 1 }).first().waitFor();
}

/** Everything that the page can know: what stands in it, what it stored, what it was told. */
function pageMemory(window: Page): Promise<{ text: string; answers: number; databases: number }> {
  return window.evaluate(async () => {
    const heard: unknown = Reflect.get(globalThis, 'heardOnBridge');
    const answers = Array.isArray(heard) ? heard.map(String) : [];
    const databases = await indexedDB.databases();
    const stored = [localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage }));
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      'value' in field ? String(field.value) : '',
    );
    const text = [
      document.documentElement.outerHTML,
      document.cookie,
      location.href,
      ...stored,
      ...fields,
      ...answers,
    ].join('\n');
    return { text, answers: answers.length, databases: databases.length };
  });
}

/** Command lines and environments of the console and of every process that it started. */
function processTexts(root: number): Buffer[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        try {
          const status = readFileSync(`/proc/${name}/stat`, 'utf8');
          return [[Number(name), Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])] as const];
        } catch {
          return []; // it has just ended
        }
      }),
  );
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && isOurs(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(isOurs).flatMap((pid) =>
    ['cmdline', 'environ'].flatMap((file) => {
      try {
        return [readFileSync(`/proc/${pid}/${file}`)];
      } catch {
        return [];
      }
    }),
  );
}

/** Addresses of every page of every window, now and before. */
function addressesOf(app: ConsoleApp): Promise<string[]> {
  return app.electron.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .flatMap((contents) => contents.navigationHistory.getAllEntries().map((entry) => entry.url)),
  );
}

test('no planted secret is in a file, a log, a backup, a command line, an address or the page', async () => {
  test.slow();
  let app = await start({ env: { ...trial.env, LUMO_DEBUG: '1' }, args: noKeyring });
  await listenToBridge(app.window);
  await finishWizard(app);
  await waitForSyncEnd(app.window);

  await test.step('trouble on every connection, so that what is said about it is looked through, too', async () => {
    const customer = await newCustomer(trial, '水野 ひみつ');
    await customer.writes('こんにちは');
    await trial.control('POST', '/hubspot/tokens/expire', {});
    await trial.control('POST', '/line/tokens/expire', {});
    await planFault(trial, { service: 'hubspot', kind: 'brokenJson', path: '/oauth/.*/token$' });
    await planFault(trial, { service: 'hubspot', kind: 'invalidToken', path: '/crm/' });
    await planFault(trial, { service: 'line', kind: 'brokenJson', path: '/oauth2/v3/token$' });
    await planFault(trial, { service: 'line', kind: 'dropAfter', path: '/v2/bot/message/' });
    await openChat(app.window, customer.name);
    await expect(bubbleOf(app.window, 'こんにちは')).toBeVisible();
    await send(app.window, customer.name, 'お待たせしました');
    await expect(bubbleOf(app.window, 'お待たせしました')).toContainText(/Not known whether it was sent|Free/, {
      timeout: 30_000,
    });
    await goToScreen(app.window, 'Sync history');
    await app.window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
    await expect(app.window.getByRole('link', { name: /^Completed/ })).toHaveCount(2, { timeout: 60_000 });
  });

  const secrets = await plantedSecrets(trial);
  for (const kind of ['HubSpot access token', 'HubSpot refresh token', 'HubSpot sign-in code', 'LINE access token']) {
    expect(secrets.map(({ name }) => name)).toContain(kind);
  }

  await test.step('the page: its screens, its storage, its fields and all that it was told', async () => {
    for (const screen of ['Dashboard', 'Chats', 'Contacts', 'Sync history', 'Settings'] as const) {
      await goToScreen(app.window, screen);
      await app.window.getByRole('main').waitFor();
      expect(secretsIn(Buffer.from((await pageMemory(app.window)).text), secrets)).toEqual([]);
    }
    for (const section of settingsSections) {
      await app.window
        .getByRole('navigation', { name: 'Settings sections' })
        .getByRole('link', { name: section })
        .click();
      expect(secretsIn(Buffer.from((await pageMemory(app.window)).text), secrets)).toEqual([]);
    }
    const memory = await pageMemory(app.window);
    expect(memory.answers).toBeGreaterThan(50);
    expect(memory.databases).toBe(0);
  });

  await test.step('addresses, command lines, environments', async () => {
    const addresses = await addressesOf(app);
    expect(addresses.length).toBeGreaterThan(0);
    expect(secretsIn(Buffer.from(addresses.join('\n')), secrets)).toEqual([]);
    const texts = processTexts(app.electron.process().pid ?? -1);
    expect(texts.length).toBeGreaterThan(4);
    expect(secretsIn(Buffer.concat(texts), secrets)).toEqual([]);
  });

  await test.step('files while it runs, after a kill, and with a backup', async () => {
    expect(secretsInFolder(profile, secrets).found).toEqual([]);
    expect(app.pageErrors).toEqual([]);
    await app.kill();
    const left = secretsInFolder(profile, secrets);
    expect(left.found).toEqual([]);
    expect(left.files).toBeGreaterThan(20);
    expect(existsSync(join(profile, 'logs/main.log'))).toBe(true);
    expect(existsSync(join(profile, 'secrets.json'))).toBe(false);
    // the daily backup is due now
    const database = new DatabaseSync(join(profile, 'sandbox/lumo.db'));
    database.exec('UPDATE job SET run_at = 0');
    database.close();
    app = await start({ env: trial.env, args: noKeyring });
    const backups = join(profile, 'sandbox/backups');
    await expect
      .poll(() => (existsSync(backups) ? readdirSync(backups).filter((name) => name.endsWith('.db')).length : 0))
      .toBeGreaterThan(0);
    await signInAgain(app);
    expect(secretsInFolder(profile, await plantedSecrets(trial)).found).toEqual([]);
  });

  await test.step('the search itself finds a secret in each of its forms', () => {
    const file = join(profile, 'planted');
    const secret = secrets[0]?.value ?? '';
    const forms = [
      `x${secret}y`,
      Buffer.from(secret, 'utf16le'),
      ...['', 'a', 'ab'].map((before) => Buffer.from(`${before}${secret}z`).toString('base64')),
    ];
    for (const form of forms) {
      writeFileSync(file, form);
      expect(secretsInFolder(profile, secrets).found).toEqual(['HubSpot client secret in planted']);
    }
    rmSync(file);
  });
});

test('without a keyring a restart loses no data: chats work at once, HubSpot asks for one sign-in', async () => {
  let app = await start({ env: trial.env, args: noKeyring });
  await finishWizard(app);
  await waitForSyncEnd(app.window);
  await goToScreen(app.window, 'Settings');
  await app.window.getByRole('link', { name: 'Data', exact: true }).click();
  await expect(app.window.getByText('Kept for this session only')).toBeVisible();
  const customer = await newCustomer(trial, '夏目 りく');
  await customer.writes('見積もりをお願いします');
  await openChat(app.window, customer.name);
  await send(app.window, customer.name, '承知しました');
  await isAccepted(app.window, '承知しました');
  expect(app.pageErrors).toEqual([]);
  await app.quit();
  await customer.writes('何日かかりますか');

  app = await start({ env: trial.env, args: noKeyring });
  const { window } = app;
  await goToScreen(window, 'Dashboard');
  await expect(window.getByRole('alert').filter({ hasText: 'You are signed out of HubSpot' })).toBeVisible();
  const connections = window.getByRole('listitem');
  await expect(connections.filter({ hasText: 'HubSpot' })).toContainText('Needs attention');
  for (const { displayName } of trial.ready.officialAccounts) {
    await expect(connections.filter({ hasText: displayName }).first()).toContainText('Connected');
  }
  await openChat(window, customer.name);
  await expect(bubbleOf(window, '承知しました')).toBeVisible();
  await expect(bubbleOf(window, '何日かかりますか')).toBeVisible();
  await send(window, customer.name, '三日です');
  await isAccepted(window, '三日です');
  await customer.hasOnce('三日です');

  await signInAgain(app);
  await expect(connections.filter({ hasText: 'HubSpot' })).toContainText('Connected');
  await window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
  await waitForSyncEnd(window);
  await goToScreen(window, 'Contacts');
  await expect(window.getByText('300 contacts', { exact: true })).toBeVisible();
});

test('own accounts without a keyring: the secrets are asked again after a restart, and then all goes on', async () => {
  const { relay, hubspotClient } = trial.ready;
  let app = await start({ args: noKeyring });
  await app.window.getByRole('button', { name: 'Connect my own accounts' }).click();
  await app.window.getByLabel('HubSpot client ID').fill(hubspotClient.clientId);
  await app.window.getByLabel('Relay address').fill(relay.url);
  await app.window.getByLabel('Workspace ID').fill(relay.workspaceId);
  const enterSecrets = async (window: Page) => {
    await window.getByLabel('HubSpot client secret').fill(hubspotClient.clientSecret);
    await window.getByLabel('Device token').fill(relay.deviceToken);
  };
  await enterSecrets(app.window);
  await app.window.getByRole('button', { name: 'Next' }).click();
  await app.window.getByRole('heading', { level: 1, name: 'Connect HubSpot' }).waitFor();
  expect(app.pageErrors).toEqual([]);
  await app.quit();
  expect(secretsInFolder(profile, await plantedSecrets(trial)).found).toEqual([]);
  // the rest of the wizard needs a real HubSpot account
  const file = join(profile, 'profile.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), isOwnSetUp: true }));

  app = await start({ args: noKeyring });
  const { window } = app;
  await window.getByRole('alert').filter({ hasText: 'The sign-ins could not be read' }).getByRole('button').click();
  await expect(window.getByLabel('Relay address')).toHaveValue(relay.url);
  await enterSecrets(window);
  await window.getByRole('button', { name: 'Save' }).click();
  await expect(window.getByText('Enter the values again')).toBeVisible();
  await goToScreen(window, 'Dashboard');
  await expect(window.getByRole('listitem').filter({ hasText: 'Relay' })).toContainText('Live');
  await expect(window.getByText('The sign-ins could not be read')).toHaveCount(0);
  expect(secretsInFolder(profile, await plantedSecrets(trial)).found).toEqual([]);
});

test('with a keyring the file holds ciphertext only, and a restart stays connected', async () => {
  const missing = missingForKeyring();
  test.skip(missing.length > 0, `needs ${missing.join(', ')}`);
  const keyring = await startKeyring();
  try {
    const options = { env: { ...trial.env, ...keyring.env }, args: keyring.args };
    let app = await start(options);
    await finishWizard(app);
    await waitForSyncEnd(app.window);
    const file = join(profile, 'secrets.json');
    const names = Object.keys(JSON.parse(readFileSync(file, 'utf8')));
    expect(names).toContain('sandbox:hubspot/tokens');
    expect(secretsInFolder(profile, await plantedSecrets(trial)).found).toEqual([]);
    expect(app.pageErrors).toEqual([]);
    await app.quit();

    app = await start(options);
    await goToScreen(app.window, 'Dashboard');
    await expect(app.window.getByRole('listitem').filter({ hasText: 'HubSpot' })).toContainText('Connected');
    await app.window.getByRole('button', { name: 'Re-sync Data', exact: true }).click();
    await waitForSyncEnd(app.window);
    await expect(app.window.getByRole('button', { name: 'Sign in again' })).toHaveCount(0);
    await goToScreen(app.window, 'Settings');
    await app.window.getByRole('link', { name: 'Data', exact: true }).click();
    await expect(app.window.getByText("Kept in the system's keyring")).toBeVisible();
    expect(secretsInFolder(profile, await plantedSecrets(trial)).found).toEqual([]);
    await app.quit();
  } finally {
    await keyring.stop();
  }
});
