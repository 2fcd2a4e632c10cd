import type { OutgoingFile } from '../../../shared/model/outgoing';

/** What a file is by its first bytes. */
export interface FileType {
  kind: OutgoingFile['kind'];
  contentType: string;
  extension: string;
}

/** So many first bytes tell what a file is. */
export const signatureBytes = 16;

const jpeg: FileType = { kind: 'image', contentType: 'image/jpeg', extension: 'jpg' };
const png: FileType = { kind: 'image', contentType: 'image/png', extension: 'png' };
const mp4: FileType = { kind: 'video', contentType: 'video/mp4', extension: 'mp4' };
const m4a: FileType = { kind: 'audio', contentType: 'audio/mp4', extension: 'm4a' };
const mp3: FileType = { kind: 'audio', contentType: 'audio/mpeg', extension: 'mp3' };

const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex');
/** A file that says that it is one of these and is not is damaged. */
const claims: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'video/mp4',
  'audio/mp4',
  'audio/x-m4a',
  'audio/mpeg',
]);
const mediaType = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$/;

/**
 * The type of a file by its own bytes, whatever its name says: what LINE shows as a picture, film or sound (LINE facts, section
 * 6.1), and everything else as a file to be opened. null = it says that it is one of the former and is not.
 */
export function fileTypeOf(head: Uint8Array, claimed: string): FileType | null {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return jpeg;
  if (bytes.subarray(0, 8).equals(pngSignature)) return png;
  if (bytes.toString('latin1', 4, 8) === 'ftyp') {
    const brand = bytes.toString('latin1', 8, 12);
    if (brand === 'M4A ' || brand === 'M4B ') return m4a;
    // a QuickTime film is no MP4, and LINE does not play it
    if (brand !== 'qt  ') return claimed.startsWith('audio/') ? m4a : mp4;
  }
  // a frame of layer III, or the tags before the first one
  if (bytes.toString('latin1', 0, 3) === 'ID3') return mp3;
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe6) === 0xe2) return mp3;
  const type = claimed.split(';')[0]?.trim().toLowerCase() ?? '';
  if (claims.has(type)) return null;
  return { kind: 'file', contentType: mediaType.test(type) ? type : 'application/octet-stream', extension: 'bin' };
}
