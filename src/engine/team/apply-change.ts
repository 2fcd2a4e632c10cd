import { type ChatRef, keyOfChange, type WorkspaceChange } from '../../shared/relay-protocol';
import type { Clock } from '../core/clock';
import { type AgentRepository, createAgentRepository } from '../storage/agent-repository';
import { type CannedReplyRepository, createCannedReplyRepository } from '../storage/canned-reply-repository';
import { type ConversationRepository, createConversationRepository } from '../storage/conversation-repository';
import { createFriendRepository, type FriendRepository } from '../storage/friend-repository';
import { createNoteRepository, type NoteRepository } from '../storage/note-repository';
import type { Storage } from '../storage/storage';
import { beyondLog, createTagRepository, notInLogYet, type TagRepository } from '../storage/tag-repository';
import {
  createWorkspaceAccountRepository,
  type WorkspaceAccountRepository,
} from '../storage/workspace-account-repository';
import type { WorkspaceChangeRepository } from '../storage/workspace-change-repository';
import type { ChangeOf, ForeignChanges, TeamEffects } from './team-types';

/** The rows that shared values are kept in. */
export interface SharedRows {
  agents: AgentRepository;
  accounts: WorkspaceAccountRepository;
  conversations: ConversationRepository;
  friends: FriendRepository;
  notes: NoteRepository;
  tags: TagRepository;
  cannedReplies: CannedReplyRepository;
}

/** Opens {@link SharedRows}. */
export function sharedRows(storage: Storage): SharedRows {
  return {
    agents: createAgentRepository(storage),
    accounts: createWorkspaceAccountRepository(storage),
    conversations: createConversationRepository(storage),
    friends: createFriendRepository(storage),
    notes: createNoteRepository(storage),
    tags: createTagRepository(storage),
    cannedReplies: createCannedReplyRepository(storage),
  };
}

interface ApplierParts {
  rows: SharedRows;
  changes: WorkspaceChangeRepository;
  clock: Clock;
  /** Where nothing is told, an own change has no place in a log to wait for. */
  hasRelay: boolean;
  foreign: Partial<ForeignChanges>;
}

/** Where a change comes from: the log, at a position, or this console, which has applied links and plans already. */
export type ChangePlace = { from: 'log'; seq: number } | { from: 'here' };

/**
 * Writes the value that a change carries, inside the caller's transaction. Which change of a key holds was decided before;
 * applying the newest of each key in any order ends in the same rows.
 */
