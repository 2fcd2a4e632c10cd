import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { _electron as electron } from '@playwright/test';
import { z } from 'zod';
import type { DesktopWorld } from './desktop-world';
import { treeMemory } from './process-memory';
import type { Row } from './report';
import { percentile } from './statistics';

const area = 'start';
const rounds = 5;
const megabyte = 1024 * 1024;
const settleMs = 1_500;

interface Started {
  ms: number;
  pss: number;
  rss: number;
}

const runtimeSchema = z.object({ electron: z.string(), app: z.string(), noSandbox: z.boolean() });

/** When (epoch ms) the biggest part of what is shown now was painted. Text, because it runs in the page. */
const paintedAt = `new Promise((done) => {
  new PerformanceObserver((list, observer) => {
    observer.disconnect();
    done(performance.timeOrigin + list.getEntries().at(-1).startTime);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  setTimeout(() => done(Date.now()), 500);
})`;

/** A window with one heading, and nothing else: as fast as this Electron can be. */
function writeBareApp(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{ "name": "bare", "type": "module", "main": "main.js" }');
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Bare</title><h1>Bare window</h1>');
  writeFileSync(
    join(folder, 'main.js'),
    `import { app, BrowserWindow } from 'electron';
app.setPath('userData', ${JSON.stringify(join(folder, 'data'))});
// Nothing is awaited at the top: Electron becomes ready only after this module has run.
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => window.show());
  return window.loadFile(${JSON.stringify(join(folder, 'index.html'))});
});
`,
  );
}

/** Starts an app; measures until its first heading is painted, and what the whole process tree holds soon after. */
async function startOnce(app: string, env: Record<string, string>): Promise<Started> {
  const runtime = runtimeSchema.parse(JSON.parse(readFileSync(resolve('dist/runtime.json'), 'utf8')));
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RUN_AS_NODE',
  );
  const startedAt = Date.now();
  const launched = await electron.launch({
    executablePath: runtime.electron,
    args: [app === '' ? resolve(runtime.app) : app, ...(runtime.noSandbox ? ['--no-sandbox'] : [])],
    chromiumSandbox: !runtime.noSandbox,
    env: { ...Object.fromEntries(inherited), LUMO_LANGUAGE: 'en', ...env },
  });
  const window = await launched.firstWindow();
  await window.getByRole('heading', { level: 1 }).first().waitFor();
  const ms = z.number().parse(await window.evaluate(paintedAt)) - startedAt;
  await pause(settleMs);
  const memory = treeMemory(launched.process().pid ?? 0);
  await launched.close();
  return { ms, pss: memory?.pss ?? Number.NaN, rss: memory?.rss ?? Number.NaN };
}

/** Start of a console that was set up before, beside a bare window in the same Electron; in turns, so that load hits both. */
export async function coldStart(world: DesktopWorld): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-bare-'));
  try {
    writeBareApp(folder);
    const [own, bare]: [Started[], Started[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      bare.push(await startOnce(folder, {}));
      own.push(await startOnce('', { LUMO_USER_DATA: world.profile, ...world.trial.env }));
    }
    const median = (of: Started[], part: keyof Started) =>
      percentile(
        of.map((one) => one[part]),
        50,
      );
    return [
      {
        area,
        name: 'cold start to the first screen',
        value: median(own, 'ms'),
        unit: 'ms',
        bound: median(bare, 'ms'),
        boundName: 'ms bare window',
        aim: { of: 'ratio', atMost: 2 },
        note: `median of ${rounds}; all: ${own.map((one) => Math.round(one.ms)).join(', ')}; bare: ${bare.map((one) => Math.round(one.ms)).join(', ')}`,
      },
      {
        area,
        name: 'memory of all processes (PSS)',
        value: median(own, 'pss') / megabyte,
        unit: 'MB',
        bound: median(bare, 'pss') / megabyte,
        boundName: 'MB bare window',
        note: `RSS ${Math.round(median(own, 'rss') / megabyte)} MB, bare ${Math.round(median(bare, 'rss') / megabyte)} MB (shared pages counted more than once)`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
