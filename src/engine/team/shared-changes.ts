import { conversationIdSchema } from '../../shared/model/ids';
import {
  type ConsoleRelayEvent,
  keyOfChange,
  WORKSPACE_CHANGE_KIND,
  type WorkspaceChange,
  workspaceChangeSchema,
} from '../../shared/relay-protocol';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { inTransaction } from '../storage/storage';
import { createWebhookEventRepository } from '../storage/webhook-event-repository';
import type { WaitingChange, WorkspaceChangeRepository } from '../storage/workspace-change-repository';
import { accountOf, createChangeApplier, type SharedRows } from './apply-change';
import { noTeamEffects, type TeamDeps, type TeamEffects } from './team-types';

/** More conversations than this at once are told as one change of the list. */
const maxTold = 20;

/**
 * Shared values and the log's order. A change that is made here holds at once and waits in a table until the log has it; of
 * entries of the log the newest of each key holds, and while an own change of a key waits, no other takes its place: the own
 * one will stand after it.
 */
export function createSharedChanges(
  deps: TeamDeps & { rows: SharedRows; changes: WorkspaceChangeRepository; onWaiting: () => void },
) {
  const { changes, clock, events, ids, logger, rows, storage } = deps;
  const accounts = createOfficialAccountRepository(storage);
  const webhookEvents = createWebhookEventRepository(storage);
  const hasRelay = deps.relay !== null;
  const applier = createChangeApplier({ rows, changes, clock, hasRelay, foreign: deps.foreign ?? {} });

  const publish = (effects: TeamEffects): void => {
    if (effects.hasPeople) deps.onPeopleWaiting?.();
    if (effects.hasLinks) deps.onLinksTaken?.();
    if (effects.hasPlans) deps.onPlansTaken?.();
    if (effects.conversations.size <= maxTold) {
      for (const id of effects.conversations) {
        events.emit({ type: 'conversationChanged', conversationId: conversationIdSchema.parse(String(id)) });
      }
    }
    if (effects.conversations.size > 0)
      events.emit({ type: 'stale', topics: ['conversations', 'dashboard', 'search'] });
    if (effects.hasTeam) events.emit({ type: 'stale', topics: ['team', 'conversations'] });
  };

  return {
    publish,
    make(change: WorkspaceChange): void {
      const effects = noTeamEffects();
      inTransaction(storage, () => {
        applier.apply(change, { from: 'here' }, effects);
        if (change.by !== null) rows.agents.seen(change.by, change.at);
        if (hasRelay) changes.add({ id: ids.ulid(), changeKey: keyOfChange(change), body: JSON.stringify(change) });
      });
      publish(effects);
      if (hasRelay) deps.onWaiting();
    },
    /** The log has this change of ours, at this position. Inside a transaction. */
    settle({ id, changeKey, body }: WaitingChange, seq: number): void {
      if (!changes.drop(id)) return;
      changes.advance(changeKey, seq);
      // a later own change of the key, if there is one, has its own place
      if (changes.hasWaiting(changeKey)) return;
      const change = workspaceChangeSchema.safeParse(JSON.parse(body));
      if (change.success) applier.place(change.data, seq);
    },
    take(entry: ConsoleRelayEvent, effects: TeamEffects): void {
      if (entry.kind !== WORKSPACE_CHANGE_KIND) return;
      const parsed = workspaceChangeSchema.safeParse(entry.body);
      if (!parsed.success) {
        logger.warn('a change of another console is not understood', { seq: entry.seq });
        return;
      }
      const change = parsed.data;
      const key = keyOfChange(change);
      const isOwn = changes.drop(entry.id);
      const account = accountOf(change);
      if (account !== null && !accounts.isConnected(account)) {
        webhookEvents.park(`console:${entry.id}`, entry.seq, account, JSON.stringify(entry), clock.now());
        return;
      }
      if (change.by !== null) rows.agents.seen(change.by, entry.receivedAt);
      if (changes.hasWaiting(key)) {
        effects.hasSkipped = true;
        return;
      }
      if (!changes.advance(key, entry.seq)) return;
      if (isOwn) applier.place(change, entry.seq);
      else applier.apply(change, { from: 'log', seq: entry.seq }, effects);
    },
  };
}
export type SharedChanges = ReturnType<typeof createSharedChanges>;
