import { createHash } from 'node:crypto';
import type { DisconnectRehearsal } from '../../shared/model/account';
import { Erasure, type ErasureScope } from './erasure';
import type { Storage } from './storage';

/** A disconnect that was decided and is worked off. */
export interface DisconnectRecord {
  /** null = HubSpot. */
  botUserId: string | null;
  sequenceNumber: number | null;
  hubId: string | null;
  name: string;
  erasesContacts: boolean;
  done: number;
  total: number;
}

type Row = Omit<DisconnectRecord, 'erasesContacts'> & { erasesContacts: number };
type Count = { count: number };

const valuesAtOnce = 400;

/** The disconnect under way, and the numbers of a rehearsal. */
export function createDisconnectRepository(storage: Storage) {
  const get = storage.prepare<[], Row>(
    `SELECT bot_user_id AS botUserId, sequence_number AS sequenceNumber, hub_id AS hubId, name, erases_contacts AS erasesContacts, done, total
     FROM disconnect`,
  );
  const insert = storage.prepare<[Omit<Row, 'done'> & { at: number }]>(
    `INSERT INTO disconnect (id, bot_user_id, sequence_number, hub_id, name, erases_contacts, total, started_at)
     VALUES (1, @botUserId, @sequenceNumber, @hubId, @name, @erasesContacts, @total, @at)`,
  );
  const progress = storage.prepare<[number]>('UPDATE disconnect SET done = ?');
  const remove = storage.prepare('DELETE FROM disconnect');
  const valueWindow = storage.prepare<[number, number], { count: number; lastId: number | null }>(
    `WITH some AS (SELECT id, properties FROM contact WHERE id > ? ORDER BY id LIMIT ?)
     SELECT (SELECT max(id) FROM some) AS lastId,
       (SELECT count(*) FROM some, json_each(some.properties) AS held WHERE held.value IS NOT NULL AND held.value <> '') AS count`,
  );
  const one = <Value>(sql: string, values: object = {}): Value | undefined =>
    storage.prepare<[object], Value>(sql).get(values);
  const count = (sql: string, values: object = {}): number =>
    one<Count>(`SELECT count(*) AS count FROM ${sql}`, values)?.count ?? 0;
  const ofAccount = 'bot_user_id = @bot';

  const endRuns = storage.prepare<[number]>(
    "UPDATE sync_run SET status = 'cancelled', finished_at = ? WHERE status = 'running'",
  );

  return {
    /** A run that a crash left open has nothing to go on with. */
    endRuns: (at: number): void => void endRuns.run(at),
    get(): DisconnectRecord | null {
      const row = get.get();
      return row === undefined ? null : { ...row, erasesContacts: row.erasesContacts === 1 };
    },
    begin(record: Omit<DisconnectRecord, 'done'>, at: number): void {
      insert.run({ ...record, erasesContacts: Number(record.erasesContacts), at });
    },
    progress: (done: number): void => void progress.run(done),
    end: (): void => void remove.run(),
    /** Values in the contacts, counted in slices; `breathe` is awaited between two. */
    async fieldValues(breathe: () => Promise<void>): Promise<number> {
      let total = 0;
      for (let afterId = 0; ; ) {
        const found = valueWindow.get(afterId, valuesAtOnce);
        if (found === undefined || found.lastId === null) return total;
        total += found.count;
        afterId = found.lastId;
        await breathe();
      }
    },
    async deletes(
      scope: ErasureScope,
      fieldValues: number,
      breathe: () => Promise<void>,
    ): Promise<DisconnectRehearsal['deletes']> {
      const erasure = new Erasure(storage, scope);
      const values = { bot: scope.botUserId ?? '' };
      const links = `FROM id_link JOIN friend ON friend.id = id_link.friend_id WHERE id_link.needs_write = 1${scope.isEverything ? '' : ` AND friend.${ofAccount}`}`;
      const ties = `line_group JOIN conversation ON conversation.id = line_group.conversation_id
        WHERE line_group.company_id IS NOT NULL${scope.isEverything ? '' : ` AND conversation.${ofAccount}`}`;
      const open = scope.isEverything ? count("contact_field WHERE state IN ('pending', 'refused')") : 0;
      const waiting = one<Count>(`SELECT count(*) AS count ${links}`, values)?.count ?? 0;
      return {
        contacts: erasure.count('contact'),
        fieldValues,
        idLinks: await erasure.countSlowly('id_link', breathe),
        lists: erasure.count('hubspot_list'),
        listMembers: erasure.count('list_member'),
        companies: erasure.count('company'),
        groupTies: count(ties, values),
        pendingWrites:
          open +
          waiting +
          erasure.count('id_link_removal') +
          erasure.count('line_group_removal') +
          erasure.count('contact_creation'),
      };
    },
    keeps(botUserId: string | null): DisconnectRehearsal['keeps'] {
      const values = { bot: botUserId ?? '' };
      const where = botUserId === null ? '' : ` WHERE ${ofAccount}`;
      const messages =
        botUserId === null
          ? 'message'
          : `message WHERE conversation_id IN (SELECT id FROM conversation WHERE ${ofAccount})`;
      return {
        conversations: count(`conversation${where}`, values),
        messages: count(messages, values),
        friends: count(`friend${where}`, values),
      };
    },
    /** Changes whenever a contact or a link came or went, also where the counts are the same. */
    fingerprint(finding: unknown): string {
      const newest = one(
        'SELECT (SELECT max(id) FROM contact) AS contact, (SELECT max(linked_at) FROM id_link) AS linkedAt, (SELECT sum(friend_id) FROM id_link) AS friends',
      );
      return createHash('sha256')
        .update(JSON.stringify([finding, newest]))
        .digest('hex');
    },
    /** Customers who were asked to confirm a link and did not answer yet. */
    openLinkRequests(botUserId: string | null): number {
      const open = "state IN ('sending', 'sent', 'opened')";
      if (botUserId === null) return count(`link_request WHERE ${open}`);
      const friends = `SELECT 1 FROM friend WHERE friend.id = link_request.friend_id AND friend.${ofAccount}`;
      return count(`link_request WHERE ${open} AND EXISTS (${friends})`, { bot: botUserId });
    },
    queuedMessages(botUserId: string): { id: string; conversationId: number }[] {
      return storage
        .prepare<[string], { id: string; conversationId: number }>(
          `SELECT m.id, m.conversation_id AS conversationId FROM message m JOIN conversation c ON c.id = m.conversation_id
           WHERE m.state = 'queued' AND c.bot_user_id = ? ORDER BY m.seq`,
        )
        .all(botUserId);
    },
  };
}
export type DisconnectRepository = ReturnType<typeof createDisconnectRepository>;
