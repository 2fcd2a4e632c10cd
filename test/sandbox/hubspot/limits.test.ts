import { describe, expect, test } from 'vitest';
import { form, type Host, mainHub, startHost, testHub } from './stand-in-host';

const details = '/account-info/2026-03/details';
const list = '/crm/objects/2026-03/contacts?limit=1';
const search = '/crm/objects/2026-03/contacts/search';

async function withHost(limits: Record<string, unknown>, run: (host: Host) => Promise<void>): Promise<void> {
  const host = await startHost({ limits });
  try {
    await run(host);
  } finally {
    await host.close();
  }
}

describe('limits', () => {
  test('190 calls in ten seconds pass with falling headers, the next one is a 429 in the known words', () =>
    withHost({}, async (host) => {
      for (let call = 1; call <= 190; call += 1) {
        const answer = await host.call('GET', details);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('x-hubspot-ratelimit-remaining')).toBe(String(190 - call));
      }
      const refused = await host.call('GET', list);
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({
        status: 'error',
        message: 'You have reached your ten_secondly_rolling limit.',
        errorType: 'RATE_LIMIT',
        policyName: 'TEN_SECONDLY_ROLLING',
        correlationId: expect.any(String),
      });
      expect(refused.headers.get('x-hubspot-ratelimit-max')).toBe('190');
      expect(refused.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
      expect(refused.headers.get('retry-after')).toBeNull();
      const other = await host.token(undefined, testHub);
      expect((await host.call('GET', details, undefined, other)).status).toBe(200);
      host.clock.now += 10_000;
      expect((await host.call('GET', list)).status).toBe(200);
    }));

  test('the window rolls: calls are given back as they grow old', () =>
    withHost({ perTenSeconds: 2 }, async (host) => {
      await host.call('GET', details);
      host.clock.now += 6_000;
      await host.call('GET', details);
      expect((await host.call('GET', details)).status).toBe(429);
      host.clock.now += 4_000;
      expect((await host.call('GET', details)).status).toBe(200);
      expect((await host.call('GET', details)).status).toBe(429);
    }));

  test('five searches a second, without headers, outside the ten-second window', () =>
    withHost({ perTenSeconds: 1 }, async (host) => {
      for (let call = 0; call < 5; call += 1) {
        const answer = await host.call('POST', search, {});
        expect(answer.status).toBe(200);
        expect(answer.headers.get('x-hubspot-ratelimit-max')).toBeNull();
      }
      const refused = await host.call('POST', '/crm/objects/2026-03/companies/search', {});
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({
        policyName: 'SECONDLY',
        message: 'You have reached your secondly limit.',
      });
      host.clock.now += 1_000;
      expect((await host.call('POST', search, {})).status).toBe(200);
      expect((await host.call('GET', details)).status).toBe(200);
    }));

  test('association batches are exempt from the ten-second window', () =>
    withHost({ perTenSeconds: 1 }, async (host) => {
      await host.call('GET', details);
      const path = '/crm/associations/2026-03/contacts/companies/batch/read';
      for (let call = 0; call < 3; call += 1) {
        expect((await host.call('POST', path, { inputs: [{ id: '100001' }] })).status).toBe(200);
      }
      expect((await host.call('GET', details)).status).toBe(429);
    }));

  test('the daily limit counts everything and ends at midnight of the account', () =>
    withHost({ perDay: 3 }, async (host) => {
      host.clock.now = Date.UTC(2026, 10, 22, 14, 59);
      await host.call('GET', details);
      await host.call('POST', search, {});
      const usage = await host.call('GET', '/account-info/2026-03/api-usage/daily/private-apps');
      expect(usage.body.results[0]).toMatchObject({
        usageLimit: 3,
        currentUsage: 3,
        resetsAt: '2026-11-22T15:00:00.000Z',
      });
      expect((await host.call('GET', details)).body.policyName).toBe('DAILY');
      host.clock.now += 60_000;
      expect((await host.call('GET', details)).status).toBe(200);
    }));

  test('Retry-After comes when the scenario says so', () =>
    withHost({ perTenSeconds: 1, isRetryAfterSent: true }, async (host) => {
      await host.call('GET', details);
      expect((await host.call('GET', details)).headers.get('retry-after')).toBe('10');
    }));

  test('the token endpoint has its own limit and says how long to wait', () =>
    withHost({ tokenPerTenSeconds: 1 }, async (host) => {
      const url = `${host.url}/oauth/2026-03/token`;
      expect((await form(url, {})).status).toBe(400);
      const refused = await form(url, {});
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }));

  test('the scenario picks a tier, or switches limits off', () =>
    withHost({}, async (host) => {
      const free = await host.control('PUT', '/limits', { tier: 'free' });
      expect(free.body).toMatchObject({ perTenSeconds: 100, perDay: 250_000 });
      await host.control('PUT', '/limits', { perTenSeconds: 1, isEnabled: false });
      for (let call = 0; call < 3; call += 1) expect((await host.call('GET', details)).status).toBe(200);
    }));
});

