import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstCompany, firstContact, type Host, type Json, startHost } from './stand-in-host';

const base = '/crm/lists/2026-03';
let host: Host;

beforeEach(async () => {
  host = await startHost();
});
afterEach(() => host.close());

const search = async (body: object = {}): Promise<Json> => (await host.call('POST', `${base}/search`, body)).body;
const named = async (name: string): Promise<Json> => (await search({ query: name })).lists[0];
const anyOf = (property: string, ...values: string[]) => ({
  filterBranchType: 'OR',
  filterBranches: [
    {
      filterBranchType: 'AND',
      filterBranches: [],
      filters: [
        {
          filterType: 'PROPERTY',
          property,
          operation: { operationType: 'ENUMERATION', operator: 'IS_ANY_OF', values },
        },
      ],
    },
  ],
  filters: [],
});
const members = async (id: string, query = ''): Promise<Json> =>
  (await host.call('GET', `${base}/${id}/memberships${query}`)).body;

test('search pages by offset, names sizes in the extras, and finds lists by type and part of the name', async () => {
  const first = await search({ count: 4, objectTypeId: '0-1' });
  expect(first).toMatchObject({ hasMore: true, offset: 4, total: 6 });
  expect(first.lists).toHaveLength(4);
  expect(first.lists[0].size).toBeUndefined();
  expect(first.lists[0].additionalProperties.hs_list_size).toMatch(/^\d+$/);
  const second = await search({ count: 4, offset: first.offset, objectTypeId: '0-1' });
  expect(second).toMatchObject({ hasMore: false, offset: 6 });
  expect(second.lists).toHaveLength(2);
  expect((await search({ objectTypeId: '0-2' })).lists).toMatchObject([{ objectTypeId: '0-2' }]);
  expect((await search({ query: 'ご招待' })).lists).toMatchObject([{ additionalProperties: { hs_list_size: '0' } }]);
  expect((await host.call('POST', `${base}/search`, { count: 501 })).status).toBe(400);
  const oneOther = await host.call('POST', `${base}/search`, {}, await host.token(['crm.objects.contacts.read']));
  expect(oneOther.body.category).toBe('MISSING_SCOPES');
});

test('members come by record id, forward from after and downward from before, with a cursor that is no record id', async () => {
  const { listId } = await named('春のキャンペーン');
  const all = (await members(listId, '?limit=250')).results.map(({ recordId }: Json) => Number(recordId));
  expect(all).toEqual([...all].sort((a, b) => a - b));
  expect(all).toHaveLength(Math.ceil(250 / 7));
  const first = await members(listId, '?limit=10');
  expect(first.total).toBe(all.length);
  expect(first.paging.next.after).not.toMatch(/^\d+$/);
  const second = await members(listId, `?limit=10&after=${first.paging.next.after}`);
  expect(second.results.map(({ recordId }: Json) => Number(recordId))).toEqual(all.slice(10, 20));
  const back = await members(listId, `?limit=10&before=${second.paging.prev.before}`);
  expect(back.results.map(({ recordId }: Json) => Number(recordId))).toEqual(all.slice(0, 10).reverse());
  expect((await host.call('GET', `${base}/${listId}/memberships?limit=251`)).status).toBe(400);
  expect((await host.call('GET', `${base}/${listId}/memberships?after=12345`)).status).toBe(400);
});

test('a dynamic list follows its filter, truly, and refuses to be changed by hand', async () => {
  const created = await host.call('POST', base, {
    name: 'Only customers',
    objectTypeId: '0-1',
    processingType: 'DYNAMIC',
    filterBranch: anyOf('lifecyclestage', 'customer'),
  });
  const { listId, size } = created.body.list;
  const found = await host.call('POST', '/crm/objects/2026-03/contacts/search', {
    filterGroups: [{ filters: [{ propertyName: 'lifecyclestage', operator: 'EQ', value: 'customer' }] }],
  });
  expect(size).toBe(found.body.total);
  host.clock.now += 1_000;
  const fresh = await host.call('POST', '/crm/objects/2026-03/contacts', {
    properties: { lastname: '新', lifecyclestage: 'customer' },
  });
  const after = await named('Only customers');
  expect(after.additionalProperties).toMatchObject({
    hs_list_size: String(size + 1),
    hs_last_record_added_at: String(host.clock.now),
  });
  const lists = await host.call('GET', `${base}/records/0-1/${fresh.body.id}/memberships`);
  expect(lists.body.results.map((row: Json) => row.listId)).toContain(listId);
  await host.call('DELETE', `/crm/objects/2026-03/contacts/${fresh.body.id}`);
  expect((await members(listId)).total).toBe(size);
  const refused = await host.call('PUT', `${base}/${listId}/memberships/add`, [String(firstContact)]);
  expect(refused.status).toBe(400);
  expect((await named('Only customers')).additionalProperties.hs_last_record_removed_at).toBe(String(host.clock.now));
});

