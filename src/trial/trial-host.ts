import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Relay, type RelayOptions, startRelay } from '../relay/server';
import { startSandbox } from '../sandbox/server';
import type { TrialReady } from '../shared/trial/trial-ready';
import { writeEarlierLinks } from './earlier-links';
import { letCustomersWrite } from './first-customers';
import { callTrialRelay, type RelayAccess } from './relay-access';
import { postSentMessages } from './sent-messages';
import type { TrialOptions } from './trial-options';
import { readTrialState, type TrialState, writeTrialState } from './trial-state';
import { lineWebhookEndpoint, setLineWebhookEndpoint } from './webhook-endpoints';

export type TrialStep = 'seeding' | 'history' | 'sentMessages' | 'past';

/** A running sandbox with its relay. */
export interface TrialHost {
  readonly ready: TrialReady;
  /** Resolves when the whole past is in the relay; rejects when it could not be delivered, or was broken off by `close`. */
  readonly past: Promise<void>;
  /** Stops all servers. Idempotent. */
  close(): Promise<void>;
}

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/** A trial on a nearly full laptop is better than none. */
const MIN_FREE_BYTES = 50 * 1024 * 1024;
const DEVICE_NAME = 'trial';
const PAST_TRIES = 10;
const PAST_PAUSE_MS = 3_000;

/**
 * Starts the sandbox and a relay on one data folder and ties them: the relay knows both OAs, LINE and HubSpot post to it, and it goes
 * off and on with the sandbox's network and clock. After the first start the seeded past goes through it (what customers wrote as
 * webhooks, what the OA wrote as messages of a console), as if the console had been there all along. A start that was broken off
 * does that again; nothing is taken twice.
 */
export async function startTrialHost(options: TrialOptions, onStep: (step: TrialStep) => void): Promise<TrialHost> {
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const state = stateFor(options);
  let relay: Relay | null = null;
  onStep('seeding');
  const sandbox = await startSandbox({
    dataFolder: join(options.dataFolder, 'sandbox'),
    seed: options.seed,
    contacts: options.contacts,
    friends: options.friends,
    messages: options.messages,
    ports: options.portBase === undefined ? undefined : sandboxPortsFrom(options.portBase),
    redirectUris: [`http://localhost:${options.redirectPort}/oauth/hubspot`],
    onNetworkChange: (isUp) => relay?.setNetwork(isUp),
  });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await sandbox.close();
      await relay?.close();
    })();
    return closing;
  };
  try {
    relay = await openRelay(options, sandbox, state.relayPort);
    const { endpoints, hubspotClient, officialAccounts } = sandbox;
    const { deviceToken } = await relay.createWorkspace({ id: state.workspaceId, deviceName: DEVICE_NAME });
    const access: RelayAccess = { url: relay.url, workspaceId: state.workspaceId, deviceToken };
    await connectAccounts(sandbox, access, state);
    if (!state.isHistoryDelivered) {
      await writeEarlierLinks(sandbox);
    }
    await sandbox.setHubSpotWebhookTarget(`${relay.url}/hooks/hubspot`);
    const connected: TrialState = { ...state, relayPort: relay.port };
    writeTrialState(options.dataFolder, connected);
    const deliverPast = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve)); // `ready` goes out first
      if (!state.isHistoryDelivered) {
        onStep('history');
        const { failedBodies } = await sandbox.deliverHistory();
        if (failedBodies > 0) {
          throw new Error(`The relay did not take ${failedBodies} webhooks of the past.`);
        }
        onStep('sentMessages');
        await postSentMessages(endpoints.control, officialAccounts, access);
        writeTrialState(options.dataFolder, { ...connected, isHistoryDelivered: true });
        await letCustomersWrite(sandbox, options.customers);
      }
      onStep('past');
    };
    const past = untilItWorks(deliverPast, () => closing !== null);
    past.catch(() => undefined); // whoever waits for it is told
    const accounts = officialAccounts.map((account) => ({ ...account }));
    const hubspotTokens = sandbox.hubspotTokens();
    return {
      past,
      ready: {
        type: 'ready',
        endpoints: { ...endpoints },
        relay: access,
        hubspotClient,
        hubspotTokens,
        officialAccounts: accounts,
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A busy computer may not take the past within LINE's two seconds a body; what was taken is not taken twice. */
async function untilItWorks(work: () => Promise<void>, isOver: () => boolean): Promise<void> {
  for (let left = PAST_TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || isOver()) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAST_PAUSE_MS));
    }
  }
}

/** The remembered state, or a new one when the folder is new or another world was asked for. */
function stateFor({ dataFolder, seed, contacts, friends, messages }: TrialOptions): TrialState {
  const plan = JSON.stringify([seed, contacts, friends, messages]);
  const remembered = readTrialState(dataFolder);
  if (remembered?.plan === plan) {
    return remembered;
  }
  // a new workspace: consoles that followed the old world's log must not continue in this one
  return { plan, workspaceId: randomUUID(), relayPort: remembered?.relayPort ?? 0, isHistoryDelivered: false };
}

/** Ports in a row; the relay takes the one that is left out. */
function sandboxPortsFrom(first: number) {
  return {
    hubspotApi: first,
    hubspotApp: first + 1,
    lineApi: first + 2,
    lineData: first + 3,
    phone: first + 4,
    control: first + 5,
    lineAccess: first + 7,
  };
}

/** On the wanted port, else on the port of the last start, else (it is taken now) on any. */
async function openRelay(options: TrialOptions, sandbox: Sandbox, lastPort: number): Promise<Relay> {
  const relayOptions: RelayOptions = {
    dataFolder: join(options.dataFolder, 'relay'),
    hubspotClientSecrets: [sandbox.hubspotClient.clientSecret],
    lineAccountLinkUrl: `${sandbox.endpoints.lineAccess}/dialog/bot/accountLink`,
    limits: { minFreeBytes: MIN_FREE_BYTES },
    now: () => sandbox.now(),
  };
  if (options.portBase !== undefined) {
    return startRelay({ ...relayOptions, port: options.portBase + 6 });
  }
  try {
    return await startRelay({ ...relayOptions, port: lastPort });
  } catch (error) {
    if (lastPort === 0) {
      throw error;
    }
    return startRelay(relayOptions);
  }
}

/**
 * Lets the relay know both OAs, and points their webhooks to it: at the first start, and when the relay had to change its port. A URL
 * that somebody set otherwise is left alone.
 */
async function connectAccounts(sandbox: Sandbox, access: RelayAccess, state: TrialState): Promise<void> {
  const lastRelay = `http://127.0.0.1:${state.relayPort}/`;
  for (const { botUserId, channelId, channelSecret } of sandbox.officialAccounts) {
    await callTrialRelay(access, 'PUT', `/channels/${botUserId}`, { channelId, channelSecret });
    const owner = { lineApi: sandbox.endpoints.lineApi, channelId, channelSecret };
    const present = await lineWebhookEndpoint(owner);
    if (present === null || !state.isHistoryDelivered || present.startsWith(lastRelay)) {
      await setLineWebhookEndpoint(owner, `${access.url}/hooks/line/${botUserId}`);
    }
  }
}