describe('the scenario API', () => {
  test('counts calls by route, keeps what was sent, never a token call', async () => {
    const host = await startHost();
    await host.call('GET', '/crm/objects/2026-03/contacts/100001');
    await host.call('GET', '/crm/objects/2026-03/contacts/100002');
    await host.call('PATCH', '/crm/objects/2026-03/contacts/100001', { properties: { city: 'Otsu' } });
    await form(`${host.url}/oauth/2026-03/token`, { client_secret: 'planted-secret' });
    const counters = (await host.control('GET', '/counters')).body;
    expect(counters.total).toBe(4);
    expect(counters.routes['GET /crm/objects/2026-03/:type/:id']).toEqual({ count: 2, statuses: { 200: 2 } });
    const recorded = await host.control('GET', '/requests');
    expect(recorded.body.results.map((row: { body: string }) => row.body)).toContain('{"properties":{"city":"Otsu"}}');
    expect(JSON.stringify(recorded.body)).not.toContain('planted-secret');
    await host.control('DELETE', '/requests');
    expect((await host.control('GET', '/counters')).body.total).toBe(0);
    await host.close();
  });

  test('changes many records in one go and tells the state of the accounts', async () => {
    const host = await startHost();
    const body = { count: 30, properties: { city: 'Gifu' } };
    expect((await host.control('POST', '/records/contacts/change-many', body)).body).toEqual({ changed: 30 });
    expect((await host.control('POST', '/records/contacts/change-many', body)).body).toEqual({ changed: 0 });
    const accounts = (await host.control('GET', '/accounts')).body.results;
    expect(accounts.map((account: { hubId: number; contacts: number }) => [account.hubId, account.contacts])).toEqual([
      [mainHub, 250],
      [testHub, 25],
    ]);
    const found = await host.control('GET', '/records/contacts?limit=1');
    expect(found.body.results[0].values.city).toBe('Gifu');
    await host.close();
  });

  test('refuses what it does not understand, and what HubSpot would refuse', async () => {
    const host = await startHost();
    expect((await host.control('PUT', '/limits', { perDay: 'lots' })).status).toBe(400);
    expect((await host.control('PUT', '/webhook', { targetUrl: 'nowhere' })).status).toBe(400);
    expect((await host.control('POST', '/tokens/static', { hubId: 1 })).status).toBe(404);
    const wrong = { properties: { hs_lead_status: 'NOPE' } };
    expect((await host.control('PATCH', '/records/contacts/100001', wrong)).status).toBe(400);
    await host.close();
  });

  test('words planned faults as HubSpot does', async () => {
    const host = await startHost();
    const { faultResponse } = host.standIn;
    const limited = faultResponse('rateLimit');
    expect(limited.status).toBe(429);
    expect(limited.headers.get('x-hubspot-ratelimit-remaining')).toBe('0');
    expect(await limited.json()).toMatchObject({ policyName: 'TEN_SECONDLY_ROLLING' });
    expect(await faultResponse('rateLimitDaily').json()).toMatchObject({ policyName: 'DAILY' });
    expect(await faultResponse('rateLimitSecondly').json()).toMatchObject({ policyName: 'SECONDLY' });
    expect(await faultResponse('expiredToken').json()).toMatchObject({ category: 'EXPIRED_AUTHENTICATION' });
    expect(faultResponse('invalidToken').status).toBe(401);
    expect(faultResponse('status', 477).headers.get('retry-after')).toBe('5');
    expect(faultResponse('status', 502).headers.get('content-type')).toContain('text/html');
    expect(await faultResponse('status', 500).json()).toMatchObject({ status: 'error' });
    await host.close();
  });
});
