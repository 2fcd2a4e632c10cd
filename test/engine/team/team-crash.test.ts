import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../relay/bundle';
import type { TeamTask } from '../support/team-process';
import { TeamWorld } from '../support/team-world';

// under the repository, so that the bundle finds the database driver
const built = mkdtempSync(join(resolve(import.meta.dirname, '../../..'), 'node_modules/.lumo-team-crash-'));
let entry = '';
beforeAll(async () => {
  entry = await bundle('test/engine/support/team-process.ts', built);
}, 60_000);
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** Runs a console process until it dies; `killAfterMs` counts from the moment it begins. */
async function runUntilDeath(task: TeamTask, killAfterMs: number | null = null): Promise<void> {
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, TEAM_TASK: JSON.stringify(task) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<NodeJS.Signals | null>((done) => child.once('exit', (_code, signal) => done(signal)));
  if (killAfterMs !== null) {
    await new Promise<void>((begun) => child.stdout.once('data', () => begun()));
    await pause(killAfterMs);
    child.kill('SIGKILL');
  }
  expect(await gone).toBe('SIGKILL');
}

test('kill -9 between what was stored and what was told: every change that was stored is told once', async () => {
  const world = await TeamWorld.start();
  const other = await world.console('Other');
  const task = async (crashAt: TeamTask['crashAt'], texts: string[]): Promise<TeamTask> => ({
    dataFolder: world.folderOf('Fragile'),
    device: await world.device('Fragile'),
    crashAt,
    texts,
  });
  await runUntilDeath(await task('beforeAppend', ['before']));
  await runUntilDeath(await task('afterAnswer', ['after']));
  for (const [round, afterMs] of [0, 15, 30, 60].entries()) {
    await runUntilDeath(await task('whenTold', [`${round} a`, `${round} b`, `${round} c`]), afterMs);
  }
  const again = await world.console('Fragile');
  const stored = again.shared().notes ?? [];
  expect(stored).toEqual(expect.arrayContaining(['before', 'after'].map((text) => expect.objectContaining({ text }))));
  const { notes } = await world.settled();
  // each has an id of its own: one that was told twice would stand there twice at the other console
  expect(notes).toEqual(stored);
  expect(other.shared().notes).toEqual(stored);
}, 90_000);
