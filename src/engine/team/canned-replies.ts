import { LumoError } from '../../shared/errors/lumo-error';
import type { WorkspaceChange } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { EventBus } from '../core/event-bus';
import type { Ids } from '../core/ids';
import type { ServiceOf } from '../engine-types';
import { inTransaction, type Storage } from '../storage/storage';
import type { SharedRows } from './apply-change';
import type { Team } from './team-types';

interface CannedReplyParts {
  rows: SharedRows;
  storage: Storage;
  clock: Clock;
  ids: Ids;
  events: EventBus;
  me: Team['me'];
  make(change: WorkspaceChange): void;
}

/** How two shortcuts are compared: as a person types them. */
const folded = (shortcut: string): string => shortcut.normalize('NFKC').toLowerCase();

/** Ready-made answers of the workspace. How often one is used counts on this console alone. */
export function createCannedReplies({
  rows,
  storage,
  clock,
  ids,
  events,
  me,
  make,
}: CannedReplyParts): ServiceOf<
  'team',
  'cannedReplies' | 'saveCannedReply' | 'removeCannedReply' | 'noteCannedReplyUsed'
> {
  const { cannedReplies } = rows;
  return {
    async cannedReplies() {
      return cannedReplies.list();
    },
    async saveCannedReply({ id, shortcut, title, contents }) {
      const cannedReplyId = id ?? ids.ulid();
      inTransaction(storage, () => {
        if (id !== null && cannedReplies.get(id) === null) throw new LumoError('NOT_FOUND', { kind: 'cannedReply' });
        const isTaken = cannedReplies
          .list()
          .some((other) => other.id !== cannedReplyId && folded(other.shortcut) === folded(shortcut));
        if (isTaken) throw new LumoError('CANNED_SHORTCUT_TAKEN', { shortcut });
        const made = { at: clock.now(), by: me().agentId };
        make({ kind: 'cannedReply', cannedReplyId, shortcut, title, contents, isGone: false, ...made });
      });
      const saved = cannedReplies.get(cannedReplyId);
      if (saved === null) throw new LumoError('INTERNAL', { detail: 'ready-made answer not stored' });
      return saved;
    },
    async removeCannedReply({ id }) {
      if (cannedReplies.get(id) === null) return;
      const gone = { shortcut: '', title: '', contents: [], isGone: true };
      make({ kind: 'cannedReply', cannedReplyId: id, ...gone, at: clock.now(), by: me().agentId });
    },
    async noteCannedReplyUsed({ id }) {
      cannedReplies.noteUsed(id, clock.now());
      events.emit({ type: 'stale', topics: ['team'] });
    },
  };
}
