import { setImmediate as nextTurn } from 'node:timers/promises';
import { LumoError, toProblem } from '../../shared/errors/lumo-error';
import { conversationIdSchema } from '../../shared/model/ids';
import {
  type ConsoleRelayEvent,
  LINK_OPENED_KIND,
  type LineRelayEvent,
  linkOpenedSchema,
  MESSAGE_SENT_KIND,
  messageSentSchema,
  type RelayEvent,
  relayEventSchema,
  WORKSPACE_CHANGE_KIND,
} from '../../shared/relay-protocol';
import { secretNames } from '../core/secret-store';
import { isSignedBy, lineWebhookEventSchema, readWebhookBody } from '../line';
import type { RelayState } from '../relay/relay-port';
import { createConversationRepository } from '../storage/conversation-repository';
import { createFriendRepository } from '../storage/friend-repository';
import { createGroupMemberRepository } from '../storage/group-member-repository';
import { createGroupRepository } from '../storage/group-repository';
import { relieveLog } from '../storage/log-relief';
import { createMediaRepository } from '../storage/media-repository';
import { createMessageRepository } from '../storage/message-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { createOutboxRepository } from '../storage/outbox-repository';
import { createReadMarkRepository } from '../storage/read-mark-repository';
import { createRelayCursorRepository } from '../storage/relay-cursor-repository';
import { inTransaction } from '../storage/storage';
import { createWebhookEventRepository } from '../storage/webhook-event-repository';
import { type ApplyParts, applyLineEvent, isKeptRaw } from './apply-line-event';
import { applySentMessage } from './apply-sent-message';
import { type Effects, noEffects } from './effects';
import type { Intake, IntakeDeps } from './intake-types';

/** One slice of work holds the main loop no longer than this, so that the window stays smooth (16 ms a frame). */
const sliceMs = 4;
const sliceEntries = 100;
/** While much comes in, lists are told to read again once in this time. */
const staleEveryMs = 1_000;
/** More conversations than this in one page are told as one change of the list. */
const maxTold = 20;

