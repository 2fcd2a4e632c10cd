import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ElectronApplication, _electron as electron, type Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

interface Runtime {
  electron: string;
  app: string;
  noSandbox: boolean;
}

/** A running console with a profile of its own. */
export interface ConsoleApp {
  electron: ElectronApplication;
  window: Page;
  /** Folder of the profile; kept over `quit` and `kill`, so that a test can start the console again. */
  profile: string;
  /** Errors that any page wrote to its console, and exceptions that nobody caught. */
  pageErrors: string[];
  /** Ends the console as a person would. */
  quit(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

export interface LaunchOptions {
  /** A profile of an earlier launch; a new one without it. */
  profile?: string;
  env?: Record<string, string>;
  width?: number;
  height?: number;
  args?: string[];
}

/** A new, empty profile folder. */
export function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'lumo-e2e-'));
}

export function removeProfile(profile: string): void {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** Starts the staged app (dist/app) in the Electron that the run scripts found, and waits for its first screen. */
export async function launchConsole(options: LaunchOptions = {}): Promise<ConsoleApp> {
  const runtime: Runtime = JSON.parse(readFileSync(join(root, 'dist/runtime.json'), 'utf8'));
  const profile = options.profile ?? newProfile();
  const launched = await electron.launch({
    executablePath: runtime.electron,
    args: [
      join(root, runtime.app),
      ...(runtime.noSandbox ? ['--no-sandbox'] : []),
      '--force-device-scale-factor=1',
      ...(options.args ?? []),
    ],
    chromiumSandbox: !runtime.noSandbox,
    cwd: root,
    env: {
      ...Object.fromEntries(
        Object.entries(process.env).filter(
          (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
        ),
      ),
      LUMO_USER_DATA: profile,
      LUMO_LANGUAGE: 'en',
      LUMO_SIGN_IN: 'window',
      ...options.env,
    },
  });
  const pageErrors: string[] = [];
  const watch = (page: Page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') pageErrors.push(message.text());
    });
    page.on('pageerror', (error) => pageErrors.push(error.message));
  };
  launched.on('window', watch);
  const window = await launched.firstWindow();
  watch(window);
  await launched.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
    { width: options.width ?? 1440, height: options.height ?? 900 },
  );
  await window.getByRole('heading', { level: 1 }).first().waitFor();
  const child = launched.process();
  return {
    electron: launched,
    window,
    profile,
    pageErrors,
    quit: () => launched.close(),
    kill: async () => {
      const isGone = new Promise<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) done();
        else child.once('exit', () => done());
      });
      child.kill('SIGKILL');
      await isGone;
    },
  };
}
