import { expect, test } from 'vitest';
import { IntegrationWorld } from '../support/integration-world';

/** Accounts that are connected elsewhere in time: rows as a connect leaves them. */
function addAccounts(world: IntegrationWorld, count: number): void {
  world.database((database) => {
    const insert = database.prepare(
      `INSERT INTO official_account (bot_user_id, channel_id, basic_id, display_name, sequence_number, connected_at) VALUES (?, ?, ?, ?, ?, 1)`,
    );
    for (let n = 1; n <= count; n++) insert.run(`Ubot${n}`, `1000${n}`, `@shop${n}`, `Shop ${n}`, n);
  });
}

test('thirty accounts can be connected, the thirty-first is refused with the reason', async () => {
  const world = await IntegrationWorld.start();
  addAccounts(world, 29);
  const checked = await world.engine.setup.checkLine(world.offered(0));
  expect(checked.freeSequenceNumbers).toEqual([30]);
  await world.connectLine(0, 30);
  const limit = { code: 'LINE_ACCOUNT_LIMIT', params: { max: 30 } };
  await expect(world.engine.setup.checkLine(world.offered(1))).rejects.toMatchObject(limit);
  await expect(world.connectLine(1, 5)).rejects.toMatchObject(limit);
  // one that is connected may be connected again, and keeps its number
  const { channelId, channelSecret } = world.offered(0);
  expect((await world.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber: 2 })).sequenceNumber).toBe(
    30,
  );
  expect((await world.engine.dashboard.state(undefined)).officialAccounts).toHaveLength(30);
});

test('two connects at once do not get the same number', async () => {
  const world = await IntegrationWorld.start();
  const outcomes = await Promise.allSettled([world.connectLine(0, 3), world.connectLine(1, 3)]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')?.reason).toMatchObject({
    code: 'LINE_ACCOUNT_TAKEN',
    params: { sequenceNumber: 3 },
  });
});

test('switches and the interval of an integration are kept, each by itself', async () => {
  const world = await IntegrationWorld.start();
  const id = await world.connectLine(0);
  const { saveIntegration } = world.engine.accounts;
  await saveIntegration({ id, patch: { syncsGroups: true, syncIntervalMinutes: 60 } });
  world.events.length = 0;
  const saved = await saveIntegration({ id, patch: { createsContactsOnFollow: true } });
  expect(saved).toMatchObject({
    createsContactsOnFollow: true,
    createsContactsOnMessage: false,
    syncsGroups: true,
    syncIntervalMinutes: 60,
  });
  expect(world.events).toContainEqual({ type: 'stale', topics: expect.arrayContaining(['accounts']) });
  expect(await saveIntegration({ id, patch: { syncIntervalMinutes: null } })).toMatchObject({
    syncIntervalMinutes: null,
    syncsGroups: true,
  });
  await world.restart();
  expect(world.engine.setup.officialAccounts()).toMatchObject([{ syncsGroups: true, createsContactsOnFollow: true }]);
});

test('the relay is tested: its address, its clock, how far behind this console is, and when it is away', async () => {
  const world = await IntegrationWorld.start();
  const id = await world.connectLine(0);
  await world.customerWrites(id, 'hello');
  expect(await world.engine.accounts.relay(undefined)).toMatchObject({ url: world.relay.url, checkedAt: null });
  const found = await world.engine.accounts.testRelay(undefined);
  expect(found).toMatchObject({ state: 'live', problem: null, behindBy: 0 });
  expect(Math.abs(found.clockSkewMs ?? Number.NaN)).toBeLessThan(5_000);
  expect(found.lastEventAt).not.toBeNull();
  await world.relay.close();
  expect((await world.engine.accounts.testRelay(undefined)).problem).toEqual({ code: 'RELAY_UNREACHABLE', params: {} });
});

test('without a relay the health says that one is needed', async () => {
  const world = await IntegrationWorld.start({ hasRelay: false });
  expect(await world.engine.accounts.testRelay(undefined)).toMatchObject({
    state: 'offline',
    url: null,
    problem: { code: 'RELAY_NEEDED' },
  });
});

test('a permission that is taken away is told of, one that was never given is not', async () => {
  const world = await IntegrationWorld.start();
  const needed = [
    'oauth',
    'crm.objects.contacts.read',
    'crm.objects.contacts.write',
    'crm.schemas.contacts.read',
    'crm.schemas.contacts.write',
    'crm.objects.companies.read',
  ];
  const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {
    scopes: [...needed, 'crm.lists.read'],
  });
  await world.engine.setup.connectHubSpotToken(token);
  const attention = async () => (await world.engine.dashboard.state(undefined)).attention;
  expect(await attention()).toEqual([]);
  await world.control('PUT', '/hubspot/tokens/static/scopes', { token, scopes: needed });
  await world.engine.accounts.testHubSpot(undefined);
  expect(await attention()).toMatchObject([
    { id: 'capability/lists', severity: 'warning', problem: { code: 'HUBSPOT_SCOPE_MISSING' }, place: 'settings' },
  ]);
  await world.control('PUT', '/hubspot/tokens/static/scopes', { token, scopes: [...needed, 'crm.lists.read'] });
  await world.engine.accounts.testHubSpot(undefined);
  expect(await attention()).toEqual([]);
});

test('records, lists and groups that are refused are told of, each with its place', async () => {
  const world = await IntegrationWorld.start();
  await world.connectLine(0);
  const gone = JSON.stringify({ code: 'LIST_GONE', params: { name: 'VIP' } });
  world.database((database) => {
    database.exec(`
      INSERT INTO sync_problem (record_kind, record_id, record_name, code, params, property, first_at, last_at, attempts)
      VALUES ('contact', '1', 'A', 'VALUE_INVALID', '{}', 'email', 1, 1, 1), ('contact', '1', 'A', 'VALUE_INVALID', '{}', 'phone', 1, 1, 1);
      INSERT INTO hubspot_list (id, name, processing_type, is_in_flux, stamp, found_at, is_synced, problem)
      VALUES ('9', 'VIP', 'DYNAMIC', 0, '', 1, 1, '${gone}');`);
  });
  const { attention, sync } = await world.engine.dashboard.state(undefined);
  expect(sync.failing).toBe(1);
  expect(attention).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        id: 'problems',
        place: 'problems',
        problem: { code: 'HUBSPOT_REJECTED', params: { records: 1 } },
      }),
      expect.objectContaining({
        id: 'lists',
        place: 'lists',
        problem: { code: 'LIST_GONE', params: { name: 'VIP', records: 1 } },
      }),
    ]),
  );
});
