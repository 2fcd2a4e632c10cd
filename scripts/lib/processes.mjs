import { spawn } from 'node:child_process';

/** Programs that were started here and still run; those in the background only serve the others. */
const running = new Map();

let interruptedBy = null;

/** The signal that asked this process to end, or null. */
export function interruption() {
  return interruptedBy;
}

process.on('exit', () => {
  for (const child of running.keys()) child.kill('SIGTERM');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    const isSecond = interruptedBy !== null;
    interruptedBy = signal;
    // At a terminal Ctrl+C has reached the programs already; twice would mean "at once" to them.
    const hasReachedAll = signal === 'SIGINT' && process.stdin.isTTY;
    // The app gets time to close its window and database while its display is still there.
    const working = [...running].filter(([, isBackground]) => !isBackground).map(([child]) => child);
    if (!hasReachedAll) for (const child of working) child.kill(signal);
    if (isSecond || working.length === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}

/**
 * Starts a program that lives as long as this process at most.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ isBackground?: boolean } & import('node:child_process').SpawnOptions} options
 */
export function start(command, args, { isBackground = false, ...options } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  running.set(child, isBackground);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * Runs a program to its end on this terminal.
 * @returns {Promise<number>} its exit code (128 + n is not told apart: any signal counts as 1)
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = start(command, args, options);
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a program to its end and keeps what it wrote.
 * @param {{ timeoutMs?: number } & import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} code 127 when it cannot be started
 */
export function capture(command, args, { timeoutMs, ...options } = {}) {
  return new Promise((resolve) => {
    const chunks = [];
    let timedOut = false;
    const child = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    const end = (code) => {
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8'), timedOut });
    };
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => {
      chunks.push(Buffer.from(String(error.message)));
      end(127);
    });
    child.once('close', (code) => end(code ?? 1));
  });
}
