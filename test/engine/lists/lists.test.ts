import { afterEach, describe, expect, it } from 'vitest';
import type { HubSpotList } from '../../../src/shared/model/crm';
import { eventually } from '../support/eventually';
import { HubSpotWorld } from '../support/hubspot-world';

const worlds: HubSpotWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

interface Requests {
  results: { method: string; path: string; body: string; query: string }[];
}

/** A connected engine whose contacts are here. */
async function worldWith(contacts: number): Promise<HubSpotWorld> {
  const world = await HubSpotWorld.start({ contacts });
  worlds.push(world);
  await world.connect();
  expect((await world.sync('full')).status).toBe('completed');
  return world;
}
const madeList = (world: HubSpotWorld, body: Record<string, unknown>) =>
  world.control<{ listId: string }>('POST', '/hubspot/lists', body).then((list) => String(list.listId));
const all = async (world: HubSpotWorld) => (await world.engine.lists.all(undefined)).lists;
const found = async (world: HubSpotWorld, id: string): Promise<HubSpotList> => {
  const list = (await all(world)).find((candidate) => candidate.id === id);
  if (list === undefined) throw new Error(`no list ${id}`);
  return list;
};
const membersOf = (world: HubSpotWorld, id: string) =>
  world
    .read<{ id: string }>('SELECT contact_hubspot_id AS id FROM list_member WHERE list_id = ? ORDER BY 1', id)
    .map((row) => row.id);
const idOf = async (world: HubSpotWorld, id: string) => (await found(world, id)).id;
/** Chooses a list and waits until its members were read. */
async function choose(world: HubSpotWorld, id: string): Promise<HubSpotList> {
  await world.engine.lists.setSynced({ id: await idOf(world, id), isSynced: true });
  return eventually('members are read', async () => {
    const list = await found(world, id);
    return list.membersAt === null ? null : list;
  });
}
const callsTo = async (world: HubSpotWorld, part: string) =>
  (await world.control<Requests>('GET', '/hubspot/requests?limit=1000')).results.filter((r) => r.path.includes(part));
const forgetCalls = (world: HubSpotWorld) => world.control('DELETE', '/hubspot/requests');

