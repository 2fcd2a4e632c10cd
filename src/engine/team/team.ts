import { agentIdSchema } from '../../shared/model/ids';
import { agentIdKey } from '../storage/conversation-list';
import { createMetaRepository } from '../storage/meta-repository';
import { createOfficialAccountRepository } from '../storage/official-account-repository';
import { inTransaction } from '../storage/storage';
import { createWorkspaceChangeRepository } from '../storage/workspace-change-repository';
import { sharedRows } from './apply-change';
import { createCannedReplies } from './canned-replies';
import { createCatchUp } from './catch-up';
import { createChangeTeller } from './change-teller';
import { createConversationActs } from './conversation-acts';
import { createPresence } from './presence';
import { createSharedChanges } from './shared-changes';
import { createTags } from './tags';
import type { Team, TeamDeps } from './team-types';
import { createTellUnknown } from './tell-unknown';

const fallbackName = 'Lumo Console';

/** Makes the {@link Team} of this console. */
export function createTeam(deps: TeamDeps): Team {
  const { clock, events, ids, relay, storage } = deps;
  const rows = sharedRows(storage);
  const changes = createWorkspaceChangeRepository(storage);
  const meta = createMetaRepository(storage);
  const accounts = createOfficialAccountRepository(storage);

  const agentId = agentIdSchema.parse(
    inTransaction(storage, () => {
      const known = meta.get(agentIdKey);
      if (known !== null) return known;
      const made = ids.ulid();
      meta.set(agentIdKey, made);
      return made;
    }),
  );
  const me: Team['me'] = () => ({ agentId, name: deps.agentName().trim().slice(0, 100) || fallbackName });

  const shared = createSharedChanges({ ...deps, rows, changes, onWaiting: () => teller.kick() });
  const catchUp = createCatchUp({ ...deps, changes, shared, onCaughtUp: () => onCaughtUp() });
  const teller = createChangeTeller({ ...deps, changes, settle: shared.settle, onAllTold: catchUp.onAllTold });
  const presence = createPresence({ relay, events, conversations: rows.conversations, me });
  const parts = { ...deps, rows, me, make: shared.make, onWritesWaiting: () => deps.onWritesWaiting?.() };

  const isTold = (key: string): boolean => relay === null || changes.position(key) > 0 || changes.hasWaiting(key);
  /** The first console that has an account says since when; whether there was one is known when the others' values are here. */
  const tellAccounts = (): void => {
    if (!catchUp.isDone()) return;
    for (const { botUserId, connectedAt } of accounts.channels()) {
      const since = rows.accounts.since(botUserId);
      if (since !== null && isTold(`account:${botUserId}`)) continue;
      shared.make({ kind: 'account', botUserId, since: since ?? connectedAt, at: clock.now(), by: null });
    }
  };
  const unknown = createTellUnknown({ ...deps, changes, onWaiting: () => teller.kick() });
  const onCaughtUp = (): void => {
    tellAccounts();
    unknown.onCaughtUp();
  };
  const tellName = (): void => {
    const { name } = me();
    if (isTold(`agent:${agentId}`) && rows.agents.get(agentId)?.name === name) return;
    shared.make({ kind: 'agent', agentId, name, at: clock.now(), by: agentId });
    presence.tell();
  };

  return {
    me,
    make: shared.make,
    take: shared.take,
    afterTake({ hasPlans, hasTeam }) {
      if (hasPlans) deps.onPlansTaken?.();
      if (hasTeam) events.emit({ type: 'stale', topics: ['team'] });
    },
    noteLogLost(reason) {
      catchUp.noteLogLost(reason);
      if (reason === 'cursorAhead') unknown.noteLogReplaced();
    },
    tellName,
    tellAccounts,
    chat: createConversationActs(parts),
    service: {
      ...createTags(parts),
      ...createCannedReplies(parts),
      ...presence.service,
      async agents() {
        return rows.agents.list().map(({ id, name, seenAt }) => ({
          id: agentIdSchema.parse(id),
          name,
          isMe: id === agentId,
          isOnline: id === agentId || presence.isOnline(id),
          seenAt,
        }));
      },
      async setMyName({ name }) {
        deps.saveAgentName?.(name);
        tellName();
      },
    },
    onRelayState(state) {
      if (state === 'catchingUp' || state === 'live') {
        teller.wake();
        catchUp.wake();
      }
    },
    start() {
      tellName();
      presence.start();
      unknown.start();
      teller.start();
      catchUp.start();
      if (catchUp.isDone()) onCaughtUp();
    },
    wake() {
      teller.wake();
      catchUp.wake();
    },
    async stop() {
      presence.stop();
      await Promise.all([teller.stop(), catchUp.stop(), unknown.stop()]);
    },
  };
}
