import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Logger } from '../core/logger';
import { pictureAddress, pictureUrlOf } from '../core/picture-address';
import { createPictureRepository } from '../storage/picture-repository';
import type { Storage } from '../storage/storage';

const fetchLimitMs = 10_000;
const maxBytes = 2 * 1024 * 1024;
/** How long a picture that could not be had is not asked for again. */
const missMs = 10 * 60_000;
/** Pictures that threads showed last; what was shown before is offered again when it is shown again. */
const mostOffered = 10_000;

export interface StoredPicture {
  bytes: Uint8Array;
  contentType: string;
}

/** Profile and group pictures, fetched once and kept, so that they show offline and no page loads anything remote. */
export interface Pictures {
  /** The page's address of a picture that is stored with nobody: of an account that is being checked, of a message. */
  offer(url: string | null): string | null;
  /** The picture behind a page's path; null when it is unknown, unreachable or no picture. */
  read(path: string): Promise<StoredPicture | null>;
}

/** The type by the first bytes; what a server claims does not count. */
function pictureType(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('GIF8')) return 'image/gif';
  return text.startsWith('RIFF') && text.slice(8) === 'WEBP' ? 'image/webp' : null;
}

/**
 * A cache in `folder`. Only addresses of people and accounts that this console knows are fetched: otherwise the page
 * could make the console call anything. Four at a time, 2 MB and ten seconds each.
 */
export function createPictures(deps: {
  storage: Storage;
  folder: string;
  now: () => number;
  logger: Logger;
}): Pictures {
  const repository = createPictureRepository(deps.storage);
  const queue = new PQueue({ concurrency: 4 });
  const offered = new Set<string>();
  const misses = new Map<string, number>();
  const underWay = new Map<string, Promise<StoredPicture | null>>();

  async function fetchPicture(url: string, file: string): Promise<StoredPicture | null> {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchLimitMs) });
    const length = Number(answer.headers.get('content-length') ?? 0);
    if (!answer.ok || length > maxBytes) {
      await answer.body?.cancel();
      return null;
    }
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const contentType = pictureType(bytes);
    if (contentType === null || bytes.byteLength > maxBytes) return null;
    await mkdir(deps.folder, { recursive: true });
    await writeFile(`${file}.new`, bytes);
    await rename(`${file}.new`, file);
    return { bytes, contentType };
  }

  async function stored(file: string): Promise<StoredPicture | null> {
    if (!(await stat(file).catch(() => null))?.isFile()) return null;
    const bytes = await readFile(file);
    const contentType = pictureType(bytes);
    return contentType === null ? null : { bytes, contentType };
  }

  async function find(url: string): Promise<StoredPicture | null> {
    const file = join(deps.folder, createHash('sha256').update(url).digest('hex'));
    const kept = await stored(file);
    if (kept !== null) return kept;
    if (deps.now() - (misses.get(url) ?? Number.NEGATIVE_INFINITY) < missMs) return null;
    if (!offered.has(url) && !repository.isKnown(url)) return null;
    const found = await queue.add(() => fetchPicture(url, file).catch(() => null));
    if (found === null) {
      misses.set(url, deps.now());
      deps.logger.debug('a picture could not be had', { host: new URL(url).host });
    } else misses.delete(url);
    return found;
  }

  return {
    offer(url) {
      const address = pictureAddress(url);
      if (url === null || address === null) return null;
      offered.delete(url);
      offered.add(url);
      const [oldest] = offered;
      if (offered.size > mostOffered && oldest !== undefined) offered.delete(oldest);
      return address;
    },
    read(path) {
      const url = pictureUrlOf(path);
      if (url === null || !/^https?:/.test(url)) return Promise.resolve(null);
      const running = underWay.get(url);
      if (running !== undefined) return running;
      const next = find(url).finally(() => underWay.delete(url));
      underWay.set(url, next);
      return next;
    },
  };
}
