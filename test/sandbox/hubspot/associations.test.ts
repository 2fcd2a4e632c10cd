import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personAt } from '../../../src/sandbox/scenario/people';
import { firstCompany, firstContact, type Host, type Json, startHost } from './stand-in-host';

const batch = '/crm/associations/2026-03/contacts/companies/batch';
const lonely = Array.from({ length: 250 }, (_, index) => index).filter(
  (index) => personAt(7, index).companyIndex === null,
);

describe('associations', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());

  const companyOf = async (id: number | string) =>
    (await host.call('GET', `/crm/objects/2026-03/contacts/${id}?properties=associatedcompanyid`)).body.properties
      .associatedcompanyid;
  const put = (path: string, body?: unknown) => host.call('PUT', `/crm/objects/2026-03/contacts/${path}`, body);
  const linksOf = async (id: number): Promise<Json[]> =>
    (await host.call('GET', `/crm/objects/2026-03/contacts/${id}/associations/companies`)).body.results;

  test('a batch read marks the primary company and names records without any in a 207', async () => {
    const alone = String(firstContact + (lonely[0] ?? 0));
    const answer = await host.call('POST', `${batch}/read`, { inputs: [{ id: String(firstContact) }, { id: alone }] });
    expect(answer.status).toBe(207);
    expect(answer.body.results).toEqual([
      {
        from: { id: String(firstContact) },
        to: [
          {
            toObjectId: String(firstCompany),
            associationTypes: [
              { category: 'HUBSPOT_DEFINED', typeId: 1, label: 'Primary' },
              { category: 'HUBSPOT_DEFINED', typeId: 279, label: null },
            ],
          },
        ],
      },
    ]);
    expect(answer.body.errors[0]).toMatchObject({
      category: 'OBJECT_NOT_FOUND',
      subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
      context: { fromObjectId: [alone], fromObjectType: ['contacts'], toObjectType: ['companies'] },
    });
  });

  test('all linked is a plain 200; types without records here have no associations', async () => {
    const inputs = [{ id: String(firstContact) }];
    expect((await host.call('POST', `${batch}/read`, { inputs })).status).toBe(200);
    expect((await host.call('POST', '/crm/v4/associations/contacts/companies/batch/read', { inputs })).status).toBe(
      200,
    );
    expect((await host.call('POST', '/crm/associations/2026-03/contacts/notes/batch/read', { inputs })).status).toBe(
      207,
    );
  });

  test('up to 1,000 inputs are read, more are refused', async () => {
    const inputs = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ id: String(firstContact + index) }));
    expect((await host.call('POST', `${batch}/read`, { inputs: inputs(1_000) })).status).toBe(207);
    expect((await host.call('POST', `${batch}/read`, { inputs: inputs(1_001) })).status).toBe(400);
  });

  test('the first linked company becomes primary, the next one does not, type 1 takes over', async () => {
    const id = firstContact + (lonely[0] ?? 0);
    const plain = await put(`${id}/associations/default/companies/${firstCompany + 1}`);
    expect(plain.status).toBe(200);
    expect(plain.body.results[0]).toMatchObject({ from: { id: String(id) }, to: { id: String(firstCompany + 1) } });
    expect(await companyOf(id)).toBe(String(firstCompany + 1));
    await put(`${id}/associations/default/companies/${firstCompany + 2}`);
    expect(await companyOf(id)).toBe(String(firstCompany + 1));
    const primary = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 1 }];
    expect((await put(`${id}/associations/companies/${firstCompany + 2}`, primary)).status).toBe(201);
    expect(await companyOf(id)).toBe(String(firstCompany + 2));
    expect((await linksOf(id)).map((row) => row.associationTypes.length)).toEqual([1, 2]);
    const removed = `/crm/objects/2026-03/contacts/${id}/associations/companies/${firstCompany + 2}`;
    expect((await host.call('DELETE', removed)).status).toBe(204);
    expect(await companyOf(id)).toBeNull();
    expect(await linksOf(id)).toHaveLength(1);
  });

  test('single reads page', async () => {
    const id = firstContact + (lonely[1] ?? 0);
    for (const index of [1, 2, 3]) await put(`${id}/associations/default/companies/${firstCompany + index}`);
    const path = `/crm/v4/objects/contacts/${id}/associations/companies?limit=2`;
    const first = (await host.call('GET', path)).body;
    const second = (await host.call('GET', `${path}&after=${first.paging.next.after}`)).body;
    expect([...first.results, ...second.results].map((row: Json) => row.toObjectId)).toEqual(
      [1, 2, 3].map((index) => String(firstCompany + index)),
    );
  });

  test('seen from the company the kinds are the reverse ones', async () => {
    const path = `/crm/objects/2026-03/companies/${firstCompany}/associations/contacts`;
    const row = (await host.call('GET', path)).body.results[0];
    expect(row.associationTypes.map((kind: Json) => kind.typeId)).toEqual([2, 280]);
    const labels = (await host.call('GET', '/crm/associations/2026-03/contacts/companies/labels')).body.results;
    expect(labels.map((kind: Json) => kind.typeId)).toEqual([1, 279]);
  });

  test('batch links and unlinks', async () => {
    const [a, b] = [firstContact + (lonely[2] ?? 0), firstContact + (lonely[3] ?? 0)].map(String);
    const pair = (from: string | undefined) => ({ from: { id: from }, to: { id: String(firstCompany) } });
    const linked = await host.call('POST', `${batch}/associate/default`, { inputs: [pair(a), pair(b)] });
    expect(linked.status).toBe(200);
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 279 }];
    const partly = await host.call('POST', `${batch}/create`, {
      inputs: [
        { ...pair(a), types },
        { ...pair('77'), types },
      ],
    });
    expect(partly.status).toBe(207);
    const inputs = [{ from: { id: a }, to: [{ id: String(firstCompany) }] }];
    expect((await host.call('POST', `${batch}/archive`, { inputs })).status).toBe(204);
    expect(await companyOf(a ?? '')).toBeNull();
    expect(await companyOf(b ?? '')).toBe(String(firstCompany));
  });

  test.each([
    ['a contact that does not exist', `77/associations/default/companies/${firstCompany}`, undefined, 404],
    ['a company that does not exist', `${firstContact}/associations/default/companies/77`, undefined, 404],
    [
      'a type id of other records',
      `${firstContact}/associations/companies/${firstCompany}`,
      [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 4 }],
      400,
    ],
    ['no types', `${firstContact}/associations/companies/${firstCompany}`, [], 400],
    ['a record type that is not kept', `${firstContact}/associations/default/notes/1`, undefined, 400],
  ])('%s is refused', async (_name, path, body, status) => {
    expect((await put(path, body)).status).toBe(status);
  });

  test('an archived company is no longer linked', async () => {
    const index = personAt(7, 1).companyIndex ?? 0;
    await host.call('DELETE', `/crm/objects/2026-03/companies/${firstCompany + index}`);
    expect(await linksOf(firstContact + 1)).toEqual([]);
  });
});
