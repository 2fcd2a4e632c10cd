import { Hono } from 'hono';
import { type LineEnv, takeToken } from './gate';
import { LineProblem } from './problems';
import type { LineState } from './state';

/** Channel access tokens: stateless (v3) and short-lived (v2), with verify and revoke (facts/line-api section 3). */
export function tokenRoutes(state: LineState): Hono<LineEnv> {
  const app = new Hono<LineEnv>();

  app.post('/oauth2/v3/token', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const channelId = ownerOf(state, form);
    if (channelId === null)
      return c.json({ error: 'invalid_request', error_description: "Invalid 'client_credentials'." }, 400);
    takeToken(state, channelId, 'POST', '/oauth2/v3/token');
    const { token, expiresInS } = state.accessTokens.issue(channelId, 'stateless');
    return c.json({ token_type: 'Bearer', access_token: token, expires_in: expiresInS });
  });

  app.post('/v2/oauth/accessToken', async (c) => {
    const form = new URLSearchParams(await c.req.text());
    const channelId = ownerOf(state, form);
    if (channelId === null)
      return c.json({ error: 'invalid_client', error_description: 'invalid client_id or client_secret' }, 400);
    takeToken(state, channelId, 'POST', '/v2/oauth/accessToken');
    const { token, expiresInS } = state.accessTokens.issue(channelId, 'short-lived');
    return c.json({ access_token: token, expires_in: expiresInS, token_type: 'Bearer' });
  });

  app.post('/v2/oauth/verify', async (c) => {
    const token = state.accessTokens.check(new URLSearchParams(await c.req.text()).get('access_token') ?? '');
    if (token === null) return c.json({ error: 'invalid_request', error_description: 'access token expired' }, 400);
    return c.json({
      client_id: token.channelId,
      expires_in: Math.floor((token.expiresAt - state.now()) / 1_000),
      scope: 'P CM',
    });
  });

  app.post('/v2/oauth/revoke', async (c) => {
    state.accessTokens.revoke(new URLSearchParams(await c.req.text()).get('access_token') ?? '');
    return c.body(null, 200);
  });

  return app;
}

/** The channel whose id and secret the form carries, or null. */
function ownerOf(state: LineState, form: URLSearchParams): string | null {
  if (form.get('grant_type') !== 'client_credentials') {
    throw new LineProblem(400, 'grant_type is invalid', {
      extra: { error: 'unsupported_grant_type', error_description: "grant_type must be 'client_credentials'" },
    });
  }
  const account = state.accounts.find(form.get('client_id') ?? '');
  return account !== null && account.channelSecret === form.get('client_secret') ? account.channelId : null;
}
