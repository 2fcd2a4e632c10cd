import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { personAt } from '../../../src/sandbox/scenario/people';
import { firstContact, type Host, type Json, startHost } from './stand-in-host';

const batch = '/crm/objects/2026-03/contacts/batch';

describe('batch writes of contacts', () => {
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

  const send = (path: string, inputs: unknown) => host.call('POST', `${batch}/${path}`, { inputs });
  const exists = async (email: string) =>
    (await host.call('GET', `/crm/objects/2026-03/contacts/${email}?idProperty=email`)).status === 200;
  const taken = personAt(7, 0).email ?? '';

  test('creates answer 201 with one result a row', async () => {
    const answer = await send('create', [
      { properties: { email: 'c1@new.example' } },
      { properties: { email: 'c2@new.example' } },
    ]);
    expect(answer.status).toBe(201);
    expect(answer.body.results.map((row: Json) => row.properties.email)).toEqual(['c1@new.example', 'c2@new.example']);
  });

  test('without trace ids one conflict fails the whole batch and creates nothing', async () => {
    const answer = await send('create', [
      { properties: { email: 'c3@new.example' } },
      { properties: { email: taken } },
    ]);
    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain(`Existing ID: ${firstContact}`);
    expect(await exists('c3@new.example')).toBe(false);
  });

  test('the same address twice in one batch fails it', async () => {
    const row = { properties: { email: 'twice@new.example' } };
    expect((await send('create', [row, row])).status).toBe(409);
    expect(await exists('twice@new.example')).toBe(false);
  });

  test('with a distinct trace id on every row the good rows stand and the bad ones are named', async () => {
    const answer = await send('create', [
      { properties: { email: 'c4@new.example' }, objectWriteTraceId: 'a' },
      { properties: { email: taken }, objectWriteTraceId: 'b' },
      { properties: { email: 'c5@new.example', hs_lead_status: 'NOPE' }, objectWriteTraceId: 'c' },
    ]);
    expect(answer.status).toBe(207);
    expect(answer.body.results).toEqual([expect.objectContaining({ objectWriteTraceId: 'a' })]);
    expect(answer.body.numErrors).toBe(2);
    expect(answer.body.errors.map((row: Json) => row.context.objectWriteTraceId)).toEqual([['b'], ['c']]);
    expect(answer.body.errors[0]).toMatchObject({ category: 'CONFLICT', status: 'error' });
    expect(await exists('c4@new.example')).toBe(true);
    expect(await exists('c5@new.example')).toBe(false);
  });

  test('trace ids that repeat do not count', async () => {
    const answer = await send('create', [
      { properties: { email: 'c6@new.example' }, objectWriteTraceId: 'a' },
      { properties: { email: taken }, objectWriteTraceId: 'a' },
    ]);
    expect(answer.status).toBe(409);
  });

  test('updates answer 200, missing ids make it a 207', async () => {
    const row = (id: number) => ({ id: String(id), properties: { city: 'Nara' } });
    expect((await send('update', [row(firstContact), row(firstContact + 1)])).status).toBe(200);
    const partly = await send('update', [row(firstContact + 2), row(77)]);
    expect(partly.status).toBe(207);
    expect(partly.body.results).toHaveLength(1);
    expect(partly.body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND', context: { ids: ['77'] } });
  });

  test('an update with one bad value fails as a whole unless the rows are traced', async () => {
    const rows = [
      { id: String(firstContact + 3), properties: { city: 'Untouched?' } },
      { id: String(firstContact + 4), properties: { hs_lead_status: 'NOPE' } },
    ];
    expect((await send('update', rows)).status).toBe(400);
    const { body } = await host.call('GET', `/crm/objects/2026-03/contacts/${firstContact + 3}?properties=city`);
    expect(body.properties.city).toBeNull();
    const traced = rows.map((row, index) => ({ ...row, objectWriteTraceId: String(index) }));
    const answer = await send('update', traced);
    expect(answer.status).toBe(207);
    expect(answer.body.results).toHaveLength(1);
  });

  test.each(['email', 'hs_object_id', 'phone'])('an update by %s is refused as not unique', async (idProperty) => {
    const answer = await send('update', [{ id: 'x', idProperty, properties: { city: 'x' } }]);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('non-unique property');
  });

  test('the same record twice in an update is refused', async () => {
    const row = { id: String(firstContact), properties: { city: 'x' } };
    expect((await send('update', [row, row])).body.message).toContain('Duplicate IDs');
  });

  test('an upsert by address creates and changes, and says which', async () => {
    const row = (id: string) => ({ id, idProperty: 'email', properties: { city: 'Uji' } });
    const answer = await send('upsert', [row(taken.toUpperCase()), row('up1@new.example')]);
    expect(answer.status).toBe(200);
    expect(answer.body.results.map((result: Json) => result.new)).toEqual([false, true]);
    expect(answer.body.results[0].id).toBe(String(firstContact));
    expect(await exists('up1@new.example')).toBe(true);
  });

  test('an upsert by address with one bad row fails as a whole, trace ids or not', async () => {
    const answer = await send('upsert', [
      { id: 'up2@new.example', idProperty: 'email', properties: {}, objectWriteTraceId: 'a' },
      { id: 'no address', idProperty: 'email', properties: {}, objectWriteTraceId: 'b' },
    ]);
    expect(answer.status).toBe(400);
    expect(await exists('up2@new.example')).toBe(false);
  });

  test('an upsert by an own unique property is answered row by row when traced', async () => {
    const row = (id: string, properties: Readonly<Record<string, string>>, objectWriteTraceId: string) => ({
      id,
      idProperty: 'line_user_id',
      properties,
      objectWriteTraceId,
    });
    const answer = await send('upsert', [
      row('U1', { firstname: 'One' }, 'a'),
      row('U2', {}, 'b'),
      row('U3', { firstname: 'Three' }, 'c'),
    ]);
    expect(answer.status).toBe(207);
    expect(answer.body.results.map((result: Json) => result.new)).toEqual([true, true]);
    const again = await send('upsert', [row('U1', { firstname: 'Uno' }, 'a')]);
    expect(again.body.results[0]).toMatchObject({ new: false, id: answer.body.results[0].id });
  });

  test('an upsert without, or with a non-unique, idProperty is refused', async () => {
    expect((await send('upsert', [{ id: 'x', properties: {} }])).status).toBe(400);
    expect((await send('upsert', [{ id: 'x', idProperty: 'phone', properties: {} }])).status).toBe(400);
  });

  test('archiving takes known and unknown ids alike', async () => {
    expect((await send('archive', [{ id: String(firstContact + 200) }, { id: '77' }])).status).toBe(204);
    expect((await host.call('GET', `/crm/objects/2026-03/contacts/${firstContact + 200}`)).status).toBe(404);
  });

  test.each(['create', 'update', 'upsert', 'archive'])('%s refuses more than 100 inputs', async (path) => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({
      id: `x${index}@x.example`,
      idProperty: 'email',
      properties: { email: `x${index}@x.example` },
    }));
    expect((await send(path, inputs)).status).toBe(400);
  });
});