describe('lists', () => {
  it('shows every contact list with size and folder, and reads members only of those that a person chose', async () => {
    const world = await worldWith(300);
    await forgetCalls(world);
    // the first run has read the names
    expect((await all(world)).every((list) => !list.isSynced && list.membersAt === null)).toBe(true);
    expect((await world.sync('incremental')).status).toBe('completed');
    expect(await callsTo(world, '/lists/')).toEqual([]);

    await world.engine.lists.refresh(undefined);
    const lists = await all(world);
    expect(lists.map((list) => list.processingType)).toEqual(expect.arrayContaining(['DYNAMIC', 'MANUAL', 'SNAPSHOT']));
    expect(lists.some((list) => list.name === 'Partner companies')).toBe(false);
    expect(lists.every((list) => !list.isSynced && list.memberCount === 0)).toBe(true);
    expect(lists.some((list) => list.folderName !== null && (list.size ?? 0) > 0)).toBe(true);
    expect(await callsTo(world, '/memberships')).toEqual([]);

    const [first] = lists.filter((list) => (list.size ?? 0) > 10);
    const chosen = await choose(world, first?.id ?? '');
    expect(chosen).toMatchObject({ isSynced: true, isStale: false, memberCount: first?.size, problem: null });

    const page = await world.engine.lists.members({ id: chosen.id, text: '', offset: 0, limit: 200 });
    expect(page).toMatchObject({ total: first?.size, unknown: 0 });
    expect(page.rows.every((row) => row.addedAt !== null)).toBe(true);
    const [one] = page.rows;
    if (one === undefined) throw new Error('the list is empty');
    const hits = await world.engine.lists.members({ id: chosen.id, text: one.displayName, offset: 0, limit: 200 });
    expect(hits.rows.map((row) => row.id)).toContain(one.id);
    expect(hits.total).toBeLessThan(page.total);
    const detail = await world.engine.contacts.get({ id: one.id });
    expect(detail.lists).toEqual([expect.objectContaining({ id: chosen.id, name: chosen.name })]);
  });

  it('costs one call where nothing changed, and reads only the lists that did', async () => {
    const world = await worldWith(600);
    const one = await madeList(world, { name: 'One', count: 520 });
    const two = await madeList(world, { name: 'Two', count: 40 });
    await world.engine.lists.refresh(undefined);
    await choose(world, one);
    await choose(world, two);

    await forgetCalls(world);
    expect((await world.sync('incremental')).status).toBe('completed');
    expect((await callsTo(world, '/lists/')).map((call) => call.path.split('/').at(-1))).toEqual(['search']);

    const [gone = '', ...rest] = membersOf(world, two);
    await world.control('POST', `/hubspot/lists/${two}/members`, { remove: [gone] });
    await forgetCalls(world);
    await world.sync('incremental');
    const read = (await callsTo(world, '/memberships')).map((call) => call.path);
    expect(read).toHaveLength(1);
    expect(read[0]).toContain(`/${two}/`);
    expect(membersOf(world, two)).toEqual(rest);
    expect(await found(world, one)).toMatchObject({ memberCount: 520, isStale: false });
  });

  it('loses nobody who comes while pages are read, and keeps nobody who left', async () => {
    const world = await worldWith(1_000);
    const id = await madeList(world, { name: 'Moving', count: 900 });
    await world.engine.lists.refresh(undefined);
    // The second page is answered late: meanwhile the list changes on both sides of the place that was reached.
    await world.control('POST', '/faults', {
      service: 'hubspot',
      path: `/crm/lists/2026-03/${id}/memberships`,
      kind: 'slow',
      delayMs: 400,
      skip: 1,
      times: 1,
    });
    await world.engine.lists.setSynced({ id: await idOf(world, id), isSynced: true });
    await eventually('the first page is in', () => membersOf(world, id).length >= 250);
    const held = membersOf(world, id);
    const outside = world
      .read<{ id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id DESC LIMIT 20')
      .map((row) => row.id);
    await world.control('POST', `/hubspot/lists/${id}/members`, { remove: held.slice(0, 10), add: outside });
    await eventually('all pages are in', async () => (await found(world, id)).membersAt !== null);
    await world.sync('incremental');
    const members = membersOf(world, id);
    expect(members).toHaveLength(910);
    expect(members).toEqual(expect.arrayContaining(outside));
    expect(held.slice(0, 10).some((gone) => members.includes(gone))).toBe(false);
    expect((await found(world, id)).isStale).toBe(false);
  });

  it('goes on from the page that a stopped reading had reached', async () => {
    const world = await worldWith(1_000);
    const id = await madeList(world, { name: 'Long', count: 1_000 });
    await world.engine.lists.refresh(undefined);
    await world.control('POST', '/faults', {
      service: 'hubspot',
      path: `/crm/lists/2026-03/${id}/memberships`,
      kind: 'slow',
      delayMs: 500,
      skip: 2,
      times: 1,
    });
    await world.engine.lists.setSynced({ id: await idOf(world, id), isSynced: true });
    await eventually('two pages are in', () => membersOf(world, id).length >= 500);
    await world.engine.stop();
    expect(membersOf(world, id).length).toBeLessThan(1_000);
    await forgetCalls(world);
    world.engine = world.createEngine();
    await world.engine.start();
    await eventually('all members are in', async () => (await found(world, id)).membersAt !== null);
    expect(membersOf(world, id)).toHaveLength(1_000);
    const calls = await callsTo(world, '/memberships');
    expect(calls.length).toBeLessThanOrEqual(3); // all four pages would be a beginning from the front
    expect(calls.every((call) => call.query.includes('after='))).toBe(true);
  });

  it('waits with a list that HubSpot is still evaluating', async () => {
    const world = await worldWith(100);
    const id = await madeList(world, { name: 'Evaluated', count: 30 });
    await world.engine.lists.refresh(undefined);
    await choose(world, id);
    await world.control('POST', `/hubspot/lists/${id}/members`, { remove: membersOf(world, id).slice(0, 20) });
    await world.control('PUT', `/hubspot/lists/${id}/status`, { status: 'PROCESSING' });
    await world.sync('incremental');
    expect(await found(world, id)).toMatchObject({ isInFlux: true, isStale: true, memberCount: 30 });
    await expect(world.engine.lists.syncNow({ id: await idOf(world, id) })).rejects.toMatchObject({
      code: 'LIST_IN_FLUX',
    });
    await world.control('PUT', `/hubspot/lists/${id}/status`, { status: 'COMPLETE' });
    await world.sync('incremental');
    expect(await found(world, id)).toMatchObject({ isInFlux: false, isStale: false, memberCount: 10 });
  });

  it('shows a deleted list with its members until a person lets go of it, and takes a restored one up again', async () => {
    const world = await worldWith(60);
    const id = await madeList(world, { name: 'Deleted', count: 25 });
    await world.engine.lists.refresh(undefined);
    await choose(world, id);
    await world.control('POST', `/hubspot/lists/${id}/delete`, {});
    await world.sync('incremental');
    expect(await found(world, id)).toMatchObject({ memberCount: 25, problem: { code: 'LIST_GONE' } });
    await world.control('POST', `/hubspot/lists/${id}/restore`, {});
    await world.sync('incremental');
    expect(await found(world, id)).toMatchObject({ memberCount: 25, problem: null });
    await world.control('POST', `/hubspot/lists/${id}/delete`, {});
    await world.sync('incremental');
    await world.engine.lists.setSynced({ id: await idOf(world, id), isSynced: false });
    await eventually('nothing is left of it', () => membersOf(world, id).length === 0);
    await eventually('it is not shown', async () => (await all(world)).every((list) => list.id !== id));
  });

  it('counts members that are not among the contacts, and drops the members of a list that is not wanted', async () => {
    const world = await worldWith(80);
    const id = await madeList(world, { name: 'Half known', count: 40 });
    const [first = ''] = world
      .read<{ id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id LIMIT 1')
      .map((row) => row.id);
    await world.engine.lists.refresh(undefined);
    await choose(world, id);
    await world.control('POST', `/hubspot/records/contacts/${first}/archive`, {});
    await world.sync('full');
    const list = await found(world, id);
    const page = await world.engine.lists.members({ id: list.id, text: '', offset: 0, limit: 200 });
    expect(page.rows).toHaveLength(39);
    expect(page.total).toBe(39);
    expect(page.unknown).toBe(list.memberCount - 39);
    await world.engine.lists.setSynced({ id: list.id, isSynced: false });
    await eventually('members are dropped', () => membersOf(world, id).length === 0);
    expect(await found(world, id)).toMatchObject({ isSynced: false, memberCount: 0, membersAt: null });
  });

  it('says that the scope is missing, and runs go on without lists', async () => {
    const world = await HubSpotWorld.start({ contacts: 20 });
    worlds.push(world);
    const scopes = ['crm.objects.contacts.read', 'crm.objects.contacts.write', 'crm.schemas.contacts.read'];
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {
      scopes: [...scopes, 'crm.schemas.contacts.write', 'crm.objects.companies.read'],
    });
    await world.engine.setup.connectHubSpotToken(token);
    await world.engine.mapping.choices(undefined);
    await world.engine.setup.saveProperties({ names: ['firstname'] });
    expect((await world.sync('full')).status).toBe('completed');
    const { problem } = await world.engine.lists.all(undefined);
    expect(problem).toEqual({ code: 'HUBSPOT_SCOPE_MISSING', params: { scopes: 'crm.lists.read' } });
    await expect(world.engine.lists.refresh(undefined)).rejects.toMatchObject({ code: 'HUBSPOT_SCOPE_MISSING' });
    expect(world.engine.setup.hubSpotState().account?.problem ?? null).toBeNull();
  });
});
