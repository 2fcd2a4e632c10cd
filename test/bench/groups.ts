import { z } from 'zod';
import { type EngineWorld, until } from './engine-world';
import type { Row } from './report';

const area = 'groups';
const groups = 200;
const perCall = 100;
const groupSchema = z.object({ groupId: z.string() });

/** Groups become companies when the switch is turned on; afterwards the members of all of them change. */
export async function groupSync(world: EngineWorld): Promise<Row[]> {
  const [account] = world.engine.setup.officialAccounts();
  if (account === undefined) throw new Error('No Official Account is connected.');
  const memberIds = world
    .read<{ id: string }>('SELECT user_id AS id FROM friend WHERE bot_user_id = ? LIMIT 4', account.id)
    .map((row) => row.id);
  const [late = '', ...first] = memberIds;
  const made: string[] = [];
  for (let i = 0; i < groups; i++) {
    const path = `/line/accounts/${account.id}/groups`;
    const group = await world.trial.control('POST', path, { name: `Group ${i}`, memberIds: first });
    made.push(groupSchema.parse(group).groupId);
  }
  const count = (condition: string) =>
    world.read<{ n: number }>(`SELECT count(*) AS n FROM line_group WHERE ${condition}`)[0]?.n ?? 0;
  await until('LINE told of all groups', () => count('member_count = 3') >= groups);

  await world.forgetCalls();
  const startedAt = performance.now();
  await world.engine.accounts.saveIntegration({ id: account.id, patch: { syncsGroups: true } });
  await until('all groups are companies', () => count('company_id IS NOT NULL AND written IS NOT NULL') >= groups);
  const tookMs = performance.now() - startedAt;
  await until(
    'their names were read',
    () =>
      world.read('SELECT 1 FROM line_group LEFT JOIN company ON hubspot_id = company_id WHERE company.name IS NULL')
        .length === 0,
  );
  const making = await world.calls();
  const rounds = Math.ceil(groups / perCall);

  await world.forgetCalls();
  for (const groupId of made) {
    await world.trial.control('POST', `/line/groups/${groupId}/members`, { change: 'joined', memberIds: [late] });
  }
  await until('the new counts are written', () => count(`written LIKE '%member_count":"4"%'`) >= groups);
  const changing = await world.calls();
  return [
    {
      area,
      name: `${groups} groups become companies: HubSpot calls`,
      value: making.total,
      unit: '',
      bound: 1 + 3 * rounds,
      boundName: 'needed',
      note: 'needed = definitions, then for each 100: look for the key, upsert, read; the first time the properties are made too',
    },
    { area, name: `${groups} groups become companies: time`, value: tookMs, unit: 'ms' },
    {
      area,
      name: `members of ${groups} groups change one after the other: HubSpot calls`,
      value: changing.total,
      unit: '',
      note: 'each event is written soon; what comes together goes in one call',
    },
  ];
}
