import { z } from 'zod';
import type { MessageContent } from '../../../shared/model/chat';
import type { MessageRow } from '../../storage/message-repository';
import type { ContentContext } from './content-context';
import { flexCards } from './flex-card';
import { imagemapCards } from './imagemap-card';
import { mediaOf } from './message-media';
import { stickerPicture } from './picture-sources';
import { templateCards } from './template-card';
import { receivedParts, sentParts, substitutedParts, wholeText } from './text-parts';

const optional = z.string().nullish().catch(null);
const number = z.number().optional().catch(undefined);
const stickerSchema = z.looseObject({
  packageId: z.string(),
  stickerId: z.string(),
  stickerResourceType: optional,
  keywords: z.array(z.string()).catch([]).default([]),
  text: optional,
});
const locationSchema = z.looseObject({
  title: optional,
  address: optional,
  latitude: z.number(),
  longitude: z.number(),
});
/** Old phones leave the place and the number out (section 4.6). */
const imageSetSchema = z.looseObject({
  id: z.string(),
  index: z.number().int().positive().catch(0),
  total: z.number().int().positive().catch(0),
});
const postbackSchema = z.looseObject({
  data: z.string(),
  params: z.looseObject({ date: optional, time: optional, datetime: optional }).optional().catch(undefined),
});
const cardTypes = ['template', 'flex', 'imagemap'] as const;
const cardReaders = { template: templateCards, flex: flexCards, imagemap: imagemapCards };

type Raw = Readonly<Record<string, unknown>>;
const rawSchema = z.record(z.string(), z.unknown());

/** LINE's own JSON of a message; empty where it cannot be read. */
export function readRaw(raw: string): Raw {
  try {
    return rawSchema.parse(JSON.parse(raw));
  } catch {
    return {};
  }
}

/** What is drawn in the bubble of a stored message, received or sent. What cannot be read as its type is labelled, never dropped. */
export function contentOf(row: MessageRow, raw: Raw, context: ContentContext): MessageContent {
  if (row.state === 'unsent') return { type: 'other', lineType: 'unsend', label: null };
  return knownContent(row, raw, context) ?? { type: 'other', lineType: row.type, label: labelOf(row, raw) };
}

function knownContent(row: MessageRow, raw: Raw, context: ContentContext): MessageContent | null {
  // LINE has no message for other files: they go as a card with a link, and here they are what they are
  if (row.outgoingKind === 'file') {
    return { type: 'file', media: mediaOf(row, context), fileName: row.outgoingName ?? '' };
  }
  switch (row.type) {
    case 'text':
    case 'textV2':
      return textContent(row, raw, context);
    case 'sticker':
      return stickerContent(raw, context);
    case 'image': {
      const imageSet = imageSetSchema.safeParse(raw.imageSet).data;
      const set = imageSet === undefined ? null : { id: imageSet.id, index: imageSet.index, total: imageSet.total };
      return { type: 'image', media: mediaOf(row, context), imageSet: set };
    }
    case 'video':
    case 'audio': {
      const durationMs = number.parse(raw.duration) ?? row.outgoingDurationMs;
      return { type: row.type, media: mediaOf(row, context), durationMs };
    }
    case 'file': {
      const media = mediaOf(row, context);
      const byteSize = media.byteSize ?? number.parse(raw.fileSize) ?? null;
      return { type: 'file', media: { ...media, byteSize }, fileName: optional.parse(raw.fileName) ?? '' };
    }
    case 'location':
      return locationContent(raw);
    case 'postback': {
      const found = postbackSchema.safeParse(raw).data;
      if (found === undefined) return null;
      const { date, time, datetime } = found.params ?? {};
      return { type: 'postback', text: row.text, data: found.data, chosenAt: datetime ?? date ?? time ?? null };
    }
    default:
      return cardContent(row, raw, context);
  }
}

function textContent(row: MessageRow, raw: Raw, context: ContentContext): MessageContent {
  const text = optional.parse(raw.text) ?? row.text ?? '';
  const parts =
    row.direction === 'in'
      ? receivedParts(text, raw, context)
      : raw.type === 'textV2'
        ? substitutedParts(text, raw, context)
        : sentParts(text, raw, context);
  return { type: 'text', text: wholeText(parts), parts };
}

function stickerContent(raw: Raw, { picture, stickerShop }: ContentContext): MessageContent | null {
  const found = stickerSchema.safeParse(raw).data;
  if (found === undefined) return null;
  const { packageId, stickerId, keywords, stickerResourceType, text = null } = found;
  const pictureUrl = picture(stickerPicture(stickerShop, stickerId));
  return {
    type: 'sticker',
    packageId,
    stickerId,
    resourceType: stickerResourceType ?? null,
    keywords,
    text,
    pictureUrl,
  };
}

function locationContent(raw: Raw): MessageContent | null {
  const found = locationSchema.safeParse(raw).data;
  if (found === undefined) return null;
  const { title = null, address = null, latitude, longitude } = found;
  return { type: 'location', title, address, latitude, longitude };
}

function cardContent(row: MessageRow, raw: Raw, context: ContentContext): MessageContent | null {
  const lineType = cardTypes.find((type) => type === row.type);
  const cards = lineType === undefined ? null : cardReaders[lineType](raw, context);
  if (lineType === undefined || cards === null || cards.length === 0) return null;
  return { type: 'card', lineType, altText: optional.parse(raw.altText) ?? '', cards };
}

/** Whatever words an unknown message has. */
function labelOf(row: MessageRow, raw: Raw): string | null {
  for (const name of ['altText', 'title', 'text', 'fileName', 'couponId'] as const) {
    const found = optional.parse(raw[name]);
    if (found !== null && found !== undefined && found !== '') return found;
  }
  return row.text;
}
