import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { officialAccountIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { KillWorld } from '../support/kill-world';

const upsert = '/batch/upsert$';

describe('a contact that is being made for a new friend when the power goes', () => {
  let world: KillWorld;
  let botUserId: string;

  beforeAll(async () => {
    world = await KillWorld.start({ contacts: 40 });
    botUserId = world.sandbox.officialAccounts[0]?.botUserId ?? '';
    await world.call('accounts', 'saveIntegration', {
      id: officialAccountIdSchema.parse(botUserId),
      patch: { createsContactsOnFollow: true, createsContactsOnMessage: true },
    });
  });
  afterAll(() => world.stop());

  async function arrive(displayName: string): Promise<string> {
    const { userId } = await world.control<{ userId: string }>('POST', '/line/customers', { displayName });
    await world.control('POST', `/line/accounts/${botUserId}/follow`, { userId });
    return userId;
  }
  /** Contacts in HubSpot with this name. */
  async function named(name: string): Promise<{ id: string; values: Record<string, string> }[]> {
    const path = '/hubspot/records/contacts?limit=1000';
    const { results } = await world.control<{ results: { id: string; values: Record<string, string> }[] }>('GET', path);
    return results.filter(({ values }) => values.firstname === name);
  }
  const linkTo = (userId: string) =>
    world.read<{ id: string }>(
      'SELECT contact_hubspot_id AS id FROM id_link JOIN friend ON friend.id = id_link.friend_id WHERE user_id = ?',
      userId,
    )[0];
  async function isMadeOnce(name: string, userId: string) {
    const link = await eventually('linked', () => linkTo(userId), 30_000);
    await eventually('LINE values are written', async () => (await named(name))[0]?.values.lumo_line_1_user_id);
    const made = await named(name);
    expect(made.map(({ id }) => id)).toEqual([link.id]);
    expect(made[0]?.values).toMatchObject({
      lumo_line_created_key: `${botUserId}:${userId}`,
      lumo_line_1_user_id: userId,
    });
    await eventually(
      'the contact is here',
      () => world.read('SELECT 1 FROM contact WHERE hubspot_id = ?', link.id).length,
    );
    await eventually('nothing waits', () => world.read('SELECT 1 FROM id_link WHERE needs_write = 1').length === 0);
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 0 });
    expect(await named(name)).toHaveLength(1);
  }

  it('and HubSpot had made it, but its answer was lost: there is one', async () => {
    // the connection ends without an answer, and the engine dies while it asks again
    const lost = await world.fault({ kind: 'dropAfter', path: upsert });
    await world.fault({ kind: 'slow', path: upsert, times: 100, delayMs: 600_000 });
    const userId = await arrive('Answer Lost');
    await lost.happened();
    await eventually('HubSpot has it', async () => (await named('Answer Lost')).length > 0);
    await world.kill();
    expect(linkTo(userId)).toBeUndefined();
    await world.control('DELETE', '/faults');
    await world.launch();
    await isMadeOnce('Answer Lost', userId);
  });

  it('and HubSpot had not looked at it: it is made at the next start', async () => {
    const held = await world.fault({ kind: 'slow', path: upsert, delayMs: 600_000 });
    const userId = await arrive('Not Looked At');
    await held.happened();
    await world.kill();
    await world.control('DELETE', '/faults');
    expect(await named('Not Looked At')).toEqual([]);
    await world.launch();
    await isMadeOnce('Not Looked At', userId);
  });

  it('and it had arrived while the engine was dead, with a message after it: there is one', async () => {
    await world.kill();
    const userId = await arrive('While Dead');
    const messages = [{ type: 'text', text: 'hello' }];
    await world.control('POST', `/line/accounts/${botUserId}/send`, { userId, messages });
    const held = await world.fault({ kind: 'dropAfter', path: upsert, times: 1 });
    await world.launch();
    await held.happened();
    await world.killAndLaunch();
    await isMadeOnce('While Dead', userId);
  });
});
