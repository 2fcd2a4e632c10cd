import { isJsonObject, type JsonObject } from '../messages/findings';

/** What a linked file is for, which decides what it may be (facts/line-api sections 6.1 to 6.5). */
export type MediaUse = 'image' | 'preview' | 'icon' | 'video' | 'audio';

/** A file that a message object points to; `path` is that of its property. */
export interface MediaLink {
  readonly path: string;
  readonly url: string;
  readonly use: MediaUse;
}

const IMAGEMAP_WIDTHS = [240, 300, 460, 700, 1040] as const;
/** Properties that hold an address, by the type of the object they stand in; `*` for every other. */
const PROPERTIES: Readonly<Record<string, Readonly<Record<string, MediaUse>>>> = {
  image: { originalContentUrl: 'image', previewImageUrl: 'preview', url: 'image' },
  video: { originalContentUrl: 'video', previewImageUrl: 'preview', url: 'video', previewUrl: 'preview' },
  audio: { originalContentUrl: 'audio' },
  icon: { url: 'icon' },
  '*': {
    iconUrl: 'icon',
    imageUrl: 'image',
    thumbnailImageUrl: 'image',
    originalContentUrl: 'video',
    previewImageUrl: 'preview',
  },
};

/** Every file that a phone fetches to show a message object. */
export function mediaLinksOf(message: JsonObject): MediaLink[] {
  return linksIn(message, '');
}

function linksIn(value: unknown, path: string): MediaLink[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => linksIn(entry, `${path}[${i}]`));
  if (!isJsonObject(value)) return [];
  const uses = PROPERTIES[String(value.type)] ?? PROPERTIES['*'] ?? {};
  const everywhere = PROPERTIES['*'] ?? {};
  return Object.entries(value).flatMap(([key, child]): MediaLink[] => {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof child !== 'string') return linksIn(child, at);
    if (key === 'baseUrl' && value.type === 'imagemap') {
      return IMAGEMAP_WIDTHS.map((width) => ({ path: `${at}/${width}`, url: `${child}/${width}`, use: 'image' }));
    }
    const use = uses[key] ?? everywhere[key];
    // The icon above a menu entry is small; everything else of that name is a card's picture.
    if (use !== undefined) return [{ path: at, url: child, use: at.startsWith('quickReply') ? 'icon' : use }];
    return [];
  });
}
