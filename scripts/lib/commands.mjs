import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { Failure } from './failure.mjs';
import { APP, NODE_MODULES, OUT, ROOT } from './paths.mjs';
import { prepareApp } from './prepare-app.mjs';
import { run } from './processes.mjs';
import { runtime } from './stage.mjs';
import { runStages, STAGES } from './stages.mjs';

/** Every command: what it does in a few words, and how. */
const COMMANDS = {
  start: ['starts the app', startApp],
  test: ['checks, builds and tests everything', testAll],
  check: ['types, lint, import rules, dead code', check],
  'test:unit': ['unit and integration tests', unitTests],
  'test:e2e': ['end-to-end tests in the real Electron', endToEndTests],
  sandbox: ['the HubSpot and LINE stand-ins with their relay, without the app', (args) => runBuilt('trial', args)],
  relay: ['the relay as a process of its own', (args) => runBuilt('relay', args)],
  engine: ['the engine without a window', (args) => runBuilt('engine', args)],
  bench: ['measurements, as a table', bench],
  package: ['an unpacked release in dist/release', makePackage],
  screenshots: ['a picture of every screen into screenshots/', screenshots],
};

/**
 * Runs one command after making sure that its dependencies are installed.
 * @returns {Promise<number>} the exit code
 */
export async function runCommand(name, args) {
  const command = COMMANDS[name];
  if (command === undefined) {
    const list = Object.entries(COMMANDS).map(([key, [text]]) => `  ${key.padEnd(12)} ${text}`);
    console.error(`Usage: node scripts/run.mjs <command>\n${list.join('\n')}`);
    return name === '' || name === 'help' ? 0 : 2;
  }
  await ensureDependencies();
  return command[1](args);
}

async function startApp(args) {
  const electron = await prepareApp();
  const flags = runtime(electron).noSandbox ? ['--no-sandbox'] : [];
  return run(electron.executable, [APP, ...flags, ...args], {
    cwd: ROOT,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined },
  });
}

async function runBuilt(entry, args) {
  await ensureBuild();
  return run(process.execPath, ['--enable-source-maps', join(OUT, 'main', `${entry}.js`), ...args], { cwd: ROOT });
}

async function testAll() {
  return runStages([STAGES.types, STAGES.lint, STAGES.deadCode, STAGES.unit, STAGES.e2e], []);
}

async function check() {
  return runStages([STAGES.types, STAGES.lint, STAGES.importRules, STAGES.deadCode], []);
}

async function unitTests(args) {
  return runStages([STAGES.unit], args);
}

async function endToEndTests(args) {
  return runStages([STAGES.e2e], args);
}

async function screenshots(args) {
  await prepareApp();
  return run(
    process.execPath,
    [join(NODE_MODULES, '@playwright', 'test', 'cli.js'), 'test', '--project=screenshots', ...args],
    { cwd: ROOT },
  );
}

async function bench(args) {
  await prepareApp();
  const vite = join(NODE_MODULES, 'vite', 'bin', 'vite.js');
  const code = await run(
    process.execPath,
    [vite, 'build', '--config', join(ROOT, 'scripts', 'bench.vite.config.mjs'), '--logLevel', 'warn'],
    { cwd: ROOT },
  );
  if (code !== 0) throw new Failure('The bench cannot be built.', 'The first error above says where.');
  return run(process.execPath, ['--enable-source-maps', '--expose-gc', join(OUT, 'bench', 'main.js'), ...args], {
    cwd: ROOT,
  });
}

async function makePackage(args) {
  const { packageApp } = await import('./package-app.mjs');
  return packageApp(args);
}
