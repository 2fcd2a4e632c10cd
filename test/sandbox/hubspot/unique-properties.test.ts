import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstCompany, firstContact, type Host, type Json, startHost } from './stand-in-host';

const objects = '/crm/objects/2026-03';
const properties = '/crm/properties/2026-03';
const key = 'lumo_line_created_key';
let host: Host;

beforeEach(async () => {
  host = await startHost();
  for (const type of ['contacts', 'companies']) {
    await host.call('POST', `${properties}/${type}/groups`, { name: 'lumo_line', label: 'LINE' });
    await host.call('POST', `${properties}/${type}`, unique(key));
  }
});
afterEach(() => host.close());

const unique = (name: string) => ({
  name,
  label: name,
  groupName: 'lumo_line',
  type: 'string',
  fieldType: 'text',
  hasUniqueValue: true,
});
const row = (id: string, values: Record<string, string>, objectWriteTraceId?: string) => ({
  id,
  idProperty: key,
  properties: values,
  ...(objectWriteTraceId === undefined ? {} : { objectWriteTraceId }),
});
const upsert = (type: string, inputs: object[]) => host.call('POST', `${objects}/${type}/batch/upsert`, { inputs });

test('an upsert by a unique property makes one record however often it is repeated, for contacts and companies', async () => {
  for (const [type, values] of [
    ['contacts', { lastname: '松本' }],
    ['companies', { name: '松本商店' }],
  ] as const) {
    const first = await upsert(type, [row('Ubot:U1', values, 'a')]);
    expect(first.body.results[0]).toMatchObject({ new: true, objectWriteTraceId: 'a' });
    const again = await upsert(type, [row('Ubot:U1', values, 'b')]);
    expect(again.body.results[0]).toMatchObject({ new: false, id: first.body.results[0].id, objectWriteTraceId: 'b' });
    const read = await host.call('GET', `${objects}/${type}/Ubot%3AU1?idProperty=${key}&properties=${key}`);
    expect(read.body.properties[key]).toBe('Ubot:U1');
  }
});

test('a bad row of an upsert is refused alone, also without trace ids; the same key twice in one call refuses the call', async () => {
  const { status, body } = await upsert('contacts', [
    row('Ubot:U1', { lastname: '松本' }, 'good'),
    row('Ubot:U2', { lastname: '井上', hs_lead_status: 'NOPE' }, 'bad'),
    row('Ubot:U3', {}, 'nameless'),
  ]);
  expect(status).toBe(207);
  expect(body.results.map((result: Json) => result.objectWriteTraceId)).toEqual(['good']);
  expect(body.errors.map((error: Json) => error.context.objectWriteTraceId)).toEqual([['bad'], ['nameless']]);
  expect(body.errors[0].errors[0]).toMatchObject({ code: 'INVALID_OPTION', in: 'properties' });
  const plain = await upsert('companies', [row('g1', { name: '店' }), row('g2', {})]);
  expect([plain.status, plain.body.numErrors, plain.body.results.length]).toEqual([207, 1, 1]);
  expect((await upsert('contacts', [row('same', { lastname: 'A' }), row('same', { lastname: 'B' })])).status).toBe(400);
});

test('a value that another record holds is a 400 that names the property, until that record is archived', async () => {
  const change = (id: number) => host.call('PATCH', `${objects}/contacts/${id}`, { properties: { [key]: 'Ubot:U9' } });
  expect((await change(firstContact)).status).toBe(200);
  const taken = await change(firstContact + 1);
  expect(taken.status).toBe(400);
  expect(taken.body).toMatchObject({
    category: 'VALIDATION_ERROR',
    errors: [{ code: 'CONFLICTING_UNIQUE_VALUE', context: { propertyName: [key] } }],
  });
  await host.call('DELETE', `${objects}/contacts/${firstContact}`);
  expect((await change(firstContact + 1)).status).toBe(200);
});

test('an object has ten unique properties at most', async () => {
  const made = async (index: number) =>
    (await host.call('POST', `${properties}/companies`, unique(`key_${index}`))).status;
  for (let index = 2; index <= 10; index += 1) expect(await made(index)).toBe(201);
  expect(await made(11)).toBe(400);
});

