import { createIds, createLogger, type EngineDeps } from '../../../src/engine';
import type { Sandbox } from '../../../src/sandbox/server';

type GivenDeps = Omit<EngineDeps, 'ids' | 'random' | 'logger' | keyof typeof usual>;

/** HubSpot's own limits, no runs by themselves, no channel secret known beforehand. */
const usual = {
  suggestedChannelSecrets: new Map<string, string>(),
  mediaUrl: (fileName: string) => `app://bundle/media/${fileName}`,
  hubSpotLimits: { perTenSeconds: 190, searchesPerSecond: 4 },
  syncIntervalMinutes: () => 0,
  agentName: () => 'Console',
  hasReadReceipts: () => true,
  undoSeconds: () => 0,
  outgoingUrl: (fileName: string) => `app://bundle/outgoing/${fileName}`,
} satisfies Partial<EngineDeps>;

/** Everything an engine needs, the usual where nothing is given; `log` takes each line. */
export function engineDeps({
  log,
  ...given
}: GivenDeps & Partial<EngineDeps> & { log(line: string): void }): EngineDeps {
  return {
    ...usual,
    ids: createIds(given.clock.now),
    random: Math.random,
    logger: createLogger(log, given.clock.now),
    ...given,
  };
}

/** The addresses of a sandbox and its HubSpot app, as an engine is told them. */
export function providersOf({
  endpoints,
  hubspotClient,
}: {
  endpoints: Pick<Sandbox['endpoints'], 'hubspotApi' | 'hubspotApp' | 'lineApi' | 'lineData'>;
  hubspotClient: Sandbox['hubspotClient'];
}): Pick<EngineDeps, 'endpoints' | 'hubSpotApp'> {
  return {
    endpoints: {
      hubSpotApi: endpoints.hubspotApi,
      hubSpotApp: endpoints.hubspotApp,
      lineApi: endpoints.lineApi,
      lineData: endpoints.lineData,
    },
    hubSpotApp: hubspotClient,
  };
}
