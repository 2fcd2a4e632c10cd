import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { z } from 'zod';
import { accountOf, type HubSpotContext, type HubSpotEnv } from './context';
import type { AccessToken, Grant, IssuedTokens } from './grants';
import { rateLimited } from './rate-limits';
import { parseBody } from './request';

const tokenKeyBody = z.object({ tokenKey: z.string() });

type Form = ReadonlyMap<string, string>;

const versions = ['/oauth/2026-03/token', '/oauth/v3/token'];

/** Token, introspection and revocation (facts sections 2.3 to 2.5), with the v1 twins. No bearer token is needed here. */
export function mountTokenRoutes(app: Hono<HubSpotEnv>, context: HubSpotContext): void {
  for (const path of versions) {
    app.post(
      path,
      (c) => limited(context) ?? tokenAnswer(context, formOf(c.get('bodyText'), c.req.header('content-type')), true),
    );
    app.post(`${path}/introspect`, (c) => {
      const form = formOf(c.get('bodyText'), c.req.header('content-type'));
      return limited(context) ?? wrongClient(context, form) ?? introspect(context, form);
    });
    app.post(`${path}/revoke`, (c) => {
      const form = formOf(c.get('bodyText'), c.req.header('content-type'));
      const refusal = limited(context) ?? wrongClient(context, form);
      if (refusal !== null) return refusal;
      context.grants.revoke(form.get('token') ?? '');
      return c.body(null, 200);
    });
  }
  app.post('/oauth/v2/private-apps/get/access-token-info', (c) => {
    const { tokenKey } = parseBody(c, tokenKeyBody);
    const held = context.staticTokens.find(tokenKey);
    // HubSpot tells nothing of a service key.
    if (held === undefined || held.kind === 'serviceKey') return tokenNotFound();
    return c.json({ userId: held.userId, hubId: held.hubId, appId: held.appId, scopes: held.scopes });
  });
  app.post(
    '/oauth/v1/token',
    (c) => limited(context) ?? tokenAnswer(context, formOf(c.get('bodyText'), c.req.header('content-type')), false),
  );
  app.get('/oauth/v1/access-tokens/:token', (c) => {
    const token = context.grants.accessToken(c.req.param('token'));
    if (token === null || !isLive(context, token)) return tokenNotFound();
    return c.json({
      ...identity(context, token),
      app_id: context.client.appId,
      expires_in: secondsLeft(context, token),
      token: token.token,
      token_type: 'access',
    });
  });
  app.get('/oauth/v1/refresh-tokens/:token', (c) => {
    const grant = context.grants.grantOf(c.req.param('token'));
    if (grant === null) return tokenNotFound();
    return c.json({
      ...identity(context, grant),
      client_id: context.client.clientId,
      token: c.req.param('token'),
      token_type: 'refresh',
    });
  });
  app.delete('/oauth/v1/refresh-tokens/:token', (c) => {
    context.grants.revoke(c.req.param('token'));
    return c.body(null, 204);
  });
}

// The endpoint takes a form body only: parameters in the query, or JSON, count as missing.
function formOf(bodyText: string, contentType: string | undefined): Form {
  if (contentType?.toLowerCase().startsWith('application/x-www-form-urlencoded') !== true) return new Map();
  return new Map(new URLSearchParams(bodyText));
}

function limited(context: HubSpotContext): Response | null {
  const waitSeconds = context.limits.takeToken();
  return waitSeconds === null
    ? null
    : rateLimited('TEN_SECONDLY_ROLLING').response({ 'Retry-After': String(waitSeconds) });
}

