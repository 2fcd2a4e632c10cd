/**
 * A problem that a person can cure: one line that says what happened and what to do.
 * Everything else that is thrown is a defect of ours and is shown with its stack.
 */
export class Failure extends Error {
  /**
   * @param {string} what what happened, in plain words
   * @param {string} cure what the person does about it
   */
  constructor(what, cure) {
    super(`${what} ${cure}`.replace(/\s+/g, ' ').trim());
    this.name = 'Failure';
  }
}

const CURES_BY_CODE = new Map([
  ['ENOSPC', ['The disk is full.', 'Free about 2 GB and run the same command again: it carries on.']],
  ['EDQUOT', ['Your disk quota is used up.', 'Free about 2 GB and run the same command again: it carries on.']],
  [
    'EROFS',
    ['The disk is read-only.', 'Move the checkout to a writable disk, or set LUMO_CACHE to a writable folder.'],
  ],
  [
    'EACCES',
    ['A file or folder may not be written.', 'Give your user the right to it, or set LUMO_CACHE to another folder.'],
  ],
  [
    'EPERM',
    ['A file or folder may not be changed.', 'Give your user the right to it, or set LUMO_CACHE to another folder.'],
  ],
  ['EMFILE', ['Too many files are open.', 'Raise the limit with "ulimit -n 4096" and try again.']],
]);

/**
 * Turns anything thrown into the line to print: failures as they are, known system errors with their cure.
 * @param {unknown} error
 * @returns {Failure | null} null when the error is a defect that deserves its stack
 */
export function asFailure(error) {
  if (error instanceof Failure) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = CURES_BY_CODE.get(code);
  if (known === undefined) return null;
  const where = error instanceof Error && 'path' in error ? ` (${String(error.path)})` : '';
  return new Failure(`${known[0]}${where}`, known[1]);
}

const NPM_CAUSES = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network request|socket hang up/i,
    'The package registry cannot be reached.',
    'Check the network (and HTTPS_PROXY where one is used), then run the same command again.',
  ],
  [
    /CERT|self.signed|unable to verify/i,
    'The package registry shows a certificate that is not trusted.',
    'Set NODE_EXTRA_CA_CERTS to the certificate file of your network, then try again.',
  ],
  [
    /EINTEGRITY|integrity checksum failed/i,
    'A downloaded package is not the one that the lock file names.',
    'Run "npm cache clean --force" and try again; if it stays, the registry serves something else.',
  ],
  [/ENOSPC|no space left/i, 'The disk is full.', 'Free about 2 GB and run the same command again: it carries on.'],
  [
    /EACCES|EPERM|permission denied/i,
    'npm may not write its cache or this folder.',
    'Give your user the right to ~/.npm and to this folder, then try again.',
  ],
  [
    /E401|E403|ENEEDAUTH/,
    'The package registry refuses this user.',
    'Check "npm config get registry" and its sign-in, then try again.',
  ],
  [
    /E404|ETARGET/,
    'The package registry does not have a package that is needed.',
    'Check "npm config get registry": it must offer the whole public registry.',
  ],
  [
    /can only install packages when|EUSAGE/,
    'package.json and package-lock.json disagree.',
    'Take both files from the same commit, or run "npm install" once and commit the lock file.',
  ],
];

/**
 * Explains what npm printed when it failed.
 * @param {string} doing what npm was asked to do, for the line
 * @param {string} output everything that npm wrote
 */
export function npmFailure(doing, output) {
  for (const [pattern, what, cure] of NPM_CAUSES) {
    if (pattern.test(output)) return new Failure(`${doing} failed: ${what}`, cure);
  }
  const last = output.split('\n').filter((line) => /npm (error|ERR!)/.test(line) && !/complete log/.test(line));
  return new Failure(
    `${doing} failed: ${(last[0] ?? 'npm gave no reason').replace(/^npm (error|ERR!)\s*/, '')}.`,
    'Run "npm ping" to see whether the registry answers, then try again.',
  );
}
