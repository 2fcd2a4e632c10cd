import type { Problem } from '../../shared/errors/error-code';
import type { FollowStatus } from '../../shared/model/contact';
import type { SourceType } from './conversation-repository';
import type { Storage } from './storage';

/** Why a message waits for a person. */
export type Hold = 'customerWrote' | 'threadMovedOn' | 'tooLate';

/** The first bubble of a call to LINE: it carries the retry key and the attempts of all of them. */
export interface OutboxHead {
  id: string;
  seq: number;
  conversationId: number;
  botUserId: string;
  bundleId: string | null;
  /** Given to LINE with each push; of what the consoles share it is the bundle's id. */
  retryKey: string;
  origin: 'thisConsole' | 'otherConsole';
  attempts: number;
  sentAt: number;
  nextAttemptAt: number;
  undoUntil: number | null;
  scheduledAt: number | null;
  seenUntil: number | null;
  hasWaited: number;
  hasProblem: number;
}

/** A call to LINE that is to be made, with what making it needs. */
export interface OutboxRow extends OutboxHead {
  sourceType: SourceType;
  sourceId: string;
  followStatus: FollowStatus | null;
  state: string;
  hold: Hold | null;
  replyToken: string | null;
  extras: string | null;
  /** When the other consoles were told, or told of it. */
  sharedAt: number | null;
}

/** One bubble of a call. */
export interface OutboxBubble {
  seq: number;
  id: string;
  raw: string;
  text: string | null;
  content: string | null;
  lineMessageId: string | null;
  quoteToken: string | null;
  quotedLineId: string | null;
}

export type AttemptOutcome = 'accepted' | 'alreadyAccepted' | 'refused' | 'unknown' | 'notSent';

export interface SendAttempt {
  id: number;
  via: 'reply' | 'push';
  retryKey: string | null;
  startedAt: number;
  /** null = under way, or the program ended in the middle of it. */
  outcome: AttemptOutcome | null;
}

export interface UnsharedMessage {
  id: string;
  bundleId: string | null;
  botUserId: string;
  sourceId: string;
  sentAt: number;
  senderName: string | null;
  /** 1 = written at this console; else it was planned at another one. */
  isOurs: number;
  via: 'reply' | 'push';
}

export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

/** Said in the words of the index `message_to_send`: SQLite does not see it in a narrower condition. */
const underWay = `state IN ('queued', 'sending')`;
/** Every row of the call whose first bubble is `@id`. */
const ofCall = '(id = @id OR bundle_id = @bundleId)';

