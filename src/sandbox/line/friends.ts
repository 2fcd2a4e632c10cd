import type { LineDatabase } from './database';

/** A LINE user. `personIndex` ties seeded users to the people of the scenario; strangers made by hand have none. */
export interface Customer {
  readonly userId: string;
  readonly personIndex: number | null;
  readonly displayName: string;
  readonly language: string;
  readonly statusMessage: string | null;
  readonly hasPicture: boolean;
}

/** How a customer stands to an Official Account. `none`: never added it (perhaps wrote to it). Times are epoch ms. */
export interface Friendship {
  readonly state: 'following' | 'blocked' | 'none';
  readonly addedAt: number | null;
  readonly blockedAt: number | null;
  readonly lastWroteAt: number | null;
}

interface CustomerRow {
  user_id: string;
  person_index: number | null;
  display_name: string;
  language: string;
  status_message: string | null;
  has_picture: number;
}

interface FriendshipRow {
  state: Friendship['state'];
  added_at: number | null;
  blocked_at: number | null;
  last_wrote_at: number | null;
}

const STRANGER: Friendship = { state: 'none', addedAt: null, blockedAt: null, lastWroteAt: null };

/** LINE users and their friendships with the Official Accounts. */
export class Friends {
  readonly #database: LineDatabase;
  readonly #customer;
  readonly #friendship;
  readonly #put;

  constructor(database: LineDatabase) {
    this.#database = database;
    this.#customer = database.prepare<[string], CustomerRow>('SELECT * FROM ln_customers WHERE user_id = ?');
    this.#friendship = database.prepare<[string, string], FriendshipRow>(
      'SELECT state, added_at, blocked_at, last_wrote_at FROM ln_friendships WHERE channel_id = ? AND user_id = ?',
    );
    this.#put = database.prepare('INSERT OR REPLACE INTO ln_friendships VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Adds a LINE user; one that exists is left as it is. */
  addCustomer(customer: Customer): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO ln_customers VALUES (?, ?, ?, ?, ?, ?)')
      .run(
        customer.userId,
        customer.personIndex,
        customer.displayName,
        customer.language,
        customer.statusMessage,
        Number(customer.hasPicture),
      );
  }

  /** The LINE user with this id, or null. */
  customer(userId: string): Customer | null {
    const row = this.#customer.get(userId);
    return row ? customerOf(row) : null;
  }

  /** Changes what the customer shows of themselves. */
  rename(userId: string, displayName: string): void {
    this.#database.prepare('UPDATE ln_customers SET display_name = ? WHERE user_id = ?').run(displayName, userId);
  }

  /** How a customer stands to an Official Account. */
  friendship(channelId: string, userId: string): Friendship {
    const row = this.#friendship.get(channelId, userId);
    if (!row) return STRANGER;
    return { state: row.state, addedAt: row.added_at, blockedAt: row.blocked_at, lastWroteAt: row.last_wrote_at };
  }

  /** Changes part of a friendship. */
  setFriendship(channelId: string, userId: string, change: Partial<Friendship>): void {
    const next = { ...this.friendship(channelId, userId), ...change };
    this.#put.run(channelId, userId, next.state, next.addedAt, next.blockedAt, next.lastWroteAt);
  }

  /** User ids of friends who have not blocked the account, by id, after a given one. */
  followerIds(channelId: string, afterUserId: string, limit: number): string[] {
    return this.#database
      .prepare<[string, string, number], { user_id: string }>(
        "SELECT user_id FROM ln_friendships WHERE channel_id = ? AND user_id > ? AND state = 'following' ORDER BY user_id LIMIT ?",
      )
      .all(channelId, afterUserId, limit)
      .map((row) => row.user_id);
  }

  /** The account's friends that are people of the scenario, by person. */
  people(channelId: string): { userId: string; personIndex: number }[] {
    return this.#database
      .prepare<[string], { userId: string; personIndex: number }>(
        `SELECT c.user_id AS userId, c.person_index AS personIndex FROM ln_friendships f JOIN ln_customers c ON c.user_id = f.user_id
         WHERE f.channel_id = ? AND c.person_index IS NOT NULL ORDER BY c.person_index`,
      )
      .all(channelId);
  }

  /** How many friends an account has, by state. */
  counts(channelId: string): { following: number; blocked: number } {
    const count = (state: string) =>
      this.#database
        .prepare<[string, string], { n: number }>(
          'SELECT count(*) AS n FROM ln_friendships WHERE channel_id = ? AND state = ?',
        )
        .get(channelId, state)?.n ?? 0;
    return { following: count('following'), blocked: count('blocked') };
  }

  /** Customers whose name holds the text, those who wrote to the account last first. */
  search(channelId: string, text: string, limit: number): (Customer & Friendship)[] {
    const pattern = `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
    return this.#database
      .prepare<
        [string, string, string, number],
        CustomerRow & { state: Friendship['state'] | null } & Omit<FriendshipRow, 'state'>
      >(
        `SELECT c.*, f.state, f.added_at, f.blocked_at, f.last_wrote_at FROM ln_customers c
         LEFT JOIN ln_friendships f ON f.user_id = c.user_id AND f.channel_id = ?
         WHERE c.display_name LIKE ? ESCAPE '\\' OR c.user_id = ?
         ORDER BY f.last_wrote_at IS NULL, f.last_wrote_at DESC, c.user_id LIMIT ?`,
      )
      .all(channelId, pattern, text, limit)
      .map((row) => ({
        ...customerOf(row),
        state: row.state ?? 'none',
        addedAt: row.added_at,
        blockedAt: row.blocked_at,
        lastWroteAt: row.last_wrote_at,
      }));
  }
}

function customerOf(row: CustomerRow): Customer {
  return {
    userId: row.user_id,
    personIndex: row.person_index,
    displayName: row.display_name,
    language: row.language,
    statusMessage: row.status_message,
    hasPicture: row.has_picture === 1,
  };
}
