import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChangeWorld } from '../support/change-world';
import { eventually } from '../support/eventually';

const everyRun = { statuses: [], triggers: [], kinds: [], from: null, to: null };

describe('what HubSpot pushes', () => {
  let world: ChangeWorld;
  beforeAll(async () => {
    world = await ChangeWorld.start();
  });
  afterAll(() => world.stop());

  const change = (id: string, properties: Record<string, string>) =>
    world.control('PATCH', `/hubspot/records/contacts/${id}`, { properties });
  const runs = async () => (await world.engine.sync.runs({ before: null, limit: 50, filter: everyRun })).runs;
  const changeRuns = async () => (await runs()).filter((run) => run.kind === 'changes');

  it('is here within seconds, and a burst is one row of the history', async () => {
    for (let index = 0; index < 12; index++) await change(String(100_001 + index), { firstname: `Burst ${index}` });
    await world.applied();
    expect((await world.contact('100001'))?.displayName).toContain('Burst 0');
    expect((await world.contact('100012'))?.displayName).toContain('Burst 11');
    const [row, ...others] = await changeRuns();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ trigger: 'event', status: 'completed', changed: 12, failed: 0 });
  });

  it('is read a hundred contacts a call, each once, however many events speak of it', async () => {
    await world.control('DELETE', '/hubspot/requests');
    const ids = Array.from({ length: 30 }, (_, index) => String(100_001 + index));
    await world.control('POST', '/hubspot/records/contacts/change-many', { ids, properties: { firstname: 'Many' } });
    await world.control('POST', '/hubspot/records/contacts/change-many', { ids, properties: { lastname: 'Folk' } });
    await world.applied();
    const { routes } = await world.control<{ routes: Record<string, { count: number }> }>('GET', '/hubspot/counters');
    const reads = Object.entries(routes).filter(([route]) => route.includes('batch/read'));
    // two bursts at most: the second one may have come while the first was being read
    expect(reads.reduce((sum, [, { count }]) => sum + count, 0)).toBeLessThanOrEqual(2);
    expect((await world.contact('100030'))?.displayName).toBe('Many Folk');
  });

  it('brings a new contact, takes a deleted one away, and gives a restored one its link again', async () => {
    const made = await world.control<{ id: string }>('POST', '/hubspot/records/contacts', {
      properties: { firstname: 'Nok', lastname: 'Suwan', email: 'nok.suwan@example.com' },
    });
    await world.applied();
    expect((await world.contact(made.id))?.displayName).toBe('Nok Suwan');
    const friendId = await world.link(0, made.id);
    await world.control('POST', `/hubspot/records/contacts/${made.id}/archive`, {});
    await world.applied();
    expect(await world.contact(made.id)).toBeNull();
    expect(world.linkOf(friendId)).toBeNull();
    await world.control('POST', `/hubspot/records/contacts/${made.id}/restore`, {});
    await world.applied();
    expect((await world.contact(made.id))?.displayName).toBe('Nok Suwan');
    expect(world.linkOf(friendId)).toEqual({ contactId: made.id, origin: 'matchedByHand' });
    await world.engine.links.unlink({ friendId });
  });

  it('lets links follow a merge to the new id', async () => {
    const friendId = await world.link(1, '100041');
    const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
      primaryId: '100040',
      mergeId: '100041',
    });
    await world.applied();
    expect(world.linkOf(friendId)?.contactId).toBe(merged.id);
    expect(await world.contact('100040')).toBeNull();
    expect(await world.contact('100041')).toBeNull();
    expect((await world.contact(merged.id))?.friends).toHaveLength(1);
    await world.engine.links.unlink({ friendId });
  });

  it('forgets a person whom HubSpot was told to forget, everywhere', async () => {
    await change('100050', { firstname: 'Secretname', lastname: 'Hidden', email: 'secret.person@example.com' });
    await world.applied();
    const friendId = await world.link(2, '100050');
    await world.control('POST', '/hubspot/records/contacts/100050/gdpr-delete', {});
    await world.applied();
    expect(await world.contact('100050')).toBeNull();
    expect(world.linkOf(friendId)).toBeNull();
    const tables = world.read<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%'",
    );
    const holders = tables.filter(({ name }) => {
      const rows = world.read<Record<string, unknown>>(`SELECT * FROM "${name}"`);
      return rows.some((row) => /Secretname|secret\.person/.test(JSON.stringify(row)));
    });
    expect(holders).toEqual([]);
    expect(world.read('SELECT 1 FROM contact WHERE hubspot_id = ?', '100050')).toEqual([]);
    expect(world.read('SELECT 1 FROM friend WHERE id = ?', friendId)).toHaveLength(1);
  });

  it('gives contacts the name of their new company, and every contact a new name of its company', async () => {
    const company = await world.control<{ id: string }>('POST', '/hubspot/records/companies', {
      properties: { name: 'Aoyama Flowers', domain: 'aoyama.example.com' },
    });
    for (const id of ['100051', '100052']) {
      await world.control('PUT', `/hubspot/records/contacts/${id}/company`, { companyId: company.id });
    }
    await world.applied();
    expect((await world.contact('100051'))?.companyName).toBe('Aoyama Flowers');
    await world.control('PATCH', `/hubspot/records/companies/${company.id}`, { properties: { name: 'Aoyama Garden' } });
    await world.applied();
    expect((await world.contact('100051'))?.companyName).toBe('Aoyama Garden');
    expect((await world.contact('100052'))?.companyName).toBe('Aoyama Garden');
    await world.control('POST', `/hubspot/records/companies/${company.id}/archive`, {});
    await world.applied();
    expect((await world.contact('100051'))?.companyName).toBeNull();
  });

  it('that is the echo of an own write changes nothing and is no row of its own', async () => {
    world.clock.jump(20 * 60_000);
    const before = (await changeRuns()).length;
    const friendId = await world.link(3, '100055');
    await eventually('the link is written', async () =>
      (await world.inHubSpot('100055')).lumo_line_1_user_id ? true : null,
    );
    await world.applied();
    const [written, ...others] = (await changeRuns()).slice(0, (await changeRuns()).length - before);
    // the write itself is told, what comes back of it is not
    expect(others).toEqual([]);
    expect(written).toMatchObject({ written: 1, changed: 0, removed: 0 });
    await world.engine.links.unlink({ friendId });
    await eventually('the link is cleared', async () =>
      (await world.inHubSpot('100055')).lumo_line_1_user_id ? null : true,
    );
  });

  it('while the console is closed is applied when it opens, each event once', async () => {
    await world.restart(async () => {
      await change('100056', { firstname: 'Asleep' });
    });
    await eventually(
      'the change came',
      async () => (await world.contact('100056'))?.displayName.includes('Asleep') ?? null,
    );
    await world.applied();
    const [events] = world.read<{ n: number; distinctKeys: number }>(
      'SELECT count(*) AS n, count(DISTINCT dedupe_key) AS distinctKeys FROM hubspot_change',
    );
    expect(events?.n).toBe(events?.distinctKeys);
  });

  it('while HubSpot cannot be reached waits and is applied then', async () => {
    await world.control('POST', '/faults', {
      service: 'hubspot',
      path: 'batch/read$',
      kind: 'status',
      status: 503,
      times: 3,
    });
    await change('100057', { firstname: 'Patient' });
    await world.applied();
    expect((await world.contact('100057'))?.displayName).toContain('Patient');
  });
});
