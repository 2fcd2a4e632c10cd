import { Hono } from 'hono';
import { createConsoleApi } from './console/console-api';
import type { ConsoleHub } from './console/console-hub';
import { createPairApi } from './console/device-api';
import type { NodeTalk } from './console/node-messages';
import { createFilePages } from './files/file-pages';
import type { HeardOrigins } from './heard-origins';
import { admitHubSpotWebhook } from './ingest/hubspot';
import { admitLineWebhook } from './ingest/line';
import { type BodyLimits, readRawBody } from './ingest/raw-body';
import type { RelayLog } from './log/relay-log';
import type { RelayStores } from './open-stores';
import { createLinkPages } from './pages/link-pages';
import { Refusal } from './refusal';
import { refusalOf } from './refusal-of';
import type { RelayLogger } from './relay-logger';
import type { BucketLimit, TokenBuckets } from './token-buckets';

/** How many requests one client address may make, by kind of route. */
export interface RelayRateLimits {
  readonly hooks: BucketLimit;
  readonly consoles: BucketLimit;
}

export interface RelayAppDeps extends Omit<RelayStores, 'close'> {
  readonly log: RelayLog;
  readonly hub: ConsoleHub;
  readonly talk: NodeTalk;
  readonly heard: HeardOrigins;
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

/** Each kind of caller has a bucket of its own: customers who share an office's address do not use up what its consoles may ask. */
const RATES = { hooks: 'hooks', pages: 'consoles', files: 'hooks', consoles: 'consoles' } as const;

function kindOf(path: string): keyof typeof RATES {
  const kind = /^\/(hooks|link|files)\//.exec(path)?.[1];
  return kind === 'hooks' || kind === 'files' ? kind : kind === 'link' ? 'pages' : 'consoles';
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
  app.use(async (c, next) => {
    const kind = kindOf(c.req.path);
    if (!deps.buckets.take(`${c.env.clientAddress} ${kind}`, deps.rateLimits[RATES[kind]], deps.now())) {
      throw new Refusal(429, 'RATE_LIMITED', 'Too many requests from this address.');
    }
    await next();
  });

  app.post('/hooks/line/:botUserId', async (c) => {
    const botUserId = c.req.param('botUserId');
    const channels = await deps.registry.channelsOf(botUserId);
    if (channels.length === 0) {
      // before the body is read: strangers do not get to send it
      throw new Refusal(404, 'UNKNOWN_BOT', 'No workspace has this official account.');
    }
    const rawBody = await readRawBody(c.req.raw, deps.bodyLimits);
    const signature = c.req.header('x-line-signature') ?? null;
    const entries = admitLineWebhook({ botUserId, signature, rawBody }, channels);
    await deps.log.append(entries);
    for (const { workspaceId } of entries) deps.heard.note(workspaceId, `line:${botUserId}`, deps.now());
    return c.json({});
  });

  app.post('/hooks/hubspot', async (c) => {
    const rawBody = await readRawBody(c.req.raw, deps.bodyLimits);
    const uri = deps.publicUrl() + pathAndQueryOf(c.req.url);
    const { entries, portals } = await admitHubSpotWebhook(
      { method: 'POST', uri, rawBody, headers: c.req.raw.headers },
      {
        clientSecrets: deps.hubspotClientSecrets,
        now: deps.now(),
        workspaceOfPortal: (portalId) => deps.registry.workspaceOfPortal(portalId),
      },
    );
    await deps.log.append(entries);
    for (const { portalId, workspaceId } of portals) deps.heard.note(workspaceId, `hubspot:${portalId}`, deps.now());
    return c.json({});
  });

  app.get('/healthz', async (c) => {
    const { isOk } = await deps.log.health();
    return c.json({ isOk }, isOk ? 200 : 503);
  });

  app.route('/', createPairApi(deps));
  app.route('/v1/workspaces', createConsoleApi(deps));
  app.route('/', createFilePages(deps));

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

/** Path and query as they were sent: parsing and printing a URL would change escapes that HubSpot signed. */
function pathAndQueryOf(url: string): string {
  const pathStart = url.indexOf('/', url.indexOf('//') + 2);
  return pathStart < 0 ? '/' : url.slice(pathStart);
}
