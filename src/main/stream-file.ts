import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { byteRange } from './byte-range';

/**
 * Answers with a file, or with the part of it that was asked for, as it is read: a clip of 200 MB is never held, and players
 * can jump in it. Null when there is no such file.
 */
export async function streamFile(
  path: string,
  range: string | null,
  headers: Readonly<Record<string, string>>,
): Promise<Response | null> {
  const file = await open(path).catch(() => null);
  if (file === null) return null;
  try {
    const found = await file.stat();
    if (!found.isFile()) {
      await file.close();
      return null;
    }
    const { size } = found;
    const part = byteRange(range, size);
    const all = { ...headers, 'accept-ranges': 'bytes' };
    if (part === 'outside') {
      await file.close();
      return new Response(null, { status: 416, headers: { ...all, 'content-range': `bytes */${size}` } });
    }
    const length = part === null ? size : part.end - part.start + 1;
    // the stream closes the file, also when the page stops listening
    const stream = file.createReadStream({ ...(part ?? {}), highWaterMark: 256 * 1024 });
    const body = Readable.toWeb(stream) as ReadableStream<Uint8Array>;
    return new Response(body, {
      status: part === null ? 200 : 206,
      headers: {
        ...all,
        'content-length': String(length),
        ...(part === null ? {} : { 'content-range': `bytes ${part.start}-${part.end}/${size}` }),
      },
    });
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
}
