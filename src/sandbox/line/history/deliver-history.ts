import type { ChatMessage } from '../chat-log';
import { isGroupId } from '../groups';
import { hexOf, ulidOf } from '../identifiers';
import type { OfficialAccount } from '../official-accounts';
import type { LineState } from '../state';
import { webhookBody } from '../webhook-body';
import { editedContentOf, messageContentOf, sourceOf, type WebhookEvent } from '../webhook-events';

/** What a delivery of past events came to. */
export interface HistoryDelivery {
  readonly bodies: number;
  readonly events: number;
  /** Bodies that the endpoint did not take even at the third try. */
  readonly failedBodies: number;
}

const EVENTS_PER_BODY = 20;
/** Like a provider, it does not wait for one answer before it sends the next; a receiver can commit them together. */
const POSTS_AT_ONCE = 8;
const PAGE = 2_000;
const TRIES = 3;
/** The account was invited a while before the first word. */
const JOINED_BEFORE_MS = 300_000;

/**
 * Sends what customers did in the past (follows, messages, blocks) as signed webhooks with their original times to the registered endpoints,
 * oldest first, eight at a time. A real provider never does this: it stands for "the relay was connected all the time" in a trial. Reply tokens in it are over.
 * Sending it twice repeats the same event ids.
 */
export async function deliverHistory(state: LineState): Promise<HistoryDelivery> {
  const total = { bodies: 0, events: 0, failedBodies: 0 };
  for (const account of state.accounts.list()) {
    if (account.endpoint === null || !account.isEndpointActive) continue;
    const { endpoint } = account;
    const events = pastEvents(state, account);
    let next = 0;
    const postInTurn = async () => {
      while (next < events.length) {
        const some = events.slice(next, next + EVENTS_PER_BODY);
        next += EVENTS_PER_BODY;
        const isTaken = await postWithTries(state, account, endpoint, some);
        total.bodies += 1;
        total.events += some.length;
        if (!isTaken) total.failedBodies += 1;
      }
    };
    await Promise.all(Array.from({ length: POSTS_AT_ONCE }, postInTurn));
  }
  return total;
}

/** The Official Account's own past messages, which no webhook tells: pages by sequence number. */
export function outgoingHistory(state: LineState, channelId: string, afterSeq: number, limit: number): ChatMessage[] {
  return state.chatLog.history(channelId, 'out', afterSeq, limit);
}

async function postWithTries(
  state: LineState,
  account: OfficialAccount,
  url: string,
  events: readonly WebhookEvent[],
): Promise<boolean> {
  const body = webhookBody(account.botUserId, events, false);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const outcome = await state.webhooks.post(account, url, body, 'history', { events });
    if (outcome.reason === 'OK') return true;
  }
  return false;
}

function pastEvents(state: LineState, account: OfficialAccount): WebhookEvent[] {
  const { channelId } = account;
  const events: WebhookEvent[] = [];
  const joined = new Set<string>();
  const add = (
    label: string,
    at: number,
    [chatId, userId]: readonly [chatId: string, userId: string | null],
    fields: { type: string; [field: string]: unknown },
    hasReplyToken: boolean,
  ) => {
    events.push({
      ...fields,
      webhookEventId: ulidOf(state.seed, `past:${channelId}:${label}`, at),
      timestamp: at,
      source: sourceOf(chatId, userId),
      mode: 'active',
      ...(hasReplyToken ? { replyToken: hexOf(state.seed, `past-reply:${channelId}:${label}`, 32) } : {}),
    });
  };
  const friendships = state.database
    .prepare<[string], { user_id: string; added_at: number | null; blocked_at: number | null }>(
      'SELECT user_id, added_at, blocked_at FROM ln_friendships WHERE channel_id = ?',
    )
    .all(channelId);
  for (const { user_id: userId, added_at: addedAt, blocked_at: blockedAt } of friendships) {
    if (addedAt !== null)
      add(`follow:${userId}`, addedAt, [userId, null], { type: 'follow', follow: { isUnblocked: false } }, true);
    if (blockedAt !== null) add(`unfollow:${userId}`, blockedAt, [userId, null], { type: 'unfollow' }, false);
  }
  for (let afterSeq = 0; ; ) {
    const page = state.chatLog.history(channelId, 'in', afterSeq, PAGE);
    for (const message of page) {
      const { id, at, chatId, userId, editedAt, unsentAt } = message;
      const asSent = { ...message, body: state.chatLog.firstBody(message) };
      if (isGroupId(chatId) && !joined.has(chatId)) {
        joined.add(chatId);
        add(`join:${chatId}`, at - JOINED_BEFORE_MS, [chatId, null], { type: 'join' }, true);
      }
      add(
        `message:${id}`,
        at,
        [chatId, userId],
        { type: 'message', message: messageContentOf(state.seed, asSent) },
        true,
      );
      if (editedAt !== null) {
        const edited = { type: 'messageEdited', message: editedContentOf(state.seed, message) };
        add(`edit:${id}`, editedAt, [chatId, userId], edited, true);
      }
      if (unsentAt !== null) {
        add(`unsend:${id}`, unsentAt, [chatId, userId], { type: 'unsend', unsend: { messageId: id } }, false);
      }
    }
    const last = page.at(-1);
    if (!last) break;
    afterSeq = last.seq;
  }
  return events.sort((a, b) => a.timestamp - b.timestamp);
}
