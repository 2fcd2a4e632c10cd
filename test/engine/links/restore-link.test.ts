import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/engine/core/clock';
import { createEventBus } from '../../../src/engine/core/event-bus';
import { createIds } from '../../../src/engine/core/ids';
import { createLogger } from '../../../src/engine/core/logger';
import { createLinks, type Links } from '../../../src/engine/links';
import { createFriendRepository } from '../../../src/engine/storage/friend-repository';
import { createIdLinkRepository } from '../../../src/engine/storage/id-link-repository';
import { migrate } from '../../../src/engine/storage/migrate';
import { linksWithoutHubSpot } from '../support/no-hubspot';

let storage: Database.Database;
let links: Links;
const bot = 'Ubot';

beforeEach(() => {
  storage = new Database(':memory:');
  migrate(storage, () => undefined);
  storage.exec(
    `INSERT INTO official_account (bot_user_id, channel_id, basic_id, display_name, sequence_number, connected_at) VALUES ('${bot}', '1', '@a', 'A', 1, 0)`,
  );
  links = createLinks({
    ...linksWithoutHubSpot(systemClock),
    storage,
    clock: systemClock,
    ids: createIds(systemClock.now),
    logger: createLogger(() => undefined, systemClock.now),
    events: createEventBus(),
    searchContacts: () => [],
    contactRow: () => null,
    channel: () => null,
    relay: null,
    sendPrepared: () => {
      throw new Error('nothing is sent here');
    },
    discardMessage: () => Promise.resolve(),
  });
});

const linkOf = (userId: string) => {
  const friend = createFriendRepository(storage).byUser(bot, userId);
  return friend === null ? null : createIdLinkRepository(storage).get(friend.id);
};

describe('links that HubSpot remembers', () => {
  it('come back at once for a friend who is known', () => {
    createFriendRepository(storage).ensure(bot, 'U1', 5);
    expect(links.restoreLink({ contactHubspotId: '10', botUserId: bot, userId: 'U1' })).toBe(true);
    expect(linkOf('U1')).toMatchObject({ contactHubspotId: '10', origin: 'restored' });
    expect(links.restoreLink({ contactHubspotId: '11', botUserId: bot, userId: 'U1' })).toBe(false);
    expect(linkOf('U1')).toMatchObject({ contactHubspotId: '10' });
  });

  it('make no friend of a user whom the account has not met, and come back when LINE tells of the user', () => {
    expect(links.restoreLink({ contactHubspotId: '10', botUserId: bot, userId: 'U2' })).toBe(false);
    expect(createFriendRepository(storage).byUser(bot, 'U2')).toBeNull();
    createFriendRepository(storage).ensure('Uother', 'U2', 7);
    expect(linkOf('U2')).toBeNull();
    createFriendRepository(storage).ensure(bot, 'U2', 7);
    expect(linkOf('U2')).toMatchObject({ contactHubspotId: '10', origin: 'restored', linkedAt: 7 });
  });

  it('stay cut while HubSpot still has to be told of the unlinking', () => {
    const friends = createFriendRepository(storage);
    const { id } = friends.ensure(bot, 'U3', 1);
    const repository = createIdLinkRepository(storage);
    repository.link(id, '10', 'matchedByHand', 1);
    repository.unlink(id, 2);
    expect(links.restoreLink({ contactHubspotId: '10', botUserId: bot, userId: 'U3' })).toBe(false);
    expect(linkOf('U3')).toBeNull();
  });
});
