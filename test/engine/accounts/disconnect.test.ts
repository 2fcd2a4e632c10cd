import { expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { IntegrationWorld } from '../support/integration-world';
import { outgoingText } from '../support/outgoing-text';

/** Both accounts connected, everything synced, one customer of each account linked to a contact. */
async function twoIntegrations() {
  const world = await IntegrationWorld.start();
  await world.connectHubSpot();
  const first = await world.connectLine(0, 4);
  const second = await world.connectLine(1, 9);
  expect((await world.sync()).status).toBe('completed');
  const chats = [
    await world.customerWrites(first, 'from the first'),
    await world.customerWrites(second, 'from the second'),
  ];
  const contactIds = world.database((database) =>
    database.prepare<[], { id: string }>('SELECT hubspot_id AS id FROM contact ORDER BY id DESC LIMIT 2').all(),
  );
  for (const [index, chat] of chats.entries()) {
    const contact = contactIds[index];
    if (chat.friendId === null || contact === undefined) throw new Error('nobody to link');
    await world.engine.links.link({ friendId: chat.friendId, contactId: contact.id });
  }
  return { world, first, second, chats };
}
interface Call {
  method: string;
  path: string;
}
/** Calls to HubSpot that could change something there. */
const writes = async (world: IntegrationWorld) => {
  const { results } = await world.control<{ results: Call[] }>('GET', '/hubspot/requests');
  const isRead = ({ method, path }: Call) =>
    method === 'GET' || path.startsWith('/oauth/') || path.endsWith('/search') || path.endsWith('/batch/read');
  return results.filter((call) => !isRead(call));
};

test('one integration of two is disconnected: its links go, and contacts, chats and the other one stay', async () => {
  const { world, first, chats } = await twoIntegrations();
  const accounts = world.engine.accounts;
  const rehearsed = await accounts.rehearseDisconnect({ id: first });
  expect(rehearsed).toMatchObject({
    sequenceNumber: 4,
    deletes: { contacts: 0, fieldValues: 0, idLinks: world.count(linksOf(first)), companies: 0 },
  });
  expect(rehearsed.deletes.idLinks).toBeGreaterThan(0);
  expect(rehearsed.keeps.conversations).toBe(world.count(`conversation WHERE bot_user_id = '${first}'`));
  const before = { contacts: world.count('contact'), links: world.count('id_link'), messages: world.count('message') };
  const madeBefore = await writes(world);
  await accounts.disconnect({ id: first, token: rehearsed.token });
  expect(await writes(world)).toEqual(madeBefore);
  expect(world.count(linksOf(first))).toBe(0);
  expect(world.count('id_link')).toBe(before.links - rehearsed.deletes.idLinks);
  expect([world.count('contact'), world.count('message')]).toEqual([before.contacts, before.messages]);
  expect([...world.secrets.keys()].filter((name) => name.includes(first))).toEqual([]);
  expect(world.engine.setup.officialAccounts().map((account) => account.sequenceNumber)).toEqual([9]);

  // its conversations keep their name and can be read, and nothing can be sent
  const [chat] = chats;
  if (chat === undefined) throw new Error('no chat');
  const detail = await world.engine.chat.conversation({ id: chat.id });
  expect(detail.officialAccountName).toBe(world.sandbox.officialAccounts[0]?.displayName);
  await expect(world.engine.chat.send(outgoingText(chat.id, 'hello'))).rejects.toMatchObject({
    code: 'LINE_NOT_CONNECTED',
  });

  // the number is free again, and the account comes back under any
  const offered = world.sandbox.officialAccounts[0];
  if (offered === undefined) throw new Error('no account');
  const { channelId, channelSecret } = offered;
  expect((await world.engine.setup.checkLine({ channelId, channelSecret })).freeSequenceNumbers).toContain(4);
  await expect(world.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber: 9 })).rejects.toMatchObject({
    code: 'LINE_ACCOUNT_TAKEN',
    params: { sequenceNumber: 9, name: world.sandbox.officialAccounts[1]?.displayName },
  });
  expect((await world.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber: 7 })).sequenceNumber).toBe(
    7,
  );
  await world.customerWrites(first, 'back again');
});

