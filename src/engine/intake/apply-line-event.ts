import { conversationIdSchema, messageIdSchema } from '../../shared/model/ids';
import type { Clock } from '../core/clock';
import type { Ids } from '../core/ids';
import { type LineWebhookEvent, messageText } from '../line';
import type { ConversationRepository, SourceType } from '../storage/conversation-repository';
import type { FriendRepository } from '../storage/friend-repository';
import type { GroupMemberRepository } from '../storage/group-member-repository';
import type { GroupRepository } from '../storage/group-repository';
import type { MediaRepository } from '../storage/media-repository';
import type { MessageRepository } from '../storage/message-repository';
import type { OutboxRepository } from '../storage/outbox-repository';
import type { ReadMarkRepository } from '../storage/read-mark-repository';
import type { Effects } from './effects';
import type { IntakeLinks } from './intake-types';
import { tappedLabel } from './tapped-label';

export interface ApplyParts {
  clock: Clock;
  ids: Ids;
  friends: FriendRepository;
  groups: GroupRepository;
  members: GroupMemberRepository;
  readMarks: ReadMarkRepository;
  conversations: ConversationRepository;
  messages: MessageRepository;
  media: MediaRepository;
  outbox: OutboxRepository;
  links: IntakeLinks;
}

/** Where an event came from and when the relay took it. */
export interface EventPlace {
  botUserId: string;
  receivedAt: number;
}

interface Chat {
  conversationId: number;
  sourceType: SourceType;
  userId: string | null;
  friendId: number | null;
}

/** LINE promises a minute; the person needs some of it for the call itself (section 5.2). */
const replyWindowMs = 50_000;
/** A token is dead 20 minutes after its event, whenever it was delivered (section 4.2). */
const tokenLifeMs = 20 * 60_000;
/** Older messages are history: they are shown, but nobody is called to the screen. */
const arrivalAgeMs = 2 * 60_000;
const profileAgeMs = 24 * 60 * 60_000;
/** Members of groups are many and seldom change their names. */
const memberAgeMs = 7 * 24 * 60 * 60_000;
const mediaTypes = new Set(['image', 'video', 'audio', 'file']);

const groupTypes: ReadonlySet<string> = new Set(['join', 'leave', 'memberJoined', 'memberLeft']);

/** Event types that leave nothing but their effect on rows of ours; every other type is kept raw. */
const appliedTypes = new Set([
  'message',
  'messageEdited',
  'unsend',
  'follow',
  'unfollow',
  'postback',
  'accountLink',
  ...groupTypes,
]);

/** True for event types that this version only keeps (beacons, new ones). */
export function isKeptRaw(type: string): boolean {
  return !appliedTypes.has(type);
}

/**
 * Applies one verified event that was not applied before. Whatever order events come in, the result is the same: edits
 * by their time, follow and unfollow by their time, an unsend before its message leaves the placeholder.
 * @throws when the event lacks what its type needs
 */
export function applyLineEvent(parts: ApplyParts, place: EventPlace, event: LineWebhookEvent, effects: Effects): void {
  const { friends, clock, links } = parts;
  if (event.type === 'accountLink') {
    // before the chat is looked for: a failed one names nobody (section 10.1)
    if (event.link === undefined) throw new TypeError('account link event without its result');
    const { result, nonce } = event.link;
    links.takeAccountLink({ botUserId: place.botUserId, userId: event.source?.userId ?? null, result, nonce });
    effects.hasLinks = true;
  }
  const chat = chatOf(parts, place, event, effects);
  if (chat === null) return;
  if (chat.sourceType === 'group') applyGroup(parts, event, chat, effects);
  if (chat.sourceType !== 'user') applyMembers(parts, event, chat, effects);
  if (event.type === 'follow' && chat.friendId !== null) {
    friends.followed(chat.friendId, event.timestamp, event.follow?.isUnblocked === true);
    friends.forgetProfileAge(chat.friendId);
    effects.hasPeople = true;
  }
  if (event.type === 'unfollow' && chat.friendId !== null) friends.blocked(chat.friendId, event.timestamp);
  if (event.type === 'message') applyMessage(parts, place, event, chat, effects);
  if (event.type === 'messageEdited') applyEdit(parts, event, chat);
  if (event.type === 'unsend') applyUnsend(parts, event, chat, effects);
  if (event.type === 'postback') applyPostback(parts, event, chat);
  const mark = event.message?.markAsReadToken;
  if (mark !== undefined && event.mode !== 'standby') {
    parts.readMarks.offer(chat.conversationId, mark, event.timestamp);
  }
  if ((event.type === 'follow' || event.type === 'message') && chat.friendId !== null) {
    if (links.friendMet(chat.friendId, event.type, event.timestamp)) effects.hasLinks = true;
  }
  const { replyToken } = event;
  if (replyToken !== undefined && event.mode !== 'standby' && !/^(0+|f+)$/.test(replyToken)) {
    const until = Math.min(place.receivedAt, clock.now()) + replyWindowMs;
    if (until > clock.now() && clock.now() - event.timestamp < tokenLifeMs) {
      parts.conversations.offerReplyToken(chat.conversationId, replyToken, until);
    }
  }
  effects.conversations.add(chat.conversationId);
}