/** Messages on their way to LINE, and a row for each call that was made for them. Bubbles of one call change together. */
export function createOutboxRepository(storage: Storage) {
  const headColumns = `m.id, m.seq, m.conversation_id AS conversationId, c.bot_user_id AS botUserId, m.bundle_id AS bundleId, m.retry_key AS retryKey, m.origin, m.attempts,
    m.sent_at AS sentAt, coalesce(m.next_attempt_at, 0) AS nextAttemptAt, m.undo_until AS undoUntil, m.scheduled_at AS scheduledAt,
    m.seen_until AS seenUntil, m.has_waited AS hasWaited, m.problem IS NOT NULL AS hasProblem`;
  const queued = storage.prepare<[], OutboxHead>(
    `SELECT ${headColumns} FROM message m INDEXED BY message_to_send JOIN conversation c ON c.id = m.conversation_id
     WHERE m.${underWay} AND m.state = 'queued' AND m.retry_key IS NOT NULL AND m.hold IS NULL ORDER BY m.sent_at, m.seq`,
  );
  const rowSelect = `SELECT ${headColumns}, c.source_type AS sourceType, c.source_id AS sourceId, f.follow_status AS followStatus, m.state, m.hold,
      m.reply_token AS replyToken, m.extras, m.shared_at AS sharedAt
    FROM message m JOIN conversation c ON c.id = m.conversation_id LEFT JOIN friend f ON f.id = c.friend_id`;
  const get = storage.prepare<[string], OutboxRow>(`${rowSelect} WHERE m.id = ? AND m.retry_key IS NOT NULL`);
  const headOf = storage.prepare<[string], OutboxRow>(
    `${rowSelect} WHERE m.bundle_id = (SELECT bundle_id FROM message WHERE id = ?) AND m.retry_key IS NOT NULL`,
  );
  const ofBundle = storage.prepare<[string], OutboxRow>(
    `${rowSelect} WHERE m.bundle_id = ? AND m.retry_key IS NOT NULL`,
  );
  const bubbles = storage.prepare<{ id: string; bundleId: string | null }, OutboxBubble>(
    `SELECT seq, id, raw, text, content, line_message_id AS lineMessageId, quote_token AS quoteToken, quoted_line_id AS quotedLineId
     FROM message WHERE ${ofCall} ORDER BY seq`,
  );
  const sending = storage.prepare<[], { id: string }>(
    `SELECT id FROM message WHERE ${underWay} AND state = 'sending' AND retry_key IS NOT NULL ORDER BY seq`,
  );
  const attempts = storage.prepare<[string], SendAttempt>(
    'SELECT id, via, retry_key AS retryKey, started_at AS startedAt, outcome FROM send_attempt WHERE message_id = ? ORDER BY id',
  );
  const insertAttempt = storage.prepare<[string, number, string, string | null, number]>(
    'INSERT INTO send_attempt (message_id, attempt, via, retry_key, started_at) VALUES (?, ?, ?, ?, ?)',
  );
  const begin = storage.prepare<{ id: string; bundleId: string | null; token: string | null }>(
    `UPDATE message SET state = 'sending', attempts = attempts + 1, reply_token = @token WHERE ${ofCall}`,
  );
  const finish = storage.prepare<[AttemptOutcome, number, number | null, string | null, string | null, number]>(
    'UPDATE send_attempt SET outcome = ?, finished_at = ?, status = ?, request_id = ?, detail = ? WHERE id = ?',
  );
  const dropNotSent = storage.prepare<[string, number]>(
    `DELETE FROM send_attempt WHERE message_id = ? AND id < ? AND outcome = 'notSent'`,
  );
  const interrupt = storage.prepare<[number, string]>(
    `UPDATE send_attempt SET outcome = 'unknown', finished_at = ?, detail = 'interrupted' WHERE message_id = ? AND outcome IS NULL`,
  );
  const accept = storage.prepare<
    [{ seq: number; lineId: string | null; quoteToken: string | null; via: 'reply' | 'push'; at: number }]
  >(
    `UPDATE message SET state = 'accepted', line_message_id = coalesce(@lineId, line_message_id), quote_token = coalesce(@quoteToken, quote_token),
       via = @via, accepted_at = @at, problem = NULL, reply_token = NULL, next_attempt_at = NULL, hold = NULL WHERE seq = @seq`,
  );
  const fail = storage.prepare<{ id: string; bundleId: string | null; problem: string }>(
    `UPDATE message SET state = 'failed', problem = @problem, reply_token = NULL, next_attempt_at = NULL, hold = NULL WHERE ${ofCall}`,
  );
  const requeue = storage.prepare<{
    id: string;
    bundleId: string | null;
    problem: string | null;
    at: number;
    token: string | null;
  }>(
    `UPDATE message SET state = 'queued', problem = @problem, next_attempt_at = @at, reply_token = @token,
       has_waited = max(has_waited, @problem IS NOT NULL) WHERE ${ofCall}`,
  );
  const retry = storage.prepare<{ id: string; bundleId: string | null; at: number; scheduledAt: number | null }>(
    `UPDATE message SET state = 'queued', problem = NULL, next_attempt_at = @at, reply_token = NULL, hold = NULL, seen_until = NULL,
       undo_until = NULL, scheduled_at = @scheduledAt WHERE ${ofCall}`,
  );
  const setKey = storage.prepare<[string, string]>('UPDATE message SET retry_key = ? WHERE id = ?');
  const allNow = storage.prepare<[]>(`UPDATE message SET next_attempt_at = 0 WHERE ${underWay} AND state = 'queued'`);
  const unshared = storage.prepare<[number], UnsharedMessage>(
    `SELECT m.id, m.bundle_id AS bundleId, c.bot_user_id AS botUserId, c.source_id AS sourceId, m.sent_at AS sentAt, m.sender_name AS senderName,
       m.origin = 'thisConsole' AS isOurs, m.via
     FROM message m JOIN conversation c ON c.id = m.conversation_id
     WHERE m.state = 'accepted' AND m.shared_at IS NULL AND (m.origin = 'thisConsole' OR m.sent_here = 1) AND m.retry_key IS NOT NULL
     ORDER BY m.seq LIMIT ?`,
  );
  const shared = storage.prepare<{ id: string; bundleId: string | null; at: number }>(
    `UPDATE message SET shared_at = @at WHERE ${ofCall}`,
  );
  const count = storage.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM message WHERE ${underWay} AND retry_key IS NOT NULL AND hold IS NULL
       AND (state = 'sending' OR scheduled_at IS NULL)`,
  );
  const failedCount = storage.prepare<[], { n: number }>(
    'SELECT coalesce(sum(failed_count), 0) AS n FROM conversation WHERE failed_count > 0',
  );
  const markSentHere = storage.prepare<{ id: string; bundleId: string | null }>(
    `UPDATE message SET sent_here = 1 WHERE ${ofCall} AND origin = 'otherConsole'`,
  );
  const setSentAt = storage.prepare<{ id: string; bundleId: string | null; at: number }>(
    `UPDATE message SET sent_at = @at WHERE ${ofCall}`,
  );
  const setExtras = storage.prepare<[string, string]>('UPDATE message SET extras = ? WHERE id = ?');
  const setRaw = storage.prepare<[string, number]>('UPDATE message SET raw = ? WHERE seq = ?');
  const asText = (problem: Problem | null) => (problem === null ? null : JSON.stringify(problem));
  const callOf = ({ id, bundleId }: Pick<OutboxHead, 'id' | 'bundleId'>) => ({ id, bundleId });

  return {
    /** Everything queued that waits for no person, in the order of the thread; planned messages among them. */
    queued: () => queued.all(),
    get: (id: string) => get.get(id) ?? null,
    /** The first bubble of the call to which a message belongs. */
    headOf: (messageId: string) => headOf.get(messageId) ?? get.get(messageId) ?? null,
    ofBundle: (bundleId: string) => ofBundle.get(bundleId) ?? null,
    /** All bubbles of a call, in their order. */
    bubbles: (head: Pick<OutboxHead, 'id' | 'bundleId'>) => bubbles.all(callOf(head)),
    /** Messages whose call was under way when the program ended. */
    interrupted: () => sending.all().map((row) => row.id),
    attempts: (messageId: string) => attempts.all(messageId),
    /** The row that must be durable before the call is made; gives the attempt's id. */
    begin(row: OutboxRow, via: 'reply' | 'push', replyToken: string | null, at: number): number {
      begin.run({ ...callOf(row), token: replyToken });
      const key = via === 'push' ? row.retryKey : null;
      return Number(insertAttempt.run(row.id, row.attempts + 1, via, key, at).lastInsertRowid);
    },
    /** What LINE's answer proved. Of calls that never left, only the last is kept. */
    finish(
      messageId: string,
      attemptId: number,
      found: {
        outcome: AttemptOutcome;
        status: number | null;
        requestId: string | null;
        detail: string | null;
        at: number;
      },
    ) {
      finish.run(found.outcome, found.at, found.status, found.requestId, found.detail, attemptId);
      if (found.outcome === 'notSent') dropNotSent.run(messageId, attemptId);
    },
    interrupt: (messageId: string, at: number) => void interrupt.run(at, messageId),
    /** LINE took all of them; `sent` in their order, empty where LINE named none. */
    accept(
      head: Pick<OutboxHead, 'id' | 'bundleId'>,
      sent: readonly { id: string | null; quoteToken: string | null }[],
      via: 'reply' | 'push',
      at: number,
    ) {
      for (const [place, { seq }] of bubbles.all(callOf(head)).entries()) {
        accept.run({ seq, lineId: sent[place]?.id ?? null, quoteToken: sent[place]?.quoteToken ?? null, via, at });
      }
    },
    fail: (head: Pick<OutboxHead, 'id' | 'bundleId'>, problem: Problem) =>
      void fail.run({ ...callOf(head), problem: JSON.stringify(problem) }),
    /** Back into the queue; with a problem it counts as having waited. */
    requeue: (
      head: Pick<OutboxHead, 'id' | 'bundleId'>,
      problem: Problem | null,
      nextAttemptAt: number,
      replyToken: string | null,
    ) => void requeue.run({ ...callOf(head), problem: asText(problem), at: nextAttemptAt, token: replyToken }),
    /** Another console told that LINE took it: nothing is left to be told. */
    acceptElsewhere(
      head: Pick<OutboxHead, 'id' | 'bundleId'>,
      sent: readonly { id: string | null; quoteToken: string | null }[],
      via: 'reply' | 'push',
      at: number,
    ) {
      this.accept(head, sent, via, at);
      shared.run({ ...callOf(head), at });
    },
    /** Where it stands in the thread. */
    setSentAt: (head: Pick<OutboxHead, 'id' | 'bundleId'>, at: number) => void setSentAt.run({ ...callOf(head), at }),
    /** Planned at another console, sent by this one, which tells the others. */
    markSentHere: (head: Pick<OutboxHead, 'id' | 'bundleId'>) => void markSentHere.run(callOf(head)),
    /** A person wants it sent as it is; a planned one stays one, for now. */
    release(head: Pick<OutboxHead, 'id' | 'bundleId'>, retryKey: string, scheduledAt: number | null) {
      retry.run({ ...callOf(head), at: 0, scheduledAt });
      setKey.run(retryKey, head.id);
    },
    /** What the composer made beside the bubbles. */
    setExtras: (id: string, extras: string) => void setExtras.run(extras, id),
    /** LINE's form of a bubble, now that its files have addresses. */
    setRaw: (seq: number, raw: string) => void setRaw.run(raw, seq),
    allNow: () => void allNow.run(),
    unshared: (limit: number) => unshared.all(limit),
    shared: (head: Pick<OutboxHead, 'id' | 'bundleId'>, at: number) => void shared.run({ ...callOf(head), at }),
    /** Calls under way or about to be made; what waits for its time or for a person is not counted. */
    queuedCount: () => count.get()?.n ?? 0,
    failedCount: () => failedCount.get()?.n ?? 0,
  };
}
