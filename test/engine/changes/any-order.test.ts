import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeWorld } from '../support/change-world';

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      who: fc.nat(99),
      property: fc.constantFrom('firstname', 'lastname', 'phone'),
      value: fc.constantFrom('Aiko', '美咲', 'สมชาย', '陳', "O'Brien", ''),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('create' as const), value: fc.constantFrom('Neu', '新人') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('archive' as const), who: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), who: fc.nat(99) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('merge' as const), who: fc.nat(99), into: fc.nat(99) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('company' as const), who: fc.nat(99), name: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pull' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
);

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

describe('whatever happens in HubSpot, in whatever order it is told', () => {
  let world: ChangeWorld;
  const archived: string[] = [];

  beforeAll(async () => {
    world = await ChangeWorld.start({ contacts: 50, friends: 3 });
    // small bodies: events of one change come in several, side by side
    await world.control('PUT', '/hubspot/webhook', { mostPerBody: 2 });
  });
  afterAll(() => world.stop());

  /** What HubSpot's API says of everybody, page by page. */
  const live = async () => {
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {});
    const people: { id: string; properties: Record<string, string | null> }[] = [];
    for (let after = ''; after !== 'none'; ) {
      const properties = 'firstname,lastname,phone,associatedcompanyid';
      const query = `limit=100&properties=${properties}${after === '' ? '' : `&after=${after}`}`;
      const answer = await fetch(`${world.sandbox.endpoints.hubspotApi}/crm/objects/2026-03/contacts?${query}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const page: { results: typeof people; paging?: { next?: { after: string } } } = JSON.parse(await answer.text());
      people.push(...page.results);
      after = page.paging?.next?.after ?? 'none';
    }
    return people;
  };

  const perform = async (one: Act): Promise<void> => {
    const people = await live();
    const pick = (index: number) => people[index % people.length]?.id ?? '';
    const path = '/hubspot/records/contacts';
    if (one.kind === 'edit') {
      await world.control('PATCH', `${path}/${pick(one.who)}`, { properties: { [one.property]: one.value } });
    } else if (one.kind === 'create') {
      await world.control('POST', path, { properties: { firstname: one.value } });
    } else if (one.kind === 'archive' && people.length > 30) {
      archived.push(pick(one.who));
      await world.control('POST', `${path}/${pick(one.who)}/archive`, {});
    } else if (one.kind === 'restore' && archived.length > 0) {
      await world.control('POST', `${path}/${archived.pop()}/restore`, {});
    } else if (one.kind === 'forget' && people.length > 30) {
      await world.control('POST', `${path}/${pick(one.who)}/gdpr-delete`, {});
    } else if (one.kind === 'merge' && pick(one.who) !== pick(one.into) && people.length > 30) {
      await world.control('POST', `${path}/merge`, { primaryId: pick(one.into), mergeId: pick(one.who) });
    } else if (one.kind === 'company') {
      const { results } = await world.control<{ results: { id: string }[] }>(
        'GET',
        '/hubspot/records/companies?limit=2',
      );
      const [first, second] = results;
      await world.control('PUT', `${path}/${pick(one.who)}/company`, { companyId: first?.id });
      await world.control('PATCH', `/hubspot/records/companies/${second?.id}`, {
        properties: { name: `Name ${one.name}` },
      });
    } else if (one.kind === 'pull') {
      await world.sync('incremental');
    } else if (one.kind === 'restart') {
      await world.restart();
    } else if (one.kind === 'cut') {
      const fault = { service: 'hubspot', path: 'contacts/batch/read$', kind: 'dropAfter', times: 1 };
      await world.control('POST', '/faults', fault);
    }
  };

  it('the console ends with exactly what HubSpot has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        for (const one of acts) await perform(one);
        await world.control('DELETE', '/faults');
        await world.applied();
        const held = world.read<{ id: string; properties: string; company: string | null }>(
          'SELECT hubspot_id AS id, properties, company_name AS company FROM contact',
        );
        const companies = await world.control<{ results: { id: string; values: Record<string, string | null> }[] }>(
          'GET',
          '/hubspot/records/companies?limit=1000',
        );
        const nameOf = new Map(companies.results.map(({ id, values }) => [id, values.name ?? null]));
        const shape = (id: string, values: Record<string, string | null>, company: string | null) =>
          JSON.stringify([id, values.firstname || null, values.lastname || null, values.phone || null, company]);
        const mine = held.map((row) => shape(row.id, JSON.parse(row.properties), row.company)).sort();
        const theirs = (await live())
          .map(({ id, properties }) => shape(id, properties, nameOf.get(properties.associatedcompanyid ?? '') ?? null))
          .sort();
        expect(mine).toEqual(theirs);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  }, 180_000);
});
