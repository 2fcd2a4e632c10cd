import { mkdirSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createRelayApp, type RelayRateLimits } from './app';
import { ConsoleHub } from './console/console-hub';
import { NodeTalk } from './console/node-messages';
import { refuseUpgrade } from './console/refuse-upgrade';
import { startFileSweep } from './files/file-sweep';
import { HeardOrigins } from './heard-origins';
import { openRelayLog } from './log/open-log';
import { startExpiry } from './log-expiry';
import { openStores } from './open-stores';
import { Refusal } from './refusal';
import type { RelayLogger } from './relay-logger';
import { TokenBuckets } from './token-buckets';
import { loadOrMakeKey, SecretCipher } from './workspaces/secret-cipher';

export interface RelayOptions {
  /** Holds the log, the registry and the key file. Made where it does not exist. */
  readonly dataFolder: string;
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** Loopback where left out. */
  readonly host?: string;
  /** The base URL that LINE and HubSpot call; the listening address where left out. */
  readonly publicUrl?: string;
  /** LINE's account link dialog; LINE's own where left out. */
  readonly lineAccountLinkUrl?: string;
  /** The HubSpot app's client secret; two while rotating; none: HubSpot webhooks are refused. */
  readonly hubspotClientSecrets?: readonly string[];
  /** 32 bytes. Where left out, a key file in the data folder is used. */
  readonly encryptionKey?: Uint8Array;
  /** How many proxies of ours stand in front and add to `x-forwarded-for`. */
  readonly trustedProxyHops?: number;
  /** Entries older than this are deleted. Must exceed the time over which providers redeliver. */
  readonly retentionMs?: number;
  /** A PostgreSQL server that several nodes share; everything lies in the data folder where left out. */
  readonly databaseUrl?: string;
  /** The largest file for a customer, and all files of one workspace together. */
  readonly maxFileBytes?: number;
  readonly maxWorkspaceFileBytes?: number;
  readonly limits?: Partial<RelayLimits>;
  readonly now?: () => number;
  readonly log?: RelayLogger;
}

export interface RelayLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
  readonly appendDeadlineMs: number;
  readonly maxQueueLength: number;
  readonly minFreeBytes: number;
  readonly pingIntervalMs: number;
  readonly rates: RelayRateLimits;
}

export interface Relay {
  /** Base URL of the listening socket, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Everything that is answered by HTTP, as method and path. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  /** Makes the workspace where it does not exist, and a token for a device in it (replacing the one of the same device name). */
  createWorkspace(options?: {
    id?: string;
    deviceName?: string;
  }): Promise<{ workspaceId: string; deviceToken: string }>;
  /**
   * Plays a lost network between the consoles and the relay: cuts them and drops their requests. Webhooks and customers still come
   * in, as they do when an office loses its network.
   */
  setNetwork(isUp: boolean): void;
  /** Answers what is under way, commits what was accepted, closes. Idempotent. */
  close(): Promise<void>;
}

/** LINE facts, section 10.1. */
const LINE_ACCOUNT_LINK_URL = 'https://access.line.me/dialog/bot/accountLink';
const DAY_MS = 24 * 60 * 60 * 1000;
const MIB = 1024 * 1024;
/** A console that was off for 30 days catches up exactly. */
const DEFAULT_RETENTION_DAYS = 45;
/** LINE takes videos of this size (LINE facts, section 6). */
const DEFAULT_MAX_FILE_BYTES = 200 * MIB;
const DEFAULT_MAX_WORKSPACE_FILE_BYTES = 2_000 * MIB;
const LONGEST_REQUEST_MS = 30 * 60_000;

const DEFAULT_LIMITS: RelayLimits = {
  maxBodyBytes: MIB,
  bodyTimeoutMs: 5_000,
  appendDeadlineMs: 1_500,
  maxQueueLength: 5_000,
  minFreeBytes: 1024 * MIB,
  pingIntervalMs: 25_000,
  rates: { hooks: { burst: 20_000, perSecond: 5_000 }, consoles: { burst: 300, perSecond: 50 } },
};

