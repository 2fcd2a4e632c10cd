import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { createFastClock, type FastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const minute = 60_000;
const contacts = 600;

describe('the cost of a sync follows the changes', () => {
  let clock: FastClock;
  let world: HubSpotWorld;

  beforeAll(async () => {
    clock = createFastClock(20);
    world = await HubSpotWorld.start({ contacts, clock });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect();
    await world.sync('full');
    await world.sync('incremental');
  });
  afterAll(() => world.stop());

  /** Calls that HubSpot received during `work`, by route. */
  const callsOf = async (work: () => Promise<unknown>) => {
    await world.control('DELETE', '/hubspot/requests');
    await work();
    return world.control<{ total: number; routes: Record<string, { count: number }> }>('GET', '/hubspot/counters');
  };
  const changeMany = (ids: readonly string[], properties: Record<string, string>) =>
    world.control('POST', '/hubspot/records/contacts/change-many', { ids, properties });
  const held = (id: string) => world.engine.contacts.get({ id });
  /** Leaves the times of the changes before behind the overlap of five minutes. */
  const settle = async () => {
    clock.jump(6 * minute);
    await changeMany(['100600'], { phone: String(clock.now()) });
    await world.sync('incremental');
  };

  it('100 changes cost three calls at most, company names and definitions included', async () => {
    await settle();
    const ids = Array.from({ length: 100 }, (_, index) => String(100_001 + index * 5));
    await changeMany(ids, { phone: '+81 3-5555-0123' });
    const { total, routes } = await callsOf(async () => {
      expect(await world.sync('incremental')).toMatchObject({ status: 'completed', changed: 100, failed: 0 });
    });
    expect(total, JSON.stringify(routes)).toBeLessThanOrEqual(3);
    expect((await held('100001')).phone).toBe('+81 3-5555-0123');
  });

  it('a new name of a company reaches its contacts by one search, and nothing else is read', async () => {
    await settle();
    const { companyId } = await held('100001');
    await world.control('PATCH', `/hubspot/records/companies/${companyId}`, { properties: { name: 'Renamed Ltd' } });
    const { total } = await callsOf(() => world.sync('incremental'));
    expect(total).toBeLessThanOrEqual(3);
    expect((await held('100001')).companyName).toBe('Renamed Ltd');
  });

  it('a deletion that no event told of is found by counting, and costs a few calls only', async () => {
    await settle();
    const [link] = world.read<{ n: number }>('SELECT count(*) AS n FROM contact');
    await world.control('POST', '/hubspot/records/contacts/100123/archive', {});
    await world.control('POST', '/hubspot/records/contacts/100456/gdpr-delete', {});
    clock.jump(25 * 60 * minute);
    const { total, routes } = await callsOf(async () => {
      expect(await world.sync('incremental')).toMatchObject({ status: 'completed', removed: 2 });
    });
    const reads = Object.keys(routes).filter((route) => route.startsWith('GET ') && !route.includes('properties'));
    // no list of all contacts: halving 600 ids finds both
    expect(reads).toEqual([]);
    expect(total, JSON.stringify(routes)).toBeLessThanOrEqual(16);
    await expect(held('100123')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(held('100456')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(world.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n).toBe((link?.n ?? 0) - 2);
  });

  it('many deletions are found by a list of ids, with every other contact left as it was', async () => {
    for (let id = 100_200; id < 100_260; id++)
      await world.control('POST', `/hubspot/records/contacts/${id}/archive`, {});
    clock.jump(25 * 60 * minute);
    const { routes } = await callsOf(async () => {
      expect(await world.sync('incremental')).toMatchObject({ status: 'completed', removed: 60, changed: 0 });
    });
    const listed = Object.entries(routes).filter(
      ([route]) => route.startsWith('GET ') && !route.includes('properties'),
    );
    expect(
      listed.map(([, { count }]) => count),
      JSON.stringify(routes),
    ).toEqual([6]);
    expect(world.read<{ n: number }>('SELECT count(*) AS n FROM contact')[0]?.n).toBe(contacts - 62);
  });

  it('a property that was deleted in HubSpot empties nothing, and its item says what happened', async () => {
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {});
    const property = (method: string, path: string, body?: object) =>
      fetch(`${world.sandbox.endpoints.hubspotApi}/crm/properties/2026-03/contacts${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const tea = { name: 'favourite_tea', label: 'Tea', type: 'string', fieldType: 'text' };
    expect((await property('POST', '', { ...tea, groupName: 'contactinformation' })).status).toBe(201);
    await changeMany(['100300'], { favourite_tea: 'sencha' });
    clock.jump(11 * minute);
    await world.engine.mapping.choices(undefined);
    const added = { propertyName: tea.name, lumoItem: 'custom:favourite_tea', rule: 'alwaysHubSpot' as const };
    await world.engine.mapping.add({ ...added, appliesToExisting: true });
    const held300 = () => held('100300');
    const value = async () => (await held300()).properties.find((one) => one.name === tea.name)?.value ?? null;
    await eventually('the values are read', async () => ((await value()) === 'sencha' ? true : null), 20_000);
    await eventually('no run', async () => ((await world.engine.sync.progress(undefined)) === null ? true : null));
    const { email } = await held300();
    await property('DELETE', `/${tea.name}`);
    await changeMany(['100300'], { firstname: 'Changed' });
    expect((await world.sync('incremental')).status).toMatch(/^completed/);
    expect(await value()).toBe('sencha');
    expect(await held300()).toMatchObject({ email, displayName: expect.stringContaining('Changed') });
    const item = (await world.engine.mapping.items(undefined)).find((one) => one.propertyName === tea.name);
    expect(item).toMatchObject({ status: 'missing' });
  });
});
