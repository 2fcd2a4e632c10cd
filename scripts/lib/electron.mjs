import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { ensureKit, KIT_PLATFORM } from './kit.mjs';
import { CACHE, NODE_MODULES } from './paths.mjs';
import { capture } from './processes.mjs';

const INSTALL_LIMIT_MS = 5 * 60_000;

/** A failed download is not tried again on every start, but once a day (or at once with LUMO_ELECTRON=official). */
const RETRY_AFTER_MS = 24 * 60 * 60_000;

/**
 * The Electron to run: the official one where it is here or can be downloaded, else the kit of the package
 * registry (Linux x64, for trying and testing only).
 * LUMO_ELECTRON=official or =kit chooses one.
 * @returns {Promise<{ kind: 'official' | 'kit', executable: string, version: string, modules: string }>}
 *   modules: the folder whose better-sqlite3 fits this Electron
 */
export async function ensureElectron() {
  const choice = process.env.LUMO_ELECTRON ?? '';
  if (!['', 'official', 'kit'].includes(choice)) {
    throw new Failure(`LUMO_ELECTRON is "${choice}".`, 'Set it to "official" or "kit", or leave it out.');
  }
  if (choice === 'kit') return ensureKit();
  const official = await ensureOfficial(choice === 'official');
  if ('executable' in official) return official;
  const kit = await ensureKit();
  // Only now: where the kit could not be fetched either, the network was away, which says nothing about tomorrow.
  if (official.failure !== null) remember(official.memory, official.failure);
  return kit;
}

/**
 * The official Electron in node_modules. Where it is not there and cannot be fetched: why (null when that was found out
 * lately), and the file that remembers it.
 */
async function ensureOfficial(isDemanded) {
  const folder = join(NODE_MODULES, 'electron');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const found = () => {
    const pathFile = join(folder, 'path.txt');
    if (!existsSync(pathFile)) return null;
    const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
    const versionFile = join(folder, 'dist', 'version');
    const isThis = existsSync(versionFile) && readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') === version;
    return isThis && existsSync(executable) ? { kind: 'official', executable, version, modules: NODE_MODULES } : null;
  };
  const already = found();
  if (already !== null) return already;

  const memory = join(CACHE, `electron-${version}-${process.platform}-${process.arch}.unreachable.json`);
  const hasKit = KIT_PLATFORM === `${process.platform}-${process.arch}`;
  if (hasKit && !isDemanded && failedLately(memory)) return { failure: null, memory };
  console.log(`Downloading Electron ${version}`);
  const { code, output, timedOut } = await capture(process.execPath, [join(folder, 'install.js')], {
    timeoutMs: INSTALL_LIMIT_MS,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: undefined },
  });
  const fresh = code === 0 ? found() : null;
  if (fresh !== null) {
    rmSync(memory, { force: true });
    return fresh;
  }
  const reason = timedOut ? 'it took more than 5 minutes' : reasonOf(output);
  if (isDemanded || !hasKit) {
    throw new Failure(
      `Electron ${version} cannot be downloaded (${reason}).`,
      'Check the network, or set ELECTRON_MIRROR to a mirror of its releases, then try again.',
    );
  }
  console.log(`  not reachable (${reason}); using the trial kit of the package registry instead`);
  return { failure: { version, failedAt: Date.now(), reason }, memory };
}

function remember(memory, failure) {
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(memory, JSON.stringify(failure));
}

function failedLately(memory) {
  try {
    const { failedAt } = JSON.parse(readFileSync(memory, 'utf8'));
    const age = Date.now() - failedAt;
    return age >= 0 && age < RETRY_AFTER_MS;
  } catch {
    return false;
  }
}

function reasonOf(output) {
  const line = output.split('\n').find((text) => /error|E[A-Z]{4,}/i.test(text)) ?? output.split('\n')[0] ?? '';
  return line.trim().slice(0, 120) || 'no reason given';
}
