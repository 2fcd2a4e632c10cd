import { afterEach, describe, expect, it } from 'vitest';
import { createRecordApi } from '../../../src/engine/hubspot/record-api';
import { companyIdSchema, contactIdSchema } from '../../../src/shared/model/ids';
import { HubSpotWorld } from '../support/hubspot-world';

const worlds: HubSpotWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

interface Requests {
  results: { method: string; path: string; status: number }[];
}

/** The sandbox's first contact has two deals, one of them in a stage that was archived since, and a ticket. */
const firstContact = contactIdSchema.parse('100001');

async function connected(): Promise<HubSpotWorld> {
  const world = await HubSpotWorld.start({ contacts: 60 });
  worlds.push(world);
  await world.connect();
  expect((await world.sync('full')).status).toBe('completed');
  return world;
}
const read = (world: HubSpotWorld, isForced = false) =>
  world.engine.records.ofContact({ contactId: firstContact, isForced });
const requests = async (world: HubSpotWorld) =>
  (await world.control<Requests>('GET', '/hubspot/requests?limit=1000')).results;
const aboutRecords = ({ path }: { path: string }) => /deals|tickets|\/0-3|\/0-5|pipelines|owners/.test(path);
/** The network to HubSpot is cut for so many calls. */
const cut = (world: HubSpotWorld, times = 50) =>
  world.control('POST', '/faults', { service: 'hubspot', kind: 'dropBefore', times });

describe('deals and tickets', () => {
  it('show names of stages, pipelines and owners, and say so where a stage is no more', async () => {
    const world = await connected();
    const { deals, tickets, readAt, problem } = await read(world);
    expect(problem).toBeNull();
    expect(readAt).not.toBeNull();
    expect(deals).toHaveLength(2);
    expect(tickets).toHaveLength(1);
    const known = deals.filter((deal) => !deal.isStageUnknown);
    const unknown = deals.filter((deal) => deal.isStageUnknown);
    expect(known).toHaveLength(1);
    expect(unknown).toHaveLength(1);
    expect(known[0]?.stage).not.toMatch(/^[a-z]+$|^\d+$/);
    expect(unknown[0]?.stage).not.toBeNull();
    expect(deals.every((deal) => deal.currency === 'JPY' && deal.amount !== null && deal.closeAt !== null)).toBe(true);
    expect(tickets[0]).toMatchObject({ kind: 'ticket', priority: expect.stringMatching(/LOW|MEDIUM|HIGH|URGENT/) });
    expect(deals[0]?.url).toMatch(/record\/0-3\/\d+$/);
    expect([...deals, ...tickets].some((record) => record.ownerName !== null)).toBe(true);
  });

  it('are read again only when they are older than five minutes, were changed, or are asked for', async () => {
    const world = await connected();
    await read(world);
    await world.control('DELETE', '/hubspot/requests');
    await read(world);
    expect((await requests(world)).filter(aboutRecords)).toEqual([]);
    await read(world, true);
    const again = (await requests(world)).filter(aboutRecords);
    expect(again.length).toBeGreaterThan(0);
    expect(again.some(({ path }) => /pipelines|owners/.test(path))).toBe(false);
  });

  it('are shown as last read while HubSpot cannot be reached', async () => {
    const world = await connected();
    const before = await read(world);
    await cut(world);
    const offline = await read(world, true);
    expect(offline.problem?.code).toBe('HUBSPOT_UNREACHABLE');
    expect(offline).toMatchObject({ deals: before.deals, tickets: before.tickets, readAt: before.readAt });
    const never = await world.engine.records.ofCompany({ companyId: companyIdSchema.parse('1'), isForced: false });
    expect(never).toMatchObject({ deals: [], tickets: [], readAt: null, problem: { code: 'HUBSPOT_UNREACHABLE' } });
  });

  it('say which scope is missing, and show the kind that may be read', async () => {
    const world = await HubSpotWorld.start({ contacts: 20 });
    worlds.push(world);
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {
      scopes: [
        'crm.objects.contacts.read',
        'crm.objects.contacts.write',
        'crm.schemas.contacts.read',
        'crm.schemas.contacts.write',
        'crm.objects.companies.read',
        'crm.objects.deals.read',
      ],
    });
    await world.engine.setup.connectHubSpotToken(token);
    const { deals, tickets, problem } = await read(world);
    expect(deals).toHaveLength(2);
    expect(deals.every((deal) => deal.ownerName === null)).toBe(true);
    expect(tickets).toEqual([]);
    expect(problem).toEqual({ code: 'HUBSPOT_SCOPE_MISSING', params: { scopes: 'tickets' } });
  });

  it('can not be written: the port has no function for it, and no call ever did', async () => {
    const world = await connected();
    const contacts = world.read<{ id: string; company: string | null }>(
      'SELECT hubspot_id AS id, company_id AS company FROM contact LIMIT 30',
    );
    for (const { id, company } of contacts) {
      await world.engine.records.ofContact({ contactId: contactIdSchema.parse(id), isForced: true });
      if (company === null) continue;
      const records = await world.engine.records.ofCompany({
        companyId: companyIdSchema.parse(company),
        isForced: true,
      });
      expect(records.problem).toBeNull();
    }
    const calls = (await requests(world)).filter(aboutRecords);
    expect(calls.length).toBeGreaterThan(60);
    const isRead = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' || (method === 'POST' && path.endsWith('/batch/read'));
    expect(calls.filter((call) => !isRead(call))).toEqual([]);

    const sent: string[] = [];
    const api = createRecordApi({
      call: (request) => {
        sent.push(`${request.method} ${request.path}`);
        return Promise.reject(new Error('seen'));
      },
      wake: () => undefined,
    });
    expect(Object.keys(api).sort()).toEqual(['idsOf', 'ownerNames', 'pipelines', 'read']);
    const context = { lane: 'interactive' } as const;
    const asked = [
      api.idsOf({ kind: 'contact', id: '1' }, 'deal', 10, context),
      api.idsOf({ kind: 'company', id: '1' }, 'ticket', 10, context),
      api.read('deal', ['1'], context),
      api.read('ticket', ['1'], context),
      api.pipelines('deal', context),
      api.pipelines('ticket', context),
      api.ownerNames(context),
    ];
    await Promise.allSettled(asked);
    expect(sent).toHaveLength(asked.length);
    expect(sent.filter((call) => !/^(GET |POST .*\/batch\/read$)/.test(call))).toEqual([]);
  });
});
