import { app, type Session, session, shell, type WebContents } from 'electron';
import { LumoError } from '../shared/errors/lumo-error';
import { appOrigin } from './app-protocol';

/** True for the app's own pages. */
export function isAppUrl(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}

function lockSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  target.setPermissionCheckHandler(() => false);
  target.setDevicePermissionHandler(() => false);
  target.on('will-download', (event) => event.preventDefault());
}

function lockContents(contents: WebContents, mayLoad: (url: string) => boolean): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!mayLoad(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!mayLoad(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !mayLoad(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Which addresses a window that is not the app's own (the phone, the sandbox's sign-in) may load. */
const guestRules = new WeakMap<WebContents, (url: string) => boolean>();

/** Lets one window load what `mayLoad` allows, in place of the app's own pages. Must be called before its first load. */
export function setGuestRule(contents: WebContents, mayLoad: (url: string) => boolean): void {
  guestRules.set(contents, mayLoad);
  lockSession(contents.session);
}

/**
 * The floor that every page stands on: no navigation away, no new windows, no webviews, no permissions, no downloads,
 * whatever creates the page.
 */
export function enforceSecurity(): void {
  lockSession(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, (url) => (guestRules.get(contents) ?? isAppUrl)(url));
  });
}

/**
 * Opens an https page in the system browser.
 * @throws LumoError INPUT_INVALID for any other address: other schemes start programs.
 */
export async function openHttps(url: string): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.protocol !== 'https:' || parsed.username !== '' || parsed.password !== '') {
    throw new LumoError('INPUT_INVALID', { field: 'url' });
  }
  await shell.openExternal(parsed.href);
}

/** A debugging port would let any local program drive the console; refused outside development and tests. */
export function refuseDebugging(): boolean {
  const isAsked = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect'].some((name) =>
    app.commandLine.hasSwitch(name),
  );
  return app.isPackaged && isAsked && process.env.LUMO_ALLOW_DEBUGGING !== '1';
}
