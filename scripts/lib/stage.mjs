import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runsAsRoot } from './chromium-sandbox.mjs';
import { APP, OUT, ROOT, RUNTIME_FILE } from './paths.mjs';

/**
 * Lays out dist/app, the folder that runs, is tested and is packed: the manifest, the built code and the
 * better-sqlite3 that fits the Electron at hand. Also writes dist/runtime.json for the tests and the bench.
 * @param {Awaited<ReturnType<import('./electron.mjs').ensureElectron>>} electron
 */
export function stage(electron) {
  const stamp = JSON.stringify({ build: readFileSync(join(OUT, '.stamp'), 'utf8'), electron });
  const stampFile = join(APP, '.stamp');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    const fresh = `${APP}.new-${process.pid}`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(join(fresh, 'node_modules'), { recursive: true });
    writeFileSync(join(fresh, 'package.json'), `${JSON.stringify(manifest(electron), null, 2)}\n`);
    for (const part of ['main', 'preload', 'renderer']) {
      if (existsSync(join(OUT, part))) cpSync(join(OUT, part), join(fresh, 'out', part), { recursive: true });
    }
    if (existsSync(join(ROOT, 'resources')))
      cpSync(join(ROOT, 'resources'), join(fresh, 'resources'), { recursive: true });
    copySqlite(electron, join(fresh, 'node_modules'));
    writeFileSync(join(fresh, '.stamp'), stamp);
    rmSync(APP, { recursive: true, force: true });
    renameSync(fresh, APP);
  }
  mkdirSync(dirname(RUNTIME_FILE), { recursive: true });
  writeFileSync(RUNTIME_FILE, `${JSON.stringify(runtime(electron), null, 2)}\n`);
}

/** What a test needs to start the app. */
export function runtime(electron) {
  return {
    electron: electron.executable,
    version: electron.version,
    kind: electron.kind,
    app: 'dist/app',
    noSandbox: runsAsRoot(),
  };
}

function manifest(electron) {
  const { name, productName, version, description, license, type, main } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const sqlite = JSON.parse(readFileSync(join(electron.modules, 'better-sqlite3', 'package.json'), 'utf8'));
  return {
    name,
    productName,
    version,
    description,
    license,
    private: true,
    type,
    main,
    dependencies: { 'better-sqlite3': sqlite.version },
  };
}

function copySqlite(electron, modules) {
  if (electron.kind === 'kit') {
    for (const name of ['better-sqlite3', 'bindings', 'file-uri-to-path']) {
      cpSync(join(electron.modules, name), join(modules, name), { recursive: true });
    }
    return;
  }
  const from = join(electron.modules, 'better-sqlite3');
  const to = join(modules, 'better-sqlite3');
  for (const part of ['package.json', 'LICENSE', 'lib']) cpSync(join(from, part), join(to, part), { recursive: true });
  const binary = `${process.platform}-${process.arch}.node`;
  mkdirSync(join(to, 'prebuilds'), { recursive: true });
  cpSync(join(from, 'prebuilds', binary), join(to, 'prebuilds', binary));
}
