import { mkdirSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../../shared/errors/error-code';
import { toProblem } from '../../shared/errors/lumo-error';
import { conversationIdSchema } from '../../shared/model/ids';
import type { LineChannel } from '../line';
import { createMediaRepository, type PendingMedia } from '../storage/media-repository';
import { inRepeatableTransaction } from '../storage/storage';
import { backoffMs } from './backoff';
import type { ChatDeps } from './chat-types';
import { removeStoredFiles, storedFileName, sweepFolder, typeOfFile } from './media-files';

export interface Media {
  start(): void;
  kick(): void;
  /** Fetches the files of these messages before all others: somebody looks at them. */
  first(messageIds: readonly string[]): void;
  wake(): void;
  stop(): Promise<void>;
  removeFiles(names: readonly string[]): void;
}

const parallel = 4;
const convertingBackoff = { firstMs: 1_000, maxMs: 60_000 };
const failureBackoff = { firstMs: 2_000, maxMs: 5 * 60_000 };
const pauseBackoff = { firstMs: 500, maxMs: 30_000 };
/** About a day of trying; being offline does not count. */
const maxAttempts = 300;
const waitsForNetwork = new Set<string>(['LINE_UNREACHABLE', 'LINE_RATE_LIMITED', 'LINE_SERVER_ERROR', 'STORAGE_FULL']);

/**
 * Fetches what customers sent as soon as it is known, because LINE deletes it (section 7). Row: pending -> stored | gone |
 * failed; pending rows carry the time of their next try, so that a restart goes on.
 */
export function createMedia(
  deps: Pick<ChatDeps, 'storage' | 'clock' | 'random' | 'logger' | 'events' | 'channel' | 'mediaFolder'>,
): Media {
  const { clock, events, logger, mediaFolder } = deps;
  const media = createMediaRepository(deps.storage);
  const active = new Map<string, Promise<void>>();
  let isStopped = true;
  let cancelTimer: (() => void) | null = null;
  /** LINE could not be asked: until then the other files need not find that out one by one. */
  let pausedUntil = 0;
  let failuresInARow = 0;
  let tidying: Promise<void> = Promise.resolve();

  const wait = (limits: { firstMs: number; maxMs: number }, attempts: number) =>
    backoffMs(limits, attempts, deps.random);
  const later = (item: PendingMedia, waitMs: number, problem: Problem | null) => {
    if (item.attempts + 1 < maxAttempts || (problem !== null && waitsForNetwork.has(problem.code))) {
      media.later(item.messageId, clock.now() + waitMs, problem);
    } else {
      media.ended(item.messageId, 'failed', { code: 'MEDIA_FAILED', params: {} });
    }
  };

  /** Fetches one part under its final name; null where there is none. */
  const fetchPart = async (item: PendingMedia, channel: LineChannel, part: 'content' | 'preview') => {
    const partial = join(mediaFolder, `${item.messageId}-${part}.part`);
    const externalUrl = part === 'content' ? item.externalUrl : item.externalPreviewUrl;
    if (item.externalUrl !== null && externalUrl === null) return null;
    const found =
      externalUrl === null
        ? await channel.content(item.lineMessageId, part, partial)
        : await channel.external(externalUrl, partial, item.isOurs);
    if (found.kind !== 'stored') return found.kind;
    // what the server calls it does not count where the first bytes say otherwise
    const contentType = await typeOfFile(partial, found.contentType);
    const fileName = storedFileName(found.sha256, contentType);
    await rename(partial, join(mediaFolder, fileName));
    return { ...found, contentType, fileName };
  };
  const fetchAll = async (item: PendingMedia): Promise<void> => {
    const channel = deps.channel(item.botUserId);
    if (channel === null) return later(item, failureBackoff.maxMs, { code: 'LINE_NOT_CONNECTED', params: {} });
    const content = await fetchPart(item, channel, 'content');
    if (content === 'notReady') return later(item, wait(convertingBackoff, item.attempts), null);
    if (content === 'gone') return media.ended(item.messageId, 'gone', { code: 'MEDIA_GONE', params: {} });
    if (content === null || content === 'none' || content === 'unconverted') {
      return media.ended(item.messageId, 'failed', { code: 'MEDIA_FAILED', params: {} });
    }
    const hasPreview = item.type === 'image' || item.type === 'video';
    // a small picture that cannot be had is no reason to lack the file
    const preview = hasPreview ? await fetchPart(item, channel, 'preview').catch(() => null) : null;
    const previewName = typeof preview === 'object' && preview !== null ? preview.fileName : null;
    const { contentType, byteSize, fileName } = content;
    const stored = { contentType, byteSize, fileName, previewName };
    // Not worth waiting for the disk: what a power cut takes back is fetched again.
    if (!inRepeatableTransaction(deps.storage, () => media.stored(item.messageId, stored))) {
      // unsent while it was fetched
      const names = [fileName, previewName].filter((name): name is string => name !== null && !media.isUsed(name));
      await removeStoredFiles(mediaFolder, names);
    }
  };
  const work = async (item: PendingMedia): Promise<void> => {
    try {
      await fetchAll(item);
      failuresInARow = 0;
    } catch (error) {
      const problem = isDiskFull(error) ? ({ code: 'STORAGE_FULL', params: {} } as const) : toProblem(error);
      logger.info('a file could not be fetched', { messageId: item.messageId, problem, attempts: item.attempts });
      for (const part of ['content', 'preview'])
        await rm(join(mediaFolder, `${item.messageId}-${part}.part`), { force: true });
      later(item, wait(failureBackoff, item.attempts), problem);
      if (waitsForNetwork.has(problem.code)) {
        pausedUntil = clock.now() + wait(pauseBackoff, failuresInARow);
        failuresInARow += 1;
      }
      // it still waits: nothing on a screen changes
      if (item.attempts + 1 < maxAttempts) return;
    }
    events.emit({
      type: 'conversationChanged',
      conversationId: conversationIdSchema.parse(String(item.conversationId)),
    });
  };

  const pump = () => {
    cancelTimer?.();
    cancelTimer = null;
    if (isStopped) return;
    const now = clock.now();
    if (pausedUntil > now) {
      if (active.size === 0) cancelTimer = clock.after(pausedUntil - now, pump);
      return;
    }
    for (const item of media.due(now, parallel * 2)) {
      if (active.size >= parallel) return;
      if (active.has(item.messageId)) continue;
      const job = work(item)
        .catch((error: unknown) => logger.error('storing a file failed', { messageId: item.messageId, error }))
        .finally(() => {
          active.delete(item.messageId);
          pump();
        });
      active.set(item.messageId, job);
    }
    const nextAt = media.nextAt();
    if (active.size === 0 && nextAt !== null) cancelTimer = clock.after(Math.max(50, nextAt - now), pump);
  };

  return {
    start() {
      isStopped = false;
      mkdirSync(mediaFolder, { recursive: true });
      tidying = sweepFolder(mediaFolder, media.isUsed)
        .catch((error: unknown) => logger.warn('the media folder could not be tidied', { error }))
        .then(pump);
    },
    kick: pump,
    first: media.first,
    wake() {
      pausedUntil = 0;
      media.allNow();
      pump();
    },
    async stop() {
      isStopped = true;
      cancelTimer?.();
      await tidying;
      await Promise.all(active.values());
    },
    removeFiles(names) {
      tidying = tidying
        .then(() => removeStoredFiles(mediaFolder, names))
        .catch((error: unknown) => logger.warn('stored files could not be deleted', { error }));
    },
  };
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
