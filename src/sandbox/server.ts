import { type Context, Hono } from 'hono';
import { controlApp } from './control';
import { declaredScopes } from './hubspot/app-scopes';
import { objectTypes } from './hubspot/object-types';
import { createHubSpotStandIn, type HubSpotStandIn } from './hubspot/stand-in';
import { hexOf } from './line/identifiers';
import { lineControl } from './line/line-control';
import { pictureUrls } from './line/picture-routes';
import { createLineStandIn, type LineStandIn } from './line/stand-in';
import { type Fetch, LoopbackListener } from './loopback-listener';
import { phoneApp } from './phone/phone-app';
import { SandboxDatabase } from './sandbox-database';
import type { EndpointName, Sandbox, SandboxOptions } from './sandbox-options';
import { ExchangeLog } from './scenario/exchanges';
import { FaultBook, faultMiddleware } from './scenario/faults';

export type { EndpointName, Sandbox, SandboxOptions } from './sandbox-options';

const DEFAULT_SEED = 20_261_122;
const DEFAULT_REDIRECT_URIS = ['http://localhost:17820/oauth/hubspot'];
const NETWORKED: readonly EndpointName[] = ['hubspotApi', 'hubspotApp', 'lineApi', 'lineData', 'lineAccess'];

interface StandIns {
  readonly hubspot: HubSpotStandIn;
  readonly line: LineStandIn;
}

