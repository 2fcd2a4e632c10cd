import { z } from 'zod';
import { problemSchema } from '../../shared/errors/error-code';
import type { ChatMessage, MessageContent } from '../../shared/model/chat';
import { conversationIdSchema, messageIdSchema } from '../../shared/model/ids';
import type { MessageRow } from '../storage/message-repository';

const stickerSchema = z.looseObject({
  packageId: z.string(),
  stickerId: z.string(),
  keywords: z.array(z.string()).default([]),
  text: z.string().nullable().default(null),
});
const locationSchema = z.looseObject({
  title: z.string().nullable().default(null),
  address: z.string().nullable().default(null),
  latitude: z.number(),
  longitude: z.number(),
});
const labelSchema = z.looseObject({
  fileName: z.string().optional(),
  displayText: z.string().optional(),
  data: z.string().optional(),
  altText: z.string().optional(),
});

/** A stored message as the thread draws it. What cannot be read as its type is labelled, never dropped. */
export function toChatMessage(row: MessageRow, mediaUrl: (fileName: string) => string): ChatMessage {
  return {
    id: messageIdSchema.parse(row.id),
    conversationId: conversationIdSchema.parse(String(row.conversationId)),
    direction: row.direction,
    origin: row.origin,
    senderName: row.senderName,
    senderUserId: null,
    content: contentOf(row, mediaUrl),
    quote: null,
    quickReplies: [],
    canQuote: false,
    editedAt: null,
    sentAt: row.sentAt,
    state: row.state,
    bundleId: null,
    scheduledAt: null,
    undoUntil: null,
    heldBecause: null,
    problem: row.problem === null ? null : problemSchema.parse(JSON.parse(row.problem)),
    via: row.via,
    attempts: row.attempts,
    canRetry: row.state === 'failed',
  };
}

function contentOf(row: MessageRow, mediaUrl: (fileName: string) => string): MessageContent {
  const other = (label: string | null): MessageContent => ({ type: 'other', lineType: row.type, label });
  if (row.state === 'unsent') return other(null);
  if (row.type === 'text')
    return { type: 'text', text: row.text ?? '', parts: [{ kind: 'text', text: row.text ?? '' }] };
  if (row.type === 'image' && row.direction === 'in') {
    const address = (name: string | null) => (name === null ? null : mediaUrl(name));
    const url = address(row.mediaFile);
    const previewUrl = address(row.mediaPreview) ?? url;
    const media = { state: row.mediaState ?? 'failed', url, previewUrl, byteSize: row.mediaBytes, contentType: null };
    return { type: 'image', media, imageSet: null };
  }
  const raw: unknown = JSON.parse(row.raw);
  if (row.type === 'sticker') {
    const sticker = stickerSchema.safeParse(raw);
    if (!sticker.success) return other(null);
    const { packageId, stickerId, keywords, text } = sticker.data;
    return { type: 'sticker', packageId, stickerId, keywords, text };
  }
  if (row.type === 'location') {
    const place = locationSchema.safeParse(raw);
    if (!place.success) return other(null);
    const { title, address, latitude, longitude } = place.data;
    return { type: 'location', title, address, latitude, longitude };
  }
  const label = labelSchema.safeParse(raw);
  if (!label.success) return other(null);
  const { fileName, displayText, data, altText } = label.data;
  return other(fileName ?? displayText ?? altText ?? data ?? null);
}
