import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ContactFilter, ContactSort } from '../../../src/shared/model/contact';
import { HubSpotWorld } from '../support/hubspot-world';

describe('the contacts', () => {
  let world: HubSpotWorld;
  const page = (filter: Partial<ContactFilter>, sort: ContactSort = 'name', offset = 0, limit = 200) =>
    world.engine.contacts.page({ filter, sort, offset, limit });

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 600 });
    await world.engine.start();
    await world.connect();
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it.each(['name', 'company', 'modified'] as const)('come in windows that fit together, by %s', async (sort) => {
    const whole = [
      ...(await page({}, sort, 0)).rows,
      ...(await page({}, sort, 200)).rows,
      ...(await page({}, sort, 400)).rows,
    ];
    expect(new Set(whole.map((row) => row.id)).size).toBe(600);
    const part = await page({}, sort, 295, 10);
    expect(part.rows.map((row) => row.id)).toEqual(whole.slice(295, 305).map((row) => row.id));
    const filtered = await page({ link: 'unlinked' }, sort, 295, 10);
    expect(filtered.total).toBe(600);
    expect(filtered.rows.map((row) => row.id)).toEqual(part.rows.map((row) => row.id));
  });

  it('have no company at the end of the order by company', async () => {
    const whole = [...(await page({}, 'company', 0)).rows, ...(await page({}, 'company', 400)).rows];
    expect(whole[0]?.companyName).not.toBeNull();
    expect(whole.at(-1)?.companyName).toBeNull();
  });

  it.each([
    ['田中', '100001'],
    ['田中美咲', '100001'],
    ['美咲 田中', '100001'],
    ['ใจดี', '100004'],
    ['สมชาย', '100004'],
    ['ﾀﾅｶ', null],
    ['CARTER', '100005'],
    ['yichun.chen', '100003'],
    ['09012345678', '100001'],
    ['陳', '100003'],
    ['100%_', null],
  ])('are found by %s', async (text, id) => {
    const found = await page({ text });
    const ids = found.rows.map((row) => row.id);
    if (id === null) expect(ids).toEqual([]);
    else expect(ids).toContain(id);
    expect(found.total).toBeLessThan(300);
    if (id !== null) {
      const all = await world.engine.search.query({ text, limit: 100 });
      expect(all.contacts.map((row) => row.id)).toContain(id);
    }
  });

  it('can be filtered by stage and lead status, and the counts agree', async () => {
    const options = await world.engine.contacts.filterOptions(undefined);
    expect(options.lifecycleStages.map((option) => option.label)).toContain('Customer');
    for (const option of options.lifecycleStages) {
      expect((await page({ lifecycleStages: [option.value] }, 'name', 0, 1)).total).toBe(option.count);
    }
    const [first, second] = options.leadStatuses;
    const both = await page({ leadStatuses: [first?.value ?? '', second?.value ?? ''] });
    expect(both.total).toBe((first?.count ?? 0) + (second?.count ?? 0));
  });

  it.each(['name', 'company', 'modified'] as const)(
    'keep their order and their number under every filter, by %s',
    async (sort) => {
      const whole = [
        ...(await page({}, sort, 0)).rows,
        ...(await page({}, sort, 200)).rows,
        ...(await page({}, sort, 400)).rows,
      ];
      const stages = new Set(whole.slice(0, 40).map((row) => row.lifecycleStage));
      const lifecycleStages = [...stages].filter((stage) => stage !== null).slice(0, 2);
      const leadStatuses = [...new Set(whole.map((row) => row.leadStatus))].filter((lead) => lead !== null).slice(0, 2);
      const matches = (filter: Partial<ContactFilter>, row: (typeof whole)[number]) =>
        (filter.lifecycleStages?.includes(row.lifecycleStage ?? '') ?? true) &&
        (filter.leadStatuses?.includes(row.leadStatus ?? '') ?? true);
      for (const filter of [{ lifecycleStages }, { leadStatuses }, { lifecycleStages, leadStatuses }]) {
        const expected = whole.filter((row) => matches(filter, row)).map((row) => row.id);
        expect(expected.length).toBeGreaterThan(3);
        const found: string[] = [];
        while (found.length < expected.length) {
          const part = await page(filter, sort, found.length, Math.ceil(expected.length / 3));
          expect(part.total).toBe(expected.length);
          expect(part.rows).not.toHaveLength(0);
          found.push(...part.rows.map((row) => row.id));
        }
        expect(found).toEqual(expected);
      }
      const worded = whole.filter((row) => /an/i.test(row.displayName)).map((row) => row.id);
      const found = (await page({ text: 'an' }, sort, 0)).rows.map((row) => row.id);
      expect(worded.filter((id) => found.includes(id))).toEqual(found.filter((id) => worded.includes(id)));
    },
  );

  it('show their properties with labels, in the order in which they were added, and their page in HubSpot', async () => {
    const detail = await world.engine.contacts.get({ id: '100001' });
    expect(detail.hubSpotUrl).toMatch(/^https:\/\/app[\w.-]*\/contacts\/62515001\/record\/0-1\/100001$/);
    expect(detail.properties.find((property) => property.name === 'lifecyclestage')).toMatchObject({
      value: 'customer',
      valueLabel: 'Customer',
    });
    expect(detail.properties.find((property) => property.name === 'associatedcompanyid')?.valueLabel).toBe(
      detail.companyName,
    );
    await expect(world.engine.contacts.get({ id: '1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('are counted by property on the sync items', async () => {
    const items = await world.engine.mapping.items(undefined);
    const [emails] = world.read<{ n: number }>('SELECT count(email) AS n FROM contact');
    expect(items.find((item) => item.propertyName === 'email')).toMatchObject({
      status: 'active',
      filledCount: emails?.n,
    });
    expect(items.every((item) => item.lastSyncedAt !== null)).toBe(true);
  });
});
