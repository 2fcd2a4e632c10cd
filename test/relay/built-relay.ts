import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A relay in a process of its own. */
export interface RelayProcess {
  readonly url: string;
  readonly hasWriterThread: boolean;
  /** Ends it as a power button does, and resolves when it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts a built relay on a data folder and resolves when it listens. */
export async function startRelayProcess(file: string, environment: Record<string, string>): Promise<RelayProcess> {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, RELAY_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  const { url, hasWriterThread } = await listening(child);
  return {
    url,
    hasWriterThread,
    kill: (signal) => {
      child.kill(signal);
      return exit;
    },
  };
}

/** Runs a built relay's command to its end. */
export async function runRelayCommand(
  file: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, stdout, stderr };
}

function listening(child: ChildProcess): Promise<{ url: string; hasWriterThread: boolean }> {
  return new Promise((done, fail) => {
    let complaints = '';
    child.stderr?.on('data', (data) => {
      complaints += data;
    });
    child.once('exit', (code) => fail(new Error(`the relay ended with code ${code}: ${complaints}`)));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const entry: unknown = JSON.parse(line);
        if (entry instanceof Object && 'event' in entry && entry.event === 'listening') {
          done({
            url: 'url' in entry ? String(entry.url) : '',
            hasWriterThread: 'hasWriterThread' in entry && entry.hasWriterThread === true,
          });
        }
      });
    }
  });
}
