import type { Hold, OutboxHead } from './outbox-repository';
import type { Storage } from './storage';

/** A call that waits for its time or for a person. */
export interface WaitingCall {
  id: string;
  bundleId: string | null;
  seq: number;
  seenUntil: number | null;
}

export type HoldRepository = ReturnType<typeof createHoldRepository>;

type Call = Pick<OutboxHead, 'id' | 'bundleId'>;
const ofCall = '(id = @id OR bundle_id = @bundleId)';

/**
 * The clocks of LINE and of other consoles differ: what came in after a message was
 * written counts as unseen even if it says that it is this much older.
 */
const clockMarginMs = 10 * 60_000;

/** What keeps a written message from going, and what happened in its thread meanwhile. */
export function createHoldRepository(storage: Storage) {
  const moved = (who: string) =>
    storage.prepare<{ conversationId: number; seen: number; seq: number }, { found: number }>(
      `SELECT 1 AS found FROM message WHERE conversation_id = @conversationId AND sent_at > @seen - ${clockMarginMs}
         AND (sent_at > @seen OR seq > @seq) AND seq <> @seq AND (${who}) LIMIT 1`,
    );
  const fromCustomer = "direction = 'in' AND state = 'received'";
  const customerWrote = moved(fromCustomer);
  const threadMoved = moved(`${fromCustomer} OR origin = 'otherConsole' AND state = 'accepted'`);
  const since = storage.prepare<{ conversationId: number; seen: number; seq: number }, { id: string }>(
    `SELECT id FROM message WHERE conversation_id = @conversationId AND sent_at > @seen - ${clockMarginMs}
       AND (sent_at > @seen OR seq > @seq) AND (direction = 'in' OR origin = 'otherConsole' AND state = 'accepted')
     ORDER BY sent_at DESC, seq DESC LIMIT 20`,
  );
  const hold = storage.prepare<{ id: string; bundleId: string | null; hold: Hold | null }>(
    `UPDATE message SET hold = @hold, problem = NULL WHERE ${ofCall} AND state = 'queued'`,
  );
  const waited = storage.prepare<{ id: string; bundleId: string | null; problem: string | null }>(
    `UPDATE message SET has_waited = 1, problem = coalesce(@problem, problem) WHERE ${ofCall} AND state = 'queued'`,
  );
  const waiting = storage.prepare<[number], WaitingCall>(
    `SELECT id, bundle_id AS bundleId, seq, seen_until AS seenUntil FROM message INDEXED BY message_planned
     WHERE conversation_id = ? AND state = 'queued' AND (scheduled_at IS NOT NULL OR hold IS NOT NULL) AND retry_key IS NOT NULL
     ORDER BY sent_at, seq`,
  );
  const setTime = storage.prepare<{ id: string; bundleId: string | null; at: number; seen: number | null }>(
    `UPDATE message SET scheduled_at = @at, sent_at = @at, seen_until = @seen, hold = NULL, undo_until = NULL, problem = NULL, next_attempt_at = 0
     WHERE ${ofCall} AND state IN ('queued', 'failed')`,
  );
  const newest = storage.prepare<[number], { at: number }>(
    `SELECT sent_at AS at FROM message WHERE conversation_id = ? AND state NOT IN ('queued', 'sending', 'failed') ORDER BY sent_at DESC, seq DESC LIMIT 1`,
  );
  const planned = storage.prepare<[], { conversationId: number }>(
    `SELECT DISTINCT conversation_id AS conversationId FROM message WHERE state = 'queued' AND (scheduled_at IS NOT NULL OR hold IS NOT NULL)`,
  );

  return {
    /** A customer's message that the writer had not seen. */
    customerWrote: ({ conversationId, seenUntil, seq }: Pick<OutboxHead, 'conversationId' | 'seenUntil' | 'seq'>) =>
      seenUntil !== null && customerWrote.get({ conversationId, seen: seenUntil, seq }) !== undefined,
    /** The same, or an answer of another console. */
    threadMoved: ({ conversationId, seenUntil, seq }: Pick<OutboxHead, 'conversationId' | 'seenUntil' | 'seq'>) =>
      seenUntil !== null && threadMoved.get({ conversationId, seen: seenUntil, seq }) !== undefined,
    /** Ids of what others wrote since, ascending; the newest ones. */
    since: (conversationId: number, { seenUntil, seq }: Pick<WaitingCall, 'seenUntil' | 'seq'>) =>
      since
        .all({ conversationId, seen: seenUntil ?? Number.MAX_SAFE_INTEGER, seq })
        .map(({ id }) => id)
        .reverse(),
    hold: ({ id, bundleId }: Call, because: Hold | null) => void hold.run({ id, bundleId, hold: because }),
    /** It cannot go yet; `problem` (JSON) says why where that is certain. */
    noteWaited: ({ id, bundleId }: Call, problem: string | null) => void waited.run({ id, bundleId, problem }),
    /** What waits for its time or for a person, the next one first. */
    waitingIn: (conversationId: number) => waiting.all(conversationId),
    /** Conversations in which something does. */
    conversations: () => planned.all().map((row) => row.conversationId),
    setTime: ({ id, bundleId }: Call, at: number, seenUntil: number | null) =>
      void setTime.run({ id, bundleId, at, seen: seenUntil }),
    /** Time of the newest message that really is in the thread; null = none. */
    newestAt: (conversationId: number) => newest.get(conversationId)?.at ?? null,
  };
}
