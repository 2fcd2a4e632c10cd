import { capture } from './processes.mjs';

/**
 * Runs apt-get without a question to anybody. The same configuration files stay as they are.
 * @param {readonly string[]} args
 */
export function apt(args) {
  return capture('apt-get', ['-o', 'Dpkg::Options::=--force-confold', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Why an apt-get failed, in one line. */
export function aptComplaint({ code, output }) {
  const line = output.split('\n').find((text) => text.startsWith('E:')) ?? `apt-get ended with code ${code}`;
  return line.trim();
}