/**
 * Starts the stand-ins for HubSpot and LINE, the phone and the scenario API, each on a loopback port of its own.
 *
 * Rejects when a port that was asked for is taken. State is kept in the data folder and used again when it was seeded from the same numbers;
 * ports are used again when they are free. Everything stops with {@link Sandbox.close}.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const seed = options.seed ?? DEFAULT_SEED;
  const plan = {
    seed,
    contacts: options.contacts ?? 5_000,
    friends: options.friends ?? 1_200,
    messages: options.messages ?? 30_000,
  };
  const log = options.log ?? (() => undefined);
  const database = new SandboxDatabase(options.dataFolder);
  database.keepOnlyStateOf(plan);

  const realNow = options.now ?? Date.now;
  let leadMs = database.clockLeadMs();
  const now = () => realNow() + leadMs;
  const faults = new FaultBook();
  const exchanges = new ExchangeLog();
  const client = {
    clientId: uuidOf(seed, 'hubspot-client'),
    clientSecret: uuidOf(seed, 'hubspot-secret'),
    redirectUris: options.redirectUris ?? DEFAULT_REDIRECT_URIS,
    scopes: declaredScopes,
  };
  let hubspotTarget = options.hubspotWebhookTarget ?? null;
  let isUp = true;

  const createStandIns = (): StandIns => {
    const hubspot = createHubSpotStandIn({
      database: database.connection,
      now,
      client,
      webhook: { targetUrl: hubspotTarget },
      contacts: plan.contacts,
      seed,
      log,
    });
    const line = createLineStandIn({
      database: database.connection,
      now,
      ...plan,
      dataBaseUrl: () => listeners.lineData.url,
      phoneBaseUrl: () => listeners.phone.url,
      log,
      redeliveryDelaysMs: options.redeliveryDelaysMs,
      webhookDeadlineMs: options.webhookDeadlineMs,
    });
    hubspot.seedIfEmpty();
    line.seedIfEmpty();
    return { hubspot, line };
  };

  const pictureUrl = pictureUrls(() => listeners.phone.url);
  // The stand-ins are made anew by a reset, so every request asks for the present one.
  const faulty = (service: 'hubspot' | 'line', target: () => { fetch: Fetch }, host?: string): Fetch => {
    const app = new Hono();
    if (host !== undefined) app.use(exchanges.middleware(host, now));
    app.use(faultMiddleware(faults, service, (kind, status) => standIns[service].faultResponse(kind, status)));
    app.all('*', (c: Context) => target().fetch(c.req.raw, c.env));
    return (request, env) => app.fetch(request, env as object);
  };
  const listeners: Record<EndpointName, LoopbackListener> = {
    hubspotApi: new LoopbackListener(faulty('hubspot', () => asTarget(standIns.hubspot.app))),
    hubspotApp: new LoopbackListener(faulty('hubspot', () => asTarget(standIns.hubspot.authApp))),
    lineApi: new LoopbackListener(faulty('line', () => asTarget(standIns.line.api), 'api')),
    lineData: new LoopbackListener(faulty('line', () => asTarget(standIns.line.data), 'data')),
    lineAccess: new LoopbackListener((request) => standIns.line.access.fetch(request)),
    phone: new LoopbackListener((request) => phone.fetch(request)),
    control: new LoopbackListener((request) => control.fetch(request)),
  };

  let standIns = createStandIns();
  let phone = phoneApp(standIns.line.state);
  let lineScenario = lineControl(standIns.line, exchanges, pictureUrl);

  const setNetwork = async (wanted: boolean): Promise<void> => {
    isUp = wanted;
    options.onNetworkChange?.(wanted);
    for (const name of NETWORKED) await (wanted ? listeners[name].listen() : listeners[name].cut());
  };
  const reset = async (): Promise<void> => {
    standIns.hubspot.close();
    await standIns.line.close();
    database.dropTables('hs_');
    database.dropTables('ln_');
    leadMs = 0;
    database.storeClockLead(0);
    faults.clear();
    exchanges.clear();
    standIns = createStandIns();
    phone = phoneApp(standIns.line.state);
    lineScenario = lineControl(standIns.line, exchanges, pictureUrl);
  };
  const setHubSpotWebhookTarget = async (url: string | null): Promise<void> => {
    hubspotTarget = url;
    await standIns.hubspot.control.request('/webhook', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ targetUrl: url }),
    });
  };

  const control = controlApp({
    faults,
    state: () => ({
      now: now(),
      isNetworkUp: isUp,
      seed,
      plan,
      endpoints: endpointsOf(listeners),
      faults: faults.list(),
      line: {
        hash: standIns.line.state.hash(),
        messages: standIns.line.state.chatLog.counts(),
        accounts: standIns.line.state.accounts.list().map((account) => ({
          channelId: account.channelId,
          displayName: account.displayName,
          endpoint: account.endpoint,
          friends: standIns.line.state.friends.counts(account.channelId),
        })),
      },
    }),
    setNetwork,
    advanceClock: async (ms) => {
      leadMs += ms;
      database.storeClockLead(leadMs);
      await standIns.line.state.webhooks.redeliverDue();
    },
    reset,
    hubspot: (request) => standIns.hubspot.control.fetch(request),
    line: (request) => lineScenario.fetch(request),
  });

  const close = async (): Promise<void> => {
    for (const listener of Object.values(listeners)) await listener.cut();
    standIns.hubspot.close();
    await standIns.line.close();
    database.close();
  };

  try {
    const stored = database.storedPorts();
    for (const [name, listener] of entriesOf(listeners)) {
      const wanted = options.ports?.[name];
      await listener.listen(wanted ?? stored[name] ?? 0, wanted === undefined);
    }
  } catch (problem) {
    await close();
    throw problem;
  }
  database.storePorts(Object.fromEntries(entriesOf(listeners).map(([name, listener]) => [name, listener.port])));

  return {
    endpoints: endpointsOf(listeners),
    hubspotClient: { clientId: client.clientId, clientSecret: client.clientSecret },
    hubspotTokens: () => standIns.hubspot.staticTokens().map(({ name, kind, token }) => ({ name, kind, token })),
    officialAccounts: standIns.line.officialAccounts(),
    now,
    setHubSpotWebhookTarget,
    deliverHistory: () => standIns.line.deliverHistory(),
    friendsWhoAreContacts: (channelId) =>
      standIns.line.state.friends
        .people(channelId)
        .filter(({ personIndex }) => personIndex < plan.contacts)
        .map(({ userId, personIndex }) => ({ userId, contactId: String(objectTypes.contacts.firstId + personIndex) })),
    setNetwork,
    reset,
    close,
  };
}

/** Every stand-in app takes Node's request and answer as its environment. */
function asTarget(app: { fetch(request: Request, env: object): Response | Promise<Response> }): { fetch: Fetch } {
  return { fetch: (request, env) => app.fetch(request, env as object) };
}

function entriesOf(listeners: Record<EndpointName, LoopbackListener>): [EndpointName, LoopbackListener][] {
  return Object.entries(listeners) as [EndpointName, LoopbackListener][];
}

function endpointsOf(listeners: Record<EndpointName, LoopbackListener>): Record<EndpointName, string> {
  return Object.fromEntries(entriesOf(listeners).map(([name, listener]) => [name, listener.url])) as Record<
    EndpointName,
    string
  >;
}

function uuidOf(seed: number, label: string): string {
  const hex = hexOf(seed, label, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
