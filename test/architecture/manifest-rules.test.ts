import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockProblems, manifestProblems } from './manifest-rules';
import { ROOT } from './source-files';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const readJson = (name: string): unknown => JSON.parse(read(name));

describe('package.json', () => {
  it('pins every dependency to one version and runs nothing on install', () => {
    expect(manifestProblems(readJson('package.json'))).toEqual([]);
  });

  it.each(['^1.2.3', '~1.2.3', '1.2', '*', 'latest', '>=1.0.0', 'github:a/b'])('refuses the version %s', (version) => {
    expect(manifestProblems({ scripts: {}, dependencies: { a: version }, devDependencies: {} })).toHaveLength(1);
  });

  it('refuses a script that an install would run', () => {
    expect(manifestProblems({ scripts: { postinstall: 'x' }, dependencies: {}, devDependencies: {} })).toHaveLength(1);
  });
});

describe('package-lock.json', () => {
  it('is complete, hashed, and names no host', () => {
    expect(lockProblems(readJson('package-lock.json'))).toEqual([]);
  });

  it('is refused with a host, without a hash, or without a part of another platform', () => {
    const good = { version: '1.0.0', integrity: 'sha512-x' };
    expect(lockProblems({ packages: { '': {}, 'node_modules/a': good } })).toEqual([]);
    expect(
      lockProblems({ packages: { 'node_modules/a': { ...good, resolved: 'https://somewhere/a.tgz' } } }),
    ).toHaveLength(1);
    expect(lockProblems({ packages: { 'node_modules/a': { version: '1.0.0' } } })).toHaveLength(1);
    expect(
      lockProblems({ packages: { 'node_modules/a': { ...good, optionalDependencies: { b: '1.0.0' } } } }),
    ).toHaveLength(1);
  });
});

describe('npm', () => {
  it('is told to run no install scripts and to save exact versions', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    expect(read('.npmrc')).toMatch(/^save-exact=true$/m);
  });
});
