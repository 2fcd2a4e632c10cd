import { problemSchema } from '../../shared/errors/error-code';
import type { ChatMessage } from '../../shared/model/chat';
import { conversationIdSchema, messageIdSchema } from '../../shared/model/ids';
import { pictureAddress } from '../core/picture-address';
import { createGroupMemberRepository } from '../storage/group-member-repository';
import type { MessageRow } from '../storage/message-repository';
import type { Storage } from '../storage/storage';
import type { ContentContext } from './content/content-context';
import { contentOf, readRaw } from './content/message-content';
import { shownQuickReplies } from './content/shown-action';

/** What the view of messages needs from outside; see {@link ContentContext}. */
export interface MessageViewDeps extends Pick<ContentContext, 'mediaUrl'> {
  storage: Storage;
  outgoingUrl?: ContentContext['outgoingUrl'];
  stickerShop?: ContentContext['stickerShop'];
  /** Lets the picture cache fetch a picture and gives the page's address of it. */
  offerPicture?: (url: string | null) => string | null;
}

export type MessageView = (row: MessageRow) => ChatMessage;

/** Shows stored messages as a thread draws them. */
export function createMessageView(deps: MessageViewDeps): MessageView {
  const members = createGroupMemberRepository(deps.storage);
  const { mediaUrl, outgoingUrl = mediaUrl, offerPicture = pictureAddress, stickerShop = null } = deps;
  return (row) => {
    const raw = readRaw(row.raw);
    const context: ContentContext = {
      mediaUrl,
      outgoingUrl,
      picture: offerPicture,
      stickerShop,
      memberName: (userId) => members.get(row.conversationId, userId)?.displayName ?? null,
    };
    return {
      id: messageIdSchema.parse(row.id),
      conversationId: conversationIdSchema.parse(String(row.conversationId)),
      direction: row.direction,
      origin: row.origin,
      senderName: row.senderName === '' ? null : row.senderName,
      senderUserId: row.direction === 'in' ? row.senderUserId : null,
      senderPictureUrl: offerPicture(row.senderPictureUrl),
      content: contentOf(row, raw, context),
      quote: quoteOf(row),
      quickReplies: row.state === 'unsent' ? [] : shownQuickReplies(raw),
      canQuote: row.quoteToken !== null && row.state !== 'unsent',
      editedAt: row.state === 'unsent' ? null : row.editedAt,
      sentAt: row.sentAt,
      state: row.state,
      bundleId: row.bundleId,
      scheduledAt: row.state === 'queued' ? row.scheduledAt : null,
      undoUntil: row.state === 'queued' ? row.undoUntil : null,
      heldBecause: row.state === 'queued' ? row.hold : null,
      problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
      via: row.via,
      attempts: row.attempts,
      canRetry: row.state === 'failed',
    };
  };
}

function quoteOf(row: MessageRow): ChatMessage['quote'] {
  if (row.quotedLineId === null) return null;
  const messageId = row.quotedId === null ? null : messageIdSchema.parse(row.quotedId);
  const isGone = row.quotedState === 'unsent';
  return {
    messageId,
    senderName: row.quotedSenderName,
    isOurs: row.quotedDirection === 'out',
    type: isGone ? 'unsend' : (row.quotedType ?? 'unknown'),
    text: isGone ? null : row.quotedText,
  };
}
