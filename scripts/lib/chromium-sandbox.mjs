import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';
import { capture } from './processes.mjs';

/** Chromium's own sandbox refuses to run as root on Linux; the app is then started without it. */
export function runsAsRoot() {
  return process.platform === 'linux' && process.getuid?.() === 0;
}

/**
 * Makes sure that Chromium can make its sandbox: it needs user namespaces, which some systems keep from ordinary users
 * (Ubuntu 24.04, containers), or its helper owned by root.
 * @throws {Failure} with the command that puts it right; otherwise Chromium would end without a window
 */
export async function ensureChromiumSandbox(executable) {
  if (process.platform !== 'linux' || runsAsRoot()) return;
  const helper = join(dirname(executable), 'chrome-sandbox');
  if (isOwnedByRoot(helper)) return;
  const { code } = await capture('unshare', ['--user', '--map-root-user', 'true']);
  // 127: there is no such program to ask with; then Chromium is left to find out.
  if (code === 0 || code === 127) return;
  throw new Failure(
    "This system keeps user namespaces from ordinary users, and Chromium's sandbox needs them or its helper.",
    `Run: sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`,
  );
}

function isOwnedByRoot(helper) {
  const stat = statSync(helper, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}
