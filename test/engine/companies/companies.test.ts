import { afterEach, describe, expect, it } from 'vitest';
import { companyIdSchema, contactIdSchema } from '../../../src/shared/model/ids';
import { HubSpotWorld, usualProperties } from '../support/hubspot-world';

const worlds: HubSpotWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

async function connected(properties: readonly string[]): Promise<HubSpotWorld> {
  const world = await HubSpotWorld.start({ contacts: 300 });
  worlds.push(world);
  await world.connect(properties);
  expect((await world.sync('full')).status).toBe('completed');
  return world;
}
const page = (world: HubSpotWorld, text = '') =>
  world.engine.companies.page({ text, hasGroup: null, offset: 0, limit: 200 });

describe('companies of contacts', () => {
  it('are shown with telephone number, domain and the number of their contacts', async () => {
    const world = await connected(usualProperties);
    const { rows, total } = await page(world);
    expect(total).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(5);
    const [company] = [...rows].sort((a, b) => b.contactCount - a.contactCount);
    if (company === undefined) throw new Error('there is no company');
    expect(company).toMatchObject({ groupCount: 0, phone: expect.any(String), domain: expect.any(String) });
    const detail = await world.engine.companies.get({ id: companyIdSchema.parse(company.id) });
    expect(detail.contacts).toHaveLength(company.contactCount);
    expect(detail.hubSpotUrl).toContain(`/record/0-2/${company.id}`);
    expect((await page(world, company.name)).rows.map((row) => row.id)).toContain(company.id);
    expect((await page(world, company.domain ?? '?')).rows.map((row) => row.id)).toContain(company.id);
    const [contact] = detail.contacts;
    const shown = await world.engine.contacts.get({ id: contactIdSchema.parse(contact?.id) });
    expect(shown.companyId).toBe(company.id);
  });

  it('take a new name to all their contacts, and go where nobody belongs to them any more', async () => {
    const world = await connected(usualProperties);
    const [company] = [...(await page(world)).rows].sort((a, b) => b.contactCount - a.contactCount);
    const id = company?.id ?? '';
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await world.control('PATCH', `/hubspot/records/companies/${id}`, {
      properties: { name: '新しい名前株式会社', phone: '+81311112222' },
    });
    expect((await world.sync('incremental')).status).toBe('completed');
    const named = world.read<{ name: string }>(
      'SELECT DISTINCT company_name AS name FROM contact WHERE company_id = ?',
      id,
    );
    expect(named).toEqual([{ name: '新しい名前株式会社' }]);
    expect((await page(world, '新しい名前')).rows).toEqual([
      expect.objectContaining({ id, phone: '+81311112222', contactCount: company?.contactCount }),
    ]);
    await world.control('POST', `/hubspot/records/companies/${id}/archive`, {});
    expect((await world.sync('full')).status).toBe('completed');
    expect((await page(world, '新しい名前')).rows).toEqual([]);
  });

  it('leave nothing here while the company name is not added to the sync', async () => {
    const world = await connected(['firstname', 'lastname']);
    expect(world.read('SELECT * FROM company')).toEqual([]);
    expect(await page(world)).toEqual({ rows: [], total: 0 });
  });
});
