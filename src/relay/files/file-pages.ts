import { type Context, Hono } from 'hono';
import { Refusal } from '../refusal';
import { type ByteRange, byteRangeOf } from './byte-range';
import { dispositionOf, servedAs } from './file-names';
import type { FileShelf, ShelvedFile } from './file-shelf';

export interface FilePagesDeps {
  readonly files: FileShelf;
  readonly now: () => number;
}

/** 32 bytes in base64url. */
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const MAX_CACHE_S = 24 * 60 * 60;

/** What every answer says: it is neither a page nor a script, whatever it holds, and its address, which is a secret, goes nowhere. */
const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/**
 * Files for customers, `GET /files/:token` and `GET /files/:token/:name` (the name is only there to be seen). Open to everybody who has
 * the address: LINE's servers and the customer's phone have nothing else to show.
 */
export function createFilePages(deps: FilePagesDeps): Hono {
  const pages = new Hono();

  const serve = async (c: Context, token: string): Promise<Response> => {
    const file = TOKEN.test(token) ? await deps.files.find(token) : 'unknown';
    if (file === 'unknown') throw new Refusal(404, 'NOT_FOUND', 'There is nothing here.');
    if (file === 'gone') throw new Refusal(410, 'FILE_GONE', 'This file is no longer offered.');
    const headers = headersOf(file, deps.now());
    const etag = headers.get('etag') ?? '';
    if (namesTag(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
    const ifRange = c.req.header('if-range');
    const isSame = ifRange === undefined || ifRange === etag;
    const range = isSame ? byteRangeOf(c.req.header('range') ?? null, file.size) : null;
    if (range === 'unsatisfiable') {
      headers.set('content-range', `bytes */${file.size}`);
      headers.delete('content-type');
      return new Response(null, { status: 416, headers });
    }
    const part = range ?? { start: 0, end: file.size - 1 };
    headers.set('content-length', String(part.end - part.start + 1));
    if (range !== null) headers.set('content-range', `bytes ${part.start}-${part.end}/${file.size}`);
    // Hono answers HEAD by GET and drops the body, which would stay open
    const body = c.req.raw.method === 'HEAD' ? null : streamOf(deps.files, file, part);
    return new Response(body, { status: range === null ? 200 : 206, headers });
  };

  pages.get('/files/:token', (c) => serve(c, c.req.param('token')));
  pages.get('/files/:token/:name', (c) => serve(c, c.req.param('token')));
  return pages;
}

function headersOf(file: ShelvedFile, now: number): Headers {
  const { type, isShown } = servedAs(file.contentType);
  const maxAge = Math.max(0, Math.min(MAX_CACHE_S, Math.floor((file.expiresAt - now) / 1000)));
  return new Headers({
    ...SAFE_HEADERS,
    'content-type': type,
    'content-disposition': dispositionOf(file.name, isShown),
    'accept-ranges': 'bytes',
    etag: `"${file.sha256}"`,
    'cache-control': `private, max-age=${maxAge}`,
  });
}

function namesTag(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** One piece is read when the last one was sent: a slow phone costs one piece of memory. */
function streamOf(files: FileShelf, file: ShelvedFile, { start, end }: ByteRange): ReadableStream<Uint8Array> {
  const pieces = files.read(file, start, end);
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
