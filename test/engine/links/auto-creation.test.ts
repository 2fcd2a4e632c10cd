import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually';
import { WholeWorld } from '../support/whole-world';

const minute = 60_000;
const linked = (console: { linkOf(userId: string): unknown }, userId: string) =>
  eventually('linked', () => console.linkOf(userId) as { contactId: string; origin: string } | null, 30_000);

describe('a friend who adds the account or writes', () => {
  test('gets a contact with name, key and LINE properties, without an e-mail, once', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.engine.setup.saveProperties({ names: ['firstname', 'lastname', 'email'] });
    await console.engine.setup.startFirstSync();
    await console.switchOn({ createsContactsOnFollow: true, createsContactsOnMessage: true });
    const userId = await world.stranger('相沢 りさ');
    await world.follow(userId);
    await world.write(userId, 'こんにちは', '予約したいです');
    const link = await linked(console, userId);
    expect(link.origin).toBe('autoCreated');
    const made = await world.contacts((values) => values.lumo_line_1_user_id === userId);
    expect([...made.keys()]).toEqual([link.contactId]);
    expect(made.get(link.contactId)).toMatchObject({
      firstname: '相沢 りさ',
      lumo_line_created_key: `${world.account.botUserId}:${userId}`,
      lumo_line_1_display_name: '相沢 りさ',
      lumo_line_1_follow_status: 'following',
    });
    expect(made.get(link.contactId)?.email ?? '').toBe('');
    expect((await console.desk()).map((row) => row.displayName)).not.toContain('相沢 りさ');
    await eventually(
      'nothing is left to write',
      () => console.read(`SELECT 1 FROM id_link WHERE needs_write = 1`).length === 0,
    );
    await world.write(userId, 'もう一度');
    expect((await world.contacts((values) => values.firstname === '相沢 りさ')).size).toBe(1);
  });

  test('gets none while the switch is off, and none for what was before it came on', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    const early = await world.stranger('Early');
    await world.follow(early);
    await console.unlinked('Early');
    await console.switchOn({ createsContactsOnMessage: true });
    const follower = await world.stranger('Follower');
    await world.follow(follower);
    await console.unlinked('Follower');
    const writer = await world.stranger('Writer');
    await world.follow(writer);
    await world.write(writer, 'hello');
    await linked(console, writer);
    expect(console.linkOf(early)).toBeNull();
    expect(console.linkOf(follower)).toBeNull();
  });

  test('gets one contact from two consoles and many events at once, while the search index is behind', async () => {
    const world = await WholeWorld.start({ consoles: 2 });
    const [one, two] = [await world.console(), await world.console()];
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 10 * minute });
    for (const console of [one, two]) {
      await console.switchOn({ createsContactsOnFollow: true, createsContactsOnMessage: true });
    }
    const people = await Promise.all(['A', 'B', 'C', 'D', 'E'].map((name) => world.stranger(`Person ${name}`)));
    await Promise.all(
      people.map(async (userId) => {
        await world.follow(userId);
        await world.write(userId, 'first', 'second');
      }),
    );
    for (const userId of people) {
      const links = [await linked(one, userId), await linked(two, userId)];
      expect(links[0]).toEqual(links[1]);
    }
    expect((await world.contacts((values) => (values.firstname ?? '').startsWith('Person '))).size).toBe(5);
  });

  test('is matched by the LINE User ID that a contact in HubSpot holds', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    await console.switchOn({ createsContactsOnMessage: true });
    const userId = await world.stranger('Known');
    const held = await world.contact({ firstname: 'Known', email: 'known@example.com', lumo_line_1_user_id: userId });
    await world.follow(userId);
    await world.write(userId, 'hi');
    expect(await linked(console, userId)).toEqual({ contactId: held, origin: 'restored' });
    expect((await world.contacts((values) => values.firstname === 'Known')).size).toBe(1);
  });

  test('is left to a person when a contact has the e-mail address that they wrote', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    const held = await world.contact({ firstname: 'Dan', email: 'dan@example.com' });
    const userId = await world.stranger('ダン');
    await world.follow(userId);
    await world.write(userId, 'my mail: Dan@Example.com');
    const row = await eventually('the desk says why', async () =>
      (await console.desk()).find((friend) => friend.creationProblem !== null),
    );
    expect(row).toMatchObject({
      displayName: 'ダン',
      creationProblem: { code: 'CONTACT_AMBIGUOUS', params: { contactId: held } },
    });
    const [best] = await console.engine.links.candidates({ friendId: row.friendId, text: '' });
    expect(best?.contact.id).toBe(held);
    expect(best?.evidence[0]).toEqual({ kind: 'emailInMessages', detail: 'dan@example.com', points: 60 });
    // the contact is not read here yet, and can be chosen all the same
    await console.engine.links.link({ friendId: row.friendId, contactId: best?.contact.id ?? row.friendId });
    expect(console.linkOf(userId)).toEqual({ contactId: held, origin: 'matchedByHand' });
    expect((await world.contacts((values) => values.firstname === 'ダン')).size).toBe(0);
  });

  test('keeps what a person decided: unlinked or set aside, no contact makes itself', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    const [cut, aside, marker] = await Promise.all(['Cut', 'Aside', 'Marker'].map((name) => world.stranger(name)));
    if (cut === undefined || aside === undefined || marker === undefined) throw new Error('no strangers');
    await world.follow(cut);
    await world.write(cut, 'one');
    await linked(console, cut);
    const [friend] = console.read<{ id: number }>('SELECT id FROM friend WHERE user_id = ?', cut);
    await console.engine.links.unlink({ friendId: String(friend?.id) as never });
    await world.follow(aside);
    const row = await console.unlinked('Aside');
    await console.engine.links.setAside({ friendId: row.friendId, isSetAside: true });
    await world.follow(marker);
    for (const userId of [cut, aside, marker]) await world.write(userId, 'two');
    await linked(console, marker);
    expect(console.linkOf(cut)).toBeNull();
    expect(console.linkOf(aside)).toBeNull();
    expect((await console.desk('setAside')).map((friendAside) => friendAside.displayName)).toEqual(['Aside']);
  });

  test('waits through an outage, is refused in words, and comes through later, also after a restart', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    await world.control('POST', '/faults', {
      service: 'hubspot',
      kind: 'status',
      status: 400,
      path: '/batch/upsert',
      times: 2,
    });
    const userId = await world.stranger('Refused');
    await world.follow(userId);
    await world.write(userId, 'hello');
    const row = await eventually('refused', async () =>
      (await console.desk()).find((friend) => friend.creationProblem !== null),
    );
    expect(row.creationProblem?.code).toMatch(/^HUBSPOT_/);
    expect(console.read(`SELECT record_name FROM sync_problem WHERE record_kind = 'friend'`)).toEqual([
      { record_name: 'Refused' },
    ]);
    await console.restart();
    world.clock.jump(5 * minute);
    await linked(console, userId);
    expect(console.read(`SELECT record_name FROM sync_problem WHERE record_kind = 'friend'`)).toEqual([]);
  });

  test('who was refused is tried again from the repair bench, and stays there while HubSpot refuses', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    await world.control('POST', '/faults', {
      service: 'hubspot',
      kind: 'status',
      status: 400,
      path: '/batch/upsert',
      times: 4,
    });
    const userId = await world.stranger('Bench');
    await world.follow(userId);
    await world.write(userId, 'hello');
    const held = () => console.read<{ id: number }>(`SELECT id FROM sync_problem WHERE record_kind = 'friend'`);
    await eventually('refused', () => held().length === 1);
    const retry = async () => {
      const ids = held().map(({ id }) => id);
      const { runId } = await eventually('started', () => console.engine.repair.retry({ ids }).catch(() => null));
      return eventually('ended', async () => {
        const run = await console.engine.sync.run({ id: runId });
        return run.status !== 'running' && run;
      });
    };
    expect((await retry()).status).toBe('completedWithProblems');
    expect(held()).toHaveLength(1);
    expect((await retry()).status).toBe('completed');
    expect(held()).toEqual([]);
    expect(console.linkOf(userId)?.origin).toBe('autoCreated');
  });

  test('a lost answer makes no second contact', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    await world.control('POST', '/faults', { service: 'hubspot', path: '/batch/upsert', kind: 'dropAfter' });
    const userId = await world.stranger('Lost');
    await world.follow(userId);
    await world.write(userId, 'hello');
    await linked(console, userId);
    expect((await world.contacts((values) => values.firstname === 'Lost')).size).toBe(1);
  });

  test('who has a contact at another account of the same provider gets no second one', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await console.switchOn({ createsContactsOnMessage: true });
    const userId = await world.stranger('Both');
    await world.follow(userId);
    await world.write(userId, 'hello');
    const first = await linked(console, userId);
    const second = world.sandbox.officialAccounts[1];
    if (second === undefined) throw new Error('the sandbox has one account');
    const { channelId, channelSecret, botUserId } = second;
    const { id } = await console.engine.setup.connectLine({ channelId, channelSecret, sequenceNumber: 2 });
    await console.engine.accounts.saveIntegration({ id, patch: { createsContactsOnFollow: true } });
    await world.control('POST', `/line/accounts/${botUserId}/follow`, { userId });
    const links = () => console.read<{ id: string }>('SELECT contact_hubspot_id AS id FROM id_link');
    await eventually('both linked', () => links().length === 2, 30_000);
    expect(links().map((link) => link.id)).toEqual([first.contactId, first.contactId]);
    expect((await world.contacts((values) => values.firstname === 'Both')).size).toBe(1);
  });
});

