import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  clientId,
  clientSecret,
  form,
  type Host,
  mainHub,
  redirectUri,
  request,
  startHost,
  testHub,
} from './stand-in-host';

const scope = 'oauth crm.objects.contacts.read';

describe('OAuth', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());

  const authorizeUrl = (changes: Readonly<Record<string, string>> = {}) => {
    const query = { client_id: clientId, redirect_uri: redirectUri, scope, state: 'st&te', ...changes };
    return `${host.authUrl}/oauth/authorize?${new URLSearchParams(query)}`;
  };
  const decide = async (decision: string, changes: Readonly<Record<string, string>> = {}): Promise<URL> => {
    const fields = { client_id: clientId, redirect_uri: redirectUri, scope, state: 'st&te', account: String(mainHub) };
    const answer = await form(`${host.authUrl}/oauth/authorize`, { ...fields, decision, ...changes });
    expect(answer.status).toBe(302);
    return new URL(answer.headers.get('location') ?? '');
  };
  const code = async (changes: Readonly<Record<string, string>> = {}) =>
    (await decide('allow', changes)).searchParams.get('code') ?? '';
  const exchange = (fields: Readonly<Record<string, string>>, path = '/oauth/2026-03/token'): Promise<Answer> =>
    form(`${host.url}${path}`, {
      grant_type: 'authorization_code',
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uri: redirectUri,
      ...fields,
    });
  const details = (token: string) => host.call('GET', '/account-info/2026-03/details', undefined, token);

  test('the page offers every account and says in words what is asked, in the language of the browser', async () => {
    const english = await request('GET', authorizeUrl(), undefined, { 'Accept-Language': 'en-US' });
    expect(english.status).toBe(200);
    expect(english.body).toContain('Aozora Trading');
    expect(english.body).toContain(String(testHub));
    expect(english.body).toContain('See your contacts');
    const japanese = await request('GET', authorizeUrl(), undefined, { 'Accept-Language': 'ja,en;q=0.5' });
    expect(japanese.body).toContain('コンタクトを見る');
  });

  test('what the app sends is shown as text, never as markup', async () => {
    const answer = await request('GET', authorizeUrl({ state: '"><script>alert(1)</script>' }), undefined, {});
    expect(answer.body).not.toContain('<script>');
  });

  test('an account in the path is the only choice', async () => {
    const url = authorizeUrl().replace('/oauth/authorize', `/oauth/${testHub}/authorize`);
    const answer = await request('GET', url, undefined, {});
    expect(answer.body).toContain(`value="${testHub}"`);
    expect(answer.body).not.toContain(`value="${mainHub}"`);
  });

  test.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a redirect that is not registered', { redirect_uri: 'http://localhost:9/other' }],
    ['an unknown scope', { scope: 'oauth crm.everything' }],
    ['no scope', { scope: '' }],
    ['another response type', { response_type: 'token' }],
  ])('%s gets an error page and no redirect', async (_name, changes) => {
    const answer = await request('GET', authorizeUrl(changes), undefined, {});
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  test('a scope that the app does not declare breaks the install', async () => {
    const client = { clientId, clientSecret, redirectUris: [redirectUri], scopes: ['oauth'] };
    const strict = await startHost({ client });
    const url = authorizeUrl().replace(host.authUrl, strict.authUrl);
    expect((await request('GET', url, undefined, {})).status).toBe(400);
    await strict.close();
  });

  test('an optional scope that the plan of the chosen account does not have is left out without a word', async () => {
    const wanted = { optional_scope: 'crm.lists.read tickets crm.objects.deals.read' };
    const granted = async (account: number) => {
      const target = await decide('allow', { ...wanted, account: String(account) });
      const answer = await exchange({ code: target.searchParams.get('code') ?? '' });
      return answer.body.scopes;
    };
    expect(await granted(mainHub)).toEqual([...scope.split(' '), ...wanted.optional_scope.split(' ')]);
    expect(await granted(testHub)).toEqual([...scope.split(' '), 'crm.objects.deals.read']);
  });

  test('an account whose plan lacks a scope that the app needs cannot be connected; a plan that shrinks refuses calls', async () => {
    const settings = { missingScopes: ['crm.objects.contacts.read'] };
    const token = await host.token();
    await host.control('PUT', `/accounts/${mainHub}/settings`, settings);
    const answer = await form(`${host.authUrl}/oauth/authorize`, {
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'oauth crm.objects.contacts.read',
      account: String(mainHub),
      decision: 'allow',
    });
    expect(answer.status).toBe(400);
    const call = await host.call('GET', '/crm/objects/2026-03/contacts', undefined, token);
    expect(call.body.category).toBe('MISSING_SCOPES');
    await host.control('PUT', `/accounts/${mainHub}/settings`, { missingScopes: [] });
  });

  test('a registered redirect on plain http and another name than localhost is refused', async () => {
    const uri = 'http://127.0.0.1:5/x';
    const strict = await startHost({ client: { clientId, clientSecret, redirectUris: [uri] } });
    const url = authorizeUrl({ redirect_uri: uri }).replace(host.authUrl, strict.authUrl);
    expect((await request('GET', url, undefined, {})).status).toBe(400);
    await strict.close();
  });

  test('refusing leads back with access_denied and the state', async () => {
    const target = await decide('deny');
    expect(target.searchParams.get('error')).toBe('access_denied');
    expect(target.searchParams.get('state')).toBe('st&te');
    expect(target.searchParams.get('code')).toBeNull();
  });

  test('consent, exchange and a call with the token work, for the account that was chosen', async () => {
    const target = await decide('allow', { account: String(testHub) });
    expect(target.searchParams.get('state')).toBe('st&te');
    const tokens = await exchange({ code: target.searchParams.get('code') ?? '' });
    expect(tokens.body).toMatchObject({
      token_type: 'bearer',
      token_use: 'access_token',
      expires_in: 1800,
      hub_id: testHub,
      scopes: scope.split(' '),
    });
    const { body } = await details(tokens.body.access_token);
    expect(body).toMatchObject({ portalId: testHub, timeZone: 'Asia/Tokyo', utcOffset: '+09:00' });
  });

  test('a code works once', async () => {
    const once = await code();
    expect((await exchange({ code: once })).status).toBe(200);
    expect((await exchange({ code: once })).body).toMatchObject({ error: 'invalid_grant', status: 'BAD_AUTH_CODE' });
  });

  test('a code does not outlive a minute', async () => {
    const late = await code();
    host.clock.now += 60_001;
    expect((await exchange({ code: late })).body.status).toBe('BAD_AUTH_CODE');
  });

  test.each([
    ['BAD_CLIENT_ID', { client_id: 'nobody' }],
    ['BAD_CLIENT_SECRET', { client_secret: 'wrong' }],
    ['BAD_REDIRECT_URI', { redirect_uri: 'http://localhost:1/other' }],
    ['BAD_AUTH_CODE', { code: 'guess' }],
    ['BAD_GRANT_TYPE', { grant_type: 'password' }],
  ])('a token call is refused with %s', async (status, changes) => {
    const answer = await exchange({ code: await code(), ...changes });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status, error_description: expect.any(String), message: expect.any(String) });
  });

  test('secrets in the query or a JSON body are not read', async () => {
    const fields = { grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, code: 'x' };
    const url = `${host.url}/oauth/v3/token?${new URLSearchParams(fields)}`;
    expect((await form(url, {})).body.status).toBe('BAD_CLIENT_ID');
    expect((await request('POST', `${host.url}/oauth/v3/token`, fields, {})).body.status).toBe('BAD_CLIENT_ID');
  });

  test('PKCE: a code with a challenge needs its verifier, and the secret all the same', async () => {
    const verifier = 'v'.repeat(50);
    const code_challenge = createHash('sha256').update(verifier).digest('base64url');
    const challenge = { code_challenge, code_challenge_method: 'S256' };
    expect((await exchange({ code: await code(challenge), code_verifier: 'wrong' })).body.status).toBe('BAD_AUTH_CODE');
    expect((await exchange({ code: await code(challenge), code_verifier: verifier })).status).toBe(200);
  });

  test('a token ends after half an hour, a refresh gives the next one, also on the older paths', async () => {
    for (const path of ['/oauth/2026-03/token', '/oauth/v3/token', '/oauth/v1/token']) {
      const first = (await exchange({ code: await code() }, path)).body;
      host.clock.now += 1_800_000;
      const expired = await details(first.access_token);
      expect(expired.status).toBe(401);
      expect(expired.body).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
      expect(expired.body.context['expire time']).toHaveLength(1);
      const next = await exchange({ grant_type: 'refresh_token', refresh_token: first.refresh_token }, path);
      expect(next.body.refresh_token).toBe(first.refresh_token);
      expect((await details(next.body.access_token)).status).toBe(200);
      expect(next.body.hub_id).toBe(path.includes('v1') ? undefined : mainHub);
    }
  });

  test('introspection tells live from dead', async () => {
    const tokens = (await exchange({ code: await code() })).body;
    const ask = (token: string, hint: string) =>
      exchange({ token, token_type_hint: hint }, '/oauth/2026-03/token/introspect');
    const access = (await ask(tokens.access_token, 'access_token')).body;
    expect(access).toMatchObject({ active: true, hub_id: mainHub, token_use: 'access_token', expires_in: 1800 });
    expect(access.signed_access_token.hubId).toBe(mainHub);
    expect((await ask(tokens.refresh_token, 'refresh_token')).body).toMatchObject({ active: true, hub_id: mainHub });
    host.clock.now += 1_800_000;
    expect((await ask(tokens.access_token, 'access_token')).body).toEqual({ active: false });
    expect((await ask('guess', 'refresh_token')).body).toEqual({ active: false });
  });

  test('the v1 twins describe and delete tokens', async () => {
    const tokens = (await exchange({ code: await code() })).body;
    const access = await request('GET', `${host.url}/oauth/v1/access-tokens/${tokens.access_token}`, undefined, {});
    expect(access.body).toMatchObject({ hub_id: mainHub, token_type: 'access' });
    const url = `${host.url}/oauth/v1/refresh-tokens/${tokens.refresh_token}`;
    expect((await request('GET', url, undefined, {})).body).toMatchObject({ hub_id: mainHub, token_type: 'refresh' });
    expect((await request('DELETE', url, undefined, {})).status).toBe(204);
    expect((await request('GET', url, undefined, {})).status).toBe(404);
  });

  test('revoking kills the refresh token; the access token lives on', async () => {
    const tokens = (await exchange({ code: await code() })).body;
    await exchange({ token: tokens.refresh_token, token_type_hint: 'refresh_token' }, '/oauth/2026-03/token/revoke');
    const refresh = await exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect(refresh.status).toBe(400);
    expect(refresh.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' });
    expect((await details(tokens.access_token)).status).toBe(200);
  });

  test('rotating refresh tokens: the old one dies', async () => {
    await host.control('PUT', '/settings', { isRefreshTokenRotated: true });
    const first = (await exchange({ code: await code() })).body.refresh_token;
    const second = (await exchange({ grant_type: 'refresh_token', refresh_token: first })).body.refresh_token;
    expect(second).not.toBe(first);
    expect((await exchange({ grant_type: 'refresh_token', refresh_token: first })).status).toBe(400);
    expect((await exchange({ grant_type: 'refresh_token', refresh_token: second })).status).toBe(200);
    await host.control('PUT', '/settings', { isRefreshTokenRotated: false });
  });

  test('an app-level token has no refresh token and opens no account', async () => {
    const { body } = await exchange({ grant_type: 'client_credentials', scope: 'developer.webhooks_journal.read' });
    expect(body).toMatchObject({ token_use: 'client_credentials' });
    expect(body.refresh_token).toBeUndefined();
    expect((await details(body.access_token)).status).toBe(401);
  });

  test('a missing or guessed token is 401, a missing scope is 403 and names it', async () => {
    const none = await request('GET', `${host.url}/crm/objects/2026-03/contacts`, undefined, {});
    expect(none).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });
    const token = await host.token(['oauth', 'crm.objects.contacts.read']);
    const denied = await host.call(
      'POST',
      '/crm/objects/2026-03/contacts',
      { properties: { email: 'a@b.example' } },
      token,
    );
    expect(denied).toMatchObject({ status: 403, body: { category: 'MISSING_SCOPES' } });
    expect(denied.body.errors[0].context.requiredGranularScopes).toEqual(['crm.objects.contacts.write']);
    for (const path of [
      '/crm/owners/2026-03',
      '/crm/objects/2026-03/companies',
      '/crm/objects/2026-03/contacts?associations=companies',
    ]) {
      expect((await host.call('GET', path, undefined, token)).status).toBe(403);
    }
  });

  test('the scenario ends, revokes and uninstalls', async () => {
    const tokens = (await exchange({ code: await code() })).body;
    await host.control('POST', '/tokens/expire');
    expect((await details(tokens.access_token)).body.category).toBe('EXPIRED_AUTHENTICATION');
    await host.control('POST', '/tokens/revoke');
    const refresh = await exchange({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
    expect(refresh.body.status).toBe('BAD_REFRESH_TOKEN');
    const again = (await exchange({ code: await code() })).body;
    await host.control('POST', '/uninstall');
    expect((await details(again.access_token)).body.category).toBe('INVALID_AUTHENTICATION');
  });

  test('the app removes itself from an account', async () => {
    const tokens = (await exchange({ code: await code({ account: String(testHub) }) })).body;
    const path = '/appinstalls/2026-03/external-install';
    expect((await host.call('DELETE', path, undefined, tokens.access_token)).status).toBe(204);
    expect((await details(tokens.access_token)).status).toBe(401);
  });

  test('owners: active ones by default, archived ones on demand, by either id', async () => {
    const active = (await host.call('GET', '/crm/owners/2026-03')).body.results;
    expect(active).toHaveLength(4);
    expect((await host.call('GET', '/crm/v3/owners?archived=true')).body.results).toHaveLength(1);
    const byUser = await host.call('GET', `/crm/owners/2026-03/${active[0].userId}?idProperty=userId`);
    expect(byUser.body.id).toBe(active[0].id);
    const page = (await host.call('GET', '/crm/owners/2026-03?limit=3')).body;
    const rest = (await host.call('GET', `/crm/owners/2026-03?limit=3&after=${page.paging.next.after}`)).body;
    expect(rest.results).toHaveLength(1);
    expect((await host.call('GET', '/crm/owners/2026-03/1')).status).toBe(404);
  });
});
