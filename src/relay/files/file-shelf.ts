import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Refusal } from '../refusal';
import type { RelayDatabase } from '../workspaces/relay-database';
import { type FileSink, FileSpaceError, type FileStore } from './file-store';

export interface FileLimits {
  readonly maxFileBytes: number;
  /** All files of a workspace that are not expired. */
  readonly maxWorkspaceBytes: number;
  /** So much stays free on the disk, for the log. */
  readonly minFreeBytes: number;
}

export interface NewFile {
  readonly name: string;
  readonly contentType: string;
  /** Epoch ms. */
  readonly expiresAt: number;
  /** In hex; null = not checked. */
  readonly sha256: string | null;
  /** As the sender says; null = it does not. */
  readonly length: number | null;
}

/** A file as its address finds it. */
export interface ShelvedFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
  readonly expiresAt: number;
}

interface Row {
  id: string;
  name: string;
  content_type: string;
  size: number;
  sha256: string;
  expires_at: number;
  state: 'coming' | 'here' | 'gone';
}

/** A body of unknown length takes of the quota in these steps. */
const RESERVE_STEP_BYTES = 8 * 1024 * 1024;
/** A file that is still coming after this was left behind by a crash: uploads end sooner. */
const LONGEST_UPLOAD_MS = 60 * 60_000;
/** For so long an address says that its file is over; then it is unknown. */
const GONE_KEPT_MS = 30 * 24 * 60 * 60_000;
const SWEEP_AT_ONCE = 100;

/**
 * Files that customers get by an address nobody can guess: an index in the database, the bytes in a {@link FileStore}. Only the
 * hash of an address is kept. An upload is entered as `coming` before its first byte, so that quota holds for several at once and a
 * crash leaves nothing behind that the sweep does not find.
 */
export class FileShelf {
  readonly #db: RelayDatabase;
  readonly #store: FileStore;
  readonly #limits: FileLimits;
  readonly #now: () => number;

