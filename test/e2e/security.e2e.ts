import { expect, test } from '@playwright/test';
import { type ConsoleApp, launchConsole, removeProfile } from '../support/console-app';

let app: ConsoleApp;

test.beforeAll(async () => {
  app = await launchConsole();
});
test.afterAll(async () => {
  await app.quit();
  removeProfile(app.profile);
});

test('every window is isolated, sandboxed, without Node and without webviews', async () => {
  const preferences = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const read: unknown = Reflect.get(window.webContents, 'getLastWebPreferences');
      return typeof read === 'function' ? read.call(window.webContents) : null;
    }),
  );
  expect(preferences.length).toBeGreaterThan(0);
  for (const one of preferences) {
    expect(one).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      webviewTag: false,
    });
  }
});

test('the page has neither Node nor Electron nor any function from the preload script', async () => {
  const found = await app.window.evaluate(() => ({
    node: ['require', 'process', 'module', 'global', 'Buffer', '__dirname'].filter((name) => name in globalThis),
    bridges: Object.keys(globalThis).filter((name) => /electron|ipc|lumo|api/i.test(name)),
  }));
  expect(found).toEqual({ node: [], bridges: [] });
});

test('the page comes with the strict policy, and the policy holds', async () => {
  const policy = await app.window.evaluate(async () =>
    (await fetch(location.href)).headers.get('content-security-policy'),
  );
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+'; img-src 'self' data:; media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  const violations = await app.window.evaluateHandle(() => {
    const directives: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    return directives;
  });
  const outcome = await app.window.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.__injected = true';
    document.body.append(script);
    const image = new Image();
    const isBlocked = new Promise<boolean>((done) => {
      image.onerror = () => done(true);
      image.onload = () => done(false);
    });
    image.src = 'https://example.com/pixel.png';
    const isImageBlocked = await isBlocked;
    const isFetchBlocked = await fetch('https://example.com/').then(
      () => false,
      () => true,
    );
    script.remove();
    return { isInjected: '__injected' in window, isImageBlocked, isFetchBlocked };
  });
  expect(outcome).toEqual({ isInjected: false, isImageBlocked: true, isFetchBlocked: true });
  // A refusal is reported by a task of its own, which may come after the refused call has ended.
  await expect
    .poll(() => violations.evaluate((directives) => [...new Set(directives)].sort()))
    .toEqual(['connect-src', 'img-src', 'script-src-elem']);
  app.pageErrors.length = 0; // these refusals were asked for
});

test('no address leads out of the bundle', async () => {
  const statuses = await app.window.evaluate(async () => {
    const addresses = ['/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/media/..%2flumo.db', '/nothing.js'];
    return Promise.all(addresses.map(async (address) => (await fetch(`app://bundle${address}`)).status));
  });
  expect(statuses).toEqual([404, 404, 404, 404]);
  const foreignHost = await app.window.evaluate(() =>
    fetch('app://other/index.html').then(
      (answer) => answer.status,
      () => 'blocked',
    ),
  );
  expect([404, 'blocked']).toContain(foreignHost);
  app.pageErrors.length = 0;
});

test('navigation, new windows, frames, webviews and permissions are denied', async () => {
  const before = app.window.url();
  const outcome = await app.window.evaluate(async () => {
    const opened = window.open('https://example.com/');
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    link.remove();
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    const isFrameEmpty = await new Promise<boolean>((done) => {
      frame.onload = () => done(frame.contentDocument === null || frame.contentDocument.body.childElementCount === 0);
      requestAnimationFrame(() => requestAnimationFrame(() => done(true)));
    });
    frame.remove();
    const geolocation = await navigator.permissions.query({ name: 'geolocation' });
    const notifications = await Notification.requestPermission();
    return { isOpened: opened !== null, isFrameEmpty, geolocation: geolocation.state, notifications };
  });
  expect(outcome).toEqual({ isOpened: false, isFrameEmpty: true, geolocation: 'denied', notifications: 'denied' });
  expect(app.window.url()).toBe(before);
  const windows = await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(1);
  app.pageErrors.length = 0;
});

test('a port from another window is refused, while our own page is answered', async () => {
  const answer = await app.electron.evaluate(async ({ BrowserWindow, app: electronApp }) => {
    const stranger = new BrowserWindow({
      show: false,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        preload: `${electronApp.getAppPath()}/out/preload/index.cjs`,
      },
    });
    await stranger.loadURL('app://bundle/index.html');
    const outcome: unknown = await stranger.webContents.executeJavaScript(`new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => done('answered'));
      port1.addEventListener('close', () => done('closed'));
      port1.start();
      window.postMessage('lumo:connect', '*', [port2]);
      port1.postMessage(JSON.stringify({ i: '1', p: { u: '/app/info' } }));
    })`);
    stranger.destroy();
    return outcome;
  });
  expect(answer).toBe('closed');
});
