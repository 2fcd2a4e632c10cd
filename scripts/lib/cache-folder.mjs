import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const MARKER = '.complete.json';

/**
 * Makes a folder that is either whole or not there: it is built beside its place, gets a marker that lists every
 * file with its size, and is renamed. A folder that was half written or has lost a file is built again.
 * @param {string} target
 * @param {(folder: string) => Promise<void>} build fills an empty folder; what it throws leaves nothing behind
 * @returns {Promise<boolean>} true when it had to be built
 */
export async function ensureFolder(target, build) {
  if (isWhole(target)) return false;
  mkdirSync(dirname(target), { recursive: true });
  sweepUnfinished(target);
  const fresh = mkdtempSync(`${target}.new-${process.pid}-`);
  try {
    await build(fresh);
    writeFileSync(join(fresh, MARKER), JSON.stringify(sizesOf(fresh)));
    // Somebody else may have finished the same folder meanwhile: theirs is as good.
    if (!isWhole(target)) {
      rmSync(target, { recursive: true, force: true });
      renameSync(fresh, target);
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

/** True when the folder has its marker and every file that the marker lists, at its size. */
export function isWhole(target) {
  let sizes;
  try {
    sizes = JSON.parse(readFileSync(join(target, MARKER), 'utf8'));
    for (const [path, size] of Object.entries(sizes)) {
      if (lstatSync(join(target, path)).size !== size) return false;
    }
  } catch {
    return false;
  }
  return Object.keys(sizes).length > 0;
}

/** Leftovers of a run that was killed: older than an hour, or of a process that is gone. */
function sweepUnfinished(target) {
  const prefix = `${basename(target)}.new-`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix)) continue;
    const pid = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(pid)) rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

/** True when a process with this id exists. */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function sizesOf(folder) {
  const sizes = {};
  const visit = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) visit(path);
      else sizes[relative(folder, path)] = lstatSync(path).size;
    }
  };
  visit(folder);
  return sizes;
}
