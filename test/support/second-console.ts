import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pairedSchema, pairingCodeSchema } from '../../src/shared/relay-protocol';
import type { TrialProcess } from './trial-process';

/** What makes a console use the sandbox as another person's, and takes it away again. */
export interface SecondConsole {
  env: Record<string, string>;
  remove(): void;
}

/** Pairs one more console with the sandbox's relay, by a one-time code as a person would. */
export async function pairSecondConsole(trial: TrialProcess, deviceName: string): Promise<SecondConsole> {
  const { relay } = trial.ready;
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
    const answer = await fetch(`${relay.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return await answer.json();
  };
  const authorization = `Bearer ${relay.deviceToken}`;
  const { code } = pairingCodeSchema.parse(
    await post(`/v1/workspaces/${relay.workspaceId}/pairing-codes`, {}, { authorization }),
  );
  const { deviceToken } = pairedSchema.parse(await post('/v1/pair', { code, deviceName }));
  const folder = mkdtempSync(join(tmpdir(), 'lumo-second-'));
  const readyFile = join(folder, 'ready.json');
  writeFileSync(readyFile, JSON.stringify({ ...trial.ready, relay: { ...relay, deviceToken } }));
  return {
    env: { ...trial.env, LUMO_TRIAL_READY: readyFile },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
