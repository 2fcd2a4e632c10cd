import type { LineDatabase } from './database';

/** A group chat that an Official Account was invited to, or a room: a chat of several people without a name (its id begins with R). */
export interface Group {
  readonly groupId: string;
  readonly kind: 'group' | 'room';
  readonly channelId: string;
  readonly name: string;
  readonly isBotInside: boolean;
}

/** True for the id of a group or a room. */
export function isGroupId(chatId: string): boolean {
  return chatId.startsWith('C') || chatId.startsWith('R');
}

interface GroupRow {
  group_id: string;
  channel_id: string;
  name: string;
  is_bot_inside: number;
}

/** Group chats and who is in them. */
export class Groups {
  readonly #database: LineDatabase;

  constructor(database: LineDatabase) {
    this.#database = database;
  }

  /** Adds a group with the account inside. */
  add(groupId: string, channelId: string, name: string, memberIds: readonly string[]): void {
    this.#database.prepare('INSERT INTO ln_groups VALUES (?, ?, ?, 1)').run(groupId, channelId, name);
    this.changeMembers(groupId, 'joined', memberIds);
  }

  /** The group with this id, or null. */
  find(groupId: string): Group | null {
    const row = this.#database.prepare<[string], GroupRow>('SELECT * FROM ln_groups WHERE group_id = ?').get(groupId);
    if (!row) return null;
    return {
      groupId: row.group_id,
      kind: row.group_id.startsWith('R') ? 'room' : 'group',
      channelId: row.channel_id,
      name: row.name,
      isBotInside: row.is_bot_inside === 1,
    };
  }

  /** Every group of an account. */
  list(channelId: string): Group[] {
    return this.#database
      .prepare<[string], { group_id: string }>('SELECT group_id FROM ln_groups WHERE channel_id = ? ORDER BY rowid')
      .all(channelId)
      .flatMap((row) => this.find(row.group_id) ?? []);
  }

  /** User ids of the people inside, by id. */
  memberIds(groupId: string): string[] {
    return this.#database
      .prepare<[string], { user_id: string }>(
        'SELECT user_id FROM ln_group_members WHERE group_id = ? ORDER BY user_id',
      )
      .all(groupId)
      .map((row) => row.user_id);
  }

  /** People come in or go. */
  changeMembers(groupId: string, change: 'joined' | 'left', memberIds: readonly string[]): void {
    const statement = this.#database.prepare(
      change === 'joined'
        ? 'INSERT OR IGNORE INTO ln_group_members VALUES (?, ?)'
        : 'DELETE FROM ln_group_members WHERE group_id = ? AND user_id = ?',
    );
    for (const userId of memberIds) statement.run(groupId, userId);
  }

  /** Gives a group another name; LINE tells nobody of it. */
  rename(groupId: string, name: string): void {
    this.#database.prepare('UPDATE ln_groups SET name = ? WHERE group_id = ?').run(name, groupId);
  }

  /** The account comes in or goes. */
  setBotInside(groupId: string, isInside: boolean): void {
    this.#database.prepare('UPDATE ln_groups SET is_bot_inside = ? WHERE group_id = ?').run(Number(isInside), groupId);
  }
}
