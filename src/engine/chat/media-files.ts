import { readdir, rm } from 'node:fs/promises';
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
  'application/pdf': 'pdf',
};
const storedName = /^[0-9a-f]{64}\.[a-z0-9]{2,4}$/;

/** Name of a stored file: its own hash, and an extension from the list of what is allowed. */
export function storedFileName(sha256: string, contentType: string): string {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return `${sha256}.${extensions[type] ?? 'bin'}`;
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
