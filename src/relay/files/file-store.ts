/** One file that is being written. Exactly one of `finish` and `abandon` ends it. */
export interface FileSink {
  /** Resolves when there is room for more. Rejects with {@link FileSpaceError} when there is none left. */
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when the bytes are durable. */
  finish(): Promise<void>;
  /** Deletes what was written. Never rejects. */
  abandon(): Promise<void>;
}

/**
 * Where the bytes of files lie. Ids are random and made by the caller; which of them are valid is known by the index, see FileShelf.
 */
export interface FileStore {
  create(id: string): Promise<FileSink>;
  /** The bytes from `start` to `end`, both included, in pieces. Reading stops when the consumer stops. Throws when they are not there. */
  read(id: string, start: number, end: number): AsyncGenerator<Uint8Array>;
  /** Deletes the bytes, whole or not. Idempotent. */
  remove(id: string): Promise<void>;
  /** Free space for files; null where it cannot be measured. */
  freeBytes(): Promise<number | null>;
}

/** There is no space for the bytes. */
export class FileSpaceError extends Error {
  override readonly name = 'FileSpaceError';
}