export function createChangeApplier({ rows, changes, clock, hasRelay, foreign }: ApplierParts) {
  const { accounts, agents, cannedReplies, conversations, friends, notes, tags } = rows;

  const friendOf = (botUserId: string, userId: string, effects: TeamEffects): number => {
    const friend = friends.ensure(botUserId, userId, clock.now());
    if (friend.isNew) effects.hasPeople = true;
    return friend.id;
  };
  const conversationOf = ({ botUserId, sourceType, sourceId }: ChatRef, effects: TeamEffects): number => {
    const friendId = sourceType === 'user' ? friendOf(botUserId, sourceId, effects) : null;
    if (conversations.find(botUserId, sourceType, sourceId) === null) effects.hasPeople = true;
    const id = conversations.ensure(botUserId, sourceType, sourceId, friendId);
    effects.conversations.add(id);
    return id;
  };
  const showFriend = (friendId: number, effects: TeamEffects): void => {
    const conversationId = conversations.ofFriend(friendId);
    if (conversationId !== null) effects.conversations.add(conversationId);
  };

  const applyNote = (change: ChangeOf<'note'>, effects: TeamEffects): void => {
    effects.hasTeam = true;
    if (change.isGone) {
      const known = notes.get(change.noteId);
      notes.remove(change.noteId);
      if (known !== null) effects.conversations.add(known.conversationId);
      return;
    }
    notes.save({
      id: change.noteId,
      conversationId: conversationOf(change.chat, effects),
      text: change.text,
      authorId: change.author,
      createdAt: change.createdAt,
      editedAt: change.at > change.createdAt ? change.at : null,
    });
  };

  /** True when the tag was removed after this position: what stands in the log before says nothing any more. */
  const isRemovedAfter = (tag: string, place: ChangePlace): boolean => {
    if (place.from === 'here') return false;
    const key = `tagGone:${tag}`;
    return changes.hasWaiting(key) || changes.position(key) > place.seq;
  };
  const applyTag = (change: ChangeOf<'tag'>, place: ChangePlace, effects: TeamEffects): void => {
    const { name } = change;
    effects.hasTeam = true;
    if (!change.isGone) {
      if (!isRemovedAfter(name, place)) tags.save(name, change.color, change.at);
    } else if (place.from === 'here') {
      tags.markAllForHubSpot(name, beyondLog);
      tags.takeFromAll(name, beyondLog, false);
    } else {
      const key = keyOfChange({ ...change, isGone: false });
      tags.takeFromAll(name, place.seq, changes.hasWaiting(key) || changes.position(key) > place.seq);
    }
  };
  const applyFriendTag = (change: ChangeOf<'friendTag'>, place: ChangePlace, effects: TeamEffects): void => {
    const friendId = friendOf(change.botUserId, change.userId, effects);
    effects.hasTeam = true;
    showFriend(friendId, effects);
    const seq = place.from === 'log' ? place.seq : hasRelay ? notInLogYet : 0;
    if (change.isGiven && !isRemovedAfter(change.tag, place)) tags.give(friendId, change.tag, change.at, seq);
    else tags.take(friendId, change.tag);
    if (place.from === 'here') tags.markForHubSpot(friendId);
    else foreign.takeTags?.(friendId);
  };

  return {
    apply(change: WorkspaceChange, place: ChangePlace, effects: TeamEffects): void {
      switch (change.kind) {
        case 'agent':
          agents.save(change.agentId, change.name);
          effects.hasTeam = true;
          return;
        case 'account':
          if (accounts.save(change.botUserId, change.since)) effects.hasTeam = true;
          return;
        case 'assignment':
          conversations.assign(conversationOf(change.chat, effects), change.agentId);
          return;
        case 'status':
          conversations.setStatus(conversationOf(change.chat, effects), change.status, change.doneUntil);
          return;
        case 'note':
          applyNote(change, effects);
          return;
        case 'tag':
          applyTag(change, place, effects);
          return;
        case 'friendTag':
          applyFriendTag(change, place, effects);
          return;
        case 'cannedReply':
          effects.hasTeam = true;
          if (change.isGone) cannedReplies.remove(change.cannedReplyId);
          else cannedReplies.save({ ...change, id: change.cannedReplyId, updatedAt: change.at });
          return;
        case 'link':
          if (place.from === 'here') return;
          foreign.takeLink?.(change, friendOf(change.botUserId, change.userId, effects));
          effects.hasLinks = true;
          return;
        case 'plannedSend':
          if (place.from === 'here') return;
          conversationOf(change.chat, effects);
          foreign.takePlan?.(change);
          effects.hasPlans = true;
          return;
      }
    },
    /** The log has a change of this console, which was applied before, at this position. */
    place(change: WorkspaceChange, seq: number): void {
      if (change.kind !== 'friendTag' || !change.isGiven) return;
      const friend = friends.byUser(change.botUserId, change.userId);
      if (friend !== null) tags.place(friend.id, change.tag, seq);
    },
  };
}
export type ChangeApplier = ReturnType<typeof createChangeApplier>;

/** The Official Account without which a change cannot be applied; null = it can be applied anywhere. */
export function accountOf(change: WorkspaceChange): string | null {
  // known before the account is connected here
  if (change.kind === 'account') return null;
  if ('chat' in change) return change.chat.botUserId;
  return 'botUserId' in change ? change.botUserId : null;
}
