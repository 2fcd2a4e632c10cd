import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HubSpotWorld } from '../engine/support/hubspot-world';

const texts = ['Aiko', '美咲', 'สมชาย', '陳', '😀 emoji', "O'Brien", '%_\\', '  ', ''];
const change = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      who: fc.nat(59),
      property: fc.constantFrom('firstname', 'lastname', 'phone'),
      value: fc.constantFrom(...texts),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('create' as const), value: fc.constantFrom('Neu', '新人', 'คนใหม่') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('archive' as const), who: fc.nat(59) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), who: fc.nat(59), into: fc.nat(59) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pull' as const) }) },
);

describe('after any history of changes in HubSpot', () => {
  let world: HubSpotWorld;

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 60 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 300 });
    await world.engine.start();
    await world.connect(['firstname', 'lastname', 'phone']);
    await world.sync('full');
  });
  afterAll(() => world.stop());

  const live = async () =>
    (
      await world.control<{ results: { id: string; values: Record<string, string> }[] }>(
        'GET',
        '/hubspot/records/contacts?limit=1000',
      )
    ).results;

  it('a full pull shows exactly what HubSpot has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 15 }), async (changes) => {
        for (const one of changes) {
          const people = await live();
          const pick = (index: number) => people[index % people.length]?.id ?? '';
          if (one.kind === 'edit') {
            await world.control('PATCH', `/hubspot/records/contacts/${pick(one.who)}`, {
              properties: { [one.property]: one.value },
            });
          } else if (one.kind === 'create') {
            await world.control('POST', '/hubspot/records/contacts', { properties: { firstname: one.value } });
          } else if (one.kind === 'archive' && people.length > 30) {
            await world.control('POST', `/hubspot/records/contacts/${pick(one.who)}/archive`, {});
          } else if (one.kind === 'merge' && pick(one.who) !== pick(one.into)) {
            await world.control('POST', '/hubspot/records/contacts/merge', {
              primaryId: pick(one.into),
              mergeId: pick(one.who),
            });
          } else if (one.kind === 'pull') {
            expect((await world.sync('incremental')).status).toBe('completed');
          }
        }
        expect((await world.sync('full')).status).toBe('completed');
        const there = (await live()).map((record) => ({
          id: record.id,
          firstname: record.values.firstname?.trim() ? record.values.firstname : null,
        }));
        const here = world
          .read<{ id: string; properties: string }>(
            'SELECT hubspot_id AS id, properties FROM contact ORDER BY CAST(hubspot_id AS INTEGER)',
          )
          .map((row) => {
            const value = JSON.parse(row.properties).firstname as string | null;
            return { id: row.id, firstname: value?.trim() ? value : null };
          });
        expect(here).toEqual(there.sort((a, b) => Number(a.id) - Number(b.id)));
        const [index] = world.read<{ rows: number }>('SELECT count(*) AS rows FROM contact_search');
        expect(index?.rows).toBe(here.length);
      }),
      { seed: 20_261_122, numRuns: 8 },
    );
  });
});
