import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmFailure } from './failure.mjs';
import { npm } from './package-download.mjs';
import { ROOT } from './paths.mjs';

/**
 * Installs exactly what the lock file says, when node_modules is not that already. No install script is run.
 * The marker is written last, so an install that was cut short is done again.
 */
export async function ensureDependencies(root = ROOT) {
  const marker = join(root, 'node_modules', '.installed');
  const wanted = fingerprint(root);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  if (!holdsTheLock(root)) {
    console.log('Installing the dependencies of package-lock.json');
    const { code, output } = await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root });
    if (code !== 0) throw npmFailure('Installing the dependencies', output);
  }
  writeFileSync(marker, wanted);
}

/** What the installed tree depends on: what is asked for, the lock file, and the platform whose binaries were chosen. */
export function fingerprint(root) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`);
  return hash.update(askedFor(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))).digest('hex');
}

function askedFor({ dependencies = {}, devDependencies = {} }) {
  return JSON.stringify([dependencies, devDependencies].map((group) => Object.entries(group).sort()));
}

/**
 * True when npm's own record of node_modules says that every needed package of the lock file is there,
 * as after an `npm install` by hand; optional packages of other platforms may be missing.
 */
export function holdsTheLock(root) {
  try {
    const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (askedFor(manifest) !== askedFor(wanted[''])) return false;
    const present = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages;
    const names = Object.keys(wanted).filter((name) => name !== '');
    const known = new Set(names);
    if (Object.keys(present).some((name) => !known.has(name))) return false;
    return names.every((name) => {
      const isHere = present[name] !== undefined && existsSync(join(root, name, 'package.json'));
      if (!isHere) return wanted[name].optional === true && !fitsThisPlatform(wanted[name]);
      return present[name].version === wanted[name].version && present[name].integrity === wanted[name].integrity;
    });
  } catch {
    return false;
  }
}

/** An optional package without a platform of its own is a part of one that has another. */
function fitsThisPlatform(entry) {
  if (entry.os === undefined && entry.cpu === undefined) return false;
  const allows = (list, value) => list === undefined || list.includes(value);
  return (
    allows(entry.os, process.platform) &&
    allows(entry.cpu, process.arch) &&
    (entry.libc === undefined || entry.libc.includes(libc()))
  );
}

function libc() {
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
