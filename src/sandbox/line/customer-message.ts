/** Something that a customer sends. Bytes are of the real type that `contentType` says. */
export type CustomerMessage =
  | { readonly type: 'text'; readonly text: string; readonly quotedMessageId?: string | undefined }
  | {
      readonly type: 'sticker';
      readonly packageId: string;
      readonly stickerId: string;
      readonly keywords?: readonly string[] | undefined;
    }
  | {
      readonly type: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly title?: string | undefined;
      readonly address?: string | undefined;
    }
  | {
      readonly type: 'image';
      readonly sample: string;
      readonly imageSet?: { id: string; index: number; total: number } | undefined;
    }
  | {
      readonly type: 'image';
      readonly contentType: string;
      readonly bytes: Buffer;
      readonly imageSet?: { id: string; index: number; total: number } | undefined;
    }
  | {
      readonly type: 'video' | 'audio';
      readonly contentType: string;
      readonly bytes: Buffer;
      readonly durationMs: number;
      readonly transcodingMs?: number | undefined;
    }
  | { readonly type: 'file'; readonly contentType: string; readonly bytes: Buffer; readonly fileName: string };

/** What is kept of a message and shown in its event: everything but the bytes. */
export function bodyOf(message: CustomerMessage): Record<string, unknown> {
  switch (message.type) {
    case 'text':
      return { text: message.text, ...(message.quotedMessageId ? { quotedMessageId: message.quotedMessageId } : {}) };
    case 'sticker':
      return {
        packageId: message.packageId,
        stickerId: message.stickerId,
        stickerResourceType: 'STATIC',
        ...(message.keywords ? { keywords: message.keywords } : {}),
      };
    case 'location':
      return {
        ...(message.title === undefined ? {} : { title: message.title }),
        ...(message.address === undefined ? {} : { address: message.address }),
        latitude: message.latitude,
        longitude: message.longitude,
      };
    case 'image':
      return { contentProvider: { type: 'line' }, ...(message.imageSet ? { imageSet: message.imageSet } : {}) };
    case 'video':
    case 'audio':
      return { contentProvider: { type: 'line' }, duration: message.durationMs };
    case 'file':
      return { fileName: message.fileName, fileSize: message.bytes.length };
  }
}
