import type { Problem } from '../../shared/errors/error-code';
import type { FollowStatus } from '../../shared/model/contact';
import type { SourceType } from './conversation-repository';
import type { Storage } from './storage';

export interface OutboxHead {
  id: string;
  conversationId: number;
  botUserId: string;
  nextAttemptAt: number;
}

/** An outgoing message with what sending it needs. */
export interface OutboxRow {
  seq: number;
  id: string;
  conversationId: number;
  botUserId: string;
  sourceType: SourceType;
  sourceId: string;
  followStatus: FollowStatus | null;
  raw: string;
  text: string | null;
  state: string;
  sentAt: number;
  retryKey: string;
  replyToken: string | null;
  attempts: number;
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
  botUserId: string;
  sourceId: string;
  lineMessageId: string | null;
  sentAt: number;
  raw: string;
  via: 'reply' | 'push';
}

export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

/** Messages on their way to LINE, and a row for each call that was made for them. */
export function createOutboxRepository(storage: Storage) {
  const queued = storage.prepare<[], OutboxHead>(
    `SELECT m.id, m.conversation_id AS conversationId, c.bot_user_id AS botUserId, coalesce(m.next_attempt_at, 0) AS nextAttemptAt
     FROM message m JOIN conversation c ON c.id = m.conversation_id WHERE m.state = 'queued' ORDER BY m.seq`,
  );
  const rowColumns = `m.seq, m.id, m.conversation_id AS conversationId, c.bot_user_id AS botUserId, c.source_type AS sourceType,
      c.source_id AS sourceId, f.follow_status AS followStatus, m.raw, m.text, m.state, m.sent_at AS sentAt, m.retry_key AS retryKey,
      m.reply_token AS replyToken, m.attempts
    FROM message m JOIN conversation c ON c.id = m.conversation_id LEFT JOIN friend f ON f.id = c.friend_id`;
  const get = storage.prepare<[string], OutboxRow>(`SELECT ${rowColumns} WHERE m.id = ? AND m.retry_key IS NOT NULL`);
  const sending = storage.prepare<[], { id: string }>(`SELECT id FROM message WHERE state = 'sending' ORDER BY seq`);
  const attempts = storage.prepare<[string], SendAttempt>(
    'SELECT id, via, retry_key AS retryKey, started_at AS startedAt, outcome FROM send_attempt WHERE message_id = ? ORDER BY id',
  );
  const insertAttempt = storage.prepare<[string, number, string, string | null, number]>(
    'INSERT INTO send_attempt (message_id, attempt, via, retry_key, started_at) VALUES (?, ?, ?, ?, ?)',
  );
  const begin = storage.prepare<[string | null, string]>(
    `UPDATE message SET state = 'sending', attempts = attempts + 1, reply_token = ? WHERE id = ?`,
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
  const accept = storage.prepare<[string | null, string, number, string]>(
    `UPDATE message SET state = 'accepted', line_message_id = ?, via = ?, accepted_at = ?, problem = NULL, reply_token = NULL, next_attempt_at = NULL
     WHERE id = ?`,
  );
  const fail = storage.prepare<[string, string]>(
    `UPDATE message SET state = 'failed', problem = ?, reply_token = NULL, next_attempt_at = NULL WHERE id = ?`,
  );
  const requeue = storage.prepare<[string | null, number, string | null, string]>(
    `UPDATE message SET state = 'queued', problem = ?, next_attempt_at = ?, reply_token = ? WHERE id = ?`,
  );
  const retry = storage.prepare<[string, number, string]>(
    `UPDATE message SET state = 'queued', problem = NULL, retry_key = ?, next_attempt_at = ?, reply_token = NULL WHERE id = ?`,
  );
  const allNow = storage.prepare<[]>(`UPDATE message SET next_attempt_at = 0 WHERE state = 'queued'`);
  const unshared = storage.prepare<[number], UnsharedMessage>(
    `SELECT m.id, c.bot_user_id AS botUserId, c.source_id AS sourceId, m.line_message_id AS lineMessageId, m.sent_at AS sentAt, m.raw, m.via
     FROM message m JOIN conversation c ON c.id = m.conversation_id
     WHERE m.origin = 'thisConsole' AND m.state = 'accepted' AND m.shared_at IS NULL ORDER BY m.seq LIMIT ?`,
  );
  const shared = storage.prepare<[number, string]>('UPDATE message SET shared_at = ? WHERE id = ?');
  const count = storage.prepare<[string], { n: number }>('SELECT count(*) AS n FROM message WHERE state = ?');
  const failedCount = storage.prepare<[], { n: number }>(
    'SELECT coalesce(sum(failed_count), 0) AS n FROM conversation WHERE failed_count > 0',
  );
  const asText = (problem: Problem | null) => (problem === null ? null : JSON.stringify(problem));

  return {
    /** Everything queued, oldest first. */
    queued: () => queued.all(),
    get: (id: string) => get.get(id) ?? null,
    /** Messages whose call was under way when the program ended. */
    interrupted: () => sending.all().map((row) => row.id),
    attempts: (messageId: string) => attempts.all(messageId),
    /** The row that must be durable before the call is made; gives the attempt's id. */
    begin(row: OutboxRow, via: 'reply' | 'push', replyToken: string | null, at: number): number {
      begin.run(replyToken, row.id);
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
    accept: (id: string, lineMessageId: string | null, via: 'reply' | 'push', at: number) =>
      void accept.run(lineMessageId, via, at, id),
    fail: (id: string, problem: Problem) => void fail.run(JSON.stringify(problem), id),
    requeue: (id: string, problem: Problem | null, nextAttemptAt: number, replyToken: string | null) =>
      void requeue.run(asText(problem), nextAttemptAt, replyToken, id),
    /** A person wants another try. */
    retry: (id: string, retryKey: string, at: number) => void retry.run(retryKey, at, id),
    allNow: () => void allNow.run(),
    unshared: (limit: number) => unshared.all(limit),
    shared: (id: string, at: number) => void shared.run(at, id),
    queuedCount: () => (count.get('queued')?.n ?? 0) + (count.get('sending')?.n ?? 0),
    failedCount: () => failedCount.get()?.n ?? 0,
  };
}