test('HubSpot is disconnected: all that came from it goes, chats go on, and nobody is told anything there', async () => {
  const { world, first, chats } = await twoIntegrations();
  const { accounts } = world.engine;
  const rehearsed = await accounts.rehearseDisconnect({ id: null });
  const contacts = world.count('contact');
  expect(rehearsed.deletes).toMatchObject({
    contacts,
    idLinks: world.count('id_link'),
    companies: world.count('company'),
  });
  expect(rehearsed.deletes.fieldValues).toBe(
    world.count("contact, json_each(contact.properties) held WHERE held.value IS NOT NULL AND held.value <> ''"),
  );
  const runs = world.count('sync_run');
  const madeBefore = await writes(world);
  await accounts.disconnect({ id: null, token: rehearsed.token });
  expect(await writes(world)).toEqual(madeBefore);
  for (const table of ['contact', 'contact_search', 'id_link', 'company', 'sync_checkpoint', 'field_change']) {
    expect({ table, rows: world.count(table) }).toEqual({ table, rows: 0 });
  }
  expect(world.count('sync_run')).toBe(runs);
  expect(world.engine.setup.hubSpotState()).toMatchObject({ state: 'notConnected', account: null });
  expect([...world.secrets.keys()].filter((name) => name.startsWith('hubspot'))).toEqual([]);
  await expect(world.engine.sync.start({ kind: 'full' })).rejects.toMatchObject({ code: 'HUBSPOT_NOT_CONNECTED' });
  expect((await world.conversations()).map((row) => row.id)).toEqual(
    expect.arrayContaining(chats.map((chat) => chat.id)),
  );
  await world.customerWrites(first, 'still here');

  await world.connectHubSpot();
  expect((await world.sync()).status).toMatch(/^completed/);
  expect(world.count('contact')).toBe(contacts);
});

test('the last integration takes the contact data with it, and the next one brings it back', async () => {
  const world = await IntegrationWorld.start();
  await world.connectHubSpot();
  const only = await world.connectLine(0);
  await world.sync();
  const contacts = world.count('contact');
  const { accounts } = world.engine;
  const { deletes, token } = await accounts.rehearseDisconnect({ id: only });
  expect(deletes.contacts).toBe(contacts);
  await accounts.disconnect({ id: only, token });
  expect(world.count('contact')).toBe(0);
  expect(world.engine.setup.hubSpotState().state).toBe('connected');
  await expect(world.engine.sync.start({ kind: 'full' })).rejects.toMatchObject({ code: 'LINE_NOT_CONNECTED' });
  await world.restart();
  await expect(world.engine.sync.start({ kind: 'full' })).rejects.toMatchObject({ code: 'LINE_NOT_CONNECTED' });
  await world.connectLine(0, 30);
  await eventually('the contacts are back', () => world.count('contact') === contacts, 30_000);
});

test('what a rehearsal named is deleted or nothing is', async () => {
  const { world, first, chats } = await twoIntegrations();
  const { token } = await world.engine.accounts.rehearseDisconnect({ id: first });
  const friendId = chats[0]?.friendId;
  if (friendId === null || friendId === undefined) throw new Error('no friend');
  await world.engine.links.unlink({ friendId });
  const links = world.count('id_link');
  await expect(world.engine.accounts.disconnect({ id: first, token })).rejects.toMatchObject({
    code: 'DISCONNECT_STALE',
  });
  expect([world.count('id_link'), world.engine.setup.officialAccounts().length]).toEqual([links, 2]);
  expect((await world.sync('incremental')).status).toMatch(/^completed/);
});

test('a disconnect that is cut off goes on at the next start, and says so until it is over', async () => {
  const { world } = await twoIntegrations();
  const { accounts } = world.engine;
  const { token } = await accounts.rehearseDisconnect({ id: null });
  const cutOff = accounts.disconnect({ id: null, token });
  await eventually('decided', () => world.count('disconnect') === 1);
  const { attention } = await world.engine.dashboard.state(undefined);
  expect(attention).toContainEqual(expect.objectContaining({ id: 'disconnect', severity: 'warning' }));
  await world.stopEngine();
  await cutOff;
  await world.restart();
  await eventually('all gone', () => world.count('disconnect') === 0 && world.count('contact') === 0);
  expect((await world.engine.dashboard.state(undefined)).attention.map((found) => found.id)).not.toContain(
    'disconnect',
  );
  expect([...world.secrets.keys()].filter((name) => name.startsWith('hubspot'))).toEqual([]);
});

const linksOf = (botUserId: string) =>
  `id_link JOIN friend ON friend.id = id_link.friend_id WHERE friend.bot_user_id = '${botUserId}'`;
