import { LumoError } from '../../../shared/errors/lumo-error';
import type { OutgoingContent, QuickReply } from '../../../shared/model/outgoing';
import type { LineMessageObject } from '../../line';
import type { OutgoingFileRow } from '../../storage/outgoing-file-repository';
import { fileAddress } from './file-address';
import { fileCard } from './file-card';
import { wireAction, wireQuickReply } from './wire-action';
import { plainText, wireText } from './wire-text';

/** What making LINE's form needs to know beside the bubbles themselves. */
export interface WireContext {
  /** Mentions are for groups and rooms. */
  isGroup: boolean;
  /** The customer's, as LINE told it (BCP 47); null = not known. */
  language: string | null;
  /** @throws LumoError FILE_GONE */
  file(id: string): OutgoingFileRow;
}

/** A bubble as it is stored: LINE's object, and the words that lists and the search show. */
export interface WireBubble {
  message: LineMessageObject;
  text: string | null;
}

/** Graphemes of a card's text: with a title or a picture there is less room (LINE facts, section 6.4). */
const longestCardText = 160;
const longestTextBesideTitle = 60;
/** Types that can quote (section 6.2). */
const quotingTypes: ReadonlySet<string> = new Set(['text', 'textV2', 'sticker']);
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * The bubbles of one call in LINE's form; LINE's limits are checked here, before anything is stored. The quote goes on the
 * first bubble that can carry one, the quick replies on the last one. Files stand in as {@link fileAddress}.
 * @throws LumoError MESSAGE_TOO_LONG, INPUT_INVALID, FILE_GONE, FILE_TYPE_REFUSED, FILE_UNREADABLE
 */
export function wireBundle(
  contents: readonly OutgoingContent[],
  extras: { quoteToken: string | null; quickReplies: readonly QuickReply[] },
  context: WireContext,
): WireBubble[] {
  const bubbles = contents.map((content) => wireBubble(content, context));
  const quoting = bubbles.find(({ message }) => quotingTypes.has(message.type));
  if (extras.quoteToken !== null && quoting === undefined) throw new LumoError('INPUT_INVALID', { field: 'quote' });
  return bubbles.map((bubble, place) => ({
    ...bubble,
    message: {
      ...bubble.message,
      ...(extras.quoteToken !== null && bubble === quoting ? { quoteToken: extras.quoteToken } : {}),
      ...(extras.quickReplies.length > 0 && place === bubbles.length - 1
        ? { quickReply: wireQuickReply(extras.quickReplies) }
        : {}),
    },
  }));
}

function wireBubble(content: OutgoingContent, context: WireContext): WireBubble {
  switch (content.type) {
    case 'text':
      return { message: wireText(content.parts, context.isGroup), text: plainText(content.parts) };
    case 'sticker': {
      const { packageId, stickerId } = content;
      return { message: { type: 'sticker', packageId, stickerId }, text: null };
    }
    case 'location': {
      const { title, address, latitude, longitude } = content;
      return { message: { type: 'location', title, address, latitude, longitude }, text: `${title} ${address}` };
    }
    case 'buttons':
      return { message: wireCard(content, context), text: content.text };
    case 'file': {
      const file = context.file(content.fileId);
      return { message: fileCard(file, context.language), text: file.name };
    }
    default:
      return { message: wireMedia(content.type, context.file(content.fileId)), text: null };
  }
}

function wireMedia(type: 'image' | 'video' | 'audio', file: OutgoingFileRow): LineMessageObject {
  if (file.kind !== type) throw new LumoError('FILE_TYPE_REFUSED', { name: file.name });
  const originalContentUrl = fileAddress(file.id, 'content');
  if (type === 'audio') {
    if (file.durationMs === null) throw new LumoError('FILE_UNREADABLE', { name: file.name });
    return { type, originalContentUrl, duration: Math.max(1, Math.round(file.durationMs)) };
  }
  // a small picture stands for itself; a film needs one of its frames
  if (type === 'video' && file.previewName === null) throw new LumoError('FILE_UNREADABLE', { name: file.name });
  const part = file.previewName === null ? 'content' : 'preview';
  return { type, originalContentUrl, previewImageUrl: fileAddress(file.id, part) };
}

/** A card with buttons; with two of them and nothing else it is LINE's confirm template. */
function wireCard(content: OutgoingContent & { type: 'buttons' }, context: WireContext): LineMessageObject {
  const { text, imageFileId } = content;
  const title = content.title === null || content.title.trim() === '' ? null : content.title;
  const actions = content.actions.map(wireAction);
  if (text.trim() === '') throw new LumoError('INPUT_INVALID', { field: 'text' });
  const length = Array.from(graphemes.segment(text)).length;
  const limit = title === null && imageFileId === null ? longestCardText : longestTextBesideTitle;
  if (length > limit) throw new LumoError('MESSAGE_TOO_LONG', { length, limit });
  if (title === null && imageFileId === null && actions.length === 2) {
    return { type: 'template', altText: text, template: { type: 'confirm', text, actions } };
  }
  if (imageFileId !== null && context.file(imageFileId).kind !== 'image') {
    throw new LumoError('FILE_TYPE_REFUSED', { name: context.file(imageFileId).name });
  }
  const template = {
    type: 'buttons',
    ...(imageFileId === null ? {} : { thumbnailImageUrl: fileAddress(imageFileId, 'content') }),
    ...(title === null ? {} : { title }),
    text,
    actions,
  };
  return { type: 'template', altText: title === null ? text : `${title}\n${text}`, template };
}
