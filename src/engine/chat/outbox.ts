import type { Problem } from '../../shared/errors/error-code';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { conversationIdSchema } from '../../shared/model/ids';
import type { LineChannel, LineMessageObject, SendOutcome } from '../line';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { AttemptOutcome, OutboxHead, OutboxRepository, OutboxRow } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import { backoffMs } from './backoff';
import type { ChatDeps } from './chat-types';
import { planSend } from './send-plan';

export interface OutboxDeps extends Pick<ChatDeps, 'storage' | 'clock' | 'random' | 'logger' | 'events' | 'channel'> {
  outbox: OutboxRepository;
  conversations: ConversationRepository;
  /** LINE accepted something: the other consoles are to be told. */
  onAccepted(): void;
}

export interface Outbox {
  start(): void;
  /** Looks at the queue now. Cheap to call often. */
  kick(): void;
  /** Network is back: everything waiting tries at once. */
  wake(): void;
  /** Resolves when no call is under way any more. */
  stop(): Promise<void>;
}

interface Call {
  row: OutboxRow;
  attemptId: number;
  via: 'reply' | 'push';
  token: string | null;
  isRepeat: boolean;
  channel: LineChannel;
}

const maxConversations = 8;
const offlineBackoff = { firstMs: 1_000, maxMs: 15_000 };
const unknownBackoff = { firstMs: 2_000, maxMs: 5 * 60_000 };
const notConnectedMs = 60_000;

