/** How the next message would go out and what it costs. */
export type SendCost =
  | { readonly kind: 'free'; readonly secondsLeft: number }
  | { readonly kind: 'push'; readonly count: number; readonly left: number | null; readonly limit: number | null }
  | { readonly kind: 'quotaUsed'; readonly limit: number };

/** What the cost is worked out from; the quota is null where LINE reports no limit or was not asked yet. */
export interface CostInput {
  readonly freeReplyUntil: number | null;
  readonly quotaLimit: number | null;
  readonly quotaUsed: number | null;
}

/**
 * The cost of sending at `now` (epoch ms): free while the reply token lives, after it one of the month's quota for each
 * of the `recipients` (a push to a group counts every member; LINE fact sheet, section 14).
 */
export function sendCost(input: CostInput, now: number, recipients = 1): SendCost {
  if (input.freeReplyUntil !== null && input.freeReplyUntil > now) {
    return { kind: 'free', secondsLeft: Math.ceil((input.freeReplyUntil - now) / 1000) };
  }
  const count = Math.max(1, recipients);
  if (input.quotaLimit === null) return { kind: 'push', count, left: null, limit: null };
  const left = Math.max(0, input.quotaLimit - (input.quotaUsed ?? 0));
  if (left === 0) return { kind: 'quotaUsed', limit: input.quotaLimit };
  return { kind: 'push', count, left, limit: input.quotaLimit };
}

/** Text key and count of a countdown: seconds up to two minutes, whole minutes above. */
export function countdownText(secondsLeft: number): { readonly key: 'seconds' | 'minutes'; readonly count: number } {
  if (secondsLeft <= 120) return { key: 'seconds', count: secondsLeft };
  return { key: 'minutes', count: Math.floor(secondsLeft / 60) };
}

/** A countdown as a clock shows it: `0:42`, `12:05`. */
export function clockText(secondsLeft: number): string {
  return `${Math.floor(secondsLeft / 60)}:${String(secondsLeft % 60).padStart(2, '0')}`;
}
