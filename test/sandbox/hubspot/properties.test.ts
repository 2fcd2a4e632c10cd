import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Host, type Json, startHost, testHub } from './stand-in-host';

const base = '/crm/properties/2026-03/contacts';

describe('properties and groups', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.close());

  const property = (changes: Readonly<Record<string, unknown>> = {}) => ({
    name: 'line_name',
    label: 'LINE name',
    groupName: 'contactinformation',
    type: 'string',
    fieldType: 'text',
    ...changes,
  });
  const create = (changes: Readonly<Record<string, unknown>>) => host.call('POST', base, property(changes));

  test("HubSpot's own properties say what may be written and what the options are", async () => {
    const { results } = (await host.call('GET', base)).body;
    const byName = new Map<string, Json>(results.map((definition: Json) => [definition.name, definition]));
    for (const name of [
      'firstname',
      'lastname',
      'email',
      'phone',
      'mobilephone',
      'company',
      'jobtitle',
      'city',
      'website',
    ]) {
      expect(byName.get(name)).toMatchObject({ hubspotDefined: true, modificationMetadata: { readOnlyValue: false } });
    }
    for (const name of ['createdate', 'lastmodifieddate', 'hs_object_id', 'associatedcompanyid']) {
      expect(byName.get(name)?.modificationMetadata.readOnlyValue).toBe(true);
    }
    expect(byName.get('lifecyclestage')?.options.map((option: Json) => option.value)).toEqual([
      'subscriber',
      'lead',
      'marketingqualifiedlead',
      'salesqualifiedlead',
      'opportunity',
      'customer',
      'evangelist',
      'other',
    ]);
    expect(byName.get('hubspot_owner_id')).toMatchObject({ externalOptions: true, referencedObjectType: 'OWNER' });
    expect(byName.has('hs_lastmodifieddate')).toBe(false);
  });

  test('a property is made, read, changed and archived; its name stays taken', async () => {
    expect((await create({})).body).toMatchObject({ hubspotDefined: false, archived: false, name: 'line_name' });
    expect((await host.call('GET', `${base}/line_name`)).body.label).toBe('LINE name');
    const changed = await host.call('PATCH', `${base}/line_name`, { label: 'Other', name: 'ignored' });
    expect(changed.body).toMatchObject({ label: 'Other', name: 'line_name' });
    expect((await host.call('DELETE', `${base}/line_name`)).status).toBe(204);
    expect((await host.call('GET', `${base}/line_name`)).status).toBe(404);
    expect((await host.call('GET', `${base}/line_name?archived=true`)).body.archived).toBe(true);
    expect((await create({})).status).toBe(409);
    const write = await host.call('PATCH', '/crm/objects/2026-03/contacts/100001', { properties: { line_name: 'x' } });
    expect(write.status).toBe(400);
  });

  test('another account does not have it', async () => {
    await create({ name: 'only_here' });
    const token = await host.token(undefined, testHub);
    expect((await host.call('GET', `${base}/only_here`, undefined, token)).status).toBe(404);
  });

  test('an existing name is a conflict', async () => {
    const answer = await create({ name: 'email' });
    expect(answer).toMatchObject({ status: 409, body: { category: 'OBJECT_ALREADY_EXISTS' } });
  });

  test.each<[string, Readonly<Record<string, unknown>>]>([
    ['a name with capitals', { name: 'LineName' }],
    ['a name with spaces', { name: 'line name' }],
    ['a name that starts with a digit', { name: '1line' }],
    ['an unknown group', { name: 'p1', groupName: 'nowhere' }],
    ['an unknown type', { name: 'p2', type: 'text' }],
    ['a fieldType of another type', { name: 'p3', type: 'number', fieldType: 'text' }],
    ['an enumeration without options', { name: 'p4', type: 'enumeration', fieldType: 'select' }],
    ['a bool without its two options', { name: 'p5', type: 'bool', fieldType: 'booleancheckbox' }],
    [
      'the same option twice',
      {
        name: 'p6',
        type: 'enumeration',
        fieldType: 'select',
        options: ['a', 'a'].map((value) => ({ value, label: value })),
      },
    ],
    ['unique dates', { name: 'p7', type: 'date', fieldType: 'date', hasUniqueValue: true }],
    ['no label', { name: 'p8', label: '' }],
  ])('%s is refused', async (_name, changes) => {
    expect(await create(changes)).toMatchObject({ status: 400, body: { category: 'VALIDATION_ERROR' } });
  });

  test('ten unique properties are the most', async () => {
    for (let index = 0; index < 10; index += 1) {
      expect((await create({ name: `unique_${index}`, hasUniqueValue: true })).status).toBe(201);
    }
    expect((await create({ name: 'unique_10', hasUniqueValue: true })).status).toBe(400);
  });

  test('options are replaced as a whole', async () => {
    const option = (value: string) => ({ value, label: value.toUpperCase(), displayOrder: 0, hidden: false });
    await create({ name: 'status', type: 'enumeration', fieldType: 'select', options: [option('a'), option('b')] });
    const changed = await host.call('PATCH', `${base}/status`, { options: [option('c')] });
    expect(changed.body.options).toEqual([option('c')]);
  });

  test("HubSpot's own definitions are protected", async () => {
    expect((await host.call('PATCH', `${base}/email`, { description: 'mine' })).status).toBe(400);
    expect((await host.call('DELETE', `${base}/email`)).status).toBe(400);
    const status = { options: [{ value: 'VIP', label: 'VIP' }] };
    expect((await host.call('PATCH', `${base}/hs_lead_status`, status)).body.options).toHaveLength(1);
  });

  test('batches: 201 or 207 on create, 200 or 207 on read, 204 on archive', async () => {
    const send = (path: string, body: unknown) => host.call('POST', `${base}/batch/${path}`, body);
    const made = await send('create', { inputs: [property({ name: 'b1' }), property({ name: 'b2' })] });
    expect(made.status).toBe(201);
    const partly = await send('create', { inputs: [property({ name: 'b1' }), property({ name: 'b3' })] });
    expect(partly).toMatchObject({ status: 207, body: { numErrors: 1 } });
    expect(partly.body.results).toHaveLength(1);
    expect((await send('read', { inputs: [{ name: 'b1' }] })).status).toBe(200);
    expect((await send('read', { inputs: [{ name: 'b1' }, { name: 'nope' }] })).status).toBe(207);
    expect((await send('archive', { inputs: [{ name: 'b1' }] })).status).toBe(204);
    expect((await host.call('GET', `${base}/b1`)).status).toBe(404);
  });

  test('groups are made, changed and removed; a group in use stays', async () => {
    const group = { name: 'line_console', label: 'LINE', displayOrder: 3 };
    expect((await host.call('POST', `${base}/groups`, group)).status).toBe(201);
    expect((await host.call('POST', `${base}/groups`, group)).status).toBe(409);
    expect((await host.call('POST', `${base}/groups`, { name: 'No Good', label: 'x' })).status).toBe(400);
    expect((await host.call('PATCH', `${base}/groups/line_console`, { label: 'Line' })).body.label).toBe('Line');
    await create({ name: 'in_group', groupName: 'line_console' });
    expect((await host.call('DELETE', `${base}/groups/line_console`)).status).toBe(400);
    await host.call('DELETE', `${base}/in_group`);
    expect((await host.call('DELETE', `${base}/groups/line_console`)).status).toBe(204);
    expect((await host.call('GET', `${base}/groups/line_console`)).status).toBe(404);
    const names = (await host.call('GET', `${base}/groups`)).body.results.map((row: Json) => row.name);
    expect(names).toContain('contactinformation');
  });

  test('reading needs any scope of the type, writing the schema scope', async () => {
    const token = await host.token(['oauth', 'crm.objects.contacts.read', 'crm.objects.contacts.write']);
    expect((await host.call('GET', base, undefined, token)).status).toBe(200);
    const denied = await host.call('POST', base, property({ name: 'denied' }), token);
    expect(denied).toMatchObject({ status: 403, body: { category: 'MISSING_SCOPES' } });
    expect((await host.call('GET', '/crm/properties/2026-03/companies', undefined, token)).status).toBe(403);
  });

  test('the older path is the same store', async () => {
    expect((await host.call('GET', '/crm/v3/properties/contacts/firstname')).status).toBe(200);
  });
});
