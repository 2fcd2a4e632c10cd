import { openAsBlob } from 'node:fs';
import { LumoError } from '../../shared/errors/lumo-error';
import { fileStoredSchema } from '../../shared/relay-protocol';
import { RelayError } from './relay-error';
import { askRelay, type RelayHttpOptions } from './relay-http';
import type { RelayFile, StoredRelayFile } from './relay-port';

/** The least that a connection must carry; below it the upload counts as lost. Bytes a millisecond (16 KB/s). */
const SLOWEST_BYTES_PER_MS = 16;
const LONGEST_UPLOAD_MS = 30 * 60_000;

/** Sends a file to the relay as it is read. See RelayPort.putFile. @throws RelayError; LumoError FILE_GONE when there is no file. */
export async function putFile(http: RelayHttpOptions, file: RelayFile): Promise<StoredRelayFile> {
  const content = file.content ?? (await blobOf(file.path));
  const size = content instanceof Blob ? content.size : null;
  const timeoutMs =
    size === null ? LONGEST_UPLOAD_MS : Math.min(LONGEST_UPLOAD_MS, http.timeoutMs + size / SLOWEST_BYTES_PER_MS);
  const headers: Record<string, string> = {
    'content-type': file.contentType,
    // header values are Latin-1 and names are not
    'x-file-name': encodeURIComponent(file.name.toWellFormed()),
    ...(file.expiresAt === undefined ? {} : { 'x-expires-at': String(file.expiresAt) }),
    ...(file.sha256 === undefined ? {} : { 'x-sha256': file.sha256 }),
  };
  const { signal } = file;
  const call = { method: 'POST', path: '/files', content, headers, timeoutMs } as const;
  return askRelay(http, signal === undefined ? call : { ...call, signal }, fileStoredSchema);
}

async function blobOf(path: string | undefined): Promise<Blob> {
  if (path === undefined) throw new RelayError('RELAY_REFUSED', 'rejected', 'There is nothing to send.');
  try {
    return await openAsBlob(path);
  } catch (error) {
    throw new LumoError('FILE_GONE', {}, { cause: error });
  }
}