/**
 * Sends what is queued. Per conversation strictly in order, several conversations at a time.
 *
 * One message: queued -> sending (a row tells of the call BEFORE it is made) -> accepted | failed | queued again.
 * Guarantees: the customer's phone gets a message once, or the message is shown as failed with its outcome unknown; a
 * program that ends anywhere in between goes on from the rows. A message that fails for good does not hold up the next.
 * See decision 0004 for why a reply without an answer is not followed by a push.
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, conversations, events, logger, outbox, storage } = deps;
  const active = new Map<number, Promise<void>>();
  /** Accounts whose LINE could not be reached, and until when only waiting makes sense. */
  const offlineUntil = new Map<string, number>();
  let isStopped = true;
  let cancelTimer: (() => void) | null = null;

  const tell = (conversationId: number) => {
    events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(conversationId)) });
    events.emit({ type: 'stale', topics: ['conversations', 'dashboard'] });
  };
  const backoff = (limits: { firstMs: number; maxMs: number }, attempts: number) =>
    backoffMs(limits, attempts, deps.random);

  /** The attempt's row is committed when this returns a call to make. */
  const prepare = (id: string): Call | 'done' | 'waiting' =>
    inTransaction(storage, () => {
      const row = outbox.get(id);
      if (row === null || row.state !== 'queued') return 'done';
      const channel = deps.channel(row.botUserId);
      if (channel === null) {
        outbox.requeue(id, { code: 'LINE_NOT_CONNECTED', params: {} }, clock.now() + notConnectedMs, row.replyToken);
        return 'waiting';
      }
      const now = clock.now();
      const plan = planSend(row, outbox.attempts(id), now, () => conversations.takeReplyToken(row.conversationId, now));
      if (plan.do === 'fail') {
        outbox.fail(id, plan.problem);
        conversations.countFailed(row.conversationId);
        return 'done';
      }
      const token = plan.do === 'reply' ? plan.token : null;
      const attemptId = outbox.begin(row, plan.do, token, now);
      return { row, attemptId, via: plan.do, token, isRepeat: plan.do === 'reply' && plan.isRepeat, channel };
    });

  const make = ({ channel, row, token }: Call): Promise<SendOutcome> => {
    const messages = [JSON.parse(row.raw) as LineMessageObject];
    return token === null ? channel.push(row.sourceId, messages, row.retryKey) : channel.reply(token, messages);
  };

  /** Writes down what the answer proved; true = the same message can go on at once. */
  const settle = (call: Call, outcome: SendOutcome): boolean =>
    inTransaction(storage, () => {
      const { row, attemptId, via, token, isRepeat } = call;
      const at = clock.now();
      const note = (found: AttemptOutcome, detail: string | null) => {
        const { status, requestId } = outcome;
        outbox.finish(row.id, attemptId, { outcome: found, status, requestId, detail, at });
      };
      const failWith = (problem: Problem) => {
        outbox.fail(row.id, problem);
        conversations.countFailed(row.conversationId);
      };
      switch (outcome.kind) {
        case 'accepted': {
          note(outcome.isRepeat ? 'alreadyAccepted' : 'accepted', null);
          outbox.accept(row.id, outcome.sentMessages[0]?.id ?? null, via, at);
          conversations.noteAnswer(row.conversationId, row.sentAt);
          return false;
        }
        case 'invalidReplyToken': {
          note('refused', 'Invalid reply token');
          if (isRepeat) {
            // used by the first call, or expired since: nobody can tell
            failWith({ code: 'LINE_OUTCOME_UNKNOWN', params: { via: 'reply' } });
            return false;
          }
          outbox.requeue(row.id, null, at, null);
          return true;
        }
        case 'refused': {
          note('refused', outcome.problem.code);
          failWith(outcome.problem);
          return false;
        }
        case 'later': {
          note('refused', outcome.problem.code);
          outbox.requeue(row.id, outcome.problem, at + backoff(unknownBackoff, row.attempts), token);
          return false;
        }
        case 'notSent': {
          note('notSent', outcome.problem.code);
          const until = at + backoff(offlineBackoff, row.attempts);
          offlineUntil.set(row.botUserId, until);
          outbox.requeue(row.id, outcome.problem, until, token);
          return false;
        }
        case 'unknown': {
          note('unknown', outcome.problem.code);
          outbox.requeue(row.id, outcome.problem, at + backoff(unknownBackoff, row.attempts), token);
          return false;
        }
      }
    });

  const sendOne = async (head: OutboxHead): Promise<void> => {
    for (;;) {
      const call = prepare(head.id);
      tell(head.conversationId);
      if (call === 'done' || call === 'waiting') return;
      const outcome = await make(call);
      if (outcome.kind !== 'notSent') offlineUntil.delete(head.botUserId);
      const goesOn = settle(call, outcome);
      if (outcome.kind === 'accepted') deps.onAccepted();
      tell(head.conversationId);
      if (!goesOn || isStopped) return;
    }
  };

  const pump = () => {
    cancelTimer?.();
    cancelTimer = null;
    if (isStopped) return;
    const now = clock.now();
    const seen = new Set<number>();
    let nextAt = Number.POSITIVE_INFINITY;
    for (const head of outbox.queued()) {
      // only the oldest message of a conversation may go
      if (seen.has(head.conversationId)) continue;
      seen.add(head.conversationId);
      if (active.has(head.conversationId)) continue;
      const readyAt = Math.max(head.nextAttemptAt, offlineUntil.get(head.botUserId) ?? 0);
      if (readyAt > now) {
        nextAt = Math.min(nextAt, readyAt);
        continue;
      }
      if (active.size >= maxConversations) break;
      const work = sendOne(head)
        .catch((error: unknown) => onFailure(head, error))
        .finally(() => {
          active.delete(head.conversationId);
          pump();
        });
      active.set(head.conversationId, work);
    }
    if (nextAt < Number.POSITIVE_INFINITY) cancelTimer = clock.after(Math.max(10, nextAt - now), pump);
  };
  /** Our own fault (disk full, a row that cannot be read): the message waits and says so. */
  const onFailure = (head: OutboxHead, error: unknown) => {
    logger.error('sending a message failed', { messageId: head.id, error });
    try {
      const row = outbox.get(head.id);
      if (row?.state !== 'queued' && row?.state !== 'sending') return;
      inTransaction(storage, () => {
        outbox.interrupt(head.id, clock.now());
        outbox.requeue(head.id, toProblem(error), clock.now() + notConnectedMs, row.replyToken);
      });
    } catch (second) {
      if (!(second instanceof LumoError)) logger.error('the outbox cannot be written', { error: second });
      offlineUntil.set(head.botUserId, clock.now() + notConnectedMs);
    }
  };

  return {
    start() {
      isStopped = false;
      inTransaction(storage, () => {
        for (const id of outbox.interrupted()) {
          outbox.interrupt(id, clock.now());
          outbox.requeue(id, null, clock.now(), outbox.get(id)?.replyToken ?? null);
        }
      });
      pump();
    },
    kick: pump,
    wake() {
      offlineUntil.clear();
      outbox.allNow();
      pump();
    },
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await Promise.all(active.values());
    },
  };
}
