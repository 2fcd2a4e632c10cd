import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../scripts/lib/kit.mjs';
import { withLock } from '../../scripts/lib/lock.mjs';
import { isNewEnough } from '../../scripts/lib/node.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const RUN = join(import.meta.dirname, '..', '..', 'scripts', 'run.mjs');

describe('the command line', () => {
  it('lists the commands when it is given none, or one that it does not know', () => {
    const none = spawnSync(process.execPath, [RUN], { encoding: 'utf8' });
    expect(none.status).toBe(0);
    const unknown = spawnSync(process.execPath, [RUN, 'fly'], { encoding: 'utf8' });
    expect(unknown.status).toBe(2);
    for (const command of [
      'start',
      'test',
      'check',
      'test:unit',
      'test:e2e',
      'sandbox',
      'relay',
      'engine',
      'bench',
      'package',
      'screenshots',
    ]) {
      expect(unknown.stderr).toContain(`  ${command} `);
    }
  });

  it('ends with one line and code 1 when something must be mended by a person', () => {
    const env = { ...process.env, LUMO_ELECTRON: 'third' };
    const result = spawnSync(process.execPath, [RUN, 'start'], { encoding: 'utf8', env });
    expect(result.status).toBe(1);
    expect(result.stderr.trim()).toBe('LUMO_ELECTRON is "third". Set it to "official" or "kit", or leave it out.');
  });

  it('has every command in package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(RUN, '..', '..', 'package.json'), 'utf8'));
    for (const [name, command] of Object.entries(scripts)) expect(command).toBe(`node scripts/run.mjs ${name}`);
  });
});

describe('the version of Node', () => {
  it.each([
    ['18.20.8', false],
    ['20.20.2', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['24.21.0', true],
  ])('%s is new enough: %s', (version, expected) => expect(isNewEnough(version)).toBe(expected));
});

describe('one run at a time', () => {
  it('waits for the other one of the same checkout', async () => {
    const file = join(temporaryFolder(), 'deep', '.building');
    const order = [];
    let release = () => {};
    const first = withLock(
      file,
      () =>
        new Promise((resolve) => {
          order.push('first in');
          release = () => {
            order.push('first out');
            resolve();
          };
        }),
    );
    const second = withLock(file, async () => order.push('second in'));
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(existsSync(file)).toBe(false);
  });

  it('takes over from one that was killed', async () => {
    const file = join(temporaryFolder(), '.building');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(file, String(gone));
    expect(await withLock(file, async () => 'done')).toBe('done');
  });

  it('gives up with one line when the other one never ends, and lets go when the work fails', async () => {
    const file = join(temporaryFolder(), '.building');
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(file, String(other.pid));
    await expect(withLock(file, async () => 'done', 300)).rejects.toThrow(/Another run has been at work/);
    other.kill();
    writeFileSync(file, '0');
    await expect(withLock(file, () => Promise.reject(new Error('work failed')))).rejects.toThrow('work failed');
    expect(existsSync(file)).toBe(false);
  });
});

describe('the trial kit', () => {
  it('takes the runtime and its own better-sqlite3, and nothing of the product it came in', () => {
    expect(placeOf('Cypress/Cypress')).toBe('dist/electron');
    expect(placeOf('Cypress/locales/ja.pak')).toBe('dist/locales/ja.pak');
    expect(placeOf('Cypress/resources/app/node_modules/better-sqlite3/build/Release/better_sqlite3.node')).toBe(
      'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    );
    expect(placeOf('Cypress/resources/app/node_modules/bindings/bindings.js')).toBe(
      'node_modules/bindings/bindings.js',
    );
    expect(placeOf('Cypress/resources/app/node_modules/better-sqlite3/node_modules/semver/index.js')).toBeNull();
    expect(placeOf('Cypress/resources/app/packages/server/index.js')).toBeNull();
    expect(placeOf('Cypress/browser_v8_context_snapshot.bin')).toBeNull();
  });
});
