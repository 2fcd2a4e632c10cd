import { execFileSync } from 'node:child_process';
import { shell } from 'electron';
import type { Logger } from '../engine';
import { openHttps } from './security';
import { openSandboxWindow } from './windows';

/** Long enough to read that the console is connected; a browser would keep the page, a window of ours need not. */
const goodbyeMs = 2_500;

/** False where nothing can open a web page: a Linux without xdg-open, as on a server or in a container. */
function hasSystemBrowser(): boolean {
  if (process.env.LUMO_SIGN_IN === 'window') return false;
  if (process.platform !== 'linux') return true;
  try {
    execFileSync('which', ['xdg-open'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Opens HubSpot's sign-in page. Real accounts: in the system browser, https only. The sandbox's page is loopback http:
 * the system browser too, or, where there is none, a window of the sandbox that can go nowhere else.
 */
export function createSignInOpener(options: {
  sandboxOrigin: string | null;
  redirectUri: string;
  logger: Logger;
}): (url: string) => Promise<void> {
  const { sandboxOrigin, redirectUri, logger } = options;
  if (sandboxOrigin === null) return openHttps;
  const mayLoad = (url: string) => url.startsWith(`${sandboxOrigin}/`) || url.startsWith(redirectUri);
  const openWindow = (url: string) => {
    const window = openSandboxWindow({ url, title: 'Sandbox: HubSpot', width: 560, height: 760, mayLoad });
    window.webContents.on('did-navigate', (_event, landed) => {
      if (!landed.startsWith(redirectUri)) return;
      setTimeout(() => {
        if (!window.isDestroyed()) window.close();
      }, goodbyeMs);
    });
  };
  return async (url) => {
    if (!url.startsWith(`${sandboxOrigin}/`)) {
      logger.warn('a sign-in page outside the sandbox was not opened');
      return;
    }
    if (!hasSystemBrowser()) {
      openWindow(url);
      return;
    }
    await shell.openExternal(url).catch(() => openWindow(url));
  };
}
