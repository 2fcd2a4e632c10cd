import { type Problem, problemSchema } from '../../shared/errors/error-code';
import type { Storage } from './storage';

/** A contact that is to be made for a friend. */
export interface ContactCreation {
  friendId: number;
  reason: 'follow' | 'message';
  attempts: number;
}

/** Contacts to be made for friends who came or wrote. A row lives until the friend has a contact or a person has decided. */
export function createContactCreationRepository(storage: Storage) {
  // A new event wakes what waits; what is a person's to decide stays so.
  const ask = storage.prepare<[number, string, number, number]>(
    `INSERT INTO contact_creation (friend_id, reason, created_at, next_attempt_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (friend_id) DO UPDATE SET reason = excluded.reason, next_attempt_at = excluded.next_attempt_at WHERE state <> 'ambiguous'`,
  );
  const wanted = storage.prepare<{ friend: number; reason: string; at: number }, { found: number }>(
    `SELECT 1 AS found FROM friend f JOIN official_account a ON a.bot_user_id = f.bot_user_id JOIN match_desk d ON d.friend_id = f.id
     WHERE f.id = @friend AND @at >= a.connected_at AND d.view <> 'setAside'
       AND CASE @reason WHEN 'follow' THEN a.creates_contacts_on_follow ELSE a.creates_contacts_on_message END = 1
       AND NOT EXISTS (SELECT 1 FROM unlinked_by_person u WHERE u.friend_id = f.id)
       AND NOT EXISTS (SELECT 1 FROM sync_exclusion x WHERE x.record_kind = 'friend' AND x.record_id = CAST(f.id AS TEXT))`,
  );
  const due = storage.prepare<[number], ContactCreation>(
    `SELECT friend_id AS friendId, reason, attempts FROM contact_creation WHERE state <> 'ambiguous' AND next_attempt_at <= ?
     ORDER BY next_attempt_at, friend_id LIMIT 1`,
  );
  const nextAt = storage.prepare<[], { at: number | null }>(
    "SELECT min(next_attempt_at) AS at FROM contact_creation WHERE state <> 'ambiguous'",
  );
  const putOff = storage.prepare<[string, number, string | null, number]>(
    'UPDATE contact_creation SET state = ?, next_attempt_at = ?, problem = ?, attempts = attempts + 1 WHERE friend_id = ?',
  );
  const wait = storage.prepare<[number, number]>('UPDATE contact_creation SET next_attempt_at = ? WHERE friend_id = ?');
  const wakeWaiting = storage.prepare<[number]>(
    "UPDATE contact_creation SET next_attempt_at = ? WHERE state = 'waiting'",
  );
  const wakeAll = storage.prepare<[number]>(
    "UPDATE contact_creation SET next_attempt_at = ? WHERE state <> 'ambiguous'",
  );
  const refused = storage.prepare<[number, number], { friendId: number; problem: string; attempts: number }>(
    `SELECT friend_id AS friendId, problem, attempts FROM contact_creation WHERE state = 'refused' AND problem IS NOT NULL AND friend_id > ?
     ORDER BY friend_id LIMIT ?`,
  );
  const remove = storage.prepare<[number]>('DELETE FROM contact_creation WHERE friend_id = ?');
  const likely = storage
    .prepare<[number], string>(
      "SELECT problem ->> '$.params.contactId' FROM contact_creation WHERE friend_id = ? AND state = 'ambiguous'",
    )
    .pluck();

  return {
    /**
     * True when a friend who came or wrote at this time shall get a contact: the account's switch is on, the account was
     * connected then, and no person decided otherwise (set aside, unlinked, excluded, linked).
     */
    isWanted: (friendId: number, reason: 'follow' | 'message', at: number): boolean =>
      wanted.get({ friend: friendId, reason, at }) !== undefined,
    /** Belongs into the transaction that takes the event. */
    ask: (friendId: number, reason: 'follow' | 'message', at: number) => void ask.run(friendId, reason, at, at),
    due: (at: number): ContactCreation | null => due.get(at) ?? null,
    /** When the next one is to be tried; null = none waits. */
    nextAt: (): number | null => nextAt.get()?.at ?? null,
    /** Tried in vain. */
    refuse: (friendId: number, problem: Problem, nextAttemptAt: number) =>
      void putOff.run('refused', nextAttemptAt, JSON.stringify(problem), friendId),
    /** What it needs is not there yet: that is no attempt. */
    wait: (friendId: number, until: number) => void wait.run(until, friendId),
    /** A person has to decide. */
    leaveToPerson: (friendId: number, problem: Problem) =>
      void putOff.run('ambiguous', 0, JSON.stringify(problem), friendId),
    /** What the others wait for is there. */
    wakeWaiting: (at: number) => void wakeWaiting.run(at),
    wakeAll: (at: number) => void wakeAll.run(at),
    /** Refused ones in ascending order of the friend. */
    refusedAfter: (friendId: number, limit: number) =>
      refused.all(friendId, limit).map((row) => ({ ...row, problem: problemSchema.parse(JSON.parse(row.problem)) })),
    remove: (friendId: number) => void remove.run(friendId),
    /** The contact that stood in the way of a new one; null = none. */
    likelyContact: (friendId: number): string | null => likely.get(friendId) ?? null,
  };
}
export type ContactCreationRepository = ReturnType<typeof createContactCreationRepository>;
