import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureFolder, isWhole } from './cache-folder.mjs';
import { Failure } from './failure.mjs';
import { downloadPackage } from './package-download.mjs';
import { CACHE } from './paths.mjs';
import { capture, run } from './processes.mjs';

const VERSION = '24.21.0';

/** The oldest Node that the tools run on (vitest 5 and better-sqlite3 13). */
const OLDEST = [22, 12];

/** Plain tarballs without install scripts; there is none of this version for macOS. */
const HASHES = {
  'linux-x64': '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'linux-arm64': 'FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  'win32-x64': '0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
};

/** True when a Node of this version runs every tool of the repository. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/**
 * Makes sure that a new enough Node runs this script: where it is too old, fetches one and runs the script again with it.
 * It comes before `npm ci`, because npm under an old Node leaves out optional packages whose "engines" do not match,
 * and the bundler's own binary is one of them.
 * @returns {Promise<number | null>} the exit code of the second run, null when this Node does
 */
export async function rerunWithNewerNode(script, args) {
  if (isNewEnough(process.versions.node)) return null;
  const node = await fetchNode();
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  return run(node, [script, ...args], { env: { ...process.env, PATH } });
}

/**
 * The Node of the cache, fetched and checked when it is missing or broken.
 * @returns {Promise<string>} path of its executable
 */
export async function fetchNode(cache = CACHE) {
  const platform = `${process.platform}-${process.arch}`;
  const sha512 = HASHES[platform];
  if (sha512 === undefined) {
    throw new Failure(
      `Node ${process.versions.node} is too old and none can be fetched for ${platform}.`,
      'Install Node 24 from https://nodejs.org and run the same command again.',
    );
  }
  const target = join(cache, `node-${VERSION}-${platform}`);
  const executable = join(target, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (isWhole(target) || (await answersWithItsVersion(executable))) return executable;
  console.log(`Node ${process.versions.node} is too old for the tools: fetching Node ${VERSION} into ${target}`);
  await ensureFolder(target, async (folder) => {
    const name = `node-${platform.replace('win32', 'win')}`;
    await downloadPackage({ name, version: VERSION, sha512 }, folder, ['package/bin']);
    for (const entry of readdirSync(join(folder, 'package'))) {
      renameSync(join(folder, 'package', entry), join(folder, entry));
    }
    rmSync(join(folder, 'package'), { recursive: true });
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const fresh = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(fresh)) chmodSync(fresh, 0o755);
    if (!(await answersWithItsVersion(fresh))) {
      throw new Failure(
        `The fetched Node ${VERSION} does not run on this system.`,
        "Install Node 24 by your system's means (https://nodejs.org) and run the same command again.",
      );
    }
  });
  return executable;
}

async function answersWithItsVersion(executable) {
  if (!existsSync(executable)) return false;
  const { code, output } = await capture(executable, ['--version'], { timeoutMs: 20_000 });
  return code === 0 && output.trim() === `v${VERSION}`;
}
