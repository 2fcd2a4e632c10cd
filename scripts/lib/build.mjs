import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { withLock } from './lock.mjs';
import { NODE_MODULES, OUT, ROOT } from './paths.mjs';
import { run } from './processes.mjs';

/** The oldest Electron that the code runs on: electron-vite would otherwise take the one of node_modules. */
const OLDEST_ELECTRON = '33';

const INPUTS = ['src', 'resources', 'electron.vite.config.ts', 'package-lock.json', 'package.json'];

/** Builds out/ when a source has changed since the last build that went through. One build at a time per checkout. */
export function ensureBuild() {
  return withLock(join(ROOT, 'dist', '.building'), build);
}

async function build() {
  const stamp = join(OUT, '.stamp');
  const wanted = fingerprintOf(INPUTS);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(OUT, { recursive: true, force: true });
  const tool = join(NODE_MODULES, 'electron-vite', 'bin', 'electron-vite.js');
  const code = await run(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    env: { ...process.env, ELECTRON_MAJOR_VER: OLDEST_ELECTRON, ELECTRON_EXEC_PATH: process.execPath },
  });
  if (code !== 0) throw new Failure('The build failed.', 'The first error above says where.');
  writeFileSync(stamp, wanted);
}

/** Names, sizes and times of all the files below: cheap, and enough to know that nothing was touched. */
export function fingerprintOf(paths, root = ROOT) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    const stat = statSync(full);
    if (stat.isDirectory()) {
      for (const name of readdirSync(full).sort()) visit(join(path, name));
    } else {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}
