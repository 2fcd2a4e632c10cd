import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personAt } from '../../../src/sandbox/scenario/people';
import { firstCompany, firstContact, type Host, type Json, startHost, testHub } from './stand-in-host';

const contacts = '/crm/objects/2026-03/contacts';

describe('reading contacts and companies', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());

  const listAll = async (query: string, limit: number): Promise<Json[]> => {
    const all: Json[] = [];
    let after = '';
    do {
      const page = await host.call('GET', `${contacts}?limit=${limit}${query}${after === '' ? '' : `&after=${after}`}`);
      expect(page.status).toBe(200);
      expect(page.body.results.length).toBeLessThanOrEqual(limit);
      all.push(...page.body.results);
      after = page.body.paging?.next.after ?? '';
    } while (after !== '');
    return all;
  };

  test('every page size shows every contact exactly once, in id order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 100 }), async (limit) => {
        const ids = (await listAll('', limit)).map((contact) => Number(contact.id));
        expect(ids).toEqual(Array.from({ length: 250 }, (_, index) => firstContact + index));
      }),
      { seed: 20261122, numRuns: 8 },
    );
  });

  test('a page without a limit has ten contacts with the default properties', async () => {
    const page = await host.call('GET', contacts);
    expect(page.body.results).toHaveLength(10);
    expect(Object.keys(page.body.results[0].properties).sort()).toEqual([
      'createdate',
      'email',
      'firstname',
      'hs_object_id',
      'lastmodifieddate',
      'lastname',
    ]);
    expect(page.body.paging.next.link).toContain(`after=${page.body.paging.next.after}`);
  });

  test('contact i of the seed is person i, every value a text or null', async () => {
    const list = await listAll(
      '&properties=firstname,lastname,email,phone,lifecyclestage,hs_lead_status,associatedcompanyid',
      100,
    );
    list.forEach((contact, index) => {
      const person = personAt(7, index);
      expect(contact.properties.firstname).toBe(person.givenName);
      expect(contact.properties.lastname).toBe(person.familyName);
      expect(contact.properties.email).toBe(person.email);
      expect(contact.properties.phone).toBe(person.phone);
      expect(contact.properties.lifecyclestage).toBe(person.lifecycleStage);
      expect(contact.properties.hs_lead_status).toBe(person.leadStatus);
      expect(contact.properties.associatedcompanyid).toBe(
        person.companyIndex === null ? null : String(firstCompany + person.companyIndex),
      );
      expect(contact.createdAt).toBe(new Date(person.createdAt).toISOString());
      expect(contact.id).toBe(contact.properties.hs_object_id);
    });
  });

  test('the two path spellings answer alike, an unknown version does not exist', async () => {
    const dated = await host.call('GET', `${contacts}/${firstContact}`);
    const twin = await host.call('GET', `/crm/v3/objects/contacts/${firstContact}`);
    expect(twin.body).toEqual(dated.body);
    expect((await host.call('GET', '/crm/objects/2019-01/contacts')).status).toBe(404);
  });

  test('asked properties come without the other defaults, unknown ones are dropped silently', async () => {
    const { body } = await host.call('GET', `${contacts}/${firstContact}?properties=phone,nonsense`);
    expect(Object.keys(body.properties).sort()).toEqual(['createdate', 'hs_object_id', 'lastmodifieddate', 'phone']);
  });

  test('a contact is found by e-mail, in any letter case', async () => {
    const email = personAt(7, 0).email ?? '';
    const found = await host.call('GET', `${contacts}/${encodeURIComponent(email.toUpperCase())}?idProperty=email`);
    expect(found.body.id).toBe(String(firstContact));
  });

  test('a property that is not unique is refused as idProperty', async () => {
    const answer = await host.call('GET', `${contacts}/x?idProperty=phone`);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('non-unique property');
  });

  test('seeded values have one history entry, from the import; with history a page has at most 50', async () => {
    const one = await host.call('GET', `${contacts}/${firstContact}?propertiesWithHistory=lastname`);
    expect(one.body.propertiesWithHistory.lastname).toEqual([
      expect.objectContaining({ value: '田中', sourceType: 'IMPORT', timestamp: one.body.createdAt }),
    ]);
    expect((await host.call('GET', `${contacts}?limit=51&propertiesWithHistory=lastname`)).status).toBe(400);
  });

  test('associations of a list show the primary company twice, labelled and plain', async () => {
    const { body } = await host.call('GET', `${contacts}?limit=1&associations=companies`);
    expect(body.results[0].associations.companies.results.map((row: Json) => row.type).sort()).toEqual([
      'contact_to_company',
      'contact_to_company_unlabeled',
    ]);
  });

  test('a record of another account does not exist', async () => {
    const token = await host.token(undefined, testHub);
    const answer = await host.call('GET', `${contacts}/${firstContact}`, undefined, token);
    expect(answer.status).toBe(404);
    expect(answer.body).toMatchObject({ status: 'error', category: 'OBJECT_NOT_FOUND' });
    expect(answer.body.correlationId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await host.call('GET', `${contacts}?limit=100`, undefined, token)).body.results).toHaveLength(25);
  });

  test.each([
    ['limit=0', 400],
    ['limit=101', 400],
    ['limit=x', 400],
    ['after=abc', 400],
    ['archived=maybe', 400],
    ['associations=nonsense', 400],
    [`properties=${'x'.repeat(8_000)}`, 414],
  ])('a list with %s is refused with %i', async (query, status) => {
    expect((await host.call('GET', `${contacts}?${query}`)).status).toBe(status);
  });

  test('an unknown object type is refused', async () => {
    const answer = await host.call('GET', '/crm/objects/2026-03/robots');
    expect(answer.status).toBe(400);
    expect(answer.body.message).toBe('Unable to infer object type from: robots');
  });

  test('a batch read answers 207 and names the ids that are missing', async () => {
    const inputs = [{ id: String(firstContact + 1) }, { id: '99' }, { id: String(firstContact) }];
    const answer = await host.call('POST', `${contacts}/batch/read`, { inputs, properties: ['lastname'] });
    expect(answer.status).toBe(207);
    expect(answer.body.results.map((contact: Json) => contact.id)).toEqual([
      String(firstContact + 1),
      String(firstContact),
    ]);
    expect(answer.body).toMatchObject({
      status: 'COMPLETE',
      numErrors: 1,
      errors: [{ category: 'OBJECT_NOT_FOUND', context: { ids: ['99'] } }],
    });
    const all = await host.call('POST', `${contacts}/batch/read`, { inputs: [inputs[0]], properties: [] });
    expect(all.status).toBe(200);
    expect(all.body.numErrors).toBeUndefined();
  });

  test('more than 100 inputs, or none, are refused', async () => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({ id: String(index) }));
    for (const wrong of [inputs, []]) {
      const answer = await host.call('POST', `${contacts}/batch/read`, { inputs: wrong, properties: [] });
      expect(answer.status).toBe(400);
    }
  });

  test('companies carry their own modified date and default properties', async () => {
    const { body } = await host.call('GET', '/crm/objects/2026-03/companies?limit=1');
    expect(body.results[0].id).toBe(String(firstCompany));
    expect(Object.keys(body.results[0].properties)).toContain('hs_lastmodifieddate');
    expect((await host.call('POST', '/crm/objects/2026-03/companies/gdpr-delete', { objectId: '1' })).status).toBe(404);
  });
});
