import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ensureDependencies, fingerprint, holdsTheLock } from '../../scripts/lib/dependencies.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const here = { version: '1.0.0', integrity: 'sha512-a' };
const elsewhere = { version: '1.0.0', integrity: 'sha512-b', optional: true, os: ['plan9'] };
const partOfElsewhere = { version: '1.0.0', integrity: 'sha512-c', optional: true };

/** A checkout with one package installed and what a package of another platform left out. */
function checkout(installed = { 'node_modules/a': here }) {
  const root = temporaryFolder();
  const lock = {
    packages: { '': {}, 'node_modules/a': here, 'node_modules/b': elsewhere, 'node_modules/c': partOfElsewhere },
  };
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock));
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
  for (const path of Object.keys(installed)) {
    mkdirSync(join(root, path), { recursive: true });
    writeFileSync(join(root, path, 'package.json'), '{}');
  }
  return root;
}

describe('the dependencies', () => {
  it('are taken as they are when npm has installed exactly the lock file', async () => {
    const root = checkout();
    expect(holdsTheLock(root)).toBe(true);
    await ensureDependencies(root);
    expect(readFileSync(join(root, 'node_modules', '.installed'), 'utf8')).toBe(fingerprint(root));
  });

  it.each([
    ['a package is missing', () => checkout({})],
    ['a package has another version', () => checkout({ 'node_modules/a': { ...here, version: '1.0.1' } })],
    ['a package has other content', () => checkout({ 'node_modules/a': { ...here, integrity: 'sha512-z' } })],
    ['a package too many is there', () => checkout({ 'node_modules/a': here, 'node_modules/z': here })],
  ])('are installed again when %s', (_, make) => expect(holdsTheLock(make())).toBe(false));

  it('are installed again when a folder is gone, or the install was cut short', () => {
    const gone = checkout();
    rmSync(join(gone, 'node_modules', 'a'), { recursive: true });
    expect(holdsTheLock(gone)).toBe(false);
    const cut = checkout();
    rmSync(join(cut, 'node_modules', '.package-lock.json'));
    expect(holdsTheLock(cut)).toBe(false);
  });

  it('are another set when the lock file changes', () => {
    const root = checkout();
    const before = fingerprint(root);
    writeFileSync(join(root, 'package-lock.json'), '{"packages":{}}');
    expect(fingerprint(root)).not.toBe(before);
  });

  it('say in one line when package.json and the lock file disagree', async () => {
    const root = checkout({});
    writeFileSync(join(root, 'package.json'), '{"name":"x","version":"1.0.0","dependencies":{"z":"1.0.0"}}');
    writeFileSync(
      join(root, 'package-lock.json'),
      '{"name":"x","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"x","version":"1.0.0"}}}',
    );
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    vi.stubEnv('npm_config_fetch_retries', '0');
    const failure = await ensureDependencies(root).catch((error) => error);
    vi.unstubAllEnvs();
    expect(failure.name).toBe('Failure');
    expect(failure.message).toMatch(/^Installing the dependencies failed: /);
    expect(failure.message).not.toContain('\n');
  });
});
