import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personAt } from '../../../src/sandbox/scenario/people';
import { firstCompany, firstContact, type Host, startHost } from './stand-in-host';

const contacts = '/crm/objects/2026-03/contacts';

describe('merging', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
    await host.call('POST', '/crm/properties/2026-03/contacts', {
      name: 'line_user_id',
      label: 'LINE user',
      groupName: 'contactinformation',
      type: 'string',
      fieldType: 'text',
      hasUniqueValue: true,
    });
  });
  afterAll(() => host.close());

  const merge = (primary: number | string, other: number | string) =>
    host.call('POST', `${contacts}/merge`, { primaryObjectId: String(primary), objectIdToMerge: String(other) });
  const read = (id: number | string, properties: string) =>
    host.call('GET', `${contacts}/${id}?properties=${properties}`);

  test('makes a new record; both old numbers lead to it everywhere', async () => {
    const [a, b] = [firstContact, firstContact + 1];
    await host.call('PATCH', `${contacts}/${a}`, { properties: { line_user_id: 'UA' } });
    await host.call('PATCH', `${contacts}/${b}`, { properties: { line_user_id: 'UB', jobtitle: 'CEO' } });
    const merged = await merge(a, b);
    expect(merged.status).toBe(200);
    const { id } = merged.body;
    expect(Number(id)).toBeGreaterThan(firstContact + 249);
    for (const old of [a, b]) {
      const { body } = await read(
        old,
        'email,jobtitle,line_user_id,hs_merged_object_ids,hs_additional_emails,lifecyclestage',
      );
      expect(body.id).toBe(id);
      expect(body.properties).toMatchObject({
        email: personAt(7, 0).email,
        jobtitle: 'CEO',
        line_user_id: 'UA',
        hs_merged_object_ids: `${a};${b}`,
        hs_additional_emails: personAt(7, 1).email,
        lifecyclestage: 'customer',
      });
    }
    const batch = await host.call('POST', `${contacts}/batch/read`, { inputs: [{ id: String(a) }, { id: String(b) }] });
    expect(batch.body.results).toHaveLength(1);
    const links = await host.call('GET', `${contacts}/${id}/associations/companies`);
    expect(links.body.results).toHaveLength(2);
    expect((await host.call('PATCH', `${contacts}/${b}`, { properties: { city: 'Ise' } })).body.id).toBe(id);
  });

  test('the address of the absorbed contact is still taken, its unique value is free', async () => {
    const email = personAt(7, 1).email ?? '';
    const taken = await host.call('POST', contacts, { properties: { email } });
    expect(taken.status).toBe(409);
    const byOld = await host.call('GET', `${contacts}/${encodeURIComponent(email)}?idProperty=email`);
    expect(taken.body.message).toContain(byOld.body.id);
    expect((await host.call('POST', contacts, { properties: { firstname: 'x', line_user_id: 'UB' } })).status).toBe(
      201,
    );
    expect((await host.call('POST', contacts, { properties: { firstname: 'x', line_user_id: 'UA' } })).status).toBe(
      400,
    );
  });

  test('chains of merges resolve to the last one; absorbed contacts are in no list', async () => {
    const first = await merge(firstContact + 10, firstContact + 11);
    const second = await merge(first.body.id, firstContact + 12);
    expect((await read(firstContact + 10, 'email')).body.id).toBe(second.body.id);
    const ids: string[] = [];
    for (const archived of ['false', 'true']) {
      const page = await host.call('GET', `${contacts}?limit=100&archived=${archived}`);
      ids.push(...page.body.results.map((row: { id: string }) => row.id));
    }
    expect(ids).not.toContain(String(firstContact + 10));
    expect(ids).not.toContain(first.body.id);
  });

  test('a contact is not merged with itself or with nothing', async () => {
    expect((await merge(firstContact + 20, firstContact + 20)).status).toBe(400);
    expect((await merge(firstContact + 20, 77)).status).toBe(404);
    expect((await merge('x', 77)).status).toBe(400);
  });

  test('merged companies take their contacts along; an archived one leaves them without', async () => {
    const merged = await host.call('POST', '/crm/objects/2026-03/companies/merge', {
      primaryObjectId: String(firstCompany + 3),
      objectIdToMerge: String(firstCompany + 4),
    });
    const worker = [...Array(250).keys()].find((i) => i > 30 && personAt(7, i).companyIndex === 4) ?? 0;
    expect((await read(firstContact + worker, 'associatedcompanyid')).body.properties.associatedcompanyid).toBe(
      merged.body.id,
    );
    await host.call('DELETE', `/crm/objects/2026-03/companies/${merged.body.id}`);
    expect((await read(firstContact + worker, 'associatedcompanyid')).body.properties.associatedcompanyid).toBeNull();
  });
});

describe('privacy deletion', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());
  const erase = (body: unknown) => host.call('POST', `${contacts}/gdpr-delete`, body);

  test('erases by number, in both lists, and blocks the address', async () => {
    expect((await erase({ objectId: String(firstContact) })).status).toBe(204);
    expect((await host.call('GET', `${contacts}/${firstContact}`)).status).toBe(404);
    expect((await host.call('GET', `${contacts}/${firstContact}?archived=true`)).status).toBe(404);
    const again = await host.call('POST', contacts, { properties: { email: personAt(7, 0).email } });
    expect(again.status).toBe(400);
  });

  test('erases by address; an unknown address is blocked, an unknown number is not found', async () => {
    const email = personAt(7, 1).email ?? '';
    expect((await erase({ objectId: email, idProperty: 'email' })).status).toBe(204);
    expect((await host.call('GET', `${contacts}/${firstContact + 1}`)).status).toBe(404);
    expect((await erase({ objectId: 'never@seen.example', idProperty: 'email' })).status).toBe(204);
    expect((await host.call('POST', contacts, { properties: { email: 'never@seen.example' } })).status).toBe(400);
    expect((await erase({ objectId: '77' })).status).toBe(404);
  });
});
