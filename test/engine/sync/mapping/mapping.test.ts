import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually';
import { HubSpotWorld } from '../../support/hubspot-world';

const definitions = '/crm/properties/2026-03/contacts';

describe('the mapping', () => {
  let world: HubSpotWorld;
  let token = '';
  const items = () => world.engine.mapping.items(undefined);
  const item = async (name: string) => (await items()).find((found) => found.propertyName === name);
  const add = (propertyName: string, lumoItem = `custom:${propertyName}`, appliesToExisting = true) =>
    world.engine.mapping.add({ propertyName, lumoItem, rule: 'alwaysHubSpot', appliesToExisting });
  const settled = () => eventually('no run', async () => (await world.engine.sync.progress(undefined)) === null);
  const value = async (id: string, name: string) =>
    (await world.engine.contacts.get({ id })).properties.find((property) => property.name === name)?.value;
  /** What a HubSpot user does to a property on screen. */
  const definition = async (method: string, name: string, body?: unknown) => {
    const answer = await fetch(`${world.sandbox.endpoints.hubspotApi}${definitions}${name}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${name}: ${answer.status} ${await answer.text()}`);
  };
  const make = (name: string, type: string, fieldType: string, options: string[] = []) =>
    definition('POST', '', {
      name,
      label: name,
      type,
      fieldType,
      groupName: 'contactinformation',
      options: options.map((one) => ({ label: one, value: one })),
    });

  beforeAll(async () => {
    world = await HubSpotWorld.start({ contacts: 40 });
    await world.control('PUT', '/hubspot/settings', { indexLagMs: 0 });
    token = (await world.control<{ token: string }>('POST', '/hubspot/tokens/static', {})).token;
    await make('points', 'string', 'text');
    await make('colours', 'enumeration', 'checkbox', ['red', 'blue']);
    await world.engine.start();
    await world.connect(['firstname', 'lastname', 'phone', 'mobilephone']);
    await world.sync('full');
  });
  afterAll(() => world.stop());

  it('gives each property its item, and only one property to an item', async () => {
    expect((await items()).map((found) => [found.propertyName, found.lumoItem])).toEqual([
      ['firstname', 'firstName'],
      ['lastname', 'lastName'],
      ['mobilephone', 'custom:mobilephone'],
      ['phone', 'phone'],
    ]);
    await expect(add('jobtitle', 'firstName')).rejects.toMatchObject({ code: 'SYNC_ITEM_TAKEN' });
    await expect(add('jobtitle', 'leadStatus')).rejects.toMatchObject({ code: 'SYNC_ITEM_TYPE_MISMATCH' });
    await expect(add('hs_lead_status', 'email')).rejects.toMatchObject({ code: 'SYNC_ITEM_TYPE_MISMATCH' });
    await expect(add('no_such')).rejects.toMatchObject({ code: 'HUBSPOT_PROPERTY_MISSING' });
    const wish = { propertyName: 'associatedcompanyid', lumoItem: 'companyName', appliesToExisting: true };
    await expect(world.engine.mapping.add({ ...wish, rule: 'alwaysLumo' })).rejects.toMatchObject({
      code: 'SYNC_RULE_NOT_ALLOWED',
    });
    const check = await world.engine.mapping.check({ propertyName: 'associatedcompanyid', lumoItem: null, rule: null });
    expect(check).toMatchObject({
      problem: null,
      lumoItem: 'companyName',
      lockReason: 'company',
      allowedRules: ['alwaysHubSpot'],
    });
    const free = (await world.engine.mapping.lumoItems(undefined)).find((found) => found.item === 'leadStatus');
    expect(free).toEqual({ item: 'leadStatus', type: 'choice', propertyName: null });
  });

  it('tells how many contacts hold a value, and shows what would come', async () => {
    const count = await world.engine.mapping.valueCount({ propertyName: 'email' });
    expect(count.contacts).toBe(40);
    expect(count.inHubSpot).toBeGreaterThan(0);
    const preview = await world.engine.mapping.preview({ propertyName: 'email' });
    expect(preview.samples).toHaveLength(5);
    expect(preview.samples.every((sample) => sample.before === null && sample.after !== null)).toBe(true);
    expect(world.read("SELECT * FROM contact WHERE properties LIKE '%@%'")).toEqual([]);
  });

  it('moves a column to another property, and back', async () => {
    await world.control('PATCH', '/hubspot/records/contacts/100002', {
      properties: { phone: '03-1111-2222', mobilephone: '090-3333-4444' },
    });
    await world.sync('incremental');
    expect((await world.engine.contacts.get({ id: '100002' })).phone).toBe('03-1111-2222');
    await world.engine.mapping.change({ propertyName: 'phone', lumoItem: 'custom:phone' });
    await world.engine.mapping.change({ propertyName: 'mobilephone', lumoItem: 'phone' });
    expect((await world.engine.contacts.get({ id: '100002' })).phone).toBe('090-3333-4444');
    expect(await world.sync('full')).toMatchObject({ status: 'completed', changed: 0 });
  });

  it('without the existing contacts brings values of those alone that change from now on', async () => {
    await world.control('POST', '/hubspot/records/contacts/change-many', { count: 30, properties: { city: 'Tokyo' } });
    await add('city', 'custom:city', false);
    await world.control('PATCH', '/hubspot/records/contacts/100003', { properties: { city: 'Osaka' } });
    await world.sync('full');
    const held = world.read<{ id: string }>(
      'SELECT hubspot_id AS id FROM contact WHERE properties LIKE \'%"city":"%\'',
    );
    expect(held.map((row) => row.id)).toEqual(['100003']);
    await world.engine.mapping.applyToExisting({ propertyName: 'city' });
    await settled();
    expect(world.read('SELECT 1 FROM contact WHERE properties LIKE \'%"city":"%\'').length).toBeGreaterThan(10);
  });

  it('keeps values through a pause, and brings what came meanwhile when it ends', async () => {
    await world.engine.mapping.change({ propertyName: 'city', isPaused: true });
    await world.control('PATCH', '/hubspot/records/contacts/100003', { properties: { city: 'Kobe' } });
    await world.sync('full');
    expect(await value('100003', 'city')).toBe('Osaka');
    expect((await item('city'))?.status).toBe('paused');
    await world.engine.mapping.change({ propertyName: 'city', isPaused: false });
    await settled();
    expect(await value('100003', 'city')).toBe('Kobe');
  });

  it('takes a removed item out with its values and history, or keeps both as they are', async () => {
    await world.engine.mapping.remove({ propertyName: 'city', values: 'keep' });
    await world.control('PATCH', '/hubspot/records/contacts/100003', { properties: { city: 'Nara' } });
    await world.sync('full');
    expect([await value('100003', 'city'), (await item('city'))?.status]).toEqual(['Kobe', 'detached']);
    expect((await world.engine.mapping.choices(undefined)).find((choice) => choice.name === 'city')?.isChosen).toBe(
      false,
    );
    await add('city');
    await settled();
    expect(await value('100003', 'city')).toBe('Nara');
    await world.engine.mapping.remove({ propertyName: 'city', values: 'delete' });
    expect(world.read("SELECT 1 FROM contact WHERE properties LIKE '%city%'")).toEqual([]);
    expect(world.read("SELECT 1 FROM field_change WHERE property_name = 'city'")).toEqual([]);
    expect(
      (await world.control<{ values: Record<string, string> }>('GET', '/hubspot/records/contacts/100003')).values.city,
    ).toBe('Nara');
  });

  it('stops for a property that is deleted or changes its type, says so once, and loses nothing', async () => {
    await world.control('PATCH', '/hubspot/records/contacts/100004', {
      properties: { points: '12', colours: 'red;blue' },
    });
    await add('points');
    await settled();
    await add('colours');
    await settled();
    expect([await value('100004', 'points'), await value('100004', 'colours')]).toEqual(['12', 'red;blue']);
    await world.control('PATCH', '/hubspot/properties/contacts/points', { type: 'number', fieldType: 'number' });
    await definition('DELETE', '/colours');
    const run = await world.sync('full');
    expect(run.status).toBe('completedWithProblems');
    const { errors } = await world.engine.sync.runErrors({ runId: run.id, code: null, after: 0, limit: 10 });
    expect(errors.map((error) => [error.property, error.problem.code]).sort()).toEqual([
      ['colours', 'HUBSPOT_PROPERTY_MISSING'],
      ['points', 'SYNC_ITEM_TYPE_MISMATCH'],
    ]);
    expect([(await item('colours'))?.status, (await item('points'))?.status]).toEqual(['missing', 'typeChanged']);
    expect([await value('100004', 'points'), await value('100004', 'colours')]).toEqual(['12', 'red;blue']);
    expect((await world.sync('full')).status).toBe('completed');
  });

  it('shows all ten LINE items of an Official Account before a value was written, and tags with their options', async () => {
    const [account] = world.sandbox.officialAccounts;
    if (account === undefined) throw new Error('no Official Account');
    await world.engine.setup.connectLine({ channelId: account.channelId, channelSecret: null, sequenceNumber: 4 });
    await world.engine.mapping.choices(undefined);
    await world.sync('full');
    const line = (await items()).filter((found) => found.officialAccountId === account.botUserId);
    expect(line.map((found) => found.lumoItem)).toEqual([
      'user_id',
      'display_name',
      'picture_url',
      'friend_added_at',
      'follow_status',
      'tags',
      'last_broadcast_name',
      'last_broadcast_at',
      'last_open_at',
      'last_click_at',
    ]);
    expect(line.every((found) => found.status === 'active' && found.rule === null && found.lockReason === 'line')).toBe(
      true,
    );
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    database.exec(`
      INSERT INTO friend (bot_user_id, user_id, display_name, follow_status, profile_at, last_broadcast_name, last_open_at)
        VALUES ('${account.botUserId}', 'U${'5'.repeat(32)}', 'Mai', 'following', 1, 'Spring sale', 1700000000000);
      INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at) SELECT id, '100005', 'matchedByHand', 1 FROM friend WHERE display_name = 'Mai';
      INSERT INTO tag (name, created_at) VALUES ('VIP', 1), ('Osaka; north', 2);
      INSERT INTO friend_tag (friend_id, tag) SELECT id, 'VIP' FROM friend WHERE display_name = 'Mai';
      INSERT INTO friend_tag (friend_id, tag) SELECT id, 'Osaka; north' FROM friend WHERE display_name = 'Mai';`);
    database.close();
    expect(await world.sync('incremental')).toMatchObject({ status: 'completed', written: 1, failed: 0 });
    const { values } = await world.control<{ values: Record<string, string> }>(
      'GET',
      '/hubspot/records/contacts/100005',
    );
    expect(values).toMatchObject({
      lumo_line_4_tags: 'Osaka, north;VIP',
      lumo_line_4_last_broadcast_name: 'Spring sale',
      lumo_line_4_last_open_at: new Date(1_700_000_000_000).toISOString(),
    });
    expect(await world.sync('incremental')).toMatchObject({ written: 0 });
  });

  it('keeps tags that an earlier version made a text, and writes them as text', async () => {
    const [, account] = world.sandbox.officialAccounts;
    if (account === undefined) throw new Error('no second Official Account');
    await make('lumo_line_8_tags', 'string', 'textarea');
    await world.control('PATCH', '/hubspot/records/contacts/100006', { properties: { lumo_line_8_tags: 'old words' } });
    await world.engine.setup.connectLine({ channelId: account.channelId, channelSecret: null, sequenceNumber: 8 });
    const database = new BetterSqlite3(join(world.folder, 'lumo.db'));
    database.exec(`
      INSERT INTO friend (bot_user_id, user_id, display_name, follow_status, profile_at)
        VALUES ('${account.botUserId}', 'U${'6'.repeat(32)}', 'Ken', 'following', 1);
      INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at) SELECT id, '100007', 'matchedByHand', 1 FROM friend WHERE display_name = 'Ken';
      INSERT INTO friend_tag (friend_id, tag) SELECT id, 'VIP' FROM friend WHERE display_name = 'Ken';
      INSERT INTO friend_tag (friend_id, tag) SELECT id, 'Osaka; north' FROM friend WHERE display_name = 'Ken';`);
    database.close();
    expect(await world.sync('full')).toMatchObject({ status: 'completed', written: 1 });
    expect(await item('lumo_line_8_tags')).toMatchObject({ type: 'string', status: 'active' });
    const tagsOf = async (id: string) =>
      (await world.control<{ values: Record<string, string> }>('GET', `/hubspot/records/contacts/${id}`)).values
        .lumo_line_8_tags;
    expect([await tagsOf('100006'), await tagsOf('100007')]).toEqual(['old words', 'Osaka; north, VIP']);
  });
});
