import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, type UtilityProcess, utilityProcess } from 'electron';
import type { Logger } from '../engine';
import { LumoError } from '../shared/errors/lumo-error';
import { type TrialReady, trialMessageSchema, trialReadySchema } from '../shared/trial/trial-ready';

const startLimitMs = 120_000;

/** The sandbox with its relay, in a process of its own. */
export interface Trial {
  ready: TrialReady;
  stop(): void;
}

/** Tests run the sandbox outside the app and name the file with its `ready` message, so that killing the app leaves it up. */
function externalTrial(): Trial | null {
  const path = process.env.LUMO_TRIAL_READY;
  if (path === undefined || path === '') return null;
  return { ready: trialReadySchema.parse(JSON.parse(readFileSync(path, 'utf8'))), stop: () => undefined };
}

/**
 * Starts the sandbox with its data in `<profileFolder>/trial`. `onExit` is called when it dies by itself.
 * @throws LumoError SANDBOX_FAILED with the sentence that the sandbox gave
 */
export async function startTrial(
  options: { profileFolder: string; redirectPort: number; logger: Logger },
  onExit: () => void,
): Promise<Trial> {
  const { profileFolder, redirectPort, logger } = options;
  const external = externalTrial();
  if (external !== null) return external;
  const child: UtilityProcess = utilityProcess.fork(
    join(app.getAppPath(), 'out/main/trial.js'),
    ['--data', join(profileFolder, 'trial'), '--redirect-port', String(redirectPort), '--customers', '9'],
    { serviceName: 'Lumo sandbox', stdio: 'pipe' },
  );
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = `${lastWords}${chunk.toString('utf8')}`.slice(-2000);
  });
  child.stdout?.resume();
  return new Promise<Trial>((resolve, reject) => {
    let isReady = false;
    const fail = (detail: string) => {
      clearTimeout(timer);
      child.kill();
      reject(new LumoError('SANDBOX_FAILED', { detail }));
    };
    const timer = setTimeout(() => fail('no answer within two minutes'), startLimitMs);
    child.on('message', (data: unknown) => {
      const message = trialMessageSchema.safeParse(data);
      if (!message.success || message.data.type === 'progress') return;
      if (message.data.type === 'failed') {
        lastWords = message.data.message;
        fail(message.data.message);
        return;
      }
      clearTimeout(timer);
      isReady = true;
      resolve({ ready: message.data, stop: () => child.kill() });
    });
    child.on('exit', (code) => {
      logger.warn('the sandbox ended', { exitStatus: code, lastWords });
      if (isReady) onExit();
      else fail(lastWords.split('\n').filter(Boolean).at(-1) ?? `it ended with code ${code}`);
    });
  });
}
