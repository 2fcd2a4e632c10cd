import { expect, test } from 'vitest';
import { contactIdSchema } from '../../../src/shared/model/ids';
import { eventually } from '../support/eventually';
import { type WholeConsole, WholeWorld } from '../support/whole-world';

async function fullSync(console: WholeConsole): Promise<void> {
  // one that connecting began may still be under way
  const { runId } = await eventually('started', () => console.engine.sync.start({ kind: 'full' }).catch(() => null));
  await eventually(
    'the run ended',
    async () => (await console.engine.sync.run({ id: runId })).status !== 'running',
    30_000,
  );
}

/** A console with a friend who is linked by hand, and whose LINE User ID is in HubSpot. */
async function linkedFriend() {
  const world = await WholeWorld.start();
  const console = await world.console();
  await console.engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email'] });
  await fullSync(console);
  const userId = await world.stranger('相沢 りさ');
  await world.follow(userId);
  const friend = await console.unlinked('相沢 りさ');
  const [first] = console.read<{ id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id LIMIT 1');
  const contactId = contactIdSchema.parse(first?.id);
  await console.engine.links.link({ friendId: friend.friendId, contactId });
  await fullSync(console);
  const held = await world.contacts((values) => values.lumo_line_1_user_id === userId);
  expect([...held.keys()]).toEqual([contactId]);
  return { world, console, userId, contactId, friendId: friend.friendId };
}

async function disconnect(console: WholeConsole): Promise<void> {
  const [account] = console.engine.setup.officialAccounts();
  const id = account?.id ?? null;
  const { token } = await console.engine.accounts.rehearseDisconnect({ id });
  await console.engine.accounts.disconnect({ id, token });
  await eventually('gone', () => console.engine.setup.officialAccounts().length === 0);
  await eventually('links gone', () => console.read('SELECT 1 FROM id_link').length === 0);
}

test.each([1, 7])(
  'after a disconnect and a connection with number %s, links are found again from what HubSpot holds',
  async (number) => {
    const { world, console, userId, contactId } = await linkedFriend();
    await disconnect(console);
    expect(console.linkOf(userId)).toBeNull();
    await eventually('connected again', () => console.connectLine(number).catch(() => null));
    await fullSync(console);
    await eventually('linked again', () => console.linkOf(userId) !== null);
    expect(console.linkOf(userId)).toEqual({ contactId, origin: 'restored' });
    await fullSync(console);
    const held = await world.contacts((values) => values[`lumo_line_${number}_user_id`] === userId);
    expect([...held.keys()]).toEqual([contactId]);
  },
);

test('a link that a person cut stays cut, also where HubSpot holds the LINE User ID under an earlier number', async () => {
  const { console, userId, friendId } = await linkedFriend();
  await disconnect(console);
  await eventually('connected again', () => console.connectLine(7).catch(() => null));
  await fullSync(console);
  await eventually('linked again', () => console.linkOf(userId) !== null);
  await console.engine.links.unlink({ friendId });
  await fullSync(console);
  await fullSync(console);
  expect(console.linkOf(userId)).toBeNull();
});

test('when contacts are merged, the link and what the customer was asked go to the one that is left', async () => {
  const { world, console, userId, contactId } = await linkedFriend();
  const [other] = console.read<{ id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id DESC LIMIT 1');
  const merged = await world.control<{ id: string }>('POST', '/hubspot/records/contacts/merge', {
    primaryId: other?.id,
    mergeId: contactId,
  });
  await fullSync(console);
  await eventually('repointed', () => console.linkOf(userId)?.contactId === merged.id);
});