/** The conversation that the event belongs to, made when it is new; null for events without a source. */
function chatOf(parts: ApplyParts, { botUserId }: EventPlace, event: LineWebhookEvent, effects: Effects): Chat | null {
  const { source } = event;
  if (source === undefined) return null;
  const userId = source.userId ?? null;
  if (source.type === 'user') {
    if (userId === null) return null;
    const friend = parts.friends.ensure(botUserId, userId, parts.clock.now());
    const conversationId = parts.conversations.ensure(botUserId, 'user', userId, friend.id);
    if (friend.isNew) effects.hasPeople = true;
    if (friend.profileAt !== null && parts.clock.now() - friend.profileAt > profileAgeMs) {
      parts.friends.forgetProfileAge(friend.id);
      effects.hasPeople = true;
    }
    return { conversationId, sourceType: 'user', userId, friendId: friend.id };
  }
  const sourceId = source.type === 'group' ? source.groupId : source.type === 'room' ? source.roomId : undefined;
  if (sourceId === undefined) return null;
  const sourceType = source.type === 'group' ? 'group' : 'room';
  const known = parts.conversations.find(botUserId, sourceType, sourceId);
  if (known === null) effects.hasPeople = true;
  const conversationId = known ?? parts.conversations.ensure(botUserId, sourceType, sourceId, null);
  return { conversationId, sourceType, userId, friendId: null };
}

/** What an event says about the account's place in a group (line-api facts, section 4.4). */
function applyGroup({ groups }: ApplyParts, event: LineWebhookEvent, chat: Chat, effects: Effects): void {
  if (groupTypes.has(event.type)) {
    groups.noteMembership(chat.conversationId, event.type !== 'leave', event.timestamp);
    effects.hasGroups = true;
  } else if (groups.noteAlive(chat.conversationId, event.timestamp)) effects.hasGroups = true;
}

/** Who is in a group or room: those who write, come and go. Names are read from LINE afterwards. */
function applyMembers({ members, clock }: ApplyParts, event: LineWebhookEvent, chat: Chat, effects: Effects): void {
  const note = (userId: string, isMember: boolean) => {
    const staleBefore = clock.now() - memberAgeMs;
    if (members.note(chat.conversationId, userId, isMember, event.timestamp, staleBefore)) effects.hasMembers = true;
  };
  if (chat.userId !== null) note(chat.userId, true);
  for (const { userId } of event.joined?.members ?? []) if (userId !== undefined) note(userId, true);
  for (const { userId } of event.left?.members ?? []) if (userId !== undefined) note(userId, false);
}

