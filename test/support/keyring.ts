import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';

const programs = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'];

/** A desktop session's keyring of its own, in memory of this test only. */
export interface Keyring {
  /** Environment and arguments under which a console uses it. */
  env: Record<string, string>;
  args: string[];
  stop(): Promise<void>;
}

/** The programs that a keyring needs and that this computer lacks. */
export function missingForKeyring(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const isThere = (program: string) =>
    folders.some((folder) => {
      try {
        accessSync(join(folder, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  return process.platform === 'linux' ? programs.filter((program) => !isThere(program)) : ['Linux'];
}

/** Starts a session bus with an unlocked keyring on it. */
export async function startKeyring(): Promise<Keyring> {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-keyring-'));
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...process.env, ...env, HOME: folder, XDG_DATA_HOME: folder, XDG_RUNTIME_DIR: folder },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin?.end('a password of this test\n');
  const hasOwner = (): boolean =>
    execFileSync(
      'dbus-send',
      [
        '--session',
        '--print-reply',
        '--dest=org.freedesktop.DBus',
        '/',
        'org.freedesktop.DBus.NameHasOwner',
        'string:org.freedesktop.secrets',
      ],
      { env: { ...process.env, ...env } },
    ).includes('boolean true');
  await expect.poll(hasOwner, { message: 'the keyring is up' }).toBe(true);
  return {
    env,
    args: ['--password-store=gnome-libsecret'],
    async stop() {
      await ended(daemon);
      await ended(bus);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`the session bus ended with code ${code}`)));
    if (child.stdout !== null) createInterface(child.stdout).once('line', done);
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      done();
      return;
    }
    child.removeAllListeners('exit');
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });
}