test('an archived property keeps its name until it is purged; a type changes in the settings only', async () => {
  const plain = { ...unique('line_note'), hasUniqueValue: false };
  await host.call('POST', `${properties}/contacts`, plain);
  const values = { properties: { line_note: '12' } };
  await host.call('PATCH', `${objects}/contacts/${firstContact}`, values);
  const retyped = await host.call('PATCH', `${properties}/contacts/line_note`, { type: 'number', fieldType: 'number' });
  expect(retyped.status).toBe(400);
  await host.control('PATCH', '/properties/contacts/line_note', { type: 'number', fieldType: 'number' });
  expect((await host.call('GET', `${properties}/contacts/line_note`)).body.type).toBe('number');
  const text = await host.call('PATCH', `${objects}/contacts/${firstContact}`, { properties: { line_note: 'x' } });
  expect(text.body.errors[0].code).toBe('INVALID_INTEGER');
  await host.call('DELETE', `${properties}/contacts/line_note`);
  const gone = await host.call('PATCH', `${objects}/contacts/${firstContact}`, values);
  expect(gone.body.errors[0].code).toBe('PROPERTY_DOESNT_EXIST');
  expect((await host.call('POST', `${properties}/contacts`, plain)).status).toBe(409);
  await host.control('POST', '/properties/contacts/line_note/purge');
  expect((await host.call('POST', `${properties}/contacts`, plain)).status).toBe(201);
});

test('rules of an administrator bind the newest version alone: every missing property is named, row by row', async () => {
  await host.control('PUT', '/accounts/62515001/settings', {
    requiredProperties: { contacts: ['phone', 'hs_lead_status'] },
  });
  const body = { properties: { lastname: '松本', phone: '03-1111-2222' } };
  expect((await host.call('POST', `${objects}/contacts`, body)).status).toBe(201);
  const refused = await host.call('POST', '/crm/objects/2026-09/contacts', body);
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({
    category: 'VALIDATION_ERROR',
    errors: [{ context: { propertyName: ['hs_lead_status'] } }],
  });
  const cleared = await host.call('POST', '/crm/objects/2026-09/contacts/batch/update', {
    inputs: [
      { id: String(firstContact), properties: { phone: '' }, objectWriteTraceId: 'cleared' },
      { id: String(firstContact + 1), properties: { city: 'Otsu' }, objectWriteTraceId: 'kept' },
    ],
  });
  expect(cleared.status).toBe(207);
  expect(cleared.body.results[0].objectWriteTraceId).toBe('kept');
  expect(cleared.body.errors[0].context.objectWriteTraceId).toEqual(['cleared']);
  expect((await host.call('GET', '/crm/objects/2026-09/companies')).body.results[0].id).toBe(String(firstCompany));
});

test('a lifecycle stage never goes backward by a write, on both versions and in batches; cleared first, it does', async () => {
  const stage = async () =>
    (await host.call('GET', `${objects}/contacts/${firstContact}?properties=lifecyclestage`)).body.properties
      .lifecyclestage;
  const write = (version: string, lifecyclestage: string) =>
    host.call('POST', `/crm/objects/${version}/contacts/batch/update`, {
      inputs: [{ id: String(firstContact), properties: { lifecyclestage } }],
    });
  expect(await stage()).toBe('customer');
  for (const version of ['2026-03', '2026-09']) {
    expect((await write(version, 'lead')).status).toBe(200);
    expect(await stage()).toBe('customer');
    await write(version, '');
    await write(version, 'lead');
    expect(await stage()).toBe('lead');
    await write(version, 'customer');
  }
});

test('histories come fifty records at a time, newest first', async () => {
  await host.call('PATCH', `${objects}/contacts/${firstContact}`, { properties: { phone: '03-1111-2222' } });
  const ids = Array.from({ length: 51 }, (_, index) => ({ id: String(firstContact + index) }));
  const read = (count: number) =>
    host.call('POST', `${objects}/contacts/batch/read`, {
      inputs: ids.slice(0, count),
      properties: [],
      propertiesWithHistory: ['phone'],
    });
  expect((await read(51)).status).toBe(400);
  const { body } = await read(50);
  expect(body.results[0].propertiesWithHistory.phone).toMatchObject([
    { value: '03-1111-2222', sourceType: 'INTEGRATION', sourceId: '4242001' },
    { sourceType: 'IMPORT' },
  ]);
});