test('a list in flux says so and keeps its members until it is complete', async () => {
  const list = await named('Customers and evangelists');
  const size = Number(list.additionalProperties.hs_list_size);
  await host.control('PUT', `/lists/${list.listId}/status`, { status: 'PROCESSING' });
  await host.control('POST', '/records/contacts', { properties: { lastname: '新', lifecyclestage: 'customer' } });
  expect(await named('Customers and evangelists')).toMatchObject({
    processingStatus: 'PROCESSING',
    additionalProperties: { hs_list_size: String(size) },
  });
  await host.control('PUT', `/lists/${list.listId}/status`, { status: 'COMPLETE' });
  expect((await named('Customers and evangelists')).additionalProperties.hs_list_size).toBe(String(size + 1));
});

test('static lists take and lose members, report missing records, and list joiners in their order', async () => {
  const { listId } = await named('VIPご招待');
  host.clock.now += 1_000;
  const [later, sooner] = [String(firstContact), String(firstContact + 9)];
  const added = await host.call('PUT', `${base}/${listId}/memberships/add`, [sooner, '99']);
  expect(added.body).toEqual({ recordsIdsAdded: [sooner], recordIdsRemoved: [], recordIdsMissing: ['99'] });
  host.clock.now += 1_000;
  await host.call('PUT', `${base}/${listId}/memberships/add-and-remove`, {
    recordIdsToAdd: [later, sooner],
    recordIdsToRemove: [],
  });
  expect((await members(listId)).results.map((row: Json) => row.recordId)).toEqual([later, sooner]);
  const joined = await host.call('GET', `${base}/${listId}/memberships/join-order`);
  expect(joined.body.results.map((row: Json) => row.recordId)).toEqual([sooner, later]);
  const both = await host.call('POST', `${base}/records/memberships/batch/read`, {
    inputs: [later, String(firstContact + 1)].map((recordId) => ({ objectTypeId: '0-1', recordId })),
  });
  expect(both.body.results[0].recordListMemberships.map((row: Json) => row.listId)).toContain(listId);
  const removed = await host.call('PUT', `${base}/${listId}/memberships/remove`, [later]);
  expect(removed.body.recordIdsRemoved).toEqual([later]);
  expect((await host.call('DELETE', `${base}/${listId}/memberships`)).status).toBe(204);
  expect((await members(listId)).total).toBe(0);
});

test('lists are found by name in any letter case, are named once, deleted and restored', async () => {
  const found = await host.call(
    'GET',
    `${base}/object-type-id/0-1/name/trade%20FAIR%20tokyo%202025?includeFilters=true`,
  );
  const { listId } = found.body.list;
  expect(found.body.list).toMatchObject({ processingType: 'SNAPSHOT', size: Math.ceil(250 / 11) });
  const twin = { name: 'TRADE fair tokyo 2025', objectTypeId: '0-1', processingType: 'MANUAL' };
  expect((await host.call('POST', base, twin)).status).toBe(400);
  expect((await host.call('DELETE', `${base}/${listId}`)).status).toBe(204);
  expect((await host.call('GET', `${base}/${listId}`)).status).toBe(404);
  expect((await host.call('PUT', `${base}/${listId}/restore`)).status).toBe(204);
  expect((await host.call('GET', `${base}/${listId}`)).body.list.size).toBe(Math.ceil(250 / 11));
  const shown = await host.call('GET', `${base}?listIds=${listId}`);
  expect(shown.body.lists.map((list: Json) => list.listId)).toEqual([listId]);
});

test('an archived member stays in a static list: a reader has to meet ids that are gone', async () => {
  const { listId } = await named('春のキャンペーン');
  const before = await members(listId);
  await host.call('DELETE', `/crm/objects/2026-03/contacts/${firstContact}`);
  expect((await members(listId)).total).toBe(before.total);
  expect((await search({ query: 'Partner' })).lists[0].objectTypeId).toBe('0-2');
  expect((await members((await named('Partner')).listId)).results[0].recordId).toBe(String(firstCompany));
});
