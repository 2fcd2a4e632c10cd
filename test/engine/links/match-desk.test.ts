import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { createConversationRepository } from '../../../src/engine/storage/conversation-repository';
import { createFriendRepository } from '../../../src/engine/storage/friend-repository';
import { createIdLinkRepository } from '../../../src/engine/storage/id-link-repository';
import { createMatchDeskRepository, type DeskView } from '../../../src/engine/storage/match-desk-repository';
import { migrate, migrations } from '../../../src/engine/storage/migrate';

const bot = 'Ubot';
const account = `INSERT INTO official_account (bot_user_id, channel_id, basic_id, display_name, sequence_number, connected_at)
  VALUES ('${bot}', '1', '@a', 'Aoba', 1, 0)`;
let storage: Database.Database;

beforeEach(() => {
  storage = new Database(':memory:');
});
const opened = () => {
  migrate(storage, () => undefined);
  storage.exec(account);
  return createMatchDeskRepository(storage);
};
const page = (view: DeskView = 'open', text = '', botUserId: string | null = null) => {
  const found = createMatchDeskRepository(storage).page({ view, botUserId, text }, 0, 50);
  return { names: found.rows.map((row) => row.displayName), total: found.total };
};
const befriend = (name: string, at: number): number => {
  const friends = createFriendRepository(storage);
  const { id } = friends.ensure(bot, `U-${name}`, at);
  createConversationRepository(storage).ensure(bot, 'user', `U-${name}`, id);
  const friend = friends.byId(id);
  if (friend === null) throw new Error('no friend');
  friends.saveProfile(friend, { displayName: name, pictureUrl: null, statusMessage: null, language: null }, at);
  friends.followed(id, at, false);
  return id;
};

describe('friends without a contact', () => {
  it('stand in the order of their newest activity, and leave when they are linked, whoever does it', () => {
    opened();
    const [first, second, third] = [befriend('First', 10), befriend('Second', 20), befriend('Third', 30)];
    expect(page().names).toEqual(['Third', 'Second', 'First']);
    storage.prepare('UPDATE conversation SET last_message_at = 40 WHERE friend_id = ?').run(first);
    expect(page().names).toEqual(['First', 'Third', 'Second']);
    const links = createIdLinkRepository(storage);
    links.link(third, '7', 'matchedByHand', 50);
    expect(page().names).toEqual(['First', 'Second']);
    storage.exec('DELETE FROM id_link');
    expect(page().names).toEqual(['First', 'Third', 'Second']);
    expect(createMatchDeskRepository(storage).unlinkedCount()).toBe(3);
    createMatchDeskRepository(storage).setView(second, 'setAside');
    expect(createMatchDeskRepository(storage).counts(null)).toEqual({ open: 2, setAside: 1, requested: 0 });
    expect(createMatchDeskRepository(storage).unlinkedCount()).toBe(2);
    expect(page('setAside').names).toEqual(['Second']);
  });

  it('are found by two characters of their name, in any writing, with the number of hits', () => {
    opened();
    for (const [i, name] of ['田中 美咲', '田中太郎', '佐藤', 'タナカ'].entries()) befriend(name, i);
    expect(page('open', '田中')).toEqual({ names: ['田中太郎', '田中 美咲'], total: 2 });
    expect(page('open', 'ﾀﾅ')).toEqual({ names: ['タナカ'], total: 1 });
    expect(page('open', '%')).toEqual({ names: [], total: 0 });
    expect(page('setAside', '田中').names).toEqual([]);
  });

  it('are shown only for accounts that are connected', () => {
    opened();
    befriend('Here', 1);
    expect(page('open', '', bot).names).toEqual(['Here']);
    expect(page('open', '', 'Uother').names).toEqual([]);
    storage.exec('DELETE FROM official_account');
    expect(page().names).toEqual([]);
    expect(createMatchDeskRepository(storage).unlinkedCount()).toBe(0);
  });

  it('of an earlier version come to the desk with their history, linked ones do not', () => {
    const before = migrations.slice(0, 5);
    migrate(storage, () => undefined, before);
    storage.exec(account);
    const friend = storage.prepare(
      `INSERT INTO friend (id, bot_user_id, user_id, display_name, follow_status, followed_at) VALUES (?, ?, ?, ?, 'following', ?)`,
    );
    for (const [id, name, at] of [
      [1, 'Old', 5],
      [2, 'Talker', null],
      [3, 'Linked', 9],
    ] as const) {
      friend.run(id, bot, `U${id}`, name, at);
    }
    storage.exec(`INSERT INTO conversation (bot_user_id, source_type, source_id, friend_id, last_message_at) VALUES ('${bot}', 'user', 'U2', 2, 8);
      INSERT INTO id_link (friend_id, contact_hubspot_id, origin, linked_at) VALUES (3, '7', 'matchedByHand', 1)`);
    migrate(storage, () => undefined);
    expect(page().names).toEqual(['Talker', 'Old']);
  });

  it('are read in a moment, however many there are', () => {
    const desk = opened();
    const many = 100_000;
    storage.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${many})
      INSERT INTO friend (bot_user_id, user_id, display_name, follow_status, followed_at, search_text)
      SELECT '${bot}', 'U' || i, 'Friend ' || i, 'following', i, 'friend ' || i FROM n`);
    const plan = storage
      .prepare<[], { detail: string }>(
        `EXPLAIN QUERY PLAN SELECT d.friend_id FROM match_desk d WHERE d.view = 'open' AND +d.bot_user_id IN (SELECT bot_user_id FROM official_account)
         ORDER BY d.active_at DESC, d.friend_id DESC LIMIT 50 OFFSET 90000`,
      )
      .all()
      .map((row) => row.detail)
      .join('\n');
    expect(plan).toContain('COVERING INDEX match_desk_by_view');
    expect(plan).not.toContain('TEMP B-TREE');
    const startedAt = performance.now();
    const found = desk.page({ view: 'open', botUserId: bot, text: '' }, 90_000, 50);
    const counts = desk.counts(null);
    expect(found.rows).toHaveLength(50);
    expect(counts.open).toBe(many);
    // far above what it takes, far below what a person notices
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