  constructor(db: RelayDatabase, store: FileStore, limits: FileLimits, now: () => number) {
    this.#db = db;
    this.#store = store;
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * Stores a body as it comes. Resolves with the secret part of the address when it is durable.
   * @throws Refusal: 400 empty or other bytes than promised, 413 too long or above the quota, 507 no space. Nothing is left behind then.
   */
  async add(workspaceId: string, file: NewFile, body: AsyncIterable<Uint8Array>): Promise<string> {
    if ((file.length ?? 0) > this.#limits.maxFileBytes) throw this.#tooLarge();
    const id = randomUUID();
    const token = randomBytes(32).toString('base64url');
    await this.#enter(workspaceId, id, token, file);
    let sink: FileSink | null = null;
    try {
      await this.#requireSpace();
      sink = await this.#store.create(id);
      const { size, sha256 } = await this.#receive(workspaceId, id, sink, file.length ?? 0, body);
      if (size === 0) throw new Refusal(400, 'FILE_EMPTY', 'The file is empty.');
      if (file.sha256 !== null && file.sha256 !== sha256) {
        throw new Refusal(400, 'FILE_DAMAGED', 'Other bytes came than were announced. Send it again.');
      }
      await sink.finish();
      const sql = `UPDATE file SET state = 'here', size = ?, sha256 = ? WHERE id = ? AND state = 'coming'`;
      if ((await this.#db.run(sql, [size, sha256, id])) === 0) {
        throw new Refusal(408, 'BODY_TIMEOUT', 'The file came too slowly.');
      }
      return token;
    } catch (error) {
      await sink?.abandon();
      await this.#db.run('DELETE FROM file WHERE id = ?', [id]).catch(() => undefined);
      throw error instanceof FileSpaceError ? noSpace() : error;
    }
  }

  /** The file behind an address. `gone` = it expired. The lookup is by hash: its timing tells nothing of the token. */
  async find(token: string): Promise<ShelvedFile | 'unknown' | 'gone'> {
    const sql = 'SELECT id, name, content_type, size, sha256, expires_at, state FROM file WHERE token_hash = ?';
    const [row] = await this.#db.rows<Row>(sql, [hashOf(token)]);
    if (row === undefined || row.state === 'coming') return 'unknown';
    if (row.state === 'gone' || row.expires_at <= this.#now()) return 'gone';
    const { id, name, size, sha256 } = row;
    return { id, name, contentType: row.content_type, size, sha256, expiresAt: row.expires_at };
  }

  /** Bytes of a found file from `start` to `end`, both included. */
  read(file: ShelvedFile, start: number, end: number): AsyncGenerator<Uint8Array> {
    return this.#store.read(file.id, start, end);
  }

  /** Deletes what expired, and what a crash left behind. Several nodes may do so at once. Returns the count. */
  async sweep(): Promise<number> {
    const now = this.#now();
    let count = 0;
    for (;;) {
      const rows = await this.#db.rows<{ id: string }>(
        `SELECT id FROM file WHERE (state = 'here' AND expires_at <= ?) OR (state = 'coming' AND created_at < ?) LIMIT ?`,
        [now, now - LONGEST_UPLOAD_MS, SWEEP_AT_ONCE],
      );
      for (const { id } of rows) {
        await this.#store.remove(id);
        await this.#db.run(`UPDATE file SET state = 'gone', size = 0 WHERE id = ?`, [id]);
      }
      count += rows.length;
      if (rows.length < SWEEP_AT_ONCE) break;
    }
    await this.#db.run(`DELETE FROM file WHERE state = 'gone' AND expires_at < ?`, [now - GONE_KEPT_MS]);
    return count;
  }

  async #enter(workspaceId: string, id: string, token: string, file: NewFile): Promise<void> {
    await this.#db.run(
      `INSERT INTO file (id, ws, token_hash, name, content_type, size, sha256, created_at, expires_at, state)
       VALUES (?, ?, ?, ?, ?, ?, '', ?, ?, 'coming')`,
      [id, workspaceId, hashOf(token), file.name, file.contentType, file.length ?? 0, this.#now(), file.expiresAt],
    );
    if (!(await this.#fits(workspaceId))) {
      await this.#db.run('DELETE FROM file WHERE id = ?', [id]);
      throw quotaUsed();
    }
  }

  async #receive(
    workspaceId: string,
    id: string,
    sink: FileSink,
    reservedAtFirst: number,
    body: AsyncIterable<Uint8Array>,
  ): Promise<{ size: number; sha256: string }> {
    const hash = createHash('sha256');
    let size = 0;
    let reserved = reservedAtFirst;
    let checkedAt = 0;
    for await (const bytes of body) {
      size += bytes.byteLength;
      if (size > this.#limits.maxFileBytes) throw this.#tooLarge();
      if (size > reserved) {
        reserved = size + RESERVE_STEP_BYTES;
        await this.#db.run('UPDATE file SET size = ? WHERE id = ?', [
          Math.min(reserved, this.#limits.maxFileBytes),
          id,
        ]);
        if (!(await this.#fits(workspaceId))) throw quotaUsed();
      }
      if (size - checkedAt > RESERVE_STEP_BYTES) {
        checkedAt = size;
        await this.#requireSpace();
      }
      hash.update(bytes);
      await sink.write(bytes);
    }
    return { size, sha256: hash.digest('hex') };
  }

  /** What was entered counts already: of two that come at once none can slip through. */
  async #fits(workspaceId: string): Promise<boolean> {
    const [sum] = await this.#db.rows<{ bytes: number | string }>(
      `SELECT coalesce(sum(size), 0) AS bytes FROM file WHERE ws = ? AND state <> 'gone' AND expires_at > ?`,
      [workspaceId, this.#now()],
    );
    return Number(sum?.bytes ?? 0) <= this.#limits.maxWorkspaceBytes;
  }

  async #requireSpace(): Promise<void> {
    const free = await this.#store.freeBytes();
    if (free !== null && free < this.#limits.minFreeBytes) throw noSpace();
  }

  #tooLarge(): Refusal {
    const limit = Math.floor(this.#limits.maxFileBytes / (1024 * 1024));
    return new Refusal(413, 'FILE_TOO_LARGE', `The file is larger than ${limit} MB.`);
  }
}

function quotaUsed(): Refusal {
  return new Refusal(
    413,
    'FILES_QUOTA_USED',
    'The files of this workspace take all the space that it has on the relay.',
  );
}

function noSpace(): Refusal {
  return new Refusal(507, 'DISK_FULL', 'The relay has no space for files at the moment.');
}

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