/** Starts the relay. Rejects when the port is taken, the key is wrong, or the data is from a newer version. */
export async function startRelay(options: RelayOptions): Promise<Relay> {
  const now = options.now ?? Date.now;
  const logger: RelayLogger = options.log ?? (() => undefined);
  const limits: RelayLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const host = options.host ?? '127.0.0.1';
  mkdirSync(options.dataFolder, { recursive: true, mode: 0o700 });
  const cipher = new SecretCipher(options.encryptionKey ?? loadOrMakeKey(options.dataFolder));
  const { log, about } = await openRelayLog({
    dataFolder: options.dataFolder,
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
    now,
    appendDeadlineMs: limits.appendDeadlineMs,
    maxQueueLength: limits.maxQueueLength,
    minFreeBytes: limits.minFreeBytes,
    onTrouble: (message) => logger({ level: 'error', event: 'log-trouble', message }),
  });
  const stores = await openStores({
    dataFolder: options.dataFolder,
    cipher,
    now,
    fileLimits: {
      maxFileBytes: options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES,
      maxWorkspaceBytes: options.maxWorkspaceFileBytes ?? DEFAULT_MAX_WORKSPACE_FILE_BYTES,
      minFreeBytes: limits.minFreeBytes,
    },
    onTrouble: (message) => logger({ level: 'error', event: 'store-trouble', message }),
    ...(options.databaseUrl === undefined ? {} : { databaseUrl: options.databaseUrl }),
  }).catch(async (error: unknown) => {
    await log.close();
    throw error;
  });
  const talk = new NodeTalk(log, logger);
  talk.listen((_workspaceId, message) => {
    if (message.type === 'channel') stores.registry.forgetChannel(message.botUserId);
    if (message.type === 'portal') stores.registry.forgetPortal(message.portalId);
  });
  const hub = new ConsoleHub({
    log,
    talk,
    devices: stores.devices,
    logger,
    now,
    pingIntervalMs: limits.pingIntervalMs,
  });
  const buckets = new TokenBuckets();
  let url = '';
  const app = createRelayApp({
    ...stores,
    log,
    hub,
    talk,
    heard: new HeardOrigins(talk),
    lineAccountLinkUrl: options.lineAccountLinkUrl ?? LINE_ACCOUNT_LINK_URL,
    buckets,
    rateLimits: limits.rates,
    hubspotClientSecrets: options.hubspotClientSecrets ?? [],
    bodyLimits: { maxBytes: limits.maxBodyBytes, timeoutMs: limits.bodyTimeoutMs },
    logger,
    now,
    publicUrl: () => (options.publicUrl ?? url).replace(/\/+$/, ''),
  });

  const addressOf = (request: IncomingMessage): string => clientAddress(request, options.trustedProxyHops ?? 0);
  const listener = getRequestListener((request, env) => {
    const address =
      'incoming' in env && env.incoming instanceof Object ? addressOf(env.incoming as IncomingMessage) : '';
    return app.fetch(request, { clientAddress: address });
  });
  let isNetworkUp = true;
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    if (!isNetworkUp && !/^\/(hooks|link|files)\//.test(request.url ?? '')) {
      request.socket.destroy();
      return;
    }
    void listener(request, response);
  });
  server.on('upgrade', (request, socket, head) => {
    if (!isNetworkUp) {
      socket.destroy();
    } else if (!buckets.take(`${addressOf(request)} consoles`, limits.rates.consoles, now())) {
      refuseUpgrade(socket, new Refusal(429, 'RATE_LIMITED', 'Too many requests from this address.'));
    } else {
      hub.upgrade(request, socket, head);
    }
  });
  // longer than the idle time of balancers, so that they close first
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 10_000;
  // files take their time; whoever reads a body limits it
  server.requestTimeout = LONGEST_REQUEST_MS;
  try {
    await listen(server, options.port ?? 0, host);
  } catch (error) {
    hub.close();
    talk.close();
    await log.close();
    await stores.close();
    throw error;
  }
  const port = (server.address() as AddressInfo).port;
  url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const stopExpiry = startExpiry(log, () => now() - (options.retentionMs ?? DEFAULT_RETENTION_DAYS * DAY_MS), logger);
  const stopSweep = startFileSweep(stores.files, logger);
  logger({ level: 'info', event: 'listening', url, ...about });

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    stopExpiry();
    stopSweep();
    hub.close();
    await closeServer(server, () => hub.terminateAll());
    talk.close();
    await log.close();
    await stores.close();
    logger({ level: 'info', event: 'stopped' });
  };
  return {
    url,
    port,
    // what runs before others is no route
    routes: app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => ({ method, path })),
    createWorkspace: async ({ id, deviceName } = {}) => {
      const { workspaceId, deviceToken } = await stores.devices.create({
        ifTaken: 'replace',
        ...(id === undefined ? {} : { workspaceId: id }),
        ...(deviceName === undefined ? {} : { name: deviceName }),
      });
      return { workspaceId, deviceToken };
    },
    setNetwork: (isUp) => {
      isNetworkUp = isUp;
      if (!isUp) {
        hub.terminateAll();
      }
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** The address that the outermost proxy of ours saw; what strangers write into the header stands further left. */
function clientAddress(request: IncomingMessage, trustedProxyHops: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (trustedProxyHops === 0) {
    return direct;
  }
  const forwarded = String(request.headers['x-forwarded-for'] ?? '').split(',');
  return forwarded.at(-trustedProxyHops)?.trim() || direct;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

const DRAIN_LIMIT_MS = 2_000;

/** Waits for the answers that are under way, not for idle connections, and not for ever. */
async function closeServer(server: Server, cutConsoles: () => void): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => {
    cutConsoles();
    server.closeAllConnections();
  }, DRAIN_LIMIT_MS);
  await closed;
  clearTimeout(timer);
}
