import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import type { HubSpotWorld } from './hubspot-world';

/** The engine without a window, in a process of its own. */
export interface EngineProcess {
  readonly lines: string[];
  /** Ends it as a power button does, and resolves when it is gone. */
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
}

/** Starts the built engine on the world's data folder, with the world's secrets. */
export function startEngineProcess(
  file: string,
  world: HubSpotWorld,
  extra: Record<string, string> = {},
): EngineProcess {
  const secretsFile = join(world.folder, 'secrets.json');
  writeFileSync(secretsFile, JSON.stringify(Object.fromEntries(world.secrets)), { mode: 0o600 });
  const { endpoints, hubspotClient } = world.sandbox;
  const child: ChildProcess = spawn(process.execPath, [file], {
    env: {
      ...process.env,
      LUMO_DATA_FOLDER: world.folder,
      LUMO_HUBSPOT_CLIENT_ID: hubspotClient.clientId,
      LUMO_HUBSPOT_CLIENT_SECRET: hubspotClient.clientSecret,
      LUMO_HUBSPOT_API_URL: endpoints.hubspotApi,
      LUMO_HUBSPOT_APP_URL: endpoints.hubspotApp,
      LUMO_LINE_API_URL: endpoints.lineApi,
      LUMO_LINE_DATA_URL: endpoints.lineData,
      LUMO_REDIRECT_PORT: String(world.redirectPort),
      LUMO_SYNC_INTERVAL_MINUTES: '0',
      ...extra,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  return {
    lines,
    kill: (signal) => {
      child.kill(signal);
      return exit;
    },
  };
}
