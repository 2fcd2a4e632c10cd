import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { signatureV1, signatureV3 } from '../../../src/sandbox/hubspot/webhook-signature';
import {
  clientSecret,
  firstCompany,
  firstContact,
  type Host,
  type Json,
  listen,
  mainHub,
  startHost,
  until,
} from './stand-in-host';

type Delivery = { readonly headers: Headers; readonly text: string; readonly events: Json[] };

describe('webhooks', () => {
  let host: Host;
  let receiver: { readonly url: string; close(): Promise<void> };
  let deliveries: Delivery[] = [];
  let answer: (count: number) => number | Promise<number> = () => 200;

  beforeEach(async () => {
    deliveries = [];
    answer = () => 200;
    receiver = await listen(async (request) => {
      const text = await request.text();
      deliveries.push({ headers: request.headers, text, events: JSON.parse(text) });
      return new Response(null, { status: await answer(deliveries.length) });
    });
    host = await startHost({
      webhook: { targetUrl: `${receiver.url}/hooks/hubspot?a=%40b`, deadlineMs: 300 },
      log: () => {},
    });
    // A token makes the app installed: nobody else is told anything.
    await host.token();
  });
  afterEach(async () => {
    await host.close();
    await receiver.close();
  });

  const events = () => deliveries.flatMap((delivery) => delivery.events);
  const kinds = () => events().map((event) => event.subscriptionType);
  const arrived = (type: string) => until(() => kinds().includes(type), type);
  const drained = () =>
    until(async () => (await host.control('GET', '/webhook')).body.pending === 0, 'nothing pending');

  test('a change by another user arrives signed in both versions', async () => {
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: '山田' } });
    await arrived('contact.propertyChange');
    const { headers, text, events: sent } = deliveries[0] ?? { headers: new Headers(), text: '', events: [] };
    expect(sent).toEqual([
      expect.objectContaining({
        portalId: mainHub,
        objectId: firstContact,
        propertyName: 'lastname',
        propertyValue: '山田',
        occurredAt: host.clock.now,
        attemptNumber: 0,
        changeSource: 'CRM_UI',
        appId: expect.any(Number),
        subscriptionId: expect.any(Number),
        eventId: expect.any(Number),
      }),
    ]);
    const uri = `${receiver.url}/hooks/hubspot?a=%40b`;
    expect(headers.get('x-hubspot-request-timestamp')).toBe(String(host.clock.now));
    expect(headers.get('x-hubspot-signature-v3')).toBe(signatureV3(clientSecret, 'POST', uri, text, host.clock.now));
    expect(headers.get('x-hubspot-signature')).toBe(signatureV1(clientSecret, text));
    expect(headers.get('x-hubspot-signature-version')).toBe('v1');
  });

  test("the app's own writes arrive too, marked as an integration's", async () => {
    await host.call('PATCH', `/crm/objects/2026-03/contacts/${firstContact}`, { properties: { city: 'Sakai' } });
    await arrived('contact.propertyChange');
    expect(events()[0]).toMatchObject({ changeSource: 'INTEGRATION', sourceId: String(events()[0].appId) });
  });

  test('creation, deletion, restore, merge, privacy deletion and association changes arrive', async () => {
    const made = await host.control('POST', '/records/contacts', { properties: { email: 'n@n.example' } });
    const { id } = made.body;
    await host.control('PUT', `/records/contacts/${id}/company`, { companyId: String(firstCompany) });
    await host.control('POST', `/records/contacts/${id}/archive`);
    await host.control('POST', `/records/contacts/${id}/restore`);
    const merge = { primaryId: id, mergeId: firstContact + 1 };
    const merged = (await host.control('POST', '/records/contacts/merge', merge)).body.id;
    await host.control('POST', `/records/contacts/${merged}/gdpr-delete`);
    await drained();
    for (const name of ['creation', 'deletion', 'restore', 'merge', 'privacyDeletion', 'associationChange']) {
      expect(kinds()).toContain(`contact.${name}`);
    }
    const find = (type: string) => events().find((event) => event.subscriptionType === type);
    expect(find('contact.creation')).toMatchObject({ changeFlag: 'NEW', objectId: Number(id) });
    expect(find('contact.merge')).toMatchObject({
      primaryObjectId: Number(id),
      mergedObjectIds: [Number(id), firstContact + 1],
      newObjectId: Number(merged),
    });
    expect(find('contact.associationChange')).toMatchObject({
      fromObjectId: Number(id),
      toObjectId: firstCompany,
      associationRemoved: false,
      isPrimaryAssociation: true,
    });
    expect(events().filter((event) => event.propertyName === 'associatedcompanyid')).toHaveLength(1);
  });

  test('many changes come in bodies of at most 100 events, and none is lost', async () => {
    await host.control('POST', '/records/contacts/change-many', { count: 250, properties: { jobtitle: 'Boss' } });
    await drained();
    expect(events()).toHaveLength(250);
    expect(Math.max(...deliveries.map((delivery) => delivery.events.length))).toBe(100);
  });

  test('properties without a subscription and accounts without the app send nothing', async () => {
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { website: 'x.example' } });
    await host.control('PATCH', '/records/contacts/1000100001', { hubId: 62515002, properties: { lastname: 'x' } });
    expect((await host.control('GET', '/webhook')).body.pending).toBe(0);
    const subscriptions = [{ subscriptionType: 'contact.propertyChange', propertyName: 'website' }];
    await host.control('PUT', '/webhook', { subscriptions });
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { website: 'y.example' } });
    await arrived('contact.propertyChange');
    expect(events()).toHaveLength(1);
  });

  test('without a target nothing is queued; a target set later gets what happens then', async () => {
    await host.control('PUT', '/webhook', { targetUrl: null });
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: 'unseen' } });
    await host.control('PUT', '/webhook', { targetUrl: receiver.url });
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: 'seen' } });
    await arrived('contact.propertyChange');
    expect(events().map((event) => event.propertyValue)).toEqual(['seen']);
  });

  test('a refused body comes again later with the next attempt number, up to ten repeats', async () => {
    answer = (count) => (count <= 2 ? 500 : 200);
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: 'again' } });
    await until(() => deliveries.length === 1, 'first attempt');
    await until(async () => (await host.control('GET', '/webhook')).body.failedAttempts === 1, 'failure noted');
    host.clock.now += 30_000;
    await host.control('PUT', '/webhook', {});
    expect(deliveries).toHaveLength(1);
    host.clock.now += 3_600_000;
    await until(() => deliveries.length === 2, 'second attempt');
    await until(async () => (await host.control('GET', '/webhook')).body.failedAttempts === 2, 'second failure noted');
    host.clock.now += 3_600_000;
    await drained();
    expect(deliveries.map((delivery) => delivery.events[0].attemptNumber)).toEqual([0, 1, 2]);
  });

  test('after the tenth repeat the events are given up', async () => {
    answer = () => 400;
    await host.control('PUT', '/webhook', { retryDelayScale: 1e-12 });
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: 'never' } });
    await drained();
    expect(deliveries.map((delivery) => delivery.events[0].attemptNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect((await host.control('GET', '/webhook')).body).toMatchObject({ givenUp: 1, delivered: 0 });
  });

  test('an answer after the deadline counts as a failure', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    answer = async (count) => {
      if (count === 1) await held;
      return 200;
    };
    await host.control('PUT', '/webhook', { retryDelayScale: 1e-12 });
    await host.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: 'late' } });
    await until(() => deliveries.length === 2, 'second attempt');
    release();
    await drained();
    expect((await host.control('GET', '/webhook')).body).toMatchObject({ delivered: 1, failedAttempts: 1 });
  });

  test('companies, deals and tickets tell of themselves; both sides tell of a link', async () => {
    const made = await host.control('POST', '/records/deals', { properties: { dealname: '新規' } });
    await host.control('PUT', `/records/deals/${made.body.id}/links/contacts/${firstContact}`, {});
    await host.control('PATCH', `/records/deals/${made.body.id}`, { properties: { dealstage: 'closedwon' } });
    await host.control('DELETE', `/records/deals/${made.body.id}/links/contacts/${firstContact}`);
    await host.control('POST', `/records/deals/${made.body.id}/archive`);
    const ticket = await host.control('POST', '/records/tickets', { properties: { subject: '修理' } });
    await host.control('PATCH', `/records/tickets/${ticket.body.id}`, { properties: { hs_pipeline_stage: '4' } });
    await host.control('PATCH', `/records/companies/${firstCompany}`, { properties: { name: '新しい名前' } });
    await drained();
    expect(kinds()).toEqual(
      expect.arrayContaining([
        'deal.creation',
        'deal.propertyChange',
        'deal.associationChange',
        'contact.associationChange',
        'deal.deletion',
        'ticket.creation',
        'ticket.propertyChange',
        'company.propertyChange',
      ]),
    );
    const links = events().filter((event) => event.subscriptionType.endsWith('associationChange'));
    const told = links.map((event) => [event.associationType, event.fromObjectId, event.associationRemoved]);
    const [deal, contact] = [Number(made.body.id), firstContact];
    expect(told).toEqual(
      expect.arrayContaining([
        ['DEAL_TO_CONTACT', deal, false],
        ['CONTACT_TO_DEAL', contact, false],
        ['DEAL_TO_CONTACT', deal, true],
        ['CONTACT_TO_DEAL', contact, true],
      ]),
    );
  });

  test('a token without the scope of an object brings none of its events', async () => {
    await host.control('PUT', '/webhook', { targetUrl: null });
    const other = await startHost({ webhook: { targetUrl: receiver.url }, log: () => {} });
    await other.token(['crm.objects.contacts.read']);
    await other.control('POST', '/records/deals', { properties: { dealname: '新規' } });
    await other.control('PATCH', `/records/contacts/${firstContact}`, { properties: { lastname: '山田' } });
    await arrived('contact.propertyChange');
    expect(kinds().filter((kind) => kind.startsWith('deal.'))).toEqual([]);
    await other.close();
  });

  test('events that were held back come shuffled, some of them twice, in bodies of the wanted size', async () => {
    await host.control('PUT', '/webhook', { isPaused: true, shuffleSeed: 5, duplicateEvery: 3, mostPerBody: 4 });
    const changed = Array.from({ length: 9 }, (_, index) => firstContact + index);
    for (const id of changed) {
      await host.control('PATCH', `/records/contacts/${id}`, { properties: { jobtitle: '店長' } });
      host.clock.now += 10;
    }
    expect(deliveries).toEqual([]);
    await host.control('PUT', '/webhook', { isPaused: false });
    await drained();
    const ids = events().map((event) => event.objectId);
    expect(ids).toHaveLength(12);
    expect([...new Set(ids)].sort()).toEqual(changed);
    expect(ids.filter((id, index) => ids.indexOf(id) === index)).not.toEqual(changed);
    expect(Math.max(...deliveries.map((delivery) => delivery.events.length))).toBe(4);
  });

  test('a merge gives a new id, or keeps that of the primary in an account that takes part in that', async () => {
    const merge = async (primaryId: number, mergeId: number) =>
      (await host.control('POST', '/records/contacts/merge', { primaryId, mergeId })).body.id;
    const fresh = await merge(firstContact, firstContact + 1);
    expect([String(firstContact), String(firstContact + 1)]).not.toContain(fresh);
    await host.control('PUT', `/accounts/${mainHub}/settings`, { isMergeIdKept: true });
    expect(await merge(firstContact + 2, firstContact + 3)).toBe(String(firstContact + 2));
    for (const id of [firstContact + 2, firstContact + 3]) {
      const read = await host.call('GET', `/crm/objects/2026-03/contacts/${id}?properties=hs_merged_object_ids`);
      expect(read.body.id).toBe(String(firstContact + 2));
      expect(read.body.properties.hs_merged_object_ids).toBe(String(firstContact + 3));
    }
    await drained();
    const merges = events().filter((event) => event.subscriptionType === 'contact.merge');
    expect(merges.sort((a, b) => a.primaryObjectId - b.primaryObjectId)).toMatchObject([
      { primaryObjectId: firstContact, newObjectId: Number(fresh), mergedObjectIds: [firstContact, firstContact + 1] },
      { primaryObjectId: firstContact + 2, newObjectId: firstContact + 2, mergedObjectIds: [firstContact + 3] },
    ]);
  });
});
