import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, personAt } from '../../../src/sandbox/scenario/people';
import { firstCompany, firstContact, type Host, type Json, startHost } from './stand-in-host';

const search = '/crm/objects/2026-03/contacts/search';
const people: readonly Person[] = Array.from({ length: 250 }, (_, index) => personAt(7, index));

describe('search', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());

  const find = (body: unknown) => host.call('POST', search, body);
  const where = (...filters: readonly unknown[]) => ({ filterGroups: [{ filters }], limit: 200 });
  const indexes = async (body: unknown): Promise<number[]> => {
    const answer = await find(body);
    expect(answer.status).toBe(200);
    expect(answer.body.total).toBe(answer.body.results.length);
    return answer.body.results.map((row: Json) => Number(row.id) - firstContact);
  };
  const those = (holds: (person: Person) => boolean) => people.filter(holds).map((person) => person.index);

  test('an empty search finds everything, ten at a time', async () => {
    const { body } = await find({});
    expect(body).toMatchObject({ total: 250, paging: { next: { after: '10' } } });
    expect(body.results).toHaveLength(10);
  });

  const stage = 'lifecyclestage';
  test.each<[string, unknown, (person: Person) => boolean]>([
    ['EQ', { propertyName: stage, operator: 'EQ', value: 'customer' }, (p) => p.lifecycleStage === 'customer'],
    ['NEQ', { propertyName: stage, operator: 'NEQ', value: 'customer' }, (p) => p.lifecycleStage !== 'customer'],
    [
      'IN',
      { propertyName: stage, operator: 'IN', values: ['lead', 'other'] },
      (p) => ['lead', 'other'].includes(p.lifecycleStage),
    ],
    ['NOT_IN', { propertyName: stage, operator: 'NOT_IN', values: ['lead'] }, (p) => p.lifecycleStage !== 'lead'],
    ['HAS_PROPERTY', { propertyName: 'hs_lead_status', operator: 'HAS_PROPERTY' }, (p) => p.leadStatus !== null],
    [
      'NOT_HAS_PROPERTY',
      { propertyName: 'hs_lead_status', operator: 'NOT_HAS_PROPERTY' },
      (p) => p.leadStatus === null,
    ],
    ['GT', { propertyName: 'createdate', operator: 'GT', value: '1735689600000' }, (p) => p.createdAt > 1735689600000],
    ['LT', { propertyName: 'createdate', operator: 'LT', value: '1735689600000' }, (p) => p.createdAt < 1735689600000],
    [
      'BETWEEN',
      { propertyName: 'createdate', operator: 'BETWEEN', value: '1704067200000', highValue: '2025-01-01T00:00:00Z' },
      (p) => p.createdAt >= 1704067200000 && p.createdAt <= 1735689600000,
    ],
    [
      'GTE on ids',
      { propertyName: 'hs_object_id', operator: 'GTE', value: String(firstContact + 240) },
      (p) => p.index >= 240,
    ],
    [
      'LTE on ids',
      { propertyName: 'hs_object_id', operator: 'LTE', value: String(firstContact + 3) },
      (p) => p.index <= 3,
    ],
    [
      'EQ on text, any case',
      { propertyName: 'firstname', operator: 'EQ', value: 'OLIVIA' },
      (p) => p.givenName?.toLowerCase() === 'olivia',
    ],
    [
      'CONTAINS_TOKEN',
      { propertyName: 'email', operator: 'CONTAINS_TOKEN', value: 'misaki*' },
      (p) => p.email?.startsWith('misaki') === true,
    ],
    [
      'an association',
      { propertyName: 'associations.company', operator: 'EQ', value: String(firstCompany) },
      (p) => p.companyIndex === 0,
    ],
  ])('%s finds exactly those that it should', async (_name, filter, holds) => {
    const expected = those(holds);
    expect(expected.length).toBeLessThanOrEqual(200);
    expect(expected.length).toBeGreaterThan(0);
    expect(await indexes(where(filter))).toEqual(expected);
  });

  test('NOT_CONTAINS_TOKEN is the rest of those with a value', async () => {
    const filter = { propertyName: 'email', operator: 'NOT_CONTAINS_TOKEN', value: 'mail' };
    const token = (p: Person) => p.email !== null && !p.email.split(/[^\p{L}\p{N}]+/u).includes('mail');
    const only = { propertyName: 'hs_object_id', operator: 'LT', value: String(firstContact + 150) };
    expect(await indexes(where(filter, only))).toEqual(those((p) => token(p) && p.index < 150));
  });

  test('IN on a text property finds lower-case values only', async () => {
    const filter = (value: string) => where({ propertyName: 'firstname', operator: 'IN', values: [value] });
    expect(await indexes(filter('olivia'))).not.toEqual([]);
    expect(await indexes(filter('Olivia'))).toEqual([]);
  });

  test('groups are joined by OR, filters by AND', async () => {
    const is = (propertyName: string, value: string) => ({ propertyName, operator: 'EQ', value });
    const body = {
      limit: 200,
      filterGroups: [
        { filters: [is(stage, 'customer'), is('country', 'Japan')] },
        { filters: [is(stage, 'evangelist')] },
      ],
    };
    expect(await indexes(body)).toEqual(
      those((p) => (p.lifecycleStage === 'customer' && p.locale === 'ja') || p.lifecycleStage === 'evangelist'),
    );
  });

  test('the query looks at the beginnings of words in names, addresses and phones', async () => {
    expect(await indexes({ query: '田中', limit: 200 })).toEqual(
      those((p) => p.familyName?.startsWith('田中') === true),
    );
    expect(await indexes({ query: 'OLIVIA carter', limit: 200 })).toContain(4);
  });

  test('phones are found by digits without country code', async () => {
    const filter = { propertyName: 'hs_searchable_calculated_phone_number', operator: 'EQ', value: '8023456789' };
    expect(await indexes(where(filter))).toContain(1);
  });

  test('any sort and page size walks through everything once, in order', async () => {
    const sorts = ['lastmodifieddate', 'createdate', 'hs_object_id', 'lastname'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sorts),
        fc.constantFrom('ASCENDING', 'DESCENDING'),
        fc.integer({ min: 11, max: 200 }),
        async (propertyName, direction, limit) => {
          const seen: string[] = [];
          const keys: string[] = [];
          let after: string | undefined = '';
          while (after !== undefined) {
            const { body }: { body: Json } = await find({
              limit,
              ...(after === '' ? {} : { after }),
              sorts: [{ propertyName, direction }],
              properties: [propertyName],
            });
            for (const row of body.results) {
              seen.push(row.id);
              keys.push(row.properties[propertyName] ?? '');
            }
            after = body.paging?.next.after;
          }
          expect(new Set(seen).size).toBe(250);
          expect(seen).toHaveLength(250);
          if (propertyName !== 'lastname') {
            expect(keys).toEqual(direction === 'ASCENDING' ? [...keys].sort() : [...keys].sort().reverse());
          }
        },
      ),
      { seed: 20261122, numRuns: 12 },
    );
  });

  const filters = (count: number) =>
    Array.from({ length: count }, () => ({ propertyName: 'email', operator: 'HAS_PROPERTY' }));
  test.each<[string, unknown]>([
    ['an unknown property', where({ propertyName: 'nonsense', operator: 'EQ', value: 'x' })],
    ["the other types' modified date", where({ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: '0' })],
    ['an unknown operator', where({ propertyName: 'email', operator: 'LIKE', value: 'x' })],
    ['no value', where({ propertyName: 'email', operator: 'EQ' })],
    ['no values', where({ propertyName: 'email', operator: 'IN', values: [] })],
    ['no highValue', where({ propertyName: 'createdate', operator: 'BETWEEN', value: '1' })],
    ['a word for a date', where({ propertyName: 'createdate', operator: 'GT', value: 'yesterday' })],
    ['six groups', { filterGroups: Array.from({ length: 6 }, () => ({ filters: filters(1) })) }],
    ['seven filters in a group', { filterGroups: [{ filters: filters(7) }] }],
    ['nineteen filters', { filterGroups: [6, 6, 6, 1].map((count) => ({ filters: filters(count) })) }],
    ['two sorts', { sorts: ['email', 'createdate'] }],
    ['a sort by nothing known', { sorts: ['nonsense'] }],
    ['more than 200 a page', { limit: 201 }],
    ['a cursor beyond 10,000', { after: '10000' }],
    ['a cursor that is none', { after: 'x' }],
    ['more than 3,000 characters', where({ propertyName: 'email', operator: 'EQ', value: 'x'.repeat(3_000) })],
  ])('%s is refused', async (_name, body) => {
    expect(await find(body)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  test('archived contacts are not found', async () => {
    await host.call('DELETE', `/crm/objects/2026-03/contacts/${firstContact + 249}`);
    expect((await find({})).body.total).toBe(249);
  });
});

describe('the search index', () => {
  test('lags behind: until then search shows the old version, archived and absent ones included', async () => {
    const host = await startHost({ indexLagMs: 2_000 });
    const base = '/crm/objects/2026-03/contacts';
    const lastname = async (id: number) => {
      const filters = [{ propertyName: 'hs_object_id', operator: 'EQ', value: String(id) }];
      const { body } = await host.call('POST', search, { filterGroups: [{ filters }], properties: ['lastname'] });
      expect(body.total).toBe(body.results.length);
      return body.results[0]?.properties.lastname;
    };
    const since = String(host.clock.now);
    const recent = async () => {
      const filters = [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: since }];
      const sorts = [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }];
      return (await host.call('POST', search, { filterGroups: [{ filters }], sorts })).body.total;
    };
    await host.call('PATCH', `${base}/${firstContact}`, { properties: { lastname: 'Newest' } });
    await host.call('DELETE', `${base}/${firstContact + 5}`);
    const created = Number((await host.call('POST', base, { properties: { lastname: 'Made' } })).body.id);
    expect(await lastname(firstContact)).toBe('田中');
    expect(await lastname(firstContact + 5)).toBe('佐藤');
    expect(await lastname(created)).toBeUndefined();
    expect(await recent()).toBe(0);
    host.clock.now += 1_999;
    expect(await lastname(firstContact)).toBe('田中');
    host.clock.now += 1;
    expect(await lastname(firstContact)).toBe('Newest');
    expect(await lastname(firstContact + 5)).toBeUndefined();
    expect(await lastname(created)).toBe('Made');
    expect(await recent()).toBe(2);
    await host.close();
  });

  test('gives 10,000 results of a query and no more', async () => {
    const host = await startHost({ contacts: 10_150 });
    let after = '0';
    let seen = 0;
    while (Number(after) < 10_000) {
      const { body } = await host.call('POST', search, { limit: 200, after });
      seen += body.results.length;
      expect(body.total).toBe(10_150);
      after = body.paging.next.after;
    }
    expect(seen).toBe(10_000);
    expect((await host.call('POST', search, { limit: 200, after })).status).toBe(400);
    await host.close();
  });
});
