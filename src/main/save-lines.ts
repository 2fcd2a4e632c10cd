import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { LumoError } from '../shared/errors/lumo-error';

/**
 * Writes text to a file as it comes, without holding more than a little of it. The file appears under its name when it is
 * whole; one that was there before is replaced then. Returns how many pieces were written.
 * @throws LumoError EXPORT_FAILED with the system's reason (`ENOSPC`, `EACCES` ...); what the source throws
 */
export async function saveLines(path: string, lines: AsyncIterable<string>): Promise<number> {
  const unfinished = `${path}.part`;
  const stream = createWriteStream(unfinished, { encoding: 'utf8', flush: true });
  const ended = finished(stream);
  ended.catch(() => undefined);
  let count = 0;
  try {
    for await (const line of lines) {
      count++;
      if (!stream.write(line)) await Promise.race([once(stream, 'drain'), ended]);
      if (stream.errored !== null) throw stream.errored;
    }
    stream.end();
    await ended;
    await rename(unfinished, path);
    return count;
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true }).catch(() => undefined);
    if (error instanceof LumoError) throw error;
    throw new LumoError('EXPORT_FAILED', { reason: reasonOf(error), path }, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
