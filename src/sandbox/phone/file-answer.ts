import type { Context } from 'hono';
import type { MediaFile } from '../line/media/sample-media';

/** A file as an answer, in the part that a player asks for: browsers seek in films and sound by byte ranges. */
export function fileAnswer(c: Context, { bytes, contentType }: MediaFile): Response {
  const headers = { 'content-type': contentType, 'x-content-type-options': 'nosniff', 'accept-ranges': 'bytes' };
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(c.req.header('range') ?? '') ?? [];
  const from = Number(first);
  if (first === '' || from >= bytes.length) return c.body(new Uint8Array(bytes), 200, headers);
  const to = last === '' ? bytes.length - 1 : Math.min(Number(last), bytes.length - 1);
  return c.body(new Uint8Array(bytes.subarray(from, to + 1)), 206, {
    ...headers,
    'content-range': `bytes ${from}-${to}/${bytes.length}`,
  });
}
