import { mkdirSync } from 'node:fs';
import { type FileHandle, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type FileSink, FileSpaceError, type FileStore } from './file-store';

const READ_BYTES = 256 * 1024;

/** {@link FileStore} in a folder, for one node. */
export class DiskFileStore implements FileStore {
  readonly #folder: string;

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folder = folder;
  }

  async create(id: string): Promise<FileSink> {
    const path = this.#pathOf(id);
    const file = await open(path, 'wx', 0o600).catch(asSpaceError);
    return {
      write: async (bytes) => {
        for (let from = 0; from < bytes.byteLength; ) {
          from += (await file.write(bytes, from).catch(asSpaceError)).bytesWritten;
        }
      },
      finish: async () => {
        try {
          await file.sync();
          await syncFolder(this.#folder);
        } catch (error) {
          asSpaceError(error);
        } finally {
          await file.close();
        }
      },
      abandon: async () => {
        await file.close().catch(() => undefined);
        await rm(path, { force: true }).catch(() => undefined);
      },
    };
  }

  async *read(id: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    const file: FileHandle = await open(this.#pathOf(id), 'r');
    try {
      for (let at = start; at <= end; ) {
        // a buffer for each piece: the last one may still wait to be sent
        const { bytesRead, buffer } = await file.read({
          buffer: new Uint8Array(Math.min(READ_BYTES, end - at + 1)),
          position: at,
        });
        if (bytesRead === 0) throw new Error('The file is shorter than it was.');
        yield buffer.subarray(0, bytesRead);
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true });
  }

  async freeBytes(): Promise<number | null> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  #pathOf(id: string): string {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Error('This is no id of a file.');
    return join(this.#folder, id);
  }
}

/** The name of a new file is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asSpaceError(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') throw new FileSpaceError('The disk is full.');
  throw error;
}
