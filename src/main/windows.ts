import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { appOrigin } from './app-protocol';
import type { ProfileStore, WindowBounds } from './profile';
import { setGuestRule } from './security';

/** What every page gets: no Node, its own world, the browser's sandbox. */
export const lockedPreferences: WebPreferences = {
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  allowRunningInsecureContent: false,
  spellcheck: false,
  navigateOnDragDrop: false,
};

/** Same greys as the theme's page background, so that no white flash precedes the first paint. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#141817' : '#f6f8f7');

function visibleBounds(bounds: WindowBounds | null): Partial<WindowBounds> {
  if (bounds === null) return { width: 1440, height: 900 };
  const { workArea } = screen.getDisplayMatching(bounds);
  const isVisible =
    bounds.x < workArea.x + workArea.width - 100 &&
    bounds.x + bounds.width > workArea.x + 100 &&
    bounds.y >= workArea.y - 20;
  return isVisible ? bounds : { width: bounds.width, height: bounds.height };
}

/** Opens the console's window and remembers where it was left. The promise of its load is not awaited. */
export function openMainWindow(profile: ProfileStore, icon: string | null): BrowserWindow {
  const remembered = profile.read().bounds;
  const window = new BrowserWindow({
    ...visibleBounds(remembered),
    minWidth: 940,
    minHeight: 640,
    show: false,
    title: 'Lumo Console',
    backgroundColor: background(),
    ...(icon === null ? {} : { icon }),
    webPreferences: { ...lockedPreferences, preload: join(app.getAppPath(), 'out/preload/index.cjs') },
  });
  if (remembered?.isMaximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const isMaximized = window.isMaximized();
    profile.write({ bounds: { ...window.getNormalBounds(), isMaximized } });
  });
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}

/**
 * Opens a page of the sandbox (the phone, the sign-in) as a browser would: own throw-away session, no preload, and
 * only addresses that `mayLoad` allows.
 */
export function openSandboxWindow(options: {
  url: string;
  title: string;
  width: number;
  height: number;
  mayLoad: (url: string) => boolean;
}): BrowserWindow {
  const window = new BrowserWindow({
    width: options.width,
    height: options.height,
    title: options.title,
    autoHideMenuBar: true,
    backgroundColor: background(),
    webPreferences: { ...lockedPreferences, partition: `sandbox-${Date.now()}-${Math.random()}` },
  });
  setGuestRule(window.webContents, options.mayLoad);
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(options.url).catch(() => undefined);
  return window;
}
