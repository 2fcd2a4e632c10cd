import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFailure } from './failure.mjs';
import { NODE_MODULES, ROOT } from './paths.mjs';
import { prepareApp } from './prepare-app.mjs';
import { interruption, run } from './processes.mjs';
import { add, fromPlaywright, fromVitest, NOTHING, totalLine } from './totals.mjs';

/**
 * Pieces of `npm test`, each run to its end even when an earlier one failed. A stage gives the number of tests that
 * passed and failed; a check without tests of its own counts only when it fails.
 */
export const STAGES = {
  types: { title: 'Types', work: () => checkTool(['typescript', 'bin', 'tsc'], ['-b', '--pretty', 'false']) },
  lint: {
    title: 'Lint',
    work: () => checkTool(['@biomejs', 'biome', 'bin', 'biome'], ['check', '--error-on-warnings', '.']),
  },
  deadCode: { title: 'Dead code', work: () => checkTool(['knip', 'bin', 'knip.js'], ['--no-progress']) },
  importRules: { title: 'Import rules and house rules', work: (args) => vitest(['test/architecture', ...args]) },
  unit: { title: 'Unit and integration tests', work: vitest },
  e2e: { title: 'End-to-end tests', work: playwright },
};

/**
 * Runs stages one after the other and prints their total as the very last line.
 * @returns {Promise<number>} 0 when nothing failed
 */
export async function runStages(stages, args) {
  let total = NOTHING;
  for (const { title, work } of stages) {
    if (interruption() !== null) return 130;
    console.log(`\n== ${title}`);
    const startedAt = Date.now();
    let counts;
    try {
      counts = await work(args);
    } catch (error) {
      console.error(asFailure(error)?.message ?? error);
      counts = { ...NOTHING, failed: 1 };
    }
    total = add(total, counts);
    console.log(
      `== ${title}: ${counts.failed === 0 ? 'ok' : 'FAILED'} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
    );
  }
  console.log(`\n${totalLine(total)}`);
  return total.failed === 0 ? 0 : 1;
}

async function checkTool(path, args) {
  const code = await run(process.execPath, [join(NODE_MODULES, ...path), ...args], { cwd: ROOT });
  return { ...NOTHING, failed: code === 0 ? 0 : 1 };
}

function vitest(args) {
  return withReport(async (report) => {
    const tool = join(NODE_MODULES, 'vitest', 'vitest.mjs');
    const code = await run(
      process.execPath,
      [tool, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
      {
        cwd: ROOT,
      },
    );
    return [code, fromVitest];
  });
}

function playwright(args) {
  return withReport(async (report) => {
    await prepareApp();
    const tool = join(NODE_MODULES, '@playwright', 'test', 'cli.js');
    const code = await run(process.execPath, [tool, 'test', '--project=e2e', '--reporter=list,json', ...args], {
      cwd: ROOT,
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    });
    return [code, fromPlaywright];
  });
}

async function withReport(work) {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-console-report-'));
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, 'report.json');
    const [code, read] = await work(file);
    let counts = NOTHING;
    try {
      counts = read(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return { ...NOTHING, failed: 1 };
    }
    // A run that ends badly without a failed test (an error outside of any test) has not passed.
    return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
