import { z } from 'zod';
import { customerTextSchema, textBodyOf } from './customer-text';
import { SAMPLE_VIDEO_MS, sampleMedia, sampleVoiceMs } from './media/sample-media';

const base64 = z.string().transform((text) => Buffer.from(text, 'base64'));
/** Phones with an old LINE leave the place and the number out. */
const imageSet = z
  .object({ id: z.string(), index: z.number().int().optional(), total: z.number().int().optional() })
  .optional();
const quotedMessageId = z.string().optional();
/** Bytes travel as base64 and are of the type that is said. */
const upload = { contentType: z.string(), bytes: base64 };
const sample = z.string().min(1);
const transcoding = { transcodingMs: z.number().min(0).optional(), isTranscodingFailed: z.boolean().optional() };
/** Content that was sent through a page inside LINE and lies elsewhere. */
const external = z.object({ originalContentUrl: z.url(), previewImageUrl: z.url().optional() });

/** Every kind of sticker that LINE tells (facts/line-api section 4.6). */
export const STICKER_RESOURCE_TYPES = [
  'STATIC',
  'ANIMATION',
  'SOUND',
  'ANIMATION_SOUND',
  'POPUP',
  'POPUP_SOUND',
  'CUSTOM',
  'MESSAGE',
  'NAME_TEXT',
  'PER_STICKER_TEXT',
] as const;

const sticker = z.object({
  type: z.literal('sticker'),
  packageId: z.string(),
  stickerId: z.string(),
  stickerResourceType: z.enum(STICKER_RESOURCE_TYPES).optional(),
  keywords: z.array(z.string()).max(15).optional(),
  /** What somebody wrote on a message sticker. */
  text: z.string().max(100).optional(),
  quotedMessageId,
});
const place = z.object({
  type: z.literal('location'),
  latitude: z.number(),
  longitude: z.number(),
  title: z.string().optional(),
  address: z.string().optional(),
});

/** What a customer may send, as the scenario API and the phone say it. `sample` names a file that the sandbox makes itself. */
export const customerMessageSchema = z.union([
  customerTextSchema,
  sticker,
  place,
  z.object({ type: z.literal('image'), sample, imageSet }),
  z.object({ type: z.literal('image'), ...upload, imageSet }),
  z.object({ type: z.literal('image'), external }),
  z.object({ type: z.enum(['video', 'audio']), sample, ...transcoding }),
  z.object({ type: z.enum(['video', 'audio']), ...upload, durationMs: z.number().optional(), ...transcoding }),
  z.object({ type: z.enum(['video', 'audio']), external, durationMs: z.number().optional() }),
  z.object({ type: z.literal('file'), ...upload, fileName: z.string().min(1) }),
  z.object({ type: z.literal('file'), sample, fileName: z.string().min(1) }),
  /** A type that does not exist yet: LINE adds types without notice. */
  z.object({ type: z.literal('unknown'), lineType: z.string(), fields: z.record(z.string(), z.unknown()).default({}) }),
]);

/** Something that a customer sends. */
export type CustomerMessage = z.output<typeof customerMessageSchema>;

/** Everything that is kept of a message and shown in its event: the type and the fields of LINE's message object without id and tokens. */
export function contentOf(
  message: CustomerMessage,
  botUserId: string,
): { type: string; body: Record<string, unknown> } {
  return message.type === 'unknown'
    ? { type: message.lineType, body: message.fields }
    : { type: message.type, body: defined(bodyOf(message, botUserId)) };
}

/** The key of bytes that are made on demand, or null when the message brings its own or has none. */
export function sampleKeyOf(message: CustomerMessage): string | null {
  if (!('sample' in message)) return null;
  const place = { image: 'sample', video: 'video', audio: 'voice', file: 'pdf' }[message.type];
  return `${place}:${message.sample}`;
}

function bodyOf(message: Exclude<CustomerMessage, { type: 'unknown' }>, botUserId: string): Record<string, unknown> {
  switch (message.type) {
    case 'text':
      return textBodyOf(message, botUserId);
    case 'sticker':
    case 'location': {
      const { type, ...fields } = message;
      return type === 'sticker' ? { stickerResourceType: 'STATIC', ...fields } : fields;
    }
    case 'image':
      return { contentProvider: providerOf(message), ...('imageSet' in message ? { imageSet: message.imageSet } : {}) };
    case 'video':
    case 'audio':
      return { contentProvider: providerOf(message), duration: durationOf(message) };
    case 'file':
      return {
        fileName: message.fileName,
        fileSize: ('bytes' in message ? message.bytes : sampleMedia('pdf', message.sample).bytes).length,
      };
  }
}

function providerOf(message: object): Record<string, unknown> {
  return 'external' in message && message.external instanceof Object
    ? { type: 'external', ...defined({ ...message.external }) }
    : { type: 'line' };
}

function durationOf(message: Extract<CustomerMessage, { type: 'video' | 'audio' }>): number | undefined {
  if ('sample' in message) return message.type === 'video' ? SAMPLE_VIDEO_MS : sampleVoiceMs(message.sample);
  return message.durationMs;
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
