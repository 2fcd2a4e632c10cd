import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contactIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

let world: HubSpotWorld;
beforeEach(async () => {
  world = await HubSpotWorld.start({ contacts: 12 });
});
afterEach(() => world.stop());

const needed = [
  'oauth',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.schemas.contacts.read',
  'crm.schemas.contacts.write',
  'crm.objects.companies.read',
];
const makeToken = async (body: Record<string, unknown> = {}) =>
  (await world.control<{ token: string }>('POST', '/hubspot/tokens/static', body)).token;
const account = () => {
  const found = world.engine.setup.hubSpotState().account;
  if (found === null) throw new Error('no account');
  return found;
};
const unavailable = () =>
  Object.fromEntries(
    account().capabilities.flatMap((found) => (found.isAvailable ? [] : [[found.name, found.reason]])),
  );

test('a static token connects one account, syncs it, and shows what it does not allow', async () => {
  const token = await makeToken({ scopes: [...needed, 'crm.lists.read'] });
  await world.engine.setup.connectHubSpotToken(token);
  await eventually('connected', () => world.engine.setup.hubSpotState().state === 'connected');
  expect(account()).toMatchObject({ connectionKind: 'token', hubId: '62515001', health: 'ok', userEmail: null });
  expect(unavailable()).toMatchObject({
    deals: 'scope',
    companiesWrite: 'scope',
    workflowActions: 'scope',
    changeEvents: 'relay',
  });
  expect(account().capabilities.find((found) => found.name === 'lists')?.isAvailable).toBe(true);
  await world.engine.mapping.choices(undefined);
  await world.engine.setup.saveProperties({ names: ['firstname', 'lastname'] });
  expect((await world.sync('full')).processed).toBe(12);
  // kept where secrets are kept, and nowhere else
  expect([...world.secrets.values()].some((value) => value.includes(token))).toBe(true);
  expect(world.log.join('\n')).not.toContain(token);
  await world.engine.stop();
  for (const name of ['lumo.db', 'lumo.db-wal']) {
    const bytes = (() => {
      try {
        return readFileSync(join(world.folder, name));
      } catch {
        return Buffer.alloc(0);
      }
    })();
    expect(bytes.includes(token)).toBe(false);
  }
  world.engine = world.createEngine();
});

test('a wrong token is refused, and one of another account is too: nothing changes', async () => {
  await expect(world.engine.setup.connectHubSpotToken('pat-na1-not-a-token-at-all')).rejects.toMatchObject({
    code: 'HUBSPOT_TOKEN_REFUSED',
  });
  expect(world.engine.setup.hubSpotState()).toMatchObject({ state: 'notConnected', account: null });
  await world.engine.setup.connectHubSpotToken(await makeToken());
  await expect(world.engine.setup.connectHubSpotToken(await makeToken({ hubId: 62515002 }))).rejects.toMatchObject({
    code: 'HUBSPOT_WRONG_ACCOUNT',
    params: { expected: '62515001', found: '62515002' },
  });
  expect(account()).toMatchObject({ hubId: '62515001', health: 'ok' });
});

test('a service key shows what it can and cannot do, and why', async () => {
  const token = await makeToken({ kind: 'serviceKey', scopes: [...needed, 'tickets'] });
  await world.engine.setup.connectHubSpotToken(token);
  expect(unavailable()).toEqual({
    companiesWrite: 'scope',
    lists: 'scope',
    deals: 'scope',
    owners: 'scope',
    changeEvents: 'tokenKind',
    workflowActions: 'tokenKind',
    inbox: 'tokenKind',
  });
  // tickets may be read although nobody tells the key's scopes; deals may not
  await world.engine.mapping.choices(undefined);
  await world.engine.setup.saveProperties({ names: ['firstname'] });
  await world.sync('full');
  const contactId = contactIdSchema.parse(
    world.read<{ id: string }>('SELECT hubspot_id AS id FROM contact LIMIT 1')[0]?.id,
  );
  const records = await world.engine.records.ofContact({ contactId, isForced: true });
  expect(records.problem).toMatchObject({ code: 'HUBSPOT_SCOPE_MISSING' });
  expect(records.readAt).not.toBeNull();
  // what an optional permission is missing for is no fault of the connection
  expect((await world.engine.accounts.testHubSpot(undefined)).health).toBe('ok');
  expect((await world.engine.dashboard.state(undefined)).attention).toEqual([]);
});

test('a token that HubSpot refuses later asks for another one, and a new one cures it', async () => {
  const token = await makeToken();
  await world.engine.setup.connectHubSpotToken(token);
  await world.control('POST', '/hubspot/tokens/static/revoke', { token });
  expect(await world.engine.accounts.testHubSpot(undefined)).toMatchObject({
    health: 'attention',
    problem: { code: 'HUBSPOT_TOKEN_REFUSED' },
  });
  const { attention } = await world.engine.dashboard.state(undefined);
  expect(attention).toMatchObject([{ id: 'hubSpot', problem: { code: 'HUBSPOT_TOKEN_REFUSED' }, place: 'settings' }]);
  await world.engine.setup.connectHubSpotToken(await makeToken());
  expect(account()).toMatchObject({ health: 'ok', problem: null });
});

test('signing in asks for optional permissions apart, and goes on without those that were not given', async () => {
  await world.signIn();
  await eventually('connected', () => world.engine.setup.hubSpotState().state === 'connected');
  const asked = new URL(world.opened.at(-1) ?? '').searchParams;
  expect(asked.get('scope')?.split(' ')).toEqual(needed);
  expect(asked.get('optional_scope')?.split(' ')).toContain('crm.lists.read');
  expect(account()).toMatchObject({ connectionKind: 'oauth', health: 'ok' });
  expect(account().capabilities.find((found) => found.name === 'lists')?.isAvailable).toBe(true);
});

test('what the plan does not have is told apart from what was not given', async () => {
  await world.signIn('allow', 62515002);
  await eventually('connected', () => world.engine.setup.hubSpotState().state === 'connected');
  expect(unavailable()).toMatchObject({ lists: 'plan', tickets: 'plan', workflowActions: 'scope' });
  expect((await world.engine.accounts.testHubSpot(undefined)).health).toBe('ok');
  expect(unavailable()).toMatchObject({ lists: 'plan', tickets: 'plan' });
  expect((await world.engine.dashboard.state(undefined)).attention).toEqual([]);
});

test('a token may have a scope that the plan does not', async () => {
  await world.engine.setup.connectHubSpotToken(await makeToken({ hubId: 62515002 }));
  expect(unavailable()).toMatchObject({ lists: 'plan', tickets: 'plan' });
  expect(account().capabilities.find((found) => found.name === 'deals')?.isAvailable).toBe(true);
});
