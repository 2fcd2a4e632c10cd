import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstContact, type Host, type Json, startHost } from './stand-in-host';

const objects = '/crm/objects/2026-03';
const associations = '/crm/associations/2026-03';
let host: Host;

beforeEach(async () => {
  host = await startHost();
});
afterEach(() => host.close());

const dealsOf = async (contactId: number | string): Promise<Json[]> =>
  (await host.call('GET', `${objects}/contacts/${contactId}/associations/deals`)).body.results;

test('deals and tickets of many contacts come in one association read; those without any are named in a 207', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => String(firstContact + index));
  for (const [to, typeId] of [
    ['deals', 4],
    ['tickets', 15],
  ] as const) {
    const answer = await host.call('POST', `${associations}/contacts/${to}/batch/read`, {
      inputs: ids.map((id) => ({ id })),
    });
    expect(answer.status).toBe(207);
    expect(answer.body.results.length + answer.body.errors.length).toBe(50);
    expect(answer.body.results.length).toBeGreaterThan(5);
    expect(answer.body.errors[0].subCategory).toBe('crm.associations.NO_ASSOCIATIONS_FOUND');
    expect(answer.body.results[0].to[0].associationTypes).toEqual([
      { category: 'HUBSPOT_DEFINED', typeId, label: null },
    ]);
  }
});

test('a deal names its stage by id; the pipelines know every stage but the archived one that a deal is still in', async () => {
  const ids = (await dealsOf(firstContact)).map((row) => ({ id: row.toObjectId }));
  const read = await host.call('POST', `${objects}/0-3/batch/read`, {
    inputs: ids,
    properties: ['dealname', 'pipeline', 'dealstage', 'amount', 'hubspot_owner_id', 'hs_is_closed'],
  });
  const stages = read.body.results.map((deal: Json) => deal.properties.dealstage);
  expect(stages).toContain('1234569');
  const pipelines = await host.call(
    'GET',
    '/crm/pipelines/2026-03/deals',
    undefined,
    await host.token(['crm.objects.deals.read']),
  );
  const known = pipelines.body.results.flatMap((pipeline: Json) => pipeline.stages.map((stage: Json) => stage.id));
  expect(known).toEqual(expect.arrayContaining(['appointmentscheduled', '1234567']));
  expect(known).not.toContain('1234569');
  await host.control('PATCH', '/pipelines/deals/stages/1234569', { isArchived: false, label: '戻した見積' });
  const again = await host.call('GET', '/crm/pipelines/2026-03/0-3/20811003');
  expect(again.body.stages.map((stage: Json) => stage.label)).toContain('戻した見積');
  const owners = await host.call('GET', '/crm/owners/2026-03');
  expect(owners.body.results.map((owner: Json) => owner.id)).toContain(
    read.body.results[0].properties.hubspot_owner_id,
  );
  const tickets = await host.call('GET', '/crm/pipelines/2026-03/tickets');
  expect(tickets.body.results[0].stages[3].metadata.ticketState).toBe('CLOSED');
});

test('a deal can be searched by its contact, has a primary company, and shows both from its own side', async () => {
  const found = await host.call('POST', `${objects}/deals/search`, {
    filterGroups: [
      { filters: [{ propertyName: 'associations.contact', operator: 'EQ', value: String(firstContact) }] },
    ],
    properties: ['dealname'],
  });
  expect(found.body.total).toBe(2);
  const [deal] = found.body.results;
  const companies = await host.call('GET', `${objects}/deals/${deal.id}/associations/companies`);
  expect(companies.body.results[0].associationTypes.map((kind: Json) => kind.typeId)).toEqual([5, 341]);
  const company = companies.body.results[0].toObjectId;
  const back = await host.call('GET', `${objects}/companies/${company}/associations/deals`);
  expect(back.body.results.map((row: Json) => row.toObjectId)).toContain(deal.id);
  const shown = await host.call('GET', `${objects}/deals/${deal.id}?associations=contacts`);
  expect(shown.body.associations.contacts.results[0]).toEqual({
    id: String(firstContact),
    type: 'deal_to_contact_unlabeled',
  });
});

test('each object needs its own scope', async () => {
  const token = await host.token(['crm.objects.contacts.read']);
  for (const path of [`${objects}/deals`, `${objects}/tickets`, '/crm/pipelines/2026-03/tickets']) {
    expect((await host.call('GET', path, undefined, token)).body.category).toBe('MISSING_SCOPES');
  }
  const both = await host.call('POST', `${associations}/contacts/deals/batch/read`, { inputs: [{ id: '1' }] }, token);
  expect(both.status).toBe(403);
});

test('what people do with deals in HubSpot moves stages, links and counts; calls that write are counted by type', async () => {
  const [before] = await dealsOf(firstContact + 1);
  expect(before).toBeUndefined();
  const made = await host.control('POST', '/records/deals', { properties: { dealname: '新規' } });
  expect(made.body.values).toMatchObject({
    pipeline: 'default',
    dealstage: 'appointmentscheduled',
    hs_is_closed: 'false',
  });
  await host.control('PUT', `/records/deals/${made.body.id}/links/contacts/${firstContact + 1}`, {});
  expect((await dealsOf(firstContact + 1)).map((row) => row.toObjectId)).toEqual([made.body.id]);
  const won = await host.control('PATCH', `/records/deals/${made.body.id}`, { properties: { dealstage: 'closedwon' } });
  expect(won.body.values).toMatchObject({ hs_is_closed: 'true', hs_is_closed_won: 'true' });
  const wrong = await host.control('PATCH', `/records/deals/${made.body.id}`, { properties: { dealstage: '1234569' } });
  expect(wrong.status).toBe(400);
  await host.control('POST', `/records/deals/${made.body.id}/archive`);
  expect(await dealsOf(firstContact + 1)).toEqual([]);

  expect((await host.control('GET', '/counters')).body.writes).toEqual({
    contacts: 0,
    companies: 0,
    deals: 0,
    tickets: 0,
  });
  await host.call('PATCH', `${objects}/0-3/${made.body.id}`, { properties: {} });
  await host.call('PUT', `${objects}/contacts/${firstContact}/associations/default/tickets/1`);
  await host.call('POST', `${objects}/deals/search`, {});
  await host.call('POST', `${objects}/deals/batch/read`, { inputs: [{ id: '1' }] });
  expect((await host.control('GET', '/counters')).body.writes).toEqual({
    contacts: 1,
    companies: 0,
    deals: 1,
    tickets: 1,
  });
});
