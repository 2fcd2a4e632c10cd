import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './cache-folder.mjs';
import { Failure } from './failure.mjs';

const POLL_MS = 200;

/**
 * Does work while no other process does the same: the file names the one that is at it. A lock whose
 * process is gone is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {number} limitMs how long another one is waited for
 * @returns {Promise<T>}
 */
export async function withLock(file, work, limitMs = 10 * 60_000) {
  mkdirSync(dirname(file), { recursive: true });
  const until = Date.now() + limitMs;
  while (!take(file)) {
    if (Date.now() > until) {
      throw new Failure(
        `Another run has been at work in this checkout for long (${file}).`,
        'Wait for it or end it, then try again.',
      );
    }
    await delay(POLL_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  try {
    if (!isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true });
  } catch {
    // Released between the two looks: the next try takes it.
  }
  return false;
}
