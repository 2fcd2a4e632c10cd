import { Hono } from 'hono';
import { createLogApi } from './console/log-api';
import { admitHubSpotWebhook } from './ingest/hubspot';
import { admitLineWebhook } from './ingest/line';
import { type BodyLimits, readRawBody } from './ingest/raw-body';
import { LogRefusal, type NewLogEvent, type RelayLog } from './log/relay-log';
import { createLinkPages } from './pages/link-pages';
import { Refusal } from './refusal';
import type { RelayLogger } from './relay-logger';
import type { BucketLimit, TokenBuckets } from './token-buckets';
import type { LinkRequests } from './workspaces/link-requests';
import type { Registry } from './workspaces/registry';

/** How many requests one client address may make, by kind of route. */
export interface RelayRateLimits {
  readonly hooks: BucketLimit;
  readonly consoles: BucketLimit;
}

export interface RelayAppDeps {
  readonly log: RelayLog;
  readonly registry: Registry;
  readonly linkRequests: LinkRequests;
  /** LINE's account link dialog, to which a customer's page leads. */
  readonly lineAccountLinkUrl: string;
  readonly buckets: TokenBuckets;
  readonly rateLimits: RelayRateLimits;
  readonly hubspotClientSecrets: readonly string[];
  readonly bodyLimits: BodyLimits;
  readonly logger: RelayLogger;
  readonly now: () => number;
  /** The base URL that providers call, without a trailing slash: HubSpot signs it. */
  publicUrl(): string;
}

/** What the server knows of a request and the request itself does not say. */
export interface RelayBindings {
  readonly clientAddress: string;
}

/**
 * The relay as a pure function from request to answer. A webhook is verified on its raw bytes, stored durably, then answered 200;
 * everything else gets a clean refusal and stores nothing.
 */
export function createRelayApp(deps: RelayAppDeps): Hono<{ Bindings: RelayBindings }> {
  const app = new Hono<{ Bindings: RelayBindings }>();
  const lastEventAt = new Map<string, number>();

  const store = async (entries: readonly NewLogEvent[], from: readonly string[]): Promise<void> => {
    await deps.log.append(entries);
    for (const origin of from) {
      lastEventAt.set(origin, deps.now());
    }
  };

  app.use(async (c, next) => {
    const kind = c.req.path.startsWith('/hooks/') ? 'hooks' : 'consoles';
    // customers who share an office's address do not use up what its consoles may ask
    const isPage = c.req.path.startsWith('/link/');
    const key = `${c.env.clientAddress} ${isPage ? 'pages' : kind}`;
    if (!deps.buckets.take(key, deps.rateLimits[kind], deps.now())) {
      throw new Refusal(429, 'RATE_LIMITED', 'Too many requests from this address.');
    }
    await next();
  });

  app.post('/hooks/line/:botUserId', async (c) => {
    const botUserId = c.req.param('botUserId');
    const channels = deps.registry.channelsOf(botUserId);
    if (channels.length === 0) {
      // before the body is read: strangers do not get to send it
      throw new Refusal(404, 'UNKNOWN_BOT', 'No workspace has this official account.');
    }
    const rawBody = await readRawBody(c.req.raw, deps.bodyLimits);
    const signature = c.req.header('x-line-signature') ?? null;
    await store(admitLineWebhook({ botUserId, signature, rawBody }, channels), [`line:${botUserId}`]);
    return c.json({});
  });

  app.post('/hooks/hubspot', async (c) => {
    const rawBody = await readRawBody(c.req.raw, deps.bodyLimits);
    const uri = deps.publicUrl() + pathAndQueryOf(c.req.url);
    const { entries, portalIds } = admitHubSpotWebhook(
      { method: 'POST', uri, rawBody, headers: c.req.raw.headers },
      {
        clientSecrets: deps.hubspotClientSecrets,
        now: deps.now(),
        workspaceOfPortal: (portalId) => deps.registry.workspaceOfPortal(portalId),
      },
    );
    await store(
      entries,
      portalIds.map((portalId) => `hubspot:${portalId}`),
    );
    return c.json({});
  });

  app.get('/healthz', async (c) => {
    const { isOk } = await deps.log.health();
    return c.json({ isOk }, isOk ? 200 : 503);
  });

  app.route('/v1/workspaces', createLogApi({ ...deps, lastEventAt }));

  app.route('/', createLinkPages({ ...deps, requests: deps.linkRequests, accountLinkUrl: deps.lineAccountLinkUrl }));

  app.notFound(() => new Refusal(404, 'NOT_FOUND', 'There is nothing here.').toResponse());

  app.onError((error, c) => {
    const refusal = refusalOf(error);
    const isOurs = refusal.code === 'INTERNAL';
    deps.logger({
      level: isOurs ? 'error' : 'warn',
      event: isOurs ? 'failed' : 'refused',
      route: c.req.routePath,
      status: refusal.status,
      code: refusal.code,
      clientAddress: c.env.clientAddress,
      ...(isOurs ? { message: error.message } : {}),
    });
    return refusal.toResponse();
  });

  return app;
}

const LOG_REFUSAL_CODES = {
  busy: 'QUEUE_FULL',
  deadline: 'STORE_TIMEOUT',
  full: 'DISK_FULL',
  failed: 'STORE_FAILED',
} as const;

function refusalOf(error: Error): Refusal {
  if (error instanceof Refusal) {
    return error;
  }
  if (error instanceof LogRefusal) {
    return new Refusal(503, LOG_REFUSAL_CODES[error.reason], 'The relay cannot store events at the moment, try again.');
  }
  // 503 and not 500: both providers try again, and the request may be fine
  return new Refusal(503, 'INTERNAL', 'The relay failed, try again.');
}

/** Path and query as they were sent: parsing and printing a URL would change escapes that HubSpot signed. */
function pathAndQueryOf(url: string): string {
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  return pathStart < 0 ? '/' : url.slice(pathStart);
}
