import { Hono, type MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { mountAccountRoutes } from './account-routes';
import { mountAssociationRoutes } from './association-routes';
import { accountOf, type HubSpotContext, type HubSpotEnv } from './context';
import { expiredAuthentication, HubSpotError, invalidAuthentication, notFound } from './errors';
import { mountListMembershipRoutes } from './lists/list-membership-routes';
import { mountListRoutes } from './lists/list-routes';
import { mountObjectBatchRoutes } from './object-batch-routes';
import { mountObjectRoutes } from './object-routes';
import { mountPipelineRoutes } from './pipeline-routes';
import { mountPropertyRoutes } from './property-routes';
import type { LimitClass } from './rate-limits';
import { mountSearchRoutes } from './search-routes';
import { mountTokenRoutes } from './token-routes';

// The shortest length for which a 414 was seen upstream (facts section 3.5).
const longestUrl = 8_000;
const longestBody = 10_000_000;

/** api.hubapi.com: every request is measured, read, authenticated, counted against the limits, then routed. */
export function createApiApp(context: HubSpotContext): Hono<HubSpotEnv> {
  const app = new Hono<HubSpotEnv>();
  app.onError((error) => {
    if (error instanceof HubSpotError) return error.response();
    context.log(`hubspot: ${error.stack ?? error.message}`);
    return new HubSpotError({ status: 500, category: 'INTERNAL_ERROR', message: 'internal error' }).response();
  });
  app.notFound(() => notFound('resource not found').response());

  app.use(recordCalls(context));
  app.use(async (c, next) => {
    const path = c.req.url.slice(new URL(c.req.url).origin.length);
    if (path.length > longestUrl) {
      return new HubSpotError({ status: 414, category: 'URI_TOO_LONG', message: 'Request-URI Too Long' }).response();
    }
    const bodyText = c.req.method === 'GET' || c.req.method === 'DELETE' ? '' : await c.req.text();
    if (bodyText.length > longestBody) {
      return new HubSpotError({ status: 413, category: 'VALIDATION_ERROR', message: 'Payload too large' }).response();
    }
    c.set('bodyText', bodyText);
    return next();
  });
  mountTokenRoutes(app, context);
  app.use(authenticate(context));
  app.use(limitCalls(context));

  mountAccountRoutes(app, context);
  mountAssociationRoutes(app, context);
  for (const base of basesOf('properties')) mountPropertyRoutes(app, base, context);
  for (const base of basesOf('pipelines')) mountPipelineRoutes(app, base, context);
  for (const base of basesOf('lists')) {
    mountListMembershipRoutes(app, base, context);
    mountListRoutes(app, base, context);
  }
  for (const base of basesOf('objects')) {
    mountObjectBatchRoutes(app, base, context);
    mountObjectRoutes(app, base, context);
  }
  mountSearchRoutes(app, basesOf('objects'), context);
  return app;
}

/** The paths of one API in every version that is played here. */
function basesOf(api: string): readonly string[] {
  return [`/crm/${api}/2026-03`, `/crm/${api}/2026-09`, `/crm/v3/${api}`];
}

function authenticate(context: HubSpotContext): MiddlewareHandler<HubSpotEnv> {
  return async (c, next) => {
    const [scheme, presented] = (c.req.header('authorization') ?? '').split(/\s+/);
    const token =
      scheme?.toLowerCase() === 'bearer' && presented !== undefined ? context.grants.accessToken(presented) : null;
    if (token === null || token.use === 'client_credentials') throw invalidAuthentication();
    const now = context.now();
    if (token.expiresAt !== null && token.expiresAt <= now) throw expiredAuthentication(token.expiresAt, now);
    const held = token.use === 'static' ? context.staticTokens.find(token.token) : undefined;
    const { appId, appName } = context.client;
    const account = accountOf(context, token.hubId);
    const { missingScopes } = context.accountSettings.of(account);
    // Nobody gives a static token the scope "oauth", and account information answers it all the same.
    const granted = held === undefined ? token.scopes : [...token.scopes, 'oauth'];
    c.set('caller', {
      account,
      userId: token.userId,
      scopes: new Set(granted.filter((scope) => !missingScopes.includes(scope))),
      app: held === undefined ? { id: appId, name: appName } : { id: held.appId, name: held.name },
      isStatic: held !== undefined,
      isRuleBound: c.req.path.startsWith('/crm/objects/2026-09/'),
    });
    return next();
  };
}

function limitCalls(context: HubSpotContext): MiddlewareHandler<HubSpotEnv> {
  return async (c, next) => {
    const { headers, refusal } = context.limits.take(
      c.get('caller').account,
      limitClassOf(c.req.method, c.req.path),
      c.get('caller').isStatic,
    );
    if (refusal !== null) return refusal.response(headers);
    await next();
    for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
    return undefined;
  };
}

function limitClassOf(method: string, path: string): LimitClass {
  if (method !== 'POST') return 'ordinary';
  // A search of lists is an ordinary call: the limit of five a second is that of records.
  if (/^\/crm\/(objects\/[^/]+|v3\/objects)\/.*\/search$/.test(path)) return 'search';
  // Association batches are exempt from the 10 s window (facts section 3.1).
  return /^\/crm\/(associations\/[^/]+|v4\/associations)\/[^/]+\/[^/]+\/batch\//.test(path) ? 'exempt' : 'ordinary';
}

function recordCalls(context: HubSpotContext): MiddlewareHandler<HubSpotEnv> {
  return async (c, next) => {
    await next();
    c.res.headers.set('Date', new Date(context.now() + context.settings.dateSkewMs).toUTCString());
    const isTokenCall = c.req.path.startsWith('/oauth/');
    const url = new URL(c.req.url);
    context.requests.note({
      at: context.now(),
      method: c.req.method,
      path: isTokenCall ? c.req.path.replace(/(-tokens\/).+/, '$1…') : c.req.path,
      query: url.search,
      route: routePath(c, -1),
      hubId: c.get('caller')?.account.hubId ?? null,
      status: c.res.status,
      body: isTokenCall ? '' : (c.get('bodyText') ?? ''),
    });
  };
}
