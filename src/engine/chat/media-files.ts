import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What may be stored under which extension. Anything else is kept as `.bin`, which nothing shows or opens by itself. */
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'audio/mp4': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'm4a',
  'audio/mpeg': 'mp3',
  'video/quicktime': 'mov',
  'video/webm': 'webm',
  'audio/ogg': 'ogg',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'application/pdf': 'pdf',
};
const storedName = /^[0-9a-f]{64}\.[a-z0-9]{2,4}$/;

/** Name of a stored file: its own hash, and an extension from the list of what is allowed. */
export function storedFileName(sha256: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return `${sha256}.${extensions[type] ?? 'bin'}`;
}

/** The type of a file by its first bytes where they tell it, else the one that its server gave. */
export async function typeOfFile(path: string, told: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
    const found = typeOfBytes(buffer.subarray(0, bytesRead)) ?? told;
    // one container holds clips with a picture and without
    return found === 'video/mp4' && told.startsWith('audio/') ? 'audio/mp4' : found;
  } finally {
    await file.close();
  }
}

function typeOfBytes(bytes: Buffer): string | null {
  const text = bytes.toString('latin1');
  if (text.startsWith('\x89PNG\r\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF8')) return 'image/gif';
  if (text.startsWith('RIFF')) {
    const kind = text.slice(8, 12);
    return kind === 'WEBP' ? 'image/webp' : kind === 'WAVE' ? 'audio/wav' : null;
  }
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('OggS')) return 'audio/ogg';
  if (text.startsWith('\x1a\x45\xdf\xa3')) return 'video/webm';
  if (text.startsWith('ID3') || /^\xff[\xf2\xf3\xfa\xfb]/.test(text)) return 'audio/mpeg';
  if (/^\xff[\xf1\xf9]/.test(text)) return 'audio/aac';
  if (text.slice(4, 8) !== 'ftyp') return null;
  const brand = text.slice(8, 12);
  return brand === 'M4A ' || brand === 'M4B ' ? 'audio/mp4' : brand === 'qt  ' ? 'video/quicktime' : 'video/mp4';
}

/** Deletes stored files; names that are not of a stored file are left alone. */
export async function removeStoredFiles(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    if (storedName.test(name)) await rm(join(folder, name), { force: true });
  }
}

/** Deletes what a crash left: files half fetched, and stored files that no message shows. */
export async function sweepFolder(folder: string, isUsed: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.part') || (storedName.test(name) && !isUsed(name)))
      await rm(join(folder, name), { force: true });
  }
}
