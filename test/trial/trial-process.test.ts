import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type TrialMessage, trialMessageSchema } from '../../src/shared/trial/trial-ready';
import { readTrialState } from '../../src/trial/trial-state';
import { bundle } from '../relay/bundle';
import { temporaryFolder, until } from '../relay/relay-harness';

const SMALL = ['--contacts', '20', '--friends', '5', '--messages', '20', '--seed', '3'];

let trialFile = '';
let bundleFolder = '';

beforeAll(async () => {
  bundleFolder = mkdtempSync(join(tmpdir(), 'lumo-trial-bundle-'));
  trialFile = await bundle('src/trial/index.ts', bundleFolder);
});

afterAll(() => rmSync(bundleFolder, { recursive: true, force: true }));

interface TrialProcess {
  readonly child: ChildProcess;
  readonly messages: TrialMessage[];
  readonly output: () => string;
}

function startTrial(args: readonly string[], stdio: 'ipc' | 'pipe'): TrialProcess {
  const child = spawn(process.execPath, [trialFile, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(stdio === 'ipc' ? (['ipc'] as const) : [])],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const messages: TrialMessage[] = [];
  let output = '';
  child.on('message', (message) => messages.push(trialMessageSchema.parse(message)));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data) => {
      output += data;
    });
  }
  return { child, messages, output: () => output };
}

const isGone = ({ child }: TrialProcess): boolean => child.exitCode !== null || child.signalCode !== null;

test('the built trial tells its parent its progress and where everything is, and stops when the parent lets go', async () => {
  const trial = startTrial(['--data', temporaryFolder(), ...SMALL], 'ipc');
  const told = () => trial.messages.map((message) => (message.type === 'progress' ? message.step : message.type));
  await until(() => told().at(-1) === 'past', 30_000);
  expect(told().filter((step) => step !== 'ready')).toEqual(['seeding', 'history', 'sentMessages', 'past']);
  const ready = trial.messages.find((message) => message.type === 'ready');
  expect(ready?.type === 'ready' && (await fetch(`${ready.relay.url}/healthz`)).status).toBe(200);
  trial.child.disconnect();
  await until(() => isGone(trial));
  expect(trial.child.exitCode).toBe(0);
});

test('without a parent that listens it prints a table for people, and Ctrl+C stops it', async () => {
  const trial = startTrial(['--data', temporaryFolder(), ...SMALL], 'pipe');
  await until(() => trial.output().includes('Ctrl+C stops.'), 30_000);
  for (const row of ['Phone (open in a browser)', 'HubSpot client secret', 'channel secret', 'Relay device token']) {
    expect(trial.output()).toContain(row);
  }
  trial.child.kill('SIGINT');
  await until(() => isGone(trial));
  expect(trial.child.exitCode).toBe(0);
});

test('a start that fails is one message with the cure', async () => {
  const wrong = startTrial(['--contacts', 'many'], 'ipc');
  await until(() => isGone(wrong) && wrong.messages.length > 0);
  expect(wrong.messages).toMatchObject([
    { type: 'failed', message: expect.stringMatching(/^The sandbox cannot start: --contacts: /) },
  ]);
  expect(wrong.child.exitCode).toBe(1);

  const first = startTrial(['--data', temporaryFolder(), ...SMALL], 'ipc');
  await until(() => first.messages.some(({ type }) => type === 'ready'), 30_000);
  const ready = first.messages.find((message) => message.type === 'ready');
  const taken = ready?.type === 'ready' ? new URL(ready.endpoints.hubspotApi).port : '';
  const second = startTrial(['--data', temporaryFolder(), ...SMALL, '--port-base', taken], 'ipc');
  await until(() => isGone(second) && second.messages.at(-1)?.type === 'failed', 30_000);
  expect(second.messages.at(-1)).toMatchObject({ message: expect.stringContaining('--port-base') });
});

test('it stops by itself when its parent is killed', async () => {
  const dataFolder = temporaryFolder();
  const script = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ${JSON.stringify([trialFile, '--data', dataFolder, ...SMALL])}, { stdio: 'ignore' });
    console.log(child.pid);
    setInterval(() => undefined, 1000);
  `;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  let printed = '';
  parent.stdout.on('data', (data) => {
    printed += data;
  });
  await until(() => /^\d+\n/.test(printed));
  const trialId = Number(printed);
  onTestFinished(() => {
    if (isRunning(trialId)) {
      process.kill(trialId, 'SIGKILL');
    }
  });
  await until(() => readTrialState(dataFolder)?.isHistoryDelivered === true, 30_000);
  parent.kill('SIGKILL');
  await until(() => !isRunning(trialId), 30_000);
});

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
