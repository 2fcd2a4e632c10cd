import {
  type AppendRequest,
  type AppendResult,
  appendResponseSchema,
  claimResponseSchema,
  devicesSchema,
  latestResponseSchema,
  leaseResponseSchema,
  linkRequestRegisteredSchema,
  MAX_APPEND_EVENTS,
  pairingCodeSchema,
  relayHealthSchema,
  releaseResponseSchema,
  settleResponseSchema,
} from '../../shared/relay-protocol';
import type { Logger } from '../core/logger';
import { LogFollower, type LogFollowerTiming } from './log-follower';
import { putFile } from './put-file';
import { askRelay, callRelay, type RelayHttpOptions } from './relay-http';
import type { RelayPort } from './relay-port';

export interface RelayClientTiming extends LogFollowerTiming {
  readonly callTimeoutMs: number;
}

export interface RelayClientOptions {
  /** Base URL of the relay: https, or http on loopback. */
  readonly url: string;
  readonly workspaceId: string;
  readonly deviceToken: string;
  readonly logger?: Pick<Logger, 'info' | 'warn'>;
  /** Epoch ms; only to notice that the relay's clock differs. */
  readonly now?: () => number;
  /** 0..1, spreads reconnects. */
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
  readonly timing?: Partial<RelayClientTiming>;
}

const DEFAULT_TIMING: RelayClientTiming = {
  backoff: { minMs: 1_000, maxMs: 30_000 },
  pingIntervalMs: 25_000,
  connectTimeoutMs: 10_000,
  callTimeoutMs: 10_000,
};

/** Below the relay's body limit of 1 MiB, with room for the envelope. */
const MAX_APPEND_BYTES = 900 * 1024;
/** Makes the engine's connection to one workspace on a relay. Nothing is connected before `start`. */
export function createRelayClient(options: RelayClientOptions): RelayPort {
  const url = options.url.replace(/\/+$/, '');
  const timing: RelayClientTiming = { ...DEFAULT_TIMING, ...options.timing };
  const http: RelayHttpOptions = {
    baseUrl: `${url}/v1/workspaces/${encodeURIComponent(options.workspaceId)}`,
    deviceToken: options.deviceToken,
    fetch: options.fetch ?? fetch,
    timeoutMs: timing.callTimeoutMs,
  };
  const follower = new LogFollower({
    baseUrl: http.baseUrl,
    deviceToken: options.deviceToken,
    timing,
    logger: options.logger,
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
  });
  return {
    start: (start) => follower.start(start),
    stop: () => follower.stop(),
    wake: () => follower.wake(),
    registerChannel: async ({ botUserId, ...body }) => {
      await callRelay(http, { method: 'PUT', path: `/channels/${encodeURIComponent(botUserId)}`, body });
    },
    removeChannel: async (botUserId) => {
      await callRelay(http, { method: 'DELETE', path: `/channels/${encodeURIComponent(botUserId)}` });
    },
    registerPortal: async ({ portalId }) => {
      await callRelay(http, { method: 'PUT', path: `/portals/${encodeURIComponent(portalId)}` });
    },
    removePortal: async (portalId) => {
      await callRelay(http, { method: 'DELETE', path: `/portals/${encodeURIComponent(portalId)}` });
    },
    registerLinkRequest: (requestId, body) =>
      askRelay(
        http,
        { method: 'PUT', path: `/link-requests/${encodeURIComponent(requestId)}`, body },
        linkRequestRegisteredSchema,
      ),
    settleLinkRequest: async (requestId, outcome) => {
      const path = `/link-requests/${encodeURIComponent(requestId)}/outcome`;
      await callRelay(http, { method: 'PUT', path, body: { outcome } });
    },
    append: async (events) => {
      const results: AppendResult[] = [];
      for (const part of appendParts(events)) {
        const body: AppendRequest = { events: part };
        const answer = await askRelay(http, { method: 'POST', path: '/events', body }, appendResponseSchema);
        results.push(...answer.results);
      }
      return results;
    },
    latest: async ({ prefix, after = 0, limit = 500 }) => {
      const query = new URLSearchParams({ prefix, after: String(after), limit: String(limit) });
      return (await askRelay(http, { method: 'GET', path: `/latest?${query}` }, latestResponseSchema)).events;
    },
    claim: async (queue, body) => {
      const path = `/queues/${encodeURIComponent(queue)}/claims`;
      return (await askRelay(http, { method: 'POST', path, body }, claimResponseSchema)).claims;
    },
    settle: async (seq, body) =>
      (await askRelay(http, { method: 'POST', path: `/claims/${seq}/settle`, body }, settleResponseSchema)).isMine,
    lease: async (name, ttlMs) => {
      const path = `/leases/${encodeURIComponent(name)}`;
      return (await askRelay(http, { method: 'PUT', path, body: { ttlMs } }, leaseResponseSchema)).lease;
    },
    release: async (name, fence) => {
      const path = `/leases/${encodeURIComponent(name)}?fence=${fence}`;
      return (await askRelay(http, { method: 'DELETE', path }, releaseResponseSchema)).isReleased;
    },
    tellPresence: (presence) => follower.tellPresence(presence),
    onPresent: (listener) => follower.onPresent(listener),
    putFile: (file) => putFile(http, file),
    devices: async () => (await askRelay(http, { method: 'GET', path: '/devices' }, devicesSchema)).devices,
    revokeDevice: async (deviceId) => {
      await callRelay(http, { method: 'DELETE', path: `/devices/${encodeURIComponent(deviceId)}` });
    },
    makePairingCode: () => askRelay(http, { method: 'POST', path: '/pairing-codes' }, pairingCodeSchema),
    url,
    lineWebhookUrl: (botUserId) => `${url}/hooks/line/${encodeURIComponent(botUserId)}`,
    health: () => askRelay(http, { method: 'GET', path: '/health' }, relayHealthSchema),
  };
}

/** Divides events into calls that the relay takes, in order. */
function appendParts<E>(events: readonly E[]): E[][] {
  const parts: E[][] = [];
  let bytes = 0;
  for (const event of events) {
    const size = JSON.stringify(event).length * 3;
    const current = parts.at(-1);
    if (current === undefined || current.length >= MAX_APPEND_EVENTS || bytes + size > MAX_APPEND_BYTES) {
      parts.push([event]);
      bytes = size;
    } else {
      current.push(event);
      bytes += size;
    }
  }
  return parts;
}
