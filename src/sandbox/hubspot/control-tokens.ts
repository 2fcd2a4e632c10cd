import type { Hono } from 'hono';
import { z } from 'zod';
import type { HubSpotContext } from './context';
import { controlAccount, controlBody } from './control-request';
import { notFound } from './errors';
import { scopeTexts } from './scopes';

const hub = { hubId: z.number().int().optional() };
const accountBody = z.object(hub);
const createBody = z.object({
  ...hub,
  scopes: z.array(z.string()).optional(),
  kind: z.enum(['projectApp', 'privateApp', 'serviceKey']).default('projectApp'),
  name: z.string().default('Scenario'),
});
const tokenBody = z.object({ token: z.string() });
const scopesBody = z.object({ token: z.string(), scopes: z.array(z.string()).min(1) });

/** What ends tokens, and the static ones that people make on HubSpot's settings pages. */
export function mountTokenControl(app: Hono, context: HubSpotContext): void {
  const { grants, staticTokens } = context;
  app.post('/tokens/expire', async (c) => {
    const { hubId } = await controlBody(c, accountBody);
    return c.json({ expired: grants.expireAccessTokens(hubId ?? null) });
  });
  app.post('/tokens/revoke', async (c) => {
    const { hubId } = await controlBody(c, accountBody);
    return c.json({ revoked: grants.revokeAll(hubId ?? null) });
  });
  app.get('/tokens/static', (c) => c.json({ results: staticTokens.all() }));
  app.post('/tokens/static', async (c) => {
    const { hubId, scopes, kind, name } = await controlBody(c, createBody);
    const account = controlAccount(context, hubId);
    const token = staticTokens.create({
      hubId: account.hubId,
      userId: account.users[0]?.userId ?? 0,
      scopes: scopes ?? [...scopeTexts.keys()],
      kind,
      name,
    });
    return c.json(token, 201);
  });
  app.put('/tokens/static/scopes', async (c) => {
    const { token, scopes } = await controlBody(c, scopesBody);
    if (staticTokens.find(token) === undefined) throw notFound('There is no such static token.');
    staticTokens.setScopes(token, scopes);
    return c.json(staticTokens.find(token));
  });
  app.post('/tokens/static/revoke', async (c) => {
    const { token } = await controlBody(c, tokenBody);
    if (!staticTokens.revoke(token)) throw notFound('There is no such static token.');
    return c.body(null, 204);
  });
  app.post('/uninstall', async (c) => {
    const { hubId } = await controlBody(c, accountBody);
    grants.uninstall(controlAccount(context, hubId).hubId);
    return c.body(null, 204);
  });
}
