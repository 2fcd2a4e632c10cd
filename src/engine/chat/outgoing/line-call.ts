import type { Problem } from '../../../shared/errors/error-code';
import type { LineChannel, LineMessageObject, SendOutcome } from '../../line';
import type { ConversationRepository } from '../../storage/conversation-repository';
import type { AttemptOutcome, OutboxRepository, OutboxRow } from '../../storage/outbox-repository';
import { inTransaction } from '../../storage/storage';
import { backoffMs } from '../backoff';
import type { ChatDeps } from '../chat-types';
import { isOpen, planSend } from '../send-plan';
import type { Holds } from './holds';
import type { PlannedSends } from './planned-sends';

/** A call that is about to be made; its attempt's row is committed. */
export interface LineCall {
  row: OutboxRow;
  messages: LineMessageObject[];
  attemptId: number;
  via: 'reply' | 'push';
  token: string | null;
  isRepeat: boolean;
  channel: LineChannel;
}

interface LineCallDeps extends Pick<ChatDeps, 'storage' | 'clock' | 'random' | 'channel'> {
  outbox: OutboxRepository;
  conversations: ConversationRepository;
  holds: Holds;
  planned: PlannedSends;
  /** LINE of this account cannot be reached before then. */
  onOffline(botUserId: string, until: number): void;
}

export interface LineCalls {
  /** 'done' = there is nothing to send (any more), 'waiting' = not now. */
  prepare(id: string): LineCall | 'done' | 'waiting';
  make(call: LineCall): Promise<SendOutcome>;
  /** Writes down what the answer proved; true = the same message can go on at once. */
  settle(call: LineCall, outcome: SendOutcome): boolean;
}

const offlineBackoff = { firstMs: 1_000, maxMs: 15_000 };
const unknownBackoff = { firstMs: 2_000, maxMs: 5 * 60_000 };
const notConnectedMs = 60_000;

/** One call to LINE for all bubbles of a bundle: decided in one transaction, settled in another. See decisions 0004 and 0011. */
export function createLineCalls(deps: LineCallDeps): LineCalls {
  const { clock, conversations, holds, outbox, planned, storage } = deps;
  const backoff = (limits: { firstMs: number; maxMs: number }, attempts: number) =>
    backoffMs(limits, attempts, deps.random);

  return {
    prepare: (id) =>
      inTransaction(storage, () => {
        const row = outbox.get(id);
        if (row === null || row.state !== 'queued' || row.hold !== null) return 'done';
        const now = clock.now();
        if ((row.undoUntil ?? 0) > now || (row.scheduledAt ?? 0) > now) return 'waiting';
        const channel = deps.channel(row.botUserId);
        if (channel === null) {
          const problem = { code: 'LINE_NOT_CONNECTED', params: {} } as const;
          outbox.requeue(row, problem, now + notConnectedMs, row.replyToken);
          return 'waiting';
        }
        const attempts = outbox.attempts(id);
        if (holds.holdIfDue(row, attempts)) return 'done';
        // what another console may send as well must carry the key that both have: a reply carries none
        const takeToken = () => (planned.isShared(row) ? null : conversations.takeReplyToken(row.conversationId, now));
        const plan = planSend(row, attempts, now, takeToken);
        if (plan.do === 'fail') {
          outbox.fail(row, plan.problem);
          planned.noteFailed(row, plan.problem);
          conversations.countFailed(row.conversationId);
          return 'done';
        }
        const token = plan.do === 'reply' ? plan.token : null;
        const messages = outbox.bubbles(row).map(({ raw }) => JSON.parse(raw) as LineMessageObject);
        const attemptId = outbox.begin(row, plan.do, token, now);
        return {
          row,
          messages,
          attemptId,
          via: plan.do,
          token,
          isRepeat: plan.do === 'reply' && plan.isRepeat,
          channel,
        };
      }),

    make: ({ channel, row, messages, token }) =>
      token === null ? channel.push(row.sourceId, messages, row.retryKey) : channel.reply(token, messages),

    settle: (call, outcome) =>
      inTransaction(storage, () => {
        const { row, attemptId, via, token, isRepeat } = call;
        const at = clock.now();
        const note = (found: AttemptOutcome, detail: string | null) => {
          const { status, requestId } = outcome;
          outbox.finish(row.id, attemptId, { outcome: found, status, requestId, detail, at });
        };
        const failWith = (problem: Problem) => {
          outbox.fail(row, problem);
          planned.noteFailed(row, problem);
          conversations.countFailed(row.conversationId);
        };
        // another console told meanwhile that LINE has it: nothing can change that
        const isSettled = outbox.get(row.id)?.state !== 'sending';
        switch (outcome.kind) {
          case 'accepted': {
            note(outcome.isRepeat ? 'alreadyAccepted' : 'accepted', null);
            outbox.accept(row, outcome.sentMessages, via, at);
            planned.noteSent(row);
            conversations.noteAnswer(row.conversationId, row.sentAt);
            return false;
          }
          case 'invalidReplyToken': {
            note('refused', 'Invalid reply token');
            if (isSettled) return false;
            if (isRepeat) {
              // used by the first call, or expired since: nobody can tell
              failWith({ code: 'LINE_OUTCOME_UNKNOWN', params: { via: 'reply' } });
              return false;
            }
            outbox.requeue(row, null, at, null);
            return true;
          }
          case 'refused': {
            note('refused', outcome.problem.code);
            // this call was not taken; of an earlier one without an answer that says nothing
            const open = outbox.attempts(row.id).find(isOpen);
            if (!isSettled) {
              failWith(
                open === undefined ? outcome.problem : { code: 'LINE_OUTCOME_UNKNOWN', params: { via: open.via } },
              );
            }
            return false;
          }
          case 'later': {
            note('refused', outcome.problem.code);
            if (!isSettled) outbox.requeue(row, outcome.problem, at + backoff(unknownBackoff, row.attempts), token);
            return false;
          }
          case 'notSent': {
            note('notSent', outcome.problem.code);
            const until = at + backoff(offlineBackoff, row.attempts);
            deps.onOffline(row.botUserId, until);
            if (!isSettled) outbox.requeue(row, outcome.problem, until, token);
            return false;
          }
          case 'unknown': {
            note('unknown', outcome.problem.code);
            if (!isSettled) outbox.requeue(row, outcome.problem, at + backoff(unknownBackoff, row.attempts), token);
            return false;
          }
        }
      }),
  };
}