/**
 * Applies the workspace's log. For every slice of a page: verify, de-duplicate, apply and move the cursor in ONE
 * transaction, then tell what changed. A page is acknowledged when all its slices are committed.
 * Guarantees: an event is applied once, whether it comes twice, late or in another order; an event that cannot be applied
 * is kept as failed and does not hold up the others; nothing unsigned is applied; what belongs to an account that is
 * not connected waits, whole, until it is.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const { clock, events, logger, relay, secrets, storage, workspaceId } = deps;
  const accounts = createOfficialAccountRepository(storage);
  const cursor = createRelayCursorRepository(storage);
  const webhookEvents = createWebhookEventRepository(storage);
  const parts: ApplyParts = {
    clock,
    ids: deps.ids,
    friends: createFriendRepository(storage),
    groups: createGroupRepository(storage),
    members: createGroupMemberRepository(storage),
    readMarks: createReadMarkRepository(storage),
    conversations: createConversationRepository(storage),
    messages: createMessageRepository(storage),
    media: createMediaRepository(storage),
    outbox: createOutboxRepository(storage),
    links: deps.links,
  };
  let state: RelayState = 'offline';
  let lastEventAt: number | null = null;
  let isStopped = true;
  let hasUntold = false;
  let toldAt = 0;
  const replays = new Map<string, Promise<void>>();

  const tellStale = () => {
    hasUntold = false;
    toldAt = clock.now();
    events.emit({ type: 'stale', topics: ['conversations', 'dashboard', 'search', 'links'] });
  };
  const publish = (effects: Effects, isBulk: boolean) => {
    if (effects.hasMedia) deps.onMediaWaiting();
    if (effects.hasPeople) deps.onPeopleWaiting();
    if (effects.hasGroups) deps.onGroupsChanged?.();
    if (effects.hasMembers) deps.onMembersWaiting?.();
    if (effects.hasLinks) deps.onLinksTaken();
    deps.team?.afterTake(effects);
    if (effects.unusedFiles.length > 0) deps.onFilesUnused(effects.unusedFiles);
    if (effects.conversations.size === 0) return;
    if (isBulk || effects.conversations.size > maxTold) {
      hasUntold = true;
      if (clock.now() - toldAt > staleEveryMs) tellStale();
    } else {
      for (const id of effects.conversations) {
        events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(id)) });
      }
      tellStale();
    }
    for (const arrival of effects.arrivals.slice(0, maxTold)) events.emit({ type: 'messageArrived', ...arrival });
  };

  const park = (entry: LineRelayEvent | ConsoleRelayEvent, botUserId: string) =>
    webhookEvents.park(`${entry.source}:${entry.id}`, entry.seq, botUserId, JSON.stringify(entry), clock.now());
  /** Applies one event; guarded, in a savepoint of its own, where what it throws is written down instead. */
  const applyOne = (entry: LineRelayEvent, found: unknown, index: number, effects: Effects, isGuarded: boolean) => {
    let eventId = `line:${entry.id}#${index}`;
    let type = 'unreadable';
    const work = () => {
      const event = lineWebhookEventSchema.parse(found);
      eventId = event.webhookEventId;
      type = event.type;
      const raw = isKeptRaw(type) ? JSON.stringify(found) : null;
      if (!webhookEvents.claim(eventId, entry.seq, entry.botUserId, type, raw, clock.now())) return;
      applyLineEvent(parts, entry, event, effects);
    };
    if (!isGuarded) {
      work();
      return;
    }
    try {
      inTransaction(storage, work);
    } catch (error) {
      if (isStorageError(error)) throw error;
      logger.warn('a webhook event could not be applied', { eventId, type, error });
      const raw = JSON.stringify(found) ?? null;
      webhookEvents.fail(eventId, entry.seq, entry.botUserId, type, raw, toProblem(error), clock.now());
    }
  };
  const applyBody = (entry: LineRelayEvent, effects: Effects, isGuarded: boolean) => {
    const secret = secrets.get(secretNames.channelSecret(entry.botUserId));
    if (secret === null || !accounts.isConnected(entry.botUserId)) {
      park(entry, entry.botUserId);
      return;
    }
    const rawBody = Buffer.from(entry.rawBody, 'base64');
    const failBody = (problem: ReturnType<typeof toProblem>) => {
      const id = `line:${entry.id}`;
      webhookEvents.fail(id, entry.seq, entry.botUserId, 'body', JSON.stringify(entry), problem, clock.now());
      logger.warn('a webhook body was set aside', { botUserId: entry.botUserId, problem });
    };
    if (!isSignedBy(secret, rawBody, entry.signature)) {
      failBody({ code: 'LINE_SIGNATURE_INVALID', params: {} });
      return;
    }
    let found: unknown[];
    try {
      const body = readWebhookBody(rawBody);
      if (body.destination !== entry.botUserId) throw new LumoError('INPUT_INVALID', { field: 'destination' });
      found = body.events;
    } catch (error) {
      failBody(toProblem(error));
      return;
    }
    for (const [index, event] of found.entries()) applyOne(entry, event, index, effects, isGuarded);
    accounts.saveLastEvent(entry.botUserId, entry.receivedAt);
  };
  const applyConsole = (entry: ConsoleRelayEvent, effects: Effects) => {
    const opened = entry.kind === LINK_OPENED_KIND ? linkOpenedSchema.safeParse(entry.body) : null;
    if (opened?.success) {
      deps.links.takeLinkOpened(opened.data.requestId);
      effects.hasLinks = true;
    }
    if (entry.kind === WORKSPACE_CHANGE_KIND) deps.team?.take(entry, effects);
    if (entry.kind !== MESSAGE_SENT_KIND) return;
    const sent = messageSentSchema.safeParse(entry.body);
    if (!sent.success) {
      logger.warn('a message of another console is not understood', { seq: entry.seq });
      return;
    }
    if (!accounts.isConnected(sent.data.botUserId)) park(entry, sent.data.botUserId);
    else applySentMessage(parts, `console:${entry.id}`, sent.data, effects);
  };
  const applyEntry = (entry: RelayEvent, effects: Effects, isGuarded: boolean) => {
    if (entry.source === 'line') applyBody(entry, effects, isGuarded);
    else if (entry.source === 'console') applyConsole(entry, effects);
    else deps.onHubSpotEvent?.(entry);
    lastEventAt = Math.max(lastEventAt ?? 0, entry.receivedAt);
  };

  /** Works through entries in slices; `commit` writes what belongs into the same transaction as the slice. */
  const inSlices = async <Entry>(
    entries: readonly Entry[],
    isBulk: () => boolean,
    apply: (entry: Entry, effects: Effects, isGuarded: boolean) => void,
    commit: (last: Entry) => void,
  ) => {
    let next = 0;
    while (next < entries.length) {
      const from = next;
      let effects = noEffects();
      const work = (isGuarded: boolean) => () => {
        const startedAt = performance.now();
        effects = noEffects();
        next = from;
        let last: Entry | undefined;
        while (next < entries.length && next - from < sliceEntries && performance.now() - startedAt < sliceMs) {
          const entry = entries[next];
          if (entry === undefined) break;
          apply(entry, effects, isGuarded);
          last = entry;
          next += 1;
        }
        if (last !== undefined) commit(last);
      };
      // the log still has what a power cut takes, and the cursor goes with the data: in bulk nothing waits for the disk
      if (isBulk()) storage.pragma('synchronous = NORMAL');
      try {
        // A savepoint makes the text index write itself out: only a slice in which something threw is done again with them.
        inTransaction(storage, work(false));
      } catch (error) {
        if (isStorageError(error)) throw error;
        inTransaction(storage, work(true));
      } finally {
        storage.pragma('synchronous = FULL');
      }
      publish(effects, isBulk());
      if (isBulk()) await relieveLog(storage);
      if (next < entries.length) await nextTurn();
    }
  };
  const onEvents = async (entries: RelayEvent[]) => {
    await inSlices(
      entries,
      () => state !== 'live' && entries.length > maxTold,
      applyEntry,
      (last) => cursor.set(workspaceId, last.seq, clock.now()),
    );
    if (state === 'live' && hasUntold) tellStale();
  };

  const replay = async (botUserId: string) => {
    let afterSeq = 0;
    while (!isStopped) {
      const batch = webhookEvents.waiting(botUserId, afterSeq, 200);
      await inSlices(
        batch,
        () => true,
        (waiting, effects, isGuarded) => {
          webhookEvents.drop(waiting.eventId);
          applyEntry(relayEventSchema.parse(JSON.parse(waiting.raw)), effects, isGuarded);
        },
        () => undefined,
      );
      const last = batch.at(-1);
      if (last === undefined) break;
      afterSeq = last.relaySeq;
      await nextTurn();
    }
    if (hasUntold) tellStale();
  };

  const onState = (next: RelayState, reason?: string) => {
    state = next;
    if (next === 'refused') logger.warn('the relay refuses this console', { reason });
    if (next === 'live' && hasUntold) tellStale();
    deps.onRelayState(next);
  };

  return {
    start() {
      isStopped = false;
      for (const { botUserId } of accounts.channels()) void this.replayParked(botUserId);
      relay?.start({
        cursor: cursor.get(workspaceId),
        onEvents,
        onState,
        async onResyncNeeded({ reason, resumeAt }) {
          logger.warn('the relay log does not reach back to where this console stopped', { reason, resumeAt });
          inTransaction(storage, () => {
            cursor.set(workspaceId, resumeAt, clock.now());
            deps.team?.noteLogLost(reason);
          });
          deps.onLogLost?.();
        },
      });
    },
    async stop() {
      isStopped = true;
      await relay?.stop();
      await Promise.all(replays.values());
    },
    replayParked(botUserId) {
      const running = replays.get(botUserId);
      if (running !== undefined) return running;
      const run = replay(botUserId)
        .catch((error: unknown) => logger.error('events that waited could not be applied', { botUserId, error }))
        .finally(() => replays.delete(botUserId));
      replays.set(botUserId, run);
      return run;
    },
    relayState: () => state,
    lastEventAt: () => lastEventAt,
  };
}

/** The disk or the file failed, not the event: the same events must come again. */
function isStorageError(error: unknown): boolean {
  return error instanceof LumoError && error.code.startsWith('STORAGE_');
}
