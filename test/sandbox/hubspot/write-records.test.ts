import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personAt } from '../../../src/sandbox/scenario/people';
import { firstCompany, firstContact, type Host, type Json, request, startHost } from './stand-in-host';

const contacts = '/crm/objects/2026-03/contacts';

describe('writing contacts and companies', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
    await host.call('POST', '/crm/properties/2026-03/contacts/groups', { name: 'line_console', label: 'LINE' });
    const line = { groupName: 'line_console', type: 'string', fieldType: 'text' };
    for (const property of [
      { ...line, name: 'line_user_id', label: 'LINE user', hasUniqueValue: true },
      { ...line, name: 'line_score', label: 'Score', type: 'number', fieldType: 'number' },
      { ...line, name: 'line_day', label: 'Day', type: 'date', fieldType: 'date' },
      { ...line, name: 'line_at', label: 'At', type: 'datetime', fieldType: 'date' },
      {
        ...line,
        name: 'line_tags',
        label: 'Tags',
        type: 'enumeration',
        fieldType: 'checkbox',
        options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
      },
    ]) {
      expect((await host.call('POST', '/crm/properties/2026-03/contacts', property)).status).toBe(201);
    }
  });
  afterAll(() => host.close());

  let made = 0;
  const create = async (properties: Readonly<Record<string, string>> = {}): Promise<Json> => {
    made += 1;
    const all = { email: `made${made}@new.example`, ...properties };
    const answer = await host.call('POST', contacts, { properties: all });
    expect(answer.status).toBe(201);
    return answer.body;
  };
  const read = async (id: string, names: string): Promise<Json> =>
    (await host.call('GET', `${contacts}/${id}?properties=${names}`)).body.properties;
  const patch = (id: string, properties: Readonly<Record<string, string>>) =>
    host.call('PATCH', `${contacts}/${id}`, { properties });

  test('a new contact gets the next number and the clock as its dates', async () => {
    const contact = await create({ firstname: '美咲', email: '  Misaki.NEW@Example.com ' });
    expect(Number(contact.id)).toBeGreaterThanOrEqual(firstContact + 250);
    expect(contact.properties.email).toBe('misaki.new@example.com');
    expect(contact.createdAt).toBe(new Date(host.clock.now).toISOString());
    expect(contact.properties.lastmodifieddate).toBe(contact.updatedAt);
  });

  test('a change touches what was sent and the modified date, and an empty text clears', async () => {
    const contact = await create({ firstname: 'A', lastname: 'B' });
    host.clock.now += 5_000;
    const changed = await patch(contact.id, { firstname: '' });
    expect(changed.body.updatedAt).toBe(new Date(host.clock.now).toISOString());
    expect(await read(contact.id, 'firstname,lastname')).toMatchObject({ firstname: null, lastname: 'B' });
  });

  test('writing the values that are there changes nothing', async () => {
    const contact = await create({ lastname: 'Same' });
    host.clock.now += 5_000;
    expect((await patch(contact.id, { lastname: 'Same' })).body.updatedAt).toBe(contact.updatedAt);
  });

  test('history keeps earlier values, newest first, with who did it', async () => {
    const id = String(firstContact + 5);
    await patch(id, { lastname: 'Changed' });
    await host.control('PATCH', `/records/contacts/${id}`, { properties: { lastname: 'By hand' } });
    const { body } = await host.call('GET', `${contacts}/${id}?propertiesWithHistory=lastname`);
    expect(body.propertiesWithHistory.lastname.map((entry: Json) => [entry.value, entry.sourceType])).toEqual([
      ['By hand', 'CRM_UI'],
      ['Changed', 'INTEGRATION'],
      ['佐藤', 'IMPORT'],
    ]);
    expect(body.propertiesWithHistory.lastname[1].sourceId).toBe('4242001');
  });

  test.each([
    ['an unknown property', { nonsense: 'x' }, 'PROPERTY_DOESNT_EXIST'],
    ['an unknown option', { hs_lead_status: 'SLEEPING' }, 'INVALID_OPTION'],
    ['a word for a number', { line_score: 'many' }, 'INVALID_INTEGER'],
    ['a wrong address', { email: 'not an address' }, 'INVALID_EMAIL'],
    ['a read-only property', { createdate: '2026-01-01T00:00:00Z' }, 'READ_ONLY_VALUE'],
    ['the record number', { hs_object_id: '5' }, 'READ_ONLY_VALUE'],
    ['a date with a time', { line_day: '2026-01-01T05:00:00Z' }, 'INVALID_DATE'],
    ['a day that does not exist', { line_day: '2026-02-30' }, 'INVALID_DATE'],
    ['milliseconds that are not midnight', { line_day: '1764547200001' }, 'INVALID_DATE'],
    ['no instant', { line_at: 'soon' }, 'INVALID_DATE'],
    ['an owner who is not active', { hubspot_owner_id: '71000005' }, 'INVALID_OPTION'],
    ['a text that is too long', { address: 'x'.repeat(65_537) }, 'VALUE_TOO_LONG'],
  ])('%s is refused', async (_name, properties, code) => {
    const answer = await patch(String(firstContact + 1), properties);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ status: 'error', category: 'VALIDATION_ERROR' });
    expect(answer.body.errors[0]).toMatchObject({ code, context: { propertyName: Object.keys(properties) } });
    expect(answer.body.message).toMatch(/^Property values were not valid: \[\{"isValid":false/);
  });

  test('every bad value of a record is named at once', async () => {
    const { body } = await patch(String(firstContact), { nonsense: 'x', line_score: 'y' });
    expect(body.errors.map((error: Json) => error.context.propertyName[0])).toEqual(['nonsense', 'line_score']);
  });

  test.each([
    ['no JSON', '{'],
    ['no properties', {}],
    ['a number as a value', { properties: { phone: 1 } }],
  ])('a body with %s is refused', async (_name, body) => {
    const answer = await host.call('PATCH', `${contacts}/${firstContact}`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('Invalid input JSON');
  });

  test('a body that is not declared as JSON is refused', async () => {
    const headers = { Authorization: `Bearer ${await host.token()}`, 'Content-Type': 'text/plain' };
    expect((await request('POST', `${host.url}${contacts}`, '{"properties":{}}', headers)).status).toBe(415);
  });

  test('an archived record frees its unique value', async () => {
    const first = await create({ line_user_id: 'U-freed' });
    await host.call('DELETE', `${contacts}/${first.id}`);
    const input = { id: 'U-freed', idProperty: 'line_user_id', properties: { firstname: 'Next' } };
    const answer = await host.call('POST', `${contacts}/batch/upsert`, { inputs: [input] });
    expect(answer.body.results[0].new).toBe(true);
  });

  test('values are brought into the stored form', async () => {
    const contact = await create({
      line_day: '1764547200000',
      line_at: '1764547200000',
      line_tags: 'a',
      line_score: '1.5',
    });
    await patch(contact.id, { line_tags: ';b;a' });
    expect(await read(contact.id, 'line_day,line_at,line_tags,line_score')).toMatchObject({
      line_day: '2025-12-01',
      line_at: '2025-12-01T00:00:00.000Z',
      line_tags: 'a;b',
      line_score: '1.5',
    });
  });

  test('a create needs an address or a name', async () => {
    const answer = await host.call('POST', contacts, { properties: { phone: '1' } });
    expect(answer).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
    expect((await host.call('POST', '/crm/objects/2026-03/companies', { properties: { phone: '1' } })).status).toBe(
      400,
    );
  });

  test('a taken address is a conflict that names the holder, on create and on change', async () => {
    const email = personAt(7, 0).email ?? '';
    const answer = await host.call('POST', contacts, { properties: { email: email.toUpperCase() } });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      category: 'CONFLICT',
      message: `Contact already exists. Existing ID: ${firstContact}`,
    });
    expect((await patch(String(firstContact + 1), { email })).status).toBe(409);
  });

  test('a taken unique value is refused and names the property; a freed one can be used', async () => {
    const holder = await create({ line_user_id: 'U1' });
    const answer = await host.call('POST', contacts, { properties: { email: 'u@u.example', line_user_id: 'U1' } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0]).toMatchObject({ context: { propertyName: ['line_user_id'] } });
    await patch(holder.id, { line_user_id: '' });
    expect((await create({ line_user_id: 'U1' })).id).not.toBe(holder.id);
  });

  test('a lifecycle stage moves forward only, without an error; cleared, it can be set anew', async () => {
    const contact = await create({ lifecyclestage: 'customer' });
    expect((await patch(contact.id, { lifecyclestage: 'lead', city: 'Osaka' })).status).toBe(200);
    expect(await read(contact.id, 'lifecyclestage,city')).toMatchObject({ lifecyclestage: 'customer', city: 'Osaka' });
    await patch(contact.id, { lifecyclestage: '' });
    await patch(contact.id, { lifecyclestage: 'lead' });
    const after = await read(contact.id, 'lifecyclestage,hs_lifecyclestage_lead_date');
    expect(after.lifecyclestage).toBe('lead');
    expect(after.hs_lifecyclestage_lead_date).not.toBeNull();
  });

  test('a record is changed by its unique value', async () => {
    const contact = await create({ line_user_id: 'U-by-value' });
    const changed = await host.call('PATCH', `${contacts}/U-by-value?idProperty=line_user_id`, {
      properties: { city: 'Kobe' },
    });
    expect(changed.body.id).toBe(contact.id);
    expect((await patch('999999999', { city: 'x' })).status).toBe(404);
  });

  test('an archived contact leaves the list, is in the archived list, and can be deleted again', async () => {
    const contact = await create();
    expect((await host.call('DELETE', `${contacts}/${contact.id}`)).status).toBe(204);
    expect((await host.call('DELETE', `${contacts}/${contact.id}`)).status).toBe(204);
    expect((await host.call('GET', `${contacts}/${contact.id}`)).status).toBe(404);
    expect((await patch(contact.id, { city: 'x' })).status).toBe(404);
    const archived = await host.call('GET', `${contacts}?archived=true&limit=100`);
    const row = archived.body.results.find((candidate: Json) => candidate.id === contact.id);
    expect(row).toMatchObject({ archived: true, archivedAt: new Date(host.clock.now).toISOString() });
    expect((await host.call('GET', `${contacts}/${contact.id}?archived=true`)).status).toBe(200);
    await host.control('POST', `/records/contacts/${contact.id}/restore`);
    expect((await host.call('GET', `${contacts}/${contact.id}`)).body.archived).toBe(false);
    expect((await host.call('DELETE', `${contacts}/99`)).status).toBe(404);
  });

  test('a create may link the contact at once; a link to nothing takes the creation back', async () => {
    const linked = (to: string, typeId: number) => ({
      properties: { email: `linked${to}@new.example` },
      associations: [
        { to: { id: to }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }] },
      ],
    });
    const contact = await host.call('POST', contacts, linked(String(firstCompany), 1));
    expect(contact.status).toBe(201);
    expect((await read(contact.body.id, 'associatedcompanyid')).associatedcompanyid).toBe(String(firstCompany));
    expect((await host.call('POST', contacts, linked('99', 1))).status).toBe(404);
    expect((await host.call('GET', `${contacts}/linked99@new.example?idProperty=email`)).status).toBe(404);
    expect((await host.call('POST', contacts, linked(String(firstCompany + 1), 82))).status).toBe(400);
  });

  test('companies are not de-duplicated by domain', async () => {
    const properties = { name: 'Twin', domain: 'twin.example' };
    const [a, b] = [0, 1].map(() => host.call('POST', '/crm/objects/2026-03/companies', { properties }));
    expect((await a)?.body.id).not.toBe((await b)?.body.id);
  });
});