function tokenAnswer(context: HubSpotContext, form: Form, hasAccountFields: boolean): Response {
  const wrong = wrongClient(context, form);
  if (wrong !== null) return wrong;
  const { grants } = context;
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      const consent = grants.redeemCode(form.get('code') ?? '');
      if (consent === null) return refusal('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
      if (consent.redirectUri !== form.get('redirect_uri')) {
        return refusal(
          'invalid_request',
          'BAD_REDIRECT_URI',
          'redirect_uri does not match the one of the authorization',
        );
      }
      const verifier = form.get('code_verifier');
      if (consent.challenge !== null && (verifier === undefined || challengeOf(verifier) !== consent.challenge)) {
        return refusal('invalid_grant', 'BAD_AUTH_CODE', 'code_verifier does not match the code_challenge');
      }
      return issued(grants.createGrant(consent), 'access_token', hasAccountFields);
    }
    case 'refresh_token': {
      const presented = form.get('refresh_token') ?? '';
      const grant = grants.grantOf(presented);
      if (grant === null) return refusal('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
      return issued(
        grants.refresh(grant, presented, context.settings.isRefreshTokenRotated),
        'access_token',
        hasAccountFields,
      );
    }
    case 'client_credentials': {
      const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
      return issued(grants.createClientToken(scopes), 'client_credentials', hasAccountFields);
    }
    default:
      return refusal('unsupported_grant_type', 'BAD_GRANT_TYPE', `unknown grant_type ${form.get('grant_type') ?? ''}`);
  }
}

function issued(tokens: IssuedTokens, use: string, hasAccountFields: boolean): Response {
  const hasAccount = hasAccountFields && tokens.hubId !== 0;
  return Response.json({
    token_type: 'bearer',
    ...(tokens.refreshToken === '' ? {} : { refresh_token: tokens.refreshToken }),
    access_token: tokens.accessToken,
    expires_in: tokens.expiresInSeconds,
    ...(hasAccountFields ? { token_use: use } : {}),
    ...(hasAccount ? { hub_id: tokens.hubId, user_id: tokens.userId, scopes: tokens.scopes } : {}),
  });
}

function introspect(context: HubSpotContext, form: Form): Response {
  const presented = form.get('token') ?? '';
  const { clientId, appId } = context.client;
  if (form.get('token_type_hint') === 'refresh_token') {
    const grant = context.grants.grantOf(presented);
    if (grant === null) return Response.json({ active: false });
    return Response.json({
      active: true,
      ...identity(context, grant),
      app_id: appId,
      client_id: clientId,
      token: presented,
      token_type: 'refresh',
      token_use: 'refresh_token',
    });
  }
  const token = context.grants.accessToken(presented);
  if (token === null || !isLive(context, token)) return Response.json({ active: false });
  return Response.json({
    active: true,
    ...(token.hubId === 0 ? { scopes: token.scopes } : identity(context, token)),
    app_id: appId,
    client_id: clientId,
    token: presented,
    token_type: 'access',
    token_use: token.use,
    expires_in: secondsLeft(context, token),
    is_private_distribution: true,
    signed_access_token: {
      appId,
      hubId: token.hubId,
      userId: token.userId,
      installingUserId: token.userId,
      hublet: 'na1',
      expiresAt: token.expiresAt,
      isUserLevel: false,
    },
  });
}

function identity(context: HubSpotContext, who: Pick<Grant, 'hubId' | 'userId' | 'scopes'>): Record<string, unknown> {
  const account = accountOf(context, who.hubId);
  const user = account.users.find((candidate) => candidate.userId === who.userId);
  return {
    hub_id: who.hubId,
    hub_domain: account.domain,
    user: user?.email ?? '',
    user_id: who.userId,
    scopes: who.scopes,
  };
}

function isLive(context: HubSpotContext, token: AccessToken): boolean {
  return token.expiresAt === null || token.expiresAt > context.now();
}

function secondsLeft(context: HubSpotContext, token: AccessToken): number {
  return token.expiresAt === null ? 0 : Math.max(0, Math.floor((token.expiresAt - context.now()) / 1000));
}

function wrongClient(context: HubSpotContext, form: Form): Response | null {
  if (form.get('client_id') !== context.client.clientId) {
    return refusal('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  }
  return isEqual(form.get('client_secret') ?? '', context.client.clientSecret)
    ? null
    : refusal('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function refusal(error: string, status: string, message: string): Response {
  return Response.json(
    { error, error_description: message, status, message, correlationId: randomUUID() },
    { status: 400 },
  );
}

function tokenNotFound(): Response {
  return Response.json(
    { status: 'error', message: 'token not found', correlationId: randomUUID(), category: 'OBJECT_NOT_FOUND' },
    { status: 404 },
  );
}
