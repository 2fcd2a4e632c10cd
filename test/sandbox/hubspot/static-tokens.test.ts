import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type Answer,
  firstContact,
  form,
  type Host,
  mainHub,
  redirectUri,
  request,
  startHost,
  until,
} from './stand-in-host';

const details = '/account-info/2026-03/details';
let host: Host;

beforeEach(async () => {
  host = await startHost({ limits: { isEnabled: true } });
});
afterEach(() => host.close());

const made = async (kind: string, scopes = ['crm.objects.contacts.read', 'crm.objects.contacts.write']) =>
  (await host.control('POST', '/tokens/static', { kind, scopes, name: `My ${kind}` })).body;
const info = (tokenKey: string): Promise<Answer> =>
  request('POST', `${host.url}/oauth/v2/private-apps/get/access-token-info`, { tokenKey }, {});

test('a private app tells what its token is, a service key does not; both read the account without the scope oauth', async () => {
  const [app, key] = [await made('privateApp'), await made('serviceKey')];
  const known = await info(app.token);
  expect(known.body).toEqual({
    userId: expect.any(Number),
    hubId: mainHub,
    appId: app.appId,
    scopes: ['crm.objects.contacts.read', 'crm.objects.contacts.write'],
  });
  expect((await info(key.token)).status).toBe(404);
  for (const { token } of [app, key])
    expect((await host.call('GET', details, undefined, token)).body.portalId).toBe(mainHub);
  const lists = await host.call('POST', '/crm/lists/2026-03/search', {}, key.token);
  expect(lists.body.category).toBe('MISSING_SCOPES');
});

test('daily headers come for static tokens alone, and the daily use is told', async () => {
  const { token } = await made('serviceKey');
  const first = await host.call('GET', details, undefined, token);
  expect(Number(first.headers.get('x-hubspot-ratelimit-daily'))).toBe(625_000);
  const usage = await host.call('GET', '/account-info/2026-03/api-usage/daily/private-apps', undefined, token);
  expect(usage.body.results[0]).toMatchObject({ usageLimit: 625_000, currentUsage: 2, fetchStatus: 'SUCCESS' });
  const page = await fetch(`${host.authUrl}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      client_id: '11111111-aaaa-4bbb-8ccc-222222222222',
      redirect_uri: redirectUri,
      scope: 'oauth',
      account: String(mainHub),
      decision: 'allow',
    }),
  });
  const code = new URL(page.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const tokens = await form(`${host.url}/oauth/2026-03/token`, {
    grant_type: 'authorization_code',
    client_id: '11111111-aaaa-4bbb-8ccc-222222222222',
    client_secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    redirect_uri: redirectUri,
    code,
  });
  const oauth = await host.call('GET', details, undefined, tokens.body.access_token);
  expect(oauth.headers.get('x-hubspot-ratelimit-daily')).toBeNull();
});

test('scopes of a token can change, and a token that was taken back is none', async () => {
  const { token } = await made('privateApp');
  await host.control('PUT', '/tokens/static/scopes', { token, scopes: ['crm.lists.read'] });
  expect((await host.call('POST', '/crm/lists/2026-03/search', {}, token)).status).toBe(200);
  expect((await host.call('GET', '/crm/objects/2026-03/contacts', undefined, token)).status).toBe(403);
  await host.control('POST', '/tokens/static/revoke', { token });
  expect((await host.call('GET', details, undefined, token)).body.category).toBe('INVALID_AUTHENTICATION');
  expect((await info(token)).status).toBe(404);
});

test('a change by a service key carries its own number and brings no webhooks; a project app is the registered one', async () => {
  await host.control('PUT', '/webhook', { targetUrl: 'http://127.0.0.1:9/hook' });
  const key = await made('serviceKey');
  const path = `/crm/objects/2026-03/contacts/${firstContact}`;
  await host.call('PATCH', path, { properties: { jobtitle: '店長' } }, key.token);
  expect((await host.control('GET', '/webhook')).body.pending).toBe(0);
  const app = await made('projectApp');
  await host.call('PATCH', path, { properties: { jobtitle: '部長' } }, app.token);
  await until(async () => (await host.control('GET', '/webhook')).body.pending > 0, 'an event');
  const read = await host.call('GET', `${path}?propertiesWithHistory=jobtitle`, undefined, app.token);
  const [newest, older] = read.body.propertiesWithHistory.jobtitle;
  expect(newest).toMatchObject({ value: '部長', sourceType: 'INTEGRATION', sourceId: String(app.appId) });
  expect(older).toMatchObject({ value: '店長', sourceId: String(key.appId), sourceLabel: 'My serviceKey' });
});

test('the first account comes with a token of a private app and a service key', async () => {
  const kinds = host.standIn.staticTokens().map(({ kind, hubId }) => [kind, hubId]);
  expect(kinds).toEqual([
    ['privateApp', mainHub],
    ['serviceKey', mainHub],
  ]);
});
