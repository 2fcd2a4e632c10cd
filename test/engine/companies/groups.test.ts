import { describe, expect, it } from 'vitest';
import type { GroupRow } from '../../../src/shared/model/crm';
import { conversationIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { type WholeConsole, WholeWorld } from '../support/whole-world';

interface Company {
  id: string;
  values: Record<string, string>;
}
interface Requests {
  results: { method: string; path: string; body: string }[];
}

const key = 'lumo_line_group_key';
const count = 'lumo_line_group_member_count';
const members = async (world: WholeWorld, names: readonly string[]) =>
  Promise.all(names.map((name) => world.stranger(name)));
const newGroup = async (world: WholeWorld, name: string, memberIds: readonly string[]): Promise<string> => {
  const path = `/line/accounts/${world.account.botUserId}/groups`;
  return (await world.control<{ groupId: string }>('POST', path, { name, memberIds })).groupId;
};
const companies = async (world: WholeWorld) =>
  (await world.control<{ results: Company[] }>('GET', '/hubspot/records/companies?limit=10000')).results;
const company = async (world: WholeWorld, id: string) => (await companies(world)).find((found) => found.id === id);
const holders = async (world: WholeWorld, groupId: string) =>
  (await companies(world)).filter((found) => found.values[key] === `${world.account.botUserId}:${groupId}`);
const writes = async (world: WholeWorld) =>
  (await world.control<Requests>('GET', '/hubspot/requests?limit=1000')).results.filter(({ path }) =>
    /companies\/batch\/(update|upsert)$/.test(path),
  );
const forgetCalls = (world: WholeWorld) => world.control('DELETE', '/hubspot/requests');

async function setSwitch(console: WholeConsole, syncsGroups: boolean): Promise<void> {
  const [account] = console.engine.setup.officialAccounts();
  if (account === undefined) throw new Error('no account is connected');
  await console.engine.accounts.saveIntegration({ id: account.id, patch: { syncsGroups } });
}
const rows = (console: WholeConsole) => console.engine.companies.groups({ officialAccountId: null });
/** Waits until a group is in a state. */
const group = (console: WholeConsole, name: string, state: GroupRow['state']): Promise<GroupRow> =>
  eventually(`${name} is ${state}`, async () =>
    (await rows(console)).find((row) => row.name === name && row.state === state),
  );
async function incremental(console: WholeConsole) {
  const { runId } = await console.engine.sync.start({ kind: 'incremental' });
  return eventually('the run ended', async () => {
    const run = await console.engine.sync.run({ id: runId });
    return run.status === 'running' ? null : run;
  });
}

describe('groups as companies', () => {
  it('makes one company of a group that two consoles see, with its name, picture and members', async () => {
    const world = await WholeWorld.start({ consoles: 2 });
    const [one, two] = [await world.console(), await world.console()];
    await setSwitch(one, true);
    await setSwitch(two, true);
    const groupId = await newGroup(world, '花屋の相談室', await members(world, ['花子', '太郎', '次郎']));
    const [first, second] = [await group(one, '花屋の相談室', 'synced'), await group(two, '花屋の相談室', 'synced')];
    expect(first).toMatchObject({ memberCount: 3, isMember: true, origin: 'created', companyName: '花屋の相談室' });
    expect(second.companyId).toBe(first.companyId);
    const held = await holders(world, groupId);
    expect(held).toHaveLength(1);
    expect(held[0]?.values).toMatchObject({
      name: '花屋の相談室',
      lumo_line_group_name: '花屋の相談室',
      [count]: '3',
    });
    expect(held[0]?.values.lumo_line_group_picture_url).toMatch(/^https?:/);
    const detail = await one.engine.companies.get({ id: first.companyId ?? never() });
    expect(detail.groups.map((row) => row.conversationId)).toEqual([first.conversationId]);
  });

  it('writes only what changed, and nothing where nothing did', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await setSwitch(console, true);
    const groupId = await newGroup(world, 'Ferry crew', await members(world, ['a', 'b']));
    await group(console, 'Ferry crew', 'synced');
    await forgetCalls(world);
    await console.engine.sync
      .start({ kind: 'full' })
      .then(({ runId }) =>
        eventually('ended', async () => (await console.engine.sync.run({ id: runId })).status !== 'running'),
      );
    expect(await writes(world)).toEqual([]);
    await world.control('POST', `/line/groups/${groupId}/members`, {
      change: 'joined',
      memberIds: await members(world, ['c']),
    });
    await eventually('the new count is written', async () => (await holders(world, groupId))[0]?.values[count] === '3');
    const sent = await writes(world);
    expect(sent).toHaveLength(1);
    expect(JSON.parse(sent[0]?.body ?? '').inputs).toEqual([expect.objectContaining({ properties: { [count]: '3' } })]);
  });

  it('makes none while the switch is off, and one when a person asks for it', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await newGroup(world, 'Quiet', await members(world, ['a']));
    const row = await group(console, 'Quiet', 'off');
    await incremental(console);
    expect(await writes(world)).toEqual([]);
    const made = await console.engine.companies.createFor({ conversationId: row.conversationId });
    expect(made).toMatchObject({ state: 'synced', origin: 'created' });
    expect((await console.engine.companies.createFor({ conversationId: row.conversationId })).companyId).toBe(
      made.companyId,
    );
  });

  it('ties a group to a company that exists, takes it off the one before, and unties it for good', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await setSwitch(console, true);
    const groupId = await newGroup(world, 'Tea house', await members(world, ['a', 'b']));
    const made = await group(console, 'Tea house', 'synced');
    const target = (await companies(world)).find(
      (found) => found.id !== made.companyId && (found.values.name ?? '') !== '',
    );
    const offered = await console.engine.companies.searchHubSpot({ text: target?.values.name ?? '' });
    const chosen = offered.find((found) => found.id === target?.id);
    if (chosen === undefined) throw new Error('the company is not offered');

    const tied = await console.engine.companies.tie({ conversationId: made.conversationId, companyId: chosen.id });
    expect(tied).toMatchObject({ state: 'synced', origin: 'tied', companyId: chosen.id, companyName: chosen.name });
    expect((await holders(world, groupId)).map((found) => found.id)).toEqual([chosen.id]);
    expect((await company(world, chosen.id))?.values.name).toBe(chosen.name);
    expect((await company(world, made.companyId ?? ''))?.values[key] ?? '').toBe('');

    await newGroup(world, 'Other house', await members(world, ['c']));
    const other = await group(console, 'Other house', 'synced');
    const taking = console.engine.companies.tie({ conversationId: other.conversationId, companyId: chosen.id });
    await expect(taking).rejects.toMatchObject({ code: 'GROUP_ALREADY_TIED' });

    const untied = await console.engine.companies.untie({ conversationId: made.conversationId });
    expect(untied).toMatchObject({ state: 'off', companyId: null });
    expect(await holders(world, groupId)).toEqual([]);
    expect(await company(world, chosen.id)).toBeDefined();
    expect((await incremental(console)).status).toBe('completed');
    expect(await holders(world, groupId)).toEqual([]);
  });

  it('shows that the account left a group, and leaves the company as it is', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await setSwitch(console, true);
    const groupId = await newGroup(world, 'Farewell', await members(world, ['a']));
    const made = await group(console, 'Farewell', 'synced');
    await world.control('POST', `/line/groups/${groupId}/remove-bot`, {});
    const left = await group(console, 'Farewell', 'left');
    expect(left).toMatchObject({ companyId: made.companyId, isMember: false });
    expect(await holders(world, groupId)).toHaveLength(1);
    await expect(
      console.engine.companies.tie({ conversationId: made.conversationId, companyId: made.companyId ?? never() }),
    ).rejects.toMatchObject({ code: 'GROUP_GONE' });
  });

  it('follows a merge of its company, and says that a deleted one is gone without holding up others', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await setSwitch(console, true);
    const groupId = await newGroup(world, 'Merged', await members(world, ['a']));
    const other = await newGroup(world, 'Deleted', await members(world, ['b']));
    const third = await newGroup(world, 'Neighbour', await members(world, ['c']));
    const made = await group(console, 'Merged', 'synced');
    const lost = await group(console, 'Deleted', 'synced');
    await group(console, 'Neighbour', 'synced');
    const second = (await companies(world)).find((found) => (found.values[key] ?? '') === '');
    const merged = await world.control<Company>('POST', '/hubspot/records/companies/merge', {
      primaryId: made.companyId,
      mergeId: second?.id,
    });
    await world.control('POST', `/hubspot/records/companies/${lost.companyId}/archive`, {});
    for (const id of [groupId, other, third]) {
      await world.control('POST', `/line/groups/${id}/members`, {
        change: 'joined',
        memberIds: await members(world, ['d']),
      });
    }
    const followed = await eventually('the tie follows', async () =>
      (await rows(console)).find(
        (row) => row.name === 'Merged' && row.companyId === merged.id && row.state === 'synced',
      ),
    );
    expect(followed.memberCount).toBe(2);
    expect((await group(console, 'Deleted', 'failed')).problem?.code).toBe('HUBSPOT_RECORD_MISSING');
    await eventually('the neighbour is written', async () => (await holders(world, third))[0]?.values[count] === '2');
    expect(await holders(world, other)).toEqual([]);
  });

  it('finds the company again that another console made, and keeps a name that a person gave it', async () => {
    const world = await WholeWorld.start({ consoles: 2 });
    const one = await world.console();
    await setSwitch(one, true);
    const groupId = await newGroup(world, 'Shared', await members(world, ['a']));
    const made = await group(one, 'Shared', 'synced');
    await world.control('PATCH', `/hubspot/records/companies/${made.companyId}`, {
      properties: { name: '共有株式会社' },
    });
    await one.stop();
    const two = await world.console();
    await setSwitch(two, true);
    await eventually('the second console knows it', async () => (await rows(two)).length > 0, 5_000).catch(
      () => undefined,
    );
    await world.control('POST', `/line/groups/${groupId}/members`, {
      change: 'joined',
      memberIds: await members(world, ['b']),
    });
    const found = await group(two, 'Shared', 'synced');
    expect(found).toMatchObject({ companyId: made.companyId, companyName: '共有株式会社' });
    expect(await holders(world, groupId)).toHaveLength(1);
  });

  it('makes one company although the answer to the making is lost, and the console is killed and started again', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    const upsert = { service: 'hubspot', path: 'companies/batch/upsert' };
    await world.control('POST', '/faults', { ...upsert, kind: 'dropAfter', times: 1_000 });
    await setSwitch(console, true);
    const groupId = await newGroup(world, 'Lost answer', await members(world, ['a']));
    await eventually('HubSpot has it', async () => (await holders(world, groupId)).length === 1);
    expect((await rows(console)).map((row) => row.state)).toEqual(['waiting']);
    await console.restart();
    await world.control('DELETE', '/faults');
    const found = await group(console, 'Lost answer', 'synced');
    expect((await holders(world, groupId)).map((held) => held.id)).toEqual([found.companyId]);
  });

  it('says which scope is missing', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    const { token } = await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {
      scopes: [
        'crm.objects.contacts.read',
        'crm.objects.contacts.write',
        'crm.schemas.contacts.read',
        'crm.schemas.contacts.write',
        'crm.objects.companies.read',
      ],
    });
    await console.engine.setup.connectHubSpotToken(token);
    await setSwitch(console, true);
    await newGroup(world, 'Unwritten', await members(world, ['a']));
    expect((await group(console, 'Unwritten', 'failed')).problem).toMatchObject({
      code: 'HUBSPOT_SCOPE_MISSING',
      params: { scopes: 'crm.objects.companies.write' },
    });
    const row = await group(console, 'Unwritten', 'failed');
    const asked = console.engine.companies.createFor({
      conversationId: conversationIdSchema.parse(row.conversationId),
    });
    await expect(asked).rejects.toMatchObject({ code: 'HUBSPOT_SCOPE_MISSING' });
  });
});

function never(): never {
  throw new Error('the group has no company');
}