function applyMessage(
  parts: ApplyParts,
  place: EventPlace,
  event: LineWebhookEvent,
  chat: Chat,
  effects: Effects,
): void {
  const { message } = event;
  if (message === undefined) throw new TypeError('message event without a message');
  const { messages, conversations, media } = parts;
  const row = incoming(parts, chat, message.id, message.type, messageText(message), message, event.timestamp);
  const seq = messages.insertIncoming(row);
  if (seq === null) {
    // its unsend or its edit came first: the time was not known, and what only the message itself tells
    const known = messages.byLineId(chat.conversationId, message.id);
    if (known !== null && known.sentAt !== event.timestamp) {
      messages.complete(known.seq, row);
      conversations.refreshLast(chat.conversationId);
      conversations.recount(chat.conversationId);
    }
    return;
  }
  conversations.noteIncoming(chat.conversationId, seq, event.timestamp);
  if (mediaTypes.has(message.type)) {
    const provider = message.contentProvider;
    const url = provider?.type === 'external' ? provider.originalContentUrl : undefined;
    const external = url === undefined ? null : { url, previewUrl: provider?.previewImageUrl ?? null };
    media.insert(row.id, place.botUserId, message.id, external);
    effects.hasMedia = true;
  }
  if (parts.clock.now() - event.timestamp < arrivalAgeMs) {
    effects.arrivals.push({
      conversationId: conversationIdSchema.parse(String(chat.conversationId)),
      messageId: messageIdSchema.parse(row.id),
      title: titleOf(parts, chat.conversationId),
      preview: row.text ?? '',
    });
  }
}

function applyEdit({ messages, conversations, ...parts }: ApplyParts, event: LineWebhookEvent, chat: Chat): void {
  const { message, timestamp } = event;
  if (message === undefined) throw new TypeError('edit event without a message');
  const text = messageText(message);
  const known = messages.byLineId(chat.conversationId, message.id);
  if (known === null) {
    const all = { messages, conversations, ...parts };
    const row = incoming(all, chat, message.id, message.type, text, message, timestamp);
    const seq = messages.insertIncoming({ ...row, editedAt: timestamp });
    if (seq !== null) conversations.noteIncoming(chat.conversationId, seq, timestamp);
  } else if (known.state !== 'unsent' && (known.editedAt ?? 0) < timestamp) {
    const { quoteToken = null } = message;
    messages.applyEdit(known.seq, { text, raw: JSON.stringify(message), quoteToken, editedAt: timestamp });
  }
}

function applyUnsend(parts: ApplyParts, event: LineWebhookEvent, chat: Chat, effects: Effects): void {
  const { messages, conversations, media } = parts;
  const lineId = event.unsend?.messageId;
  if (lineId === undefined) throw new TypeError('unsend event without a message id');
  const known = messages.byLineId(chat.conversationId, lineId);
  if (known === null) {
    messages.insertIncoming(incoming(parts, chat, lineId, 'unsend', null, {}, event.timestamp), 'unsent');
    conversations.refreshLast(chat.conversationId);
    return;
  }
  effects.unusedFiles.push(...media.forget(known.id));
  messages.wipe(known.seq);
  conversations.recount(chat.conversationId);
}

/** A tap on a button of an earlier message: it is part of the talk, so it stands in the thread. */
function applyPostback(parts: ApplyParts, event: LineWebhookEvent, chat: Chat): void {
  if (event.postback === undefined) throw new TypeError('postback event without data');
  const lineId = `postback:${event.webhookEventId}`;
  const { data } = event.postback;
  // LINE tells the data alone: what the customer saw stands on the button
  const piece = JSON.stringify(data).slice(1, -1);
  const label = tappedLabel(parts.messages.rawWith(chat.conversationId, event.timestamp, piece), data);
  const row = incoming(parts, chat, lineId, 'postback', label, event.postback, event.timestamp);
  const seq = parts.messages.insertIncoming(row);
  if (seq !== null) parts.conversations.noteIncoming(chat.conversationId, seq, event.timestamp);
}

function incoming(
  parts: ApplyParts,
  chat: Chat,
  lineMessageId: string,
  type: string,
  text: string | null,
  raw: Readonly<Record<string, unknown>>,
  sentAt: number,
) {
  const isGroup = chat.sourceType !== 'user';
  const stringOf = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    id: parts.ids.ulid(),
    conversationId: chat.conversationId,
    senderUserId: chat.userId,
    senderName:
      isGroup && chat.userId !== null
        ? (parts.members.get(chat.conversationId, chat.userId)?.displayName ?? null)
        : null,
    lineMessageId,
    type,
    text,
    raw: JSON.stringify(raw),
    sentAt,
    editedAt: null,
    quoteToken: stringOf(raw.quoteToken),
    quotedLineId: stringOf(raw.quotedMessageId),
  };
}

function titleOf({ conversations }: ApplyParts, conversationId: number): string {
  const row = conversations.row(conversationId);
  return row?.contactName ?? row?.friendName ?? row?.title ?? '';
}
