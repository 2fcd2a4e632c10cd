import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureFolder, isAlive, isWhole } from '../../scripts/lib/cache-folder.mjs';
import { temporaryFolder } from './temporary-folder.mjs';

const build = async (folder) => {
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'tool'), 'whole');
};
const read = (target) => readFileSync(join(target, 'bin', 'tool'), 'utf8');

/** The id of a process that has just ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a folder of the cache', () => {
  it('is built once', async () => {
    const target = join(temporaryFolder(), 'deep', 'node-1');
    expect(await ensureFolder(target, build)).toBe(true);
    expect(await ensureFolder(target, () => Promise.reject(new Error('built twice')))).toBe(false);
    expect(read(target)).toBe('whole');
  });

  it('that was half written by an older run is built again', async () => {
    const target = join(temporaryFolder(), 'node-1');
    mkdirSync(join(target, 'bin'), { recursive: true });
    writeFileSync(join(target, 'bin', 'tool'), 'wh');
    expect(await ensureFolder(target, build)).toBe(true);
    expect(read(target)).toBe('whole');
  });

  it.each([
    ['lost a file', (target) => rmSync(join(target, 'bin', 'tool'))],
    ['has a file that was cut short', (target) => truncateSync(join(target, 'bin', 'tool'), 2)],
    ['has a broken marker', (target) => writeFileSync(join(target, '.complete.json'), '{"bin')],
    ['has an empty marker', (target) => writeFileSync(join(target, '.complete.json'), '{}')],
  ])('that %s is built again', async (_, harm) => {
    const target = join(temporaryFolder(), 'node-1');
    await ensureFolder(target, build);
    harm(target);
    expect(isWhole(target)).toBe(false);
    expect(await ensureFolder(target, build)).toBe(true);
    expect(isWhole(target)).toBe(true);
  });

  it('is not there at all when building it fails, and the next run builds it', async () => {
    const parent = temporaryFolder();
    const target = join(parent, 'node-1');
    const failing = async (folder) => {
      await build(folder);
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    await expect(ensureFolder(target, failing)).rejects.toThrow('no space');
    expect(readdirSync(parent)).toEqual([]);
    expect(await ensureFolder(target, build)).toBe(true);
  });

  it('takes away what a killed run left, and leaves alone what a living one is at', async () => {
    const parent = temporaryFolder();
    const target = join(parent, 'node-1');
    const left = `${target}.new-${deadPid()}-aaaaaa`;
    const busy = `${target}.new-${process.pid}-bbbbbb`;
    mkdirSync(left);
    mkdirSync(busy);
    await ensureFolder(target, build);
    expect(existsSync(left)).toBe(false);
    expect(existsSync(busy)).toBe(true);
  });

  it('is whole when two runs build it at the same time', async () => {
    const target = join(temporaryFolder(), 'node-1');
    await Promise.all([ensureFolder(target, build), ensureFolder(target, build)]);
    expect(isWhole(target)).toBe(true);
    expect(readdirSync(join(target, '..'))).toEqual(['node-1']);
  });
});

describe('isAlive', () => {
  it('knows a running process from one that ended', () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isAlive(deadPid())).toBe(false);
    expect(isAlive(Number.NaN)).toBe(false);
  });
});
