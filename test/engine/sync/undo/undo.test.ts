import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually';
import { HubSpotWorld } from '../../support/hubspot-world';

describe('a run that is taken back', () => {
  let world: HubSpotWorld;
  const set = (id: string, properties: Record<string, string>) =>
    world.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });
  const inHubSpot = async (id: string, name: string) =>
    (await world.control<{ values: Record<string, string> }>('GET', `/hubspot/records/contacts/${id}`)).values[name] ||
    null;
  const inLumo = async (id: string, name: string) =>
    (await world.engine.contacts.get({ id })).properties.find((property) => property.name === name)?.value ?? null;
  const both = async (id: string, name: string) => [await inLumo(id, name), await inHubSpot(id, name)];

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 40 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.engine.start();
    await world.connect(['firstname', 'lastname', 'lifecyclestage']);
    await world.engine.mapping.change({ propertyName: 'lifecyclestage', rule: 'mostRecentWins' });
    for (const propertyName of ['jobtitle', 'city'] as const) {
      const rule = propertyName === 'city' ? 'alwaysLumo' : 'mostRecentWins';
      await world.engine.mapping.add({
        propertyName,
        lumoItem: `custom:${propertyName}`,
        rule,
        appliesToExisting: true,
      });
    }
    for (let i = 1; i <= 6; i++) await set(`10000${i}`, { jobtitle: 'Before', city: 'Kobe', lifecyclestage: 'lead' });
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it('sets back what nobody touched since, on both sides, and says why the rest stays', async () => {
    await set('100001', { jobtitle: 'After', firstname: 'Changed' });
    await set('100002', { jobtitle: 'After' });
    await set('100003', { jobtitle: 'After' });
    await set('100004', { lifecyclestage: 'customer' });
    await set('100005', { city: 'Nara' });
    const run = await world.sync('incremental');
    expect(run).toMatchObject({ status: 'completed', written: 1 });
    expect(await both('100005', 'city')).toEqual(['Kobe', 'Kobe']);
    await set('100002', { jobtitle: 'Somebody else' });
    await world.sync('incremental');
    await set('100003', { jobtitle: 'Not synced yet' });

    const preview = await world.engine.sync.undoPreview({ runId: run.id, contactIds: null });
    expect(preview).toMatchObject({ possible: 4, people: 4 });
    expect(
      preview.blocked.map((row) => [row.change.contactId, row.change.propertyName, row.problem.code]).sort(),
    ).toEqual([
      ['100001', 'firstname', 'UNDO_NOT_POSSIBLE'],
      ['100002', 'jobtitle', 'UNDO_VALUE_CHANGED'],
    ]);

    const { runId } = await world.engine.sync.undo({ runId: run.id, contactIds: null });
    const undo = await world.ended(runId);
    expect(undo).toMatchObject({ kind: 'undo', status: 'completedWithProblems', changed: 3 });
    expect(await both('100001', 'jobtitle')).toEqual(['Before', 'Before']);
    expect(await both('100002', 'jobtitle')).toEqual(['Somebody else', 'Somebody else']);
    expect(await inHubSpot('100003', 'jobtitle')).toBe('Not synced yet');
    expect(await both('100004', 'lifecyclestage')).toEqual(['lead', 'lead']);
    expect(await both('100005', 'city')).toEqual(['Nara', 'Nara']);
    const { errors } = await world.engine.sync.runErrors({ runId, code: null, after: 0, limit: 10 });
    expect(errors).toMatchObject([
      { recordId: '100003', problem: { code: 'UNDO_VALUE_CHANGED' }, valueHeld: 'Not synced yet' },
    ]);
    const { changes } = await world.engine.contacts.provenance({ contactId: '100001', propertyName: 'jobtitle' });
    expect(changes.slice(0, 2)).toMatchObject([
      { side: 'hubSpot', after: 'Before', runId },
      { side: 'lumo', before: 'After', after: 'Before', outcome: 'undone', runId },
    ]);
    // nothing of it comes back
    await world.sync('incremental');
    expect(await world.sync('full')).toMatchObject({ changed: 0, written: 0 });
    expect(await both('100001', 'jobtitle')).toEqual(['Before', 'Before']);
  });

  it('goes back for the chosen people alone, and is itself a run that can be taken back', async () => {
    await set('100001', { jobtitle: 'Once' });
    await set('100006', { jobtitle: 'Once' });
    const run = await world.sync('incremental');
    const [chosen] = (
      await world.engine.contacts.page({ filter: {}, sort: 'name', offset: 0, limit: 200 })
    ).rows.filter((row) => row.id === '100006');
    if (chosen === undefined) throw new Error('no contact');
    const undo = await world.engine.sync.undo({ runId: run.id, contactIds: [chosen.id] });
    await world.ended(undo.runId);
    expect(await both('100006', 'jobtitle')).toEqual(['Before', 'Before']);
    expect(await both('100001', 'jobtitle')).toEqual(['Once', 'Once']);
    const again = await world.engine.sync.undo({ runId: undo.runId, contactIds: null });
    await world.ended(again.runId);
    await eventually('back', async () => (await inHubSpot('100006', 'jobtitle')) === 'Once');
  });
});
