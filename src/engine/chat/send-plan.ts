import type { Problem } from '../../shared/errors/error-code';
import type { OutboxRow, SendAttempt } from '../storage/outbox-repository';

/** What to do next with the first message of a queue. */
export type SendPlan =
  | { readonly do: 'reply'; readonly token: string; readonly isRepeat: boolean }
  | { readonly do: 'push' }
  | { readonly do: 'fail'; readonly problem: Problem };

/** LINE knows a retry key for 24 hours from the first request (section 5.7); an hour is kept as margin. */
export const retryKeyLifeMs = 23 * 60 * 60_000;
/** A reply token is dead after a minute or so: later tries of an open reply cannot say anything new. */
export const openReplyLifeMs = 90_000;

/** True while LINE may have the message although no answer said so. */
export function isOpen(attempt: SendAttempt): boolean {
  return attempt.outcome === 'unknown' || attempt.outcome === null;
}

/**
 * Chooses the way to LINE so that nothing can be sent twice (decision 0004):
 * - a reply of which no answer came is tried again with the SAME token only: either the first never arrived, or LINE refuses;
 * - a push of which no answer came is tried again with the SAME key only, while LINE knows it;
 * - a fresh token is used only when no earlier call of this message is open.
 * `takeToken` takes the conversation's reply token out for one use.
 */
export function planSend(
  row: OutboxRow,
  attempts: readonly SendAttempt[],
  now: number,
  takeToken: () => string | null,
): SendPlan {
  const open = attempts.filter(isOpen);
  const openPush = open.find((attempt) => attempt.via === 'push' && attempt.retryKey === row.retryKey);
  if (openPush !== undefined) {
    if (now - openPush.startedAt < retryKeyLifeMs) return { do: 'push' };
    return { do: 'fail', problem: { code: 'LINE_OUTCOME_UNKNOWN', params: { via: 'push' } } };
  }
  const openReply = open.find((attempt) => attempt.via === 'reply');
  if (openReply !== undefined && row.replyToken !== null) {
    if (now - openReply.startedAt < openReplyLifeMs) return { do: 'reply', token: row.replyToken, isRepeat: true };
    return { do: 'fail', problem: { code: 'LINE_OUTCOME_UNKNOWN', params: { via: 'reply' } } };
  }
  if (row.followStatus === 'blocked') {
    return { do: 'fail', problem: { code: 'LINE_RECIPIENT_UNKNOWN', params: { reason: 'blocked' } } };
  }
  const token = open.length > 0 ? null : (row.replyToken ?? takeToken());
  return token === null ? { do: 'push' } : { do: 'reply', token, isRepeat: false };
}
