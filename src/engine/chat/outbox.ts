import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { conversationIdSchema } from '../../shared/model/ids';
import { RelayError } from '../relay/relay-error';
import type { ConversationRepository } from '../storage/conversation-repository';
import type { HoldRepository } from '../storage/hold-repository';
import type { OutboxHead, OutboxRepository } from '../storage/outbox-repository';
import { inTransaction } from '../storage/storage';
import type { ChatDeps } from './chat-types';
import type { FileUploads } from './outgoing/file-uploads';
import type { Holds } from './outgoing/holds';
import { createLineCalls } from './outgoing/line-call';
import type { PlannedSends, PlanSharing } from './outgoing/planned-sends';
import { isOpen } from './send-plan';

export interface OutboxDeps
  extends Pick<ChatDeps, 'storage' | 'clock' | 'random' | 'logger' | 'events' | 'channel' | 'relayState'> {
  outbox: OutboxRepository;
  conversations: ConversationRepository;
  holdRows: HoldRepository;
  holds: Holds;
  planned: PlannedSends;
  sharing: PlanSharing | null;
  uploads: FileUploads;
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

const maxConversations = 8;
const notConnectedMs = 60_000;
const fileRetryMs = 15_000;
/** Files of what waited so long may have lost their addresses. */
const oldMs = 24 * 60 * 60_000;
/** Another console is sending a planned message, or the relay could not be asked whether one is. */
const leaseRetryMs = 15_000;
/** Computers sleep, and their clocks are set: what waits for its hour is looked at so often. */
const longestWaitMs = 60_000;

/**
 * Sends what is queued. Per conversation strictly in order, several conversations at a time; all bubbles of a bundle in one
 * call. What was planned for later, or waits for a person, holds up nothing.
 *
 * One call: queued -> sending (a row tells of the call BEFORE it is made) -> accepted | failed | queued again.
 * Guarantees: the customer's phone gets a message once, or the message is shown as failed with its outcome unknown; a
 * program that ends anywhere in between goes on from the rows. A message that fails for good does not hold up the next.
 * See decisions 0004 (why a reply without an answer is not followed by a push) and 0011 (what waits, and for what).
 */
export function createOutbox(deps: OutboxDeps): Outbox {
  const { clock, conversations, events, holdRows, logger, outbox, planned, sharing, storage, uploads } = deps;
  /** By conversation; a planned message whose files go to the relay before its hour by its own id. */
  const active = new Map<number | string, Promise<void>>();
  /** Accounts whose LINE could not be reached, and until when only waiting makes sense. */
  const offlineUntil = new Map<string, number>();
  /** Planned messages that are not to be tried before then, by the id of their first bubble. */
  const laterUntil = new Map<string, number>();
  const calls = createLineCalls({
    ...deps,
    onOffline: (botUserId, until) => void offlineUntil.set(botUserId, until),
  });
  let isStopped = true;
  let cancelTimer: (() => void) | null = null;

  const tell = (conversationId: number) => {
    events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(conversationId)) });
    events.emit({ type: 'stale', topics: ['conversations', 'dashboard'] });
  };
  const noteWaited = (head: OutboxHead, problem: string | null) => {
    if (head.hasWaited === 1 && (problem === null || head.hasProblem === 1)) return;
    holdRows.noteWaited(head, problem);
    tell(head.conversationId);
  };

  const callLine = async (head: OutboxHead): Promise<void> => {
    for (;;) {
      const call = calls.prepare(head.id);
      tell(head.conversationId);
      if (call === 'done' || call === 'waiting') return;
      const outcome = await calls.make(call);
      if (outcome.kind !== 'notSent') offlineUntil.delete(head.botUserId);
      const goesOn = calls.settle(call, outcome);
      if (outcome.kind === 'accepted') deps.onAccepted();
      tell(head.conversationId);
      if (!goesOn || isStopped) return;
    }
  };
  /** True when every bubble has the addresses of its files. */
  const putFiles = async (head: OutboxHead): Promise<boolean> => {
    const isOld = clock.now() - head.sentAt > oldMs && !outbox.attempts(head.id).some(isOpen);
    if (isOld) uploads.renew(head);
    if (!uploads.isNeeded(head)) return true;
    const failure = await uploads.put(head);
    const row = outbox.get(head.id);
    if (row === null || row.state !== 'queued') return false;
    inTransaction(storage, () => {
      if (failure === null) planned.tell(row);
      else if (failure.canWait) outbox.requeue(row, failure.problem, clock.now() + fileRetryMs, row.replyToken);
      else {
        outbox.fail(row, failure.problem);
        conversations.countFailed(row.conversationId);
      }
    });
    tell(head.conversationId);
    return failure === null;
  };
  const sendOne = async (head: OutboxHead): Promise<void> => {
    if (!(await putFiles(head)) || (head.scheduledAt ?? 0) > clock.now()) return;
    // where the relay cannot be asked, the key alone sees to it that LINE takes a message once
    const isLeased = sharing !== null && planned.isShared(head) && deps.relayState?.() === 'live';
    if (!isLeased || sharing === null) return callLine(head);
    try {
      const isMine = await sharing.withLease(`planned/${head.bundleId}`, () => callLine(head));
      if (!isMine) laterUntil.set(head.id, clock.now() + leaseRetryMs);
    } catch (error) {
      if (!(error instanceof RelayError)) throw error;
      laterUntil.set(head.id, clock.now() + leaseRetryMs);
    }
  };

  /** When this call may be made; 'blocked' = something else will tell. */
  const readyAt = (head: OutboxHead, now: number): number | 'blocked' => {
    const dueAt = Math.max(head.undoUntil ?? 0, head.scheduledAt ?? 0);
    if (dueAt > now && !(head.scheduledAt !== null && uploads.isNeeded(head))) return dueAt;
    const relay = deps.relayState?.() ?? null;
    if (head.seenUntil !== null && relay !== null && relay !== 'live') {
      // what the customer or a colleague wrote meanwhile is not known here
      const code = relay === 'offline' ? 'RELAY_UNREACHABLE' : relay === 'refused' ? 'RELAY_REFUSED' : null;
      noteWaited(head, code === null ? null : JSON.stringify({ code, params: {} }));
      return 'blocked';
    }
    const offline = offlineUntil.get(head.botUserId) ?? 0;
    if (offline > now) noteWaited(head, null);
    return Math.max(head.nextAttemptAt, offline, laterUntil.get(head.id) ?? 0);
  };

  const pump = () => {
    cancelTimer?.();
    cancelTimer = null;
    if (isStopped) return;
    const now = clock.now();
    const seen = new Set<number | string>();
    /** Conversations of which the relay may have something that is not here. */
    const blind = new Set<number | string>();
    let nextAt = Number.POSITIVE_INFINITY;
    for (const head of outbox.queued()) {
      const isPlanned = head.scheduledAt !== null;
      const lane = isPlanned && (head.scheduledAt ?? 0) > now ? head.id : head.conversationId;
      // only the oldest message of a conversation may go, unless that one waits for the relay and a person wants this one
      // sent as it is; what was planned holds up nothing
      const isAllowed = !seen.has(lane) || (head.seenUntil === null && blind.has(lane));
      if (active.has(lane) || !isAllowed) {
        if (!isPlanned && seen.has(lane)) noteWaitedBehind(head);
        continue;
      }
      const at = readyAt(head, now);
      if (!isPlanned) {
        seen.add(head.conversationId);
        if (at === 'blocked') blind.add(lane);
        else blind.delete(lane);
        if (at === 'blocked' || head.hasWaited === 1) waitedIn.add(head.conversationId);
        else waitedIn.delete(head.conversationId);
      }
      if (at === 'blocked') continue;
      if (at > now) {
        nextAt = Math.min(nextAt, at);
        continue;
      }
      if (active.size >= maxConversations) break;
      const work = sendOne(head)
        .catch((error: unknown) => onFailure(head, error))
        .finally(() => {
          active.delete(lane);
          pump();
        });
      active.set(lane, work);
    }
    if (nextAt < Number.POSITIVE_INFINITY) {
      cancelTimer = clock.after(Math.min(longestWaitMs, Math.max(10, nextAt - now)), pump);
    }
  };
  /** Conversations whose first message has waited: those behind it have as well. */
  const waitedIn = new Set<number>();
  const noteWaitedBehind = (head: OutboxHead) => {
    if (waitedIn.has(head.conversationId)) noteWaited(head, null);
  };
  /** Our own fault (disk full, a row that cannot be read): the message waits and says so. */
  const onFailure = (head: OutboxHead, error: unknown) => {
    logger.error('sending a message failed', { messageId: head.id, error });
    try {
      const row = outbox.get(head.id);
      if (row === null || (row.state !== 'queued' && row.state !== 'sending')) return;
      inTransaction(storage, () => {
        outbox.interrupt(head.id, clock.now());
        outbox.requeue(row, toProblem(error), clock.now() + notConnectedMs, row.replyToken);
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
          const row = outbox.get(id);
          if (row === null) continue;
          outbox.interrupt(id, clock.now());
          outbox.requeue(row, null, clock.now(), row.replyToken);
        }
        for (const head of outbox.queued()) {
          if (!deps.holds.holdIfOld(head)) holdRows.noteWaited(head, null);
        }
      });
      pump();
    },
    kick: pump,
    wake() {
      offlineUntil.clear();
      laterUntil.clear();
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
