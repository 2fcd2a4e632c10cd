import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually';
import { createFastClock } from '../support/fast-clock';
import { HubSpotWorld } from '../support/hubspot-world';

const tea = 'tea_kind';
const options = (...values: string[]) =>
  values.map((value, displayOrder) => ({ value, label: value.toUpperCase(), displayOrder, hidden: false }));

describe('the repair bench', () => {
  let world: HubSpotWorld;
  let token: string;

  const hubSpot = async (method: string, path: string, body: object) => {
    const answer = await fetch(`${world.sandbox.endpoints.hubspotApi}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  const offer = (...values: string[]) =>
    hubSpot('PATCH', `/crm/properties/2026-03/contacts/${tea}`, { options: options(...values) });
  const set = (contactId: string, value: string) =>
    world.engine.contacts.saveField({ contactId, propertyName: tea, value, isBackward: false });
  const inHubSpot = async (id: string) =>
    (await world.control<{ values: Record<string, string | null> }>('GET', `/hubspot/records/contacts/${id}`)).values[
      tea
    ] ?? null;
  const records = (cause: string | null = null) => world.engine.repair.records({ cause, after: 0, limit: 50 });
  const causes = () => world.engine.repair.causes(undefined);
  const failing = (count: number) =>
    eventually(`${count} refused records`, async () => ((await records()).total === count ? true : null));

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 60, clock: createFastClock(20) });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    token = (await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {})).token;
    await hubSpot('POST', '/crm/properties/2026-03/contacts', {
      name: tea,
      label: 'Tea',
      type: 'enumeration',
      fieldType: 'select',
      groupName: 'contactinformation',
      options: options('green', 'black', 'oolong'),
    });
    await world.engine.start();
    await world.connect(['firstname', 'lastname', tea]);
    await world.engine.mapping.change({ propertyName: tea, rule: 'mostRecentWins' });
    await world.sync('full');
    // HubSpot changes its options behind the console's back
    await offer('black');
    for (const id of ['100001', '100002', '100003', '100004']) await set(id, 'oolong');
    await failing(4);
  });
  afterAll(() => world.stop());

  it('groups what is refused by cause, in codes that have words, with people, time and value', async () => {
    const [cause, ...others] = await causes();
    expect(others).toEqual([]);
    expect(cause).toMatchObject({ property: tea, count: 4, people: 4, problem: { code: 'HUBSPOT_VALUE_REFUSED' } });
    expect(cause?.trend).toEqual([0, 0, 0, 0, 0, 0, 4]);
    const {
      records: rows,
      total,
      next,
    } = await world.engine.repair.records({ cause: cause?.key ?? '', after: 0, limit: 3 });
    expect({ total, shown: rows.length }).toEqual({ total: 4, shown: 3 });
    expect(rows[0]).toMatchObject({ recordId: '100001', valueSent: 'oolong', valueHeld: null, canFixValue: true });
    expect(
      (await world.engine.repair.records({ cause: cause?.key ?? '', after: next ?? 0, limit: 3 })).records,
    ).toHaveLength(1);
    expect(await world.engine.repair.summary(undefined)).toEqual({ inSync: 56, failing: 4, excluded: 0 });
    expect((await world.engine.dashboard.state(undefined)).sync.failing).toBe(4);
  });

  it('keeps a refused record over runs, with each attempt', async () => {
    const [first] = (await records()).records;
    const run = await world.sync('incremental');
    expect(run).toMatchObject({ status: 'completedWithProblems', failed: 4 });
    const { record, attempts } = await world.engine.repair.record({ id: first?.id ?? 0 });
    expect(record).toMatchObject({ firstAt: first?.firstAt, lastRunId: run.id });
    expect(record.attempts).toBeGreaterThan(first?.attempts ?? 0);
    expect(attempts.map((attempt) => attempt.runId)).toEqual([run.id]);
  });

  it('sends one with another value, which is checked before', async () => {
    const [first] = (await records()).records;
    const id = first?.id ?? 0;
    await expect(world.engine.repair.fixValue({ id, value: 'coffee' })).rejects.toMatchObject({
      code: 'VALUE_NOT_AN_OPTION',
    });
    const { runId } = await world.engine.repair.fixValue({ id, value: 'black' });
    expect(await world.ended(runId)).toMatchObject({ kind: 'repair', status: 'completed', written: 1, failed: 0 });
    expect(await inHubSpot('100001')).toBe('black');
    expect((await records()).total).toBe(3);
  });

  it('leaves an excluded person out of every run, and takes them in again with what changed meanwhile', async () => {
    const [first] = (await records()).records;
    await world.engine.repair.exclude({ ids: [first?.id ?? 0], reason: 'asked for tea by phone' });
    expect((await records()).total).toBe(2);
    await world.control('PATCH', '/hubspot/records/contacts/100002', { properties: { firstname: 'Unseen' } });
    expect(await world.sync('incremental')).toMatchObject({ skipped: 1, failed: 2 });
    expect((await world.engine.contacts.get({ id: '100002' })).displayName).not.toContain('Unseen');
    const { exclusions, total } = await world.engine.repair.exclusions({ offset: 0, limit: 10 });
    expect({ total, exclusion: exclusions[0] }).toMatchObject({
      total: 1,
      exclusion: { recordKind: 'contact', recordId: '100002', reason: 'asked for tea by phone' },
    });
    await world.engine.repair.include({ recordKind: 'contact', recordId: '100002' });
    await eventually('what changed is read', async () =>
      (await world.engine.contacts.get({ id: '100002' })).displayName.includes('Unseen') ? true : null,
    );
    await world.sync('incremental');
    expect((await records()).total).toBe(3);
  });

  it('sends all of one cause again once HubSpot was mended, and closes what passes', async () => {
    await offer('black', 'oolong');
    const [cause] = await causes();
    const { runId } = await world.engine.repair.retry({ cause: cause?.key ?? '' });
    expect(await world.ended(runId)).toMatchObject({ kind: 'repair', status: 'completed', written: 3 });
    expect(await inHubSpot('100004')).toBe('oolong');
    expect(await causes()).toEqual([]);
    expect((await world.engine.repair.summary(undefined)).failing).toBe(0);
  });

  it('a property of another type stops its item with a clear word, and no value is lost', async () => {
    await hubSpot('PATCH', `/crm/properties/2026-03/contacts/${tea}`, { fieldType: 'checkbox' });
    await world.control('PATCH', '/hubspot/records/contacts/100004', { properties: { lastname: 'Typed' } });
    await world.sync('incremental');
    const item = (await world.engine.mapping.items(undefined)).find((one) => one.propertyName === tea);
    expect(item).toMatchObject({ status: 'typeChanged' });
    expect(item?.problem?.code).toBe('SYNC_ITEM_TYPE_MISMATCH');
    const { properties } = await world.engine.contacts.get({ id: '100004' });
    expect(properties.find((property) => property.name === tea)?.value).toBe('oolong');
  });

  it('is emptied of what belongs to an item that is removed', async () => {
    await hubSpot('PATCH', `/crm/properties/2026-03/contacts/${tea}`, {
      fieldType: 'select',
      options: options('black', 'oolong', 'green'),
    });
    await world.sync('incremental');
    await offer('black');
    await set('100005', 'green');
    await failing(1);
    await world.engine.mapping.remove({ propertyName: tea, values: 'keep' });
    await failing(0);
  });
});
