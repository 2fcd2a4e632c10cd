import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TrialReady, trialMessageSchema } from '../../src/shared/trial/trial-ready';
import { controlCall } from './control-call';

const root = resolve(import.meta.dirname, '../..');

/** The sandbox with its relay in a process of its own, so that it outlives a console that a test kills. */
export interface TrialProcess {
  ready: TrialReady;
  /** Environment that makes a console use this sandbox instead of starting its own. */
  env: Record<string, string>;
  /** Calls the scenario API; rejects when the answer is not 2xx. */
  control<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Calls the HubSpot stand-in as another integration of the account would, outside the product. */
  stop(): Promise<void>;
}

/** Starts the built sandbox (out/main/trial.js) with a small seeded world. */
export async function startTrialProcess(
  options: { contacts?: number; friends?: number; messages?: number; seed?: number; redirectPort?: number } = {},
): Promise<TrialProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'lumo-trial-'));
  const { contacts = 400, friends = 60, messages = 600, seed = 7, redirectPort = 17820 } = options;
  const args = Object.entries({
    data: join(folder, 'data'),
    contacts,
    friends,
    messages,
    seed,
    'redirect-port': redirectPort,
  });
  const child = spawn(
    process.execPath,
    [join(root, 'out/main/trial.js'), ...args.flatMap(([name, value]) => [`--${name}`, String(value)])],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const ready = await readyOf(child);
  const readyFile = join(folder, 'ready.json');
  writeFileSync(readyFile, JSON.stringify(ready));
  return {
    ready,
    env: { LUMO_TRIAL_READY: readyFile, LUMO_REDIRECT_PORT: String(redirectPort) },
    control(method, path, body) {
      return controlCall(ready.endpoints.control, method, path, body);
    },
    async stop() {
      const isGone = new Promise<void>((done) => {
        if (child.exitCode !== null || child.signalCode !== null) done();
        else child.once('exit', () => done());
      });
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await isGone;
      clearTimeout(killer);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The sandbox's addresses, once its whole past is in the relay. */
function readyOf(child: ChildProcess): Promise<TrialReady> {
  return new Promise((done, fail) => {
    let ready: TrialReady | null = null;
    child.once('exit', (code) => fail(new Error(`the sandbox ended with code ${code} before it was ready`)));
    child.on('message', (data) => {
      const message = trialMessageSchema.safeParse(data);
      if (!message.success) return;
      if (message.data.type === 'failed') fail(new Error(message.data.message));
      if (message.data.type === 'ready') ready = message.data;
      if (message.data.type === 'progress' && message.data.step === 'past' && ready !== null) done(ready);
    });
  });
}
