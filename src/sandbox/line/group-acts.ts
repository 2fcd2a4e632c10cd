import type { Group, Groups } from './groups';
import type { Happenings } from './happenings';
import { type Counter, lineIdOf } from './identifiers';
import { LineProblem } from './problems';

interface GroupActsOptions {
  readonly seed: number;
  readonly counter: Counter;
  readonly groups: Groups;
  readonly happenings: Happenings;
}

/** What people do with groups and rooms on their phones. Each act changes the state and sends the webhooks that LINE sends for it. */
export class GroupActs {
  readonly #with: GroupActsOptions;

  constructor(options: GroupActsOptions) {
    this.#with = options;
  }

  /** Makes a group (or, without a name, a room) with these people and invites the account. Returns its id. */
  async create(channelId: string, name: string | null, memberIds: readonly string[]): Promise<string> {
    const { seed, counter, groups, happenings } = this.#with;
    const groupId = lineIdOf(name === null ? 'R' : 'C', seed, `group:${counter.next('group')}`);
    groups.add(groupId, channelId, name ?? '', memberIds);
    await happenings.tell(channelId, groupId, null, [{ type: 'join', hasReplyToken: true }]);
    return groupId;
  }

  /** Adds people to a group, or removes them. Those who are in (or out) already are no news. */
  async changeMembers(groupId: string, change: 'joined' | 'left', memberIds: readonly string[]): Promise<void> {
    const { groups, happenings } = this.#with;
    const group = this.#known(groupId);
    const present = new Set(groups.memberIds(groupId));
    const changed = [...new Set(memberIds)].filter((userId) => present.has(userId) === (change === 'left'));
    groups.changeMembers(groupId, change, changed);
    if (!group.isBotInside || changed.length === 0) return;
    const members = changed.map((userId) => ({ type: 'user', userId }));
    await happenings.tell(group.channelId, groupId, null, [
      change === 'joined'
        ? { type: 'memberJoined', hasReplyToken: true, joined: { members } }
        : { type: 'memberLeft', hasReplyToken: false, left: { members } },
    ]);
  }

  /** Invites the account again into a group that it left or was removed from. */
  async inviteBot(groupId: string): Promise<void> {
    const group = this.#known(groupId);
    if (group.isBotInside) return;
    this.#with.groups.setBotInside(groupId, true);
    await this.#with.happenings.tell(group.channelId, groupId, null, [{ type: 'join', hasReplyToken: true }]);
  }

  /** Removes the account from a group. */
  async removeBot(groupId: string): Promise<void> {
    const group = this.#known(groupId);
    if (!group.isBotInside) return;
    this.#with.groups.setBotInside(groupId, false);
    await this.#with.happenings.tell(group.channelId, groupId, null, [{ type: 'leave', hasReplyToken: false }]);
  }

  #known(groupId: string): Group {
    const group = this.#with.groups.find(groupId);
    if (group === null) throw new LineProblem(404, 'There is no such group');
    return group;
  }
}
