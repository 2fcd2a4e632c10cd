import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SyncRule } from '../../../../src/shared/model/sync';
import { eventually } from '../../support/eventually';
import { HubSpotWorld } from '../../support/hubspot-world';

const update = '^/crm/objects/2026-03/contacts/batch/update$';

describe('a field that a person sets', () => {
  let world: HubSpotWorld;
  let next = 100_001;
  /** A contact that no other test touches. */
  const someone = () => String(next++);
  const save = (contactId: string, propertyName: string, value: string | null, isBackward = false) =>
    world.engine.contacts.saveField({ contactId, propertyName, value, isBackward });
  const inHubSpot = async (id: string, name: string) =>
    (await world.control<{ values: Record<string, string> }>('GET', `/hubspot/records/contacts/${id}`)).values[name] ||
    null;
  const setHubSpot = (id: string, properties: Record<string, string>) =>
    world.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });
  const field = async (id: string, name: string) => {
    const detail = await world.engine.contacts.get({ id });
    const found = detail.properties.find((property) => property.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const story = async (id: string, propertyName: string) =>
    (await world.engine.contacts.provenance({ contactId: id, propertyName })).changes.map(
      ({ side, before, after, outcome, isConflict }) => ({ side, before, after, outcome, isConflict }),
    );
  const offline = () =>
    world.control('POST', '/faults', { service: 'hubspot', path: update, kind: 'status', status: 503, times: 500 });
  const online = () => world.control('DELETE', '/faults');
  const givenUp = () => world.log.filter((line) => line.includes('waits for the next run')).length;
  /** Saves while HubSpot does not answer, until the writer in the background has given up. */
  const saveInVain = async (id: string, name: string, value: string | null) => {
    const before = givenUp();
    await save(id, name, value);
    // several tries, each after a longer pause
    await eventually('given up for now', () => givenUp() > before, 45_000);
  };
  const arrived = (id: string, name: string, value: string | null) =>
    eventually(`${name} is ${value} in HubSpot`, async () => (await inHubSpot(id, name)) === value);

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 60 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect(['firstname', 'lastname', 'email', 'lifecyclestage', 'associatedcompanyid', 'hs_email_domain']);
    const rules: [string, SyncRule][] = [
      ['jobtitle', 'mostRecentWins'],
      ['city', 'alwaysLumo'],
      ['zip', 'fillIfEmpty'],
      ['closedate', 'mostRecentWins'],
      ['hs_language', 'mostRecentWins'],
    ];
    for (const [propertyName, rule] of rules) {
      await world.engine.mapping.add({
        propertyName,
        rule,
        lumoItem: `custom:${propertyName}`,
        appliesToExisting: true,
      });
    }
    for (const propertyName of ['email', 'lifecyclestage']) {
      await world.engine.mapping.change({ propertyName, rule: 'mostRecentWins' });
    }
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it('is there at once, goes to HubSpot by itself, and is in the history with both sides', async () => {
    const id = someone();
    const before = await inHubSpot(id, 'jobtitle');
    expect(await save(id, 'jobtitle', 'Buyer')).toMatchObject({ value: 'Buyer', source: 'lumo' });
    await arrived(id, 'jobtitle', 'Buyer');
    await eventually('same', async () => (await field(id, 'jobtitle')).state === 'same');
    expect(await story(id, 'jobtitle')).toEqual([
      { side: 'hubSpot', before, after: 'Buyer', outcome: 'keptLumo', isConflict: false },
      { side: 'lumo', before, after: 'Buyer', outcome: 'personEdit', isConflict: false },
    ]);
    // the own write comes back as what is held already
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', changed: 0, written: 0 });
    expect(world.read('SELECT * FROM contact_field WHERE contact_id = ?', id)).toEqual([]);
  });

  it('is refused with the reason before anything is stored', async () => {
    const id = someone();
    const cases: [string, string | null, string][] = [
      ['jobtitle', 'x'.repeat(65_537), 'VALUE_TOO_LONG'],
      ['closedate', '22 November', 'VALUE_INVALID'],
      ['email', 'not an address', 'VALUE_INVALID'],
      ['hs_language', 'xx', 'VALUE_NOT_AN_OPTION'],
      ['firstname', 'Rule', 'FIELD_NOT_EDITABLE'],
      ['associatedcompanyid', '1', 'FIELD_NOT_EDITABLE'],
      ['hs_email_domain', 'example.org', 'FIELD_NOT_EDITABLE'],
      ['website', 'https://example.org', 'FIELD_NOT_EDITABLE'],
    ];
    for (const [name, value, code] of cases) {
      await expect(save(id, name, value), `${name} ${code}`).rejects.toMatchObject({ code });
    }
    expect(world.read('SELECT * FROM contact_field WHERE contact_id = ?', id)).toEqual([]);
    expect((await field(id, 'associatedcompanyid')).readOnlyReason).toBe('company');
    expect((await field(id, 'hs_email_domain')).readOnlyReason).toBe('calculated');
    expect((await field(id, 'firstname')).readOnlyReason).toBe('rule');
  });

  it('waits while HubSpot cannot be reached, and the next run writes it once', async () => {
    const id = someone();
    await offline();
    await saveInVain(id, 'jobtitle', 'Waits');
    expect(await field(id, 'jobtitle')).toMatchObject({ value: 'Waits', state: 'pending' });
    await online();
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 1 });
    expect(await inHubSpot(id, 'jobtitle')).toBe('Waits');
    expect(await world.sync('incremental')).toMatchObject({ written: 0, changed: 0 });
  });

  it('goes out as soon as the network is back, without a run', async () => {
    const id = someone();
    await offline();
    await saveInVain(id, 'jobtitle', 'Back again');
    await online();
    world.engine.wake();
    await arrived(id, 'jobtitle', 'Back again');
    await eventually('same', async () => (await field(id, 'jobtitle')).state === 'same');
  });

  it('loses against a later change in HubSpot and wins against an earlier one, and says so', async () => {
    const [later, earlier] = [someone(), someone()];
    await offline();
    await saveInVain(later, 'jobtitle', 'Lumo first');
    await setHubSpot(later, { jobtitle: 'HubSpot later' });
    await setHubSpot(earlier, { jobtitle: 'HubSpot first' });
    // another property moves the modified time: only the property's own time tells which change came later
    await saveInVain(earlier, 'jobtitle', 'Lumo later');
    await setHubSpot(earlier, { website: 'https://example.org' });
    await online();
    await world.sync('incremental');
    await world.sync('incremental');
    expect([await inHubSpot(later, 'jobtitle'), (await field(later, 'jobtitle')).value]).toEqual([
      'HubSpot later',
      'HubSpot later',
    ]);
    expect([await inHubSpot(earlier, 'jobtitle'), (await field(earlier, 'jobtitle')).value]).toEqual([
      'Lumo later',
      'Lumo later',
    ]);
    const won = (await world.engine.contacts.provenance({ contactId: later, propertyName: 'jobtitle' })).changes[0];
    expect(won).toMatchObject({
      outcome: 'tookHubSpot',
      before: 'Lumo first',
      isConflict: true,
      rule: 'mostRecentWins',
    });
    expect(won?.otherChangedAt).toBeLessThanOrEqual(won?.at ?? 0);
    expect((await story(earlier, 'jobtitle'))[0]).toMatchObject({
      side: 'hubSpot',
      outcome: 'keptLumo',
      isConflict: true,
    });
  });

  it('that is taken back while it waits is still the later change, found by seed 20261122', async () => {
    const id = someone();
    await offline();
    await saveInVain(id, 'jobtitle', 'Typed by mistake');
    await setHubSpot(id, { jobtitle: 'HubSpot between' });
    // nothing waits to be written any more: both sides seem to hold the same
    await save(id, 'jobtitle', null);
    await online();
    await world.sync('incremental');
    await world.sync('incremental');
    expect([await inHubSpot(id, 'jobtitle'), (await field(id, 'jobtitle')).value]).toEqual([null, null]);
  });

  it('stays different under "fill only if empty", on both sides', async () => {
    const id = someone();
    await setHubSpot(id, { zip: '100-0001' });
    await world.sync('incremental');
    await save(id, 'zip', '530-0001');
    expect(await field(id, 'zip')).toMatchObject({ value: '530-0001', hubSpotValue: '100-0001', state: 'different' });
    await world.sync('incremental');
    expect(await inHubSpot(id, 'zip')).toBe('100-0001');
    await setHubSpot(id, { zip: '' });
    await world.sync('incremental');
    expect(await inHubSpot(id, 'zip')).toBe('530-0001');
    expect((await field(id, 'zip')).state).toBe('same');
  });

  it('that Lumo always holds comes back after a change in HubSpot, and stays empty once a person emptied it', async () => {
    const id = someone();
    await setHubSpot(id, { city: 'Kobe' });
    await world.sync('incremental');
    expect((await field(id, 'city')).value).toBe('Kobe');
    await setHubSpot(id, { city: 'Nara' });
    await world.sync('incremental');
    expect(await inHubSpot(id, 'city')).toBe('Kobe');
    await save(id, 'city', null);
    await arrived(id, 'city', null);
    await world.sync('incremental');
    await setHubSpot(id, { city: 'Kyoto' });
    await world.sync('incremental');
    expect([await inHubSpot(id, 'city'), (await field(id, 'city')).value]).toEqual([null, null]);
  });

  it('that HubSpot refuses is shown with the reason, does not block its neighbours, and is tried again', async () => {
    const [taken, id, neighbour] = [someone(), someone(), someone()];
    const address = 'in.use@example.com';
    await setHubSpot(taken, { email: address });
    await world.sync('incremental');
    await offline();
    await saveInVain(id, 'email', address.toUpperCase());
    await saveInVain(id, 'jobtitle', 'Same contact');
    await saveInVain(neighbour, 'jobtitle', 'Other contact');
    await online();
    const run = await world.sync('incremental');
    expect(run.status).toBe('completedWithProblems');
    expect([await inHubSpot(id, 'jobtitle'), await inHubSpot(neighbour, 'jobtitle')]).toEqual([
      'Same contact',
      'Other contact',
    ]);
    const refused = await field(id, 'email');
    expect(refused).toMatchObject({ value: address, state: 'refused' });
    expect(refused.problem).not.toBeNull();
    const { errors } = await world.engine.sync.runErrors({ runId: run.id, code: null, after: 0, limit: 10 });
    expect(errors).toMatchObject([{ recordId: id, property: 'email', valueSent: address }]);
    await setHubSpot(taken, { email: 'moved.away@example.com' });
    expect((await world.sync('incremental')).status).toBe('completed');
    expect(await field(id, 'email')).toMatchObject({ state: 'same', problem: null });
    expect(world.read('SELECT * FROM sync_problem')).toEqual([]);
  });

  it('that is a lifecycle stage goes back only when that is allowed, by two requests', async () => {
    const id = someone();
    await world.sync('incremental');
    await save(id, 'lifecyclestage', 'evangelist');
    await arrived(id, 'lifecyclestage', 'evangelist');
    await expect(save(id, 'lifecyclestage', 'lead')).rejects.toMatchObject({
      code: 'LIFECYCLE_BACKWARD',
      params: { from: 'evangelist', to: 'lead' },
    });
    await world.control('DELETE', '/hubspot/requests');
    await save(id, 'lifecyclestage', 'lead', true);
    await arrived(id, 'lifecyclestage', 'lead');
    const { routes } = await world.control<{ routes: Record<string, { count: number }> }>('GET', '/hubspot/counters');
    expect(routes['POST /crm/objects/2026-03/:type/batch/update']?.count).toBe(2);
    await eventually('same', async () => (await field(id, 'lifecyclestage')).state === 'same');
    expect(await world.sync('incremental')).toMatchObject({ changed: 0, written: 0 });
  });

  it('survives a merge while it waits', async () => {
    const [from, into] = [someone(), someone()];
    await offline();
    await saveInVain(from, 'jobtitle', 'Before the merge');
    await online();
    const { id } = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
      primaryId: into,
      mergeId: from,
    });
    await world.sync('incremental');
    await world.sync('incremental');
    const merged = await field(id, 'jobtitle');
    expect([merged.value, merged.state]).toEqual([await inHubSpot(id, 'jobtitle'), 'same']);
    expect((await story(id, 'jobtitle')).map((change) => change.after)).toContain('Before the merge');
  });

  it('has a first value that knows its run, and costs no history', async () => {
    const id = '100050';
    const first = (await world.engine.contacts.provenance({ contactId: id, propertyName: 'firstname' })).firstRunId;
    expect((await world.engine.sync.run({ id: first ?? '' })).kind).toBe('full');
    expect(world.read('SELECT * FROM field_change WHERE contact_id = ?', id)).toEqual([]);
  });
});
