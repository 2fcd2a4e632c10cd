import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HTTPFetchError } from '@line/bot-sdk';
import { LumoError } from '../../shared/errors/lumo-error';
import type { ContentOutcome } from './line-port';

/** A connection that brings nothing for so long is dead; one that brings something may take its time. */
const idleLimitMs = 45_000;
/** LINE's own limit for what a person can send is below this. */
const maxBytes = 400 * 1024 * 1024;

/**
 * Fetches a file into `path`, with its SHA-256 on the way. Fetched with plain `fetch`: the SDK's stream cannot be
 * cancelled, and a connection that breaks inside it becomes an unhandled rejection.
 * @throws HTTPFetchError for an answer other than 200, 202, 404 and 410; LumoError MEDIA_FAILED for a file that is too
 * large; what fetch throws when the connection fails. Nothing is left at `path` then.
 */
export async function fetchFile(
  url: string,
  options: { path: string; headers: Record<string, string>; timeLimitMs: number },
): Promise<ContentOutcome> {
  const idle = new AbortController();
  const signal = AbortSignal.any([AbortSignal.timeout(options.timeLimitMs), idle.signal]);
  const timer = setTimeout(() => idle.abort(new DOMException('nothing came', 'TimeoutError')), idleLimitMs);
  try {
    return await fetchWithin(signal, () => void timer.refresh(), url, options);
  } finally {
    clearTimeout(timer);
  }
}

async function fetchWithin(
  signal: AbortSignal,
  onBytes: () => void,
  url: string,
  options: { path: string; headers: Record<string, string> },
): Promise<ContentOutcome> {
  const response = await fetch(url, { headers: options.headers, signal });
  if (response.status !== 200 || response.body === null) {
    const body = await response.text();
    if (response.status === 202) return { kind: 'notReady' };
    if (response.status === 404 || response.status === 410) return { kind: 'gone' };
    throw new HTTPFetchError('file not fetched', {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
      body,
    });
  }
  const hash = createHash('sha256');
  let byteSize = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      byteSize += chunk.length;
      onBytes();
      if (byteSize > maxBytes) return done(new LumoError('MEDIA_FAILED', { reason: 'tooLarge' }));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(response.body), measure, createWriteStream(options.path), { signal });
  } catch (error) {
    await rm(options.path, { force: true });
    throw error;
  }
  const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
  return { kind: 'stored', contentType, byteSize, sha256: hash.digest('hex') };
}
