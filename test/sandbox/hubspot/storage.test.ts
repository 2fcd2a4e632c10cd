import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createHubSpotStandIn, type HubSpotStandIn } from '../../../src/sandbox/hubspot/stand-in';
import { personAt } from '../../../src/sandbox/scenario/people';
import { clientId, clientSecret, firstContact, type Json, redirectUri } from './stand-in-host';

const now = Date.UTC(2026, 10, 22);

function open(database: Database.Database, contacts = 300): HubSpotStandIn {
  const standIn = createHubSpotStandIn({
    database,
    now: () => now,
    client: { clientId, clientSecret, redirectUris: [redirectUri] },
    webhook: { targetUrl: null },
    contacts,
    seed: 7,
    limits: { isEnabled: false },
    log: () => {},
  });
  standIn.seedIfEmpty();
  return standIn;
}

async function tokenOf(standIn: HubSpotStandIn): Promise<string> {
  const answer: Json = await (await standIn.control.request('/tokens/static', { method: 'POST' })).json();
  return answer.token;
}

async function call(
  standIn: HubSpotStandIn,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<Json> {
  const answer = await standIn.app.request(`http://hubspot.example${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.json();
}

describe('the state', () => {
  test('survives a restart: tokens, changes, history and numbers go on', async () => {
    const database = new Database(':memory:');
    const first = open(database);
    const token = await tokenOf(first);
    const path = `/crm/objects/2026-03/contacts/${firstContact}`;
    await call(first, token, 'PATCH', path, { properties: { lastname: '新' } });
    const made = await call(first, token, 'POST', '/crm/objects/2026-03/contacts', { properties: { firstname: 'x' } });
    first.close();
    const second = open(database, 5_000);
    const kept = await call(second, token, 'GET', `${path}?propertiesWithHistory=lastname`);
    expect(kept.propertiesWithHistory.lastname.map((entry: Json) => entry.value)).toEqual(['新', '田中']);
    const next = await call(second, token, 'POST', '/crm/objects/2026-03/contacts', { properties: { firstname: 'y' } });
    expect(Number(next.id)).toBe(Number(made.id) + 1);
    const accounts: Json = await (await second.control.request('/accounts')).json();
    expect(accounts.results[0].contacts).toBe(302);
    second.close();
    database.close();
  });

  test('is the same from the same seed, and a load that was cut off starts again', async () => {
    const database = new Database(':memory:');
    open(database).close();
    const dump = () => database.prepare('SELECT * FROM hs_contact ORDER BY id').all();
    const before = dump();
    database.exec('DELETE FROM hs_meta; DELETE FROM hs_contact WHERE id % 3 = 0');
    open(database).close();
    expect(dump()).toEqual(before);
    database.close();
  });

  test('can be dropped under an open connection and made anew', async () => {
    const database = new Database(':memory:');
    const old = open(database);
    const token = await tokenOf(old);
    await call(old, token, 'PATCH', `/crm/objects/2026-03/contacts/${firstContact}`, { properties: { city: 'x' } });
    old.close();
    const tables = database.prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'hs_%'",
    );
    for (const { name } of tables.all()) database.exec(`DROP TABLE ${name}`);
    const fresh = open(database);
    expect(await call(fresh, token, 'GET', '/account-info/2026-03/details')).toMatchObject({
      category: 'INVALID_AUTHENTICATION',
    });
    const path = `/crm/objects/2026-03/contacts/${firstContact}?properties=city,lastname`;
    const contact = await call(fresh, await tokenOf(fresh), 'GET', path);
    expect(contact.properties).toMatchObject({ city: null, lastname: personAt(7, 0).familyName });
    fresh.close();
    database.close();
  });
});
