import { LumoError } from '../../shared/errors/lumo-error';
import type { WorkspaceChange } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import type { ServiceOf } from '../engine-types';
import type { FriendRow } from '../storage/friend-repository';
import { inTransaction, type Storage } from '../storage/storage';
import type { SharedRows } from './apply-change';
import type { Team } from './team-types';

interface TagParts {
  rows: SharedRows;
  storage: Storage;
  clock: Clock;
  me: Team['me'];
  make(change: WorkspaceChange): void;
  onWritesWaiting: () => void;
}

/** Tags with colours, and who has them. What a linked friend has is written to HubSpot by the console where it was given. */
export function createTags({
  rows,
  storage,
  clock,
  me,
  make,
  onWritesWaiting,
}: TagParts): ServiceOf<'team', 'tags' | 'saveTag' | 'removeTag' | 'giveTag' | 'takeTag'> {
  const { friends, tags } = rows;
  const made = () => ({ at: clock.now(), by: me().agentId });
  const friendOf = (id: string): FriendRow => {
    const friend = friends.byId(Number(id));
    if (friend === null) throw new LumoError('NOT_FOUND', { kind: 'friend' });
    return friend;
  };
  const change = (friend: FriendRow, tag: string, isGiven: boolean): void => {
    const { botUserId, userId } = friend;
    make({ kind: 'friendTag', botUserId, userId, tag, isGiven, ...made() });
  };

  return {
    async tags() {
      return tags.all();
    },
    async saveTag({ name, color }) {
      make({ kind: 'tag', name, color, isGone: false, ...made() });
    },
    async removeTag({ name }) {
      make({ kind: 'tag', name, color: null, isGone: true, ...made() });
      onWritesWaiting();
    },
    async giveTag({ friendId, tag }) {
      const friend = friendOf(friendId);
      if (tags.of(friend.id).includes(tag)) return;
      inTransaction(storage, () => {
        if (!tags.isSaved(tag)) make({ kind: 'tag', name: tag, color: null, isGone: false, ...made() });
        change(friend, tag, true);
      });
      onWritesWaiting();
    },
    async takeTag({ friendId, tag }) {
      const friend = friendOf(friendId);
      if (!tags.of(friend.id).includes(tag)) return;
      change(friend, tag, false);
      onWritesWaiting();
    },
  };
}
