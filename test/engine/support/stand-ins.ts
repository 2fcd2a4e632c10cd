import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Relay, startRelay } from '../../../src/relay/server';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server';
import { freePort } from '../../support/free-port';

/** HubSpot, LINE and a relay on loopback, with a folder for what works with them. */
export interface StandIns {
  readonly folder: string;
  readonly sandbox: Sandbox;
  readonly relay: Relay;
  /** A workspace on the relay with one device. */
  readonly workspace: { readonly workspaceId: string; readonly deviceToken: string };
  /** Ports to which HubSpot's sign-in may lead back, and the first of them. */
  readonly redirectPorts: readonly number[];
  readonly redirectPort: number;
  /** Ends both and deletes the folder. */
  close(): Promise<void>;
}

type StandInOptions = Pick<SandboxOptions, 'contacts' | 'friends' | 'messages' | 'now' | 'redeliveryDelaysMs'> & {
  /** How many consoles can sign in side by side. */
  consoles?: number;
};

/** Starts them on one clock. `name` is part of the folder's name. */
export async function startStandIns(name: string, { consoles = 1, ...world }: StandInOptions): Promise<StandIns> {
  const folder = mkdtempSync(join(tmpdir(), `lumo-${name}-`));
  const redirectPort = await freePort();
  const redirectPorts = [redirectPort];
  for (let i = 1; i < consoles; i++) redirectPorts.push(await freePort());
  const sandbox = await startSandbox({
    dataFolder: null,
    messages: 0,
    redirectUris: redirectPorts.map(redirectUri),
    ...world,
  });
  const relay = await startRelay({
    dataFolder: join(folder, 'relay'),
    limits: { minFreeBytes: 0 },
    now: () => sandbox.now(),
    hubspotClientSecrets: [sandbox.hubspotClient.clientSecret],
    lineAccountLinkUrl: `${sandbox.endpoints.lineAccess}/dialog/bot/accountLink`,
  });
  return {
    folder,
    sandbox,
    relay,
    workspace: await relay.createWorkspace(),
    redirectPorts,
    redirectPort,
    async close() {
      await relay.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where HubSpot's sign-in leads back to a console that listens on this port. */
export function redirectUri(port: number): string {
  return `http://localhost:${port}/oauth/hubspot`;
}
