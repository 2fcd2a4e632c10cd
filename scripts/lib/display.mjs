import { Failure } from './failure.mjs';
import { start } from './processes.mjs';

const START_LIMIT_MS = 20_000;

/** True when windows can be shown only with a display of our own. */
export function needsOwnDisplay(environment = process.env) {
  return process.platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY;
}

/**
 * Sets DISPLAY to a new virtual screen where there is none. The server chooses a free number itself
 * and says it, so that several runs at once never meet. It ends with this process.
 */
export async function ensureDisplay() {
  if (!needsOwnDisplay()) return;
  const server = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp'], {
    isBackground: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  process.env.DISPLAY = await new Promise((resolve, reject) => {
    const fail = (reason) =>
      reject(
        new Failure(
          `The virtual screen does not start (${reason}).`,
          'Run "Xvfb :99" by hand to see why, or set DISPLAY.',
        ),
      );
    const timer = setTimeout(() => fail('no answer in 20 s'), START_LIMIT_MS);
    let text = '';
    server.stdio[3].on('data', (chunk) => {
      text += String(chunk);
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(`:${text.trim()}`);
    });
    server.once('error', (error) => fail(error.message));
    server.once('exit', (code) => fail(`it ended with code ${code}`));
  });
}
