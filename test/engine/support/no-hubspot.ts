import type { Clock } from '../../../src/engine/core/clock';
import { createLogger } from '../../../src/engine/core/logger';
import { createHubSpotPort } from '../../../src/engine/hubspot';
import type { LinksDeps } from '../../../src/engine/links';

/** A HubSpot port that is signed in nowhere. */
export function noHubSpot(clock: Clock): LinksDeps['hubSpot'] {
  return createHubSpotPort({
    clock,
    random: Math.random,
    logger: createLogger(() => undefined, clock.now),
    secrets: { get: () => null, set: () => undefined, delete: () => undefined },
    apiUrl: 'http://127.0.0.1:9',
    app: { clientId: '', clientSecret: '' },
    limits: { perTenSeconds: 100, searchesPerSecond: 4 },
    timeZone: () => 'UTC',
    onHealth: () => undefined,
  });
}

/** What links need of HubSpot while nobody is signed in. */
export function linksWithoutHubSpot(
  clock: Clock,
): Pick<LinksDeps, 'hubSpot' | 'isHubSpotConnected' | 'ensureLineProperties' | 'linePropertyName'> {
  return {
    hubSpot: noHubSpot(clock),
    isHubSpotConnected: () => false,
    ensureLineProperties: () => Promise.resolve(),
    linePropertyName: (sequenceNumber, suffix) => `lumo_line_${sequenceNumber}_${suffix}`,
  };
}
