import { z } from 'zod';
import type { ConversationRow } from '../../shared/model/chat';
import {
  agentIdSchema,
  contactIdSchema,
  conversationIdSchema,
  friendIdSchema,
  officialAccountIdSchema,
} from '../../shared/model/ids';
import { pictureAddress } from '../core/picture-address';
import type { ConversationListRow } from '../storage/conversation-repository';

const tagsSchema = z.array(z.string());

/** A stored conversation as lists show it. Nobody's name known yet: the end of LINE's id stands in. */
export function toConversationRow(row: ConversationListRow): ConversationRow {
  const name = row.friendName ?? row.title ?? '';
  return {
    id: conversationIdSchema.parse(String(row.id)),
    officialAccountId: officialAccountIdSchema.parse(row.botUserId),
    sourceType: row.sourceType,
    friendId: row.friendId === null ? null : friendIdSchema.parse(String(row.friendId)),
    title: name === '' ? `LINE …${row.sourceId.slice(-6)}` : name,
    pictureUrl: pictureAddress(row.friendPictureUrl ?? row.pictureUrl),
    contactId: row.contactId === null ? null : contactIdSchema.parse(row.contactId),
    contactName: row.contactName,
    companyName: row.companyName,
    followStatus: row.followStatus ?? 'unknown',
    lastType: row.lastState === 'unsent' ? 'unsend' : row.lastType,
    lastText: row.lastText,
    lastDirection: row.lastDirection,
    lastMessageAt: row.lastMessageAt,
    unreadCount: row.unreadCount,
    waitingSinceAt: row.waitingSinceAt,
    status: row.status,
    hasDraft: row.hasDraft === 1,
    hasFailedMessage: row.failedCount > 0,
    hasScheduled: row.scheduledCount > 0,
    hasHeld: row.heldCount > 0,
    assigneeId: row.assigneeId === null ? null : agentIdSchema.parse(row.assigneeId),
    assigneeName: row.assigneeName,
    tags: tagsSchema.parse(JSON.parse(row.tags)),
  };
}
