import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, nativeTheme, powerMonitor, safeStorage } from 'electron';
import type { Engine } from '../engine';
import { LumoError } from '../shared/errors/lumo-error';
import { createLogger } from '../shared/log/logger';
import { registerAppScheme, serveApp } from './app-protocol';
import { createAppService } from './app-service';
import { acceptPorts } from './bridge/handshake';
import { createRouter } from './bridge/router';
import { deepLinkOf, routeOfDeepLink } from './deep-link';
import { createEngineHost } from './engine-host';
import { languageOf } from './language';
import { openLogFile } from './log-file';
import { setMenu } from './menu';
import { removeOpenedCopies } from './message-file-doors';
import { notifyOfMessages, showUnreadBadge } from './notifications';
import { openProfile } from './profile';
import { openSecretStore } from './secrets';
import { enforceSecurity, refuseDebugging } from './security';
import { openSettings } from './settings';
import { createSetupService } from './setup-service';
import { openTray } from './tray';
import { openMainWindow } from './windows';

const quitLimitMs = 5_000;

/** The start order matters: scheme and sandbox before `ready`, then the window, then the engine beside its first paint. */
async function main(): Promise<void> {
  // As root Chromium's sandbox is off anyway and enabling it here would crash every child (toolchain facts, section 4).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  const profile = openProfile();
  if (refuseDebugging() || !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = openLogFile(profile.folder);
  const logger = createLogger(log.write, Date.now, process.env.LUMO_DEBUG === '1' ? 'debug' : 'info');
  process.on('uncaughtException', (error) =>
    logger.error('an exception was not caught', { error, stack: error.stack }),
  );
  process.on('unhandledRejection', (reason) =>
    logger.error('a promise was rejected unseen', {
      error: reason,
      stack: reason instanceof Error ? reason.stack : undefined,
    }),
  );
  await app.whenReady();
  enforceSecurity();

  const settings = openSettings(profile.folder);
  nativeTheme.themeSource = settings.read().theme;
  const secrets = openSecretStore(profile.folder, safeStorage, process.platform);
  const removeFolder = (path: string) => rm(path, { recursive: true, force: true, maxRetries: 3 });
  const host = createEngineHost({ profile, settings, secrets, logger, removeFolder });
  let window: BrowserWindow | null = null;
  const show = (route: string | null) => {
    if (window === null) {
      open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (route !== null) host.emit({ type: 'navigate', to: route });
  };
  const open = () => {
    window = openMainWindow(profile, join(app.getAppPath(), 'resources/icon.png'));
    window.on('closed', () => {
      window = null;
    });
  };

  serveApp(join(app.getAppPath(), 'out/renderer'), {
    dataFolder: host.dataFolder,
    outgoingFiles: () => host.engine()?.outgoingFiles ?? null,
    picture: async (path) => (await host.engine()?.picture(path)) ?? null,
  });
  const engine = (): Engine => {
    const running = host.engine();
    if (running === null) {
      const { problem } = host.sandboxState();
      throw problem === null ? new LumoError('HUBSPOT_NOT_CONNECTED') : new LumoError(problem.code, problem.params);
    }
    return running;
  };
  const router = createRouter({
    app: createAppService({ host, profile, settings, isKeyringAvailable: secrets.isDurable }),
    setup: createSetupService(host, profile),
    engine,
    settled: host.settled,
    subscribe: host.subscribe,
    logger,
  });
  acceptPorts(router, () => window?.webContents ?? null, logger);
  open();

  const tray = openTray(() => show(null));
  const setWords = () => setMenu(languageOf(settings.read().language), (route) => show(route));
  setWords();
  settings.onChange((next) => {
    nativeTheme.themeSource = next.theme;
    setWords();
    host.engine()?.rescheduleSync();
    host.engine()?.tellAgentName();
    host.emit({ type: 'settings', settings: next });
  });
  notifyOfMessages({ subscribe: host.subscribe, settings, window: () => window, show });
  const countUnread = async () => {
    const unread = (await host.engine()?.chat.unreadTotal(undefined)) ?? 0;
    showUnreadBadge(unread);
    tray.update(unread);
  };
  host.subscribe((event) => {
    if (event.type === 'conversationChanged' || (event.type === 'stale' && event.topics.includes('conversations'))) {
      void countUnread().catch(() => undefined);
    }
  });

  app.setAsDefaultProtocolClient('lumo');
  const follow = (link: string | null) => show(link === null ? null : routeOfDeepLink(link));
  app.on('second-instance', (_event, argv) => follow(deepLinkOf(argv)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(url);
  });
  app.on('activate', () => show(null));
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  powerMonitor.on('resume', () => host.engine()?.wake());

  let isStopped = false;
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    const limit = new Promise<void>((resolve) => {
      setTimeout(resolve, quitLimitMs);
    });
    void Promise.race([host.stop(), limit])
      .catch((error: unknown) => logger.error('the engine did not stop cleanly', { error }))
      .finally(() => {
        isStopped = true;
        app.quit();
      });
  });

  void removeOpenedCopies().catch(() => undefined);
  await host.resume();
  const first = deepLinkOf(process.argv);
  if (first !== null) follow(first);
}

void main();