describe('a contact that a person makes', () => {
  test('is made once, is not made over another one with the address, and comes back after an unlink', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    const held = await world.contact({ firstname: 'Somebody', email: 'taken@example.com' });
    const userId = await world.stranger('Made');
    await world.follow(userId);
    const { friendId } = await console.unlinked('Made');
    const make = (email: string) =>
      console.engine.links.createContact({ friendId, firstName: 'Mai', lastName: 'Sato', email, phone: '' });
    await expect(make('taken@example.com')).rejects.toMatchObject({
      code: 'CONTACT_AMBIGUOUS',
      params: { contactId: held },
    });
    const made = await make('mai@example.com');
    expect(made.isNew).toBe(true);
    expect(console.linkOf(userId)).toEqual({ contactId: made.contactId, origin: 'matchedByHand' });
    await expect(make('mai@example.com')).rejects.toMatchObject({ code: 'FRIEND_ALREADY_LINKED' });
    await console.engine.links.unlink({ friendId });
    await world.control('PATCH', `/hubspot/records/contacts/${made.contactId}`, {
      properties: { firstname: 'Changed' },
    });
    expect(await make('mai@example.com')).toEqual({ contactId: made.contactId, isNew: false });
    const path = `/hubspot/records/contacts/${made.contactId}`;
    expect(await world.control('GET', path)).toMatchObject({ values: { firstname: 'Changed', lastname: 'Sato' } });
    await eventually('the contact is read', async () =>
      console.engine.contacts.get({ id: made.contactId }).catch(() => null),
    );
  });

  test('needs a name or an address', async () => {
    const world = await WholeWorld.start();
    const console = await world.console();
    await world.follow(await world.stranger('Nameless'));
    const { friendId } = await console.unlinked('Nameless');
    const fields = { firstName: '', lastName: '', email: '' as const, phone: '090' };
    await expect(console.engine.links.createContact({ friendId, ...fields })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
