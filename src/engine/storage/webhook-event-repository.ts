import type { Problem } from '../../shared/errors/error-code';
import type { Storage } from './storage';

export interface WaitingEvent {
  eventId: string;
  relaySeq: number;
  raw: string;
}

export type WebhookEventRepository = ReturnType<typeof createWebhookEventRepository>;

/**
 * Every webhook event by its own id, so that a second delivery changes nothing. A body that could not be verified
 * (account not connected, wrong secret) waits as one row, whole, under the id of its log entry.
 */
export function createWebhookEventRepository(storage: Storage) {
  const insert = storage.prepare<[string, number, string, string, string | null, number]>(
    `INSERT INTO webhook_event (event_id, relay_seq, bot_user_id, type, state, raw, at) VALUES (?, ?, ?, ?, 'applied', ?, ?)
     ON CONFLICT (event_id) DO NOTHING`,
  );
  const put = storage.prepare<[string, number, string, string, string, string | null, string | null, number]>(
    `INSERT INTO webhook_event (event_id, relay_seq, bot_user_id, type, state, raw, problem, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (event_id) DO UPDATE SET state = excluded.state, raw = excluded.raw, problem = excluded.problem`,
  );
  const takeAgain = storage.prepare<[string]>(
    `UPDATE webhook_event SET state = 'applied', problem = NULL WHERE event_id = ? AND state = 'failed'`,
  );
  const drop = storage.prepare<[string]>('DELETE FROM webhook_event WHERE event_id = ?');
  const wiping = storage.prepare<[string]>('UPDATE webhook_event SET raw = NULL WHERE event_id = ?');
  const waiting = storage.prepare<[string, number, number], WaitingEvent>(
    `SELECT event_id AS eventId, relay_seq AS relaySeq, raw FROM webhook_event
     WHERE bot_user_id = ? AND state <> 'applied' AND type = 'body' AND raw IS NOT NULL AND relay_seq > ? ORDER BY relay_seq LIMIT ?`,
  );
  const parked = storage.prepare<[], { n: number }>(`SELECT count(*) AS n FROM webhook_event WHERE state = 'parked'`);
  return {
    /** True when the event was not known: it is to be applied now, in this transaction. `raw` is kept for types without a table of their own. */
    claim(eventId: string, relaySeq: number, botUserId: string, type: string, raw: string | null, at: number): boolean {
      if (insert.run(eventId, relaySeq, botUserId, type, raw, at).changes > 0) return true;
      return takeAgain.run(eventId).changes > 0;
    },
    /** The event could not be applied; it is kept and does not hold up the others. */
    fail(
      eventId: string,
      relaySeq: number,
      botUserId: string,
      type: string,
      raw: string | null,
      problem: Problem,
      at: number,
    ) {
      put.run(eventId, relaySeq, botUserId, type, 'failed', raw, JSON.stringify(problem), at);
    },
    /** Keeps a whole body until its account is connected. */
    park: (eventId: string, relaySeq: number, botUserId: string, raw: string, at: number) =>
      void put.run(eventId, relaySeq, botUserId, 'body', 'parked', raw, null, at),
    /** Bodies that wait for this account, in the order of the log. */
    waiting: (botUserId: string, afterSeq: number, limit: number) => waiting.all(botUserId, afterSeq, limit),
    drop: (eventId: string) => void drop.run(eventId),
    wipe: (eventId: string) => void wiping.run(eventId),
    parkedCount: () => parked.get()?.n ?? 0,
  };
}
