import { LogRefusal } from '../log/relay-log';
import type { RelayDatabase } from '../workspaces/relay-database';
import { type FileSink, FileSpaceError, type FileStore } from './file-store';

/** Small enough to be held in memory for each reader and writer, large enough to cost few rows. */
const CHUNK_BYTES = 1024 * 1024;

/** {@link FileStore} in rows of the database that all nodes share. */
export class DatabaseFileStore implements FileStore {
  readonly #db: RelayDatabase;

  constructor(db: RelayDatabase) {
    this.#db = db;
  }

  async create(id: string): Promise<FileSink> {
    const chunk = new Uint8Array(CHUNK_BYTES);
    let filled = 0;
    let n = 0;
    const flush = async (): Promise<void> => {
      if (filled === 0) return;
      const sql = 'INSERT INTO file_chunk (file_id, n, bytes) VALUES (?, ?, ?)';
      await this.#db.run(sql, [id, n, chunk.slice(0, filled)]).catch(asSpaceError);
      n += 1;
      filled = 0;
    };
    return {
      write: async (bytes) => {
        for (let from = 0; from < bytes.byteLength; ) {
          const part = bytes.subarray(from, from + CHUNK_BYTES - filled);
          chunk.set(part, filled);
          filled += part.byteLength;
          from += part.byteLength;
          if (filled === CHUNK_BYTES) await flush();
        }
      },
      finish: flush,
      abandon: () => this.remove(id).catch(() => undefined),
    };
  }

  async *read(id: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at <= end; ) {
      const n = Math.floor(at / CHUNK_BYTES);
      const sql = 'SELECT bytes FROM file_chunk WHERE file_id = ? AND n = ?';
      const [row] = await this.#db.rows<{ bytes: Uint8Array }>(sql, [id, n]);
      const from = at - n * CHUNK_BYTES;
      const part = row?.bytes.subarray(from, Math.min(row.bytes.byteLength, from + end - at + 1)) ?? new Uint8Array();
      if (part.byteLength === 0) throw new Error('The file is shorter than it was.');
      yield part;
      at += part.byteLength;
    }
  }

  async remove(id: string): Promise<void> {
    await this.#db.run('DELETE FROM file_chunk WHERE file_id = ?', [id]);
  }

  async freeBytes(): Promise<number | null> {
    return null;
  }
}

function asSpaceError(error: unknown): never {
  if (error instanceof LogRefusal && error.reason === 'full') throw new FileSpaceError('The database is full.');
  throw error;
}
