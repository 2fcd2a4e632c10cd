const MAX_NAME = 120;
const MAX_ADDRESS_NAME = 60;

/** What browsers and LINE show in place: pictures, video and audio. Everything else is downloaded, whatever it calls itself. */
const SHOWN = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/quicktime',
  'audio/mp4',
  'audio/x-m4a',
  'audio/m4a',
  'audio/aac',
  'audio/mpeg',
]);
/** Documents that can run something: served as plain bytes. */
const ACTIVE = /html|xml|script|svg/;

/** A media type without parameters, in lower case; null when it is none. */
export function plainMediaType(header: string | null): string | null {
  const type = (header?.split(';')[0] ?? '').trim().toLowerCase();
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(type) ? type : null;
}

/** The type to serve a stored one as, and whether it may be shown in place. */
export function servedAs(contentType: string): { type: string; isShown: boolean } {
  if (SHOWN.has(contentType)) return { type: contentType, isShown: true };
  return { type: ACTIVE.test(contentType) ? 'application/octet-stream' : contentType, isShown: false };
}

/** A file's name as it is stored: one line without paths, control characters or those that turn the direction of writing. */
export function plainFileName(encoded: string | null): string {
  let name = '';
  try {
    name = decodeURIComponent(encoded ?? '');
  } catch {
    // not percent-encoded, or cut in the middle of a character: the name is of no importance
  }
  const plain = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[/\\:*?"<>|]+/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  return shortened(plain) || 'file';
}

/** The name as the last part of an address: ASCII, and short, since LINE takes 1,000 characters of address for a card's link. */
export function addressName(name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/-+/g, '-');
  const dot = ascii.lastIndexOf('.');
  const extension = dot > 0 && ascii.length - dot <= 10 ? ascii.slice(dot) : '';
  const stem = ascii.slice(0, ascii.length - extension.length).replace(/^[-.]+|[-.]+$/g, '');
  return `${stem.slice(0, MAX_ADDRESS_NAME - extension.length) || 'file'}${extension}`;
}

/** `content-disposition` with the name for old and new readers (RFC 6266). */
export function dispositionOf(name: string, isShown: boolean): string {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${isShown ? 'inline' : 'attachment'}; filename="${addressName(name)}"; filename*=UTF-8''${encoded}`;
}

/** Keeps the extension of a name that is too long. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= MAX_NAME) return name;
  const dot = letters.lastIndexOf('.');
  const extension = dot > 0 && letters.length - dot <= 10 ? letters.slice(dot) : [];
  return [...letters.slice(0, MAX_NAME - extension.length), ...extension].join('');
}
