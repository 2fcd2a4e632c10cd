import { mkdirSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LumoError } from '../../../shared/errors/lumo-error';
import type { OutgoingFile } from '../../../shared/model/outgoing';
import type { OutgoingFileRepository, OutgoingFileRow } from '../../storage/outgoing-file-repository';
import type { ChatDeps } from '../chat-types';
import { type FileType, fileTypeOf, signatureBytes } from './file-type';

const mb = 1_000_000;
/** LINE's own limits (LINE facts, section 6.1); a file behind a link has none there. */
const limits: Readonly<Record<OutgoingFile['kind'], number>> = {
  image: 10 * mb,
  video: 200 * mb,
  audio: 200 * mb,
  file: 100 * mb,
};
const previewLimit = mb;
/** Added and never put into a draft or a message: somebody closed the window in between. */
const unusedAfterMs = 24 * 60 * 60_000;
const storedName = /^[0-9a-f]{32}(-preview)?\.[a-z0-9]{2,4}$/;
const longestName = 200;

/** The bytes of a file as they come. */
export type FileBytes = ReadableStream<Uint8Array>;

/** What whoever adds a file says of it; its bytes decide what it is. `kind: 'file'` makes a card of anything. */
export type FileAbout = Pick<OutgoingFile, 'kind' | 'name' | 'contentType' | 'durationMs'>;

/** Files that were added to be sent, as files of this computer. */
export interface OutgoingFiles {
  /** Keeps all of it, then tells what it is. @throws LumoError FILE_TOO_LARGE, FILE_UNREADABLE, STORAGE_FULL */
  add(bytes: FileBytes, about: FileAbout): Promise<OutgoingFile>;
  /** The small picture that stands for a picture or film. @throws LumoError FILE_GONE, FILE_TOO_LARGE, FILE_TYPE_REFUSED */
  addPreview(id: string, bytes: FileBytes): Promise<OutgoingFile>;
  /** @throws LumoError FILE_GONE */
  get(id: string): OutgoingFile;
  find(id: string): OutgoingFile | null;
  /** @throws LumoError FILE_GONE */
  row(id: string): OutgoingFileRow;
  /** Taken out of a composer: deleted where no message needs it. */
  remove(id: string): Promise<void>;
  /** Deletes what a crash left and what nothing needs any more. */
  sweep(): Promise<void>;
}

/** See {@link OutgoingFiles}. */
export function createOutgoingFiles(
  deps: Pick<ChatDeps, 'clock' | 'ids' | 'logger'> & {
    folder: string;
    url(fileName: string): string;
    files: OutgoingFileRepository;
  },
): OutgoingFiles {
  const { clock, files, folder } = deps;

  /** Writes a file as it comes; it gets its name when all of it is here and on the disk. */
  const keep = async (about: Omit<FileAbout, 'durationMs'>, id: string, bytes: FileBytes, limit?: number) => {
    const { name } = about;
    mkdirSync(folder, { recursive: true });
    const partial = join(folder, `${id}.part`);
    const disk = await open(partial, 'w');
    let byteSize = 0;
    let head = Buffer.alloc(0);
    let type: FileType | null = null;
    try {
      for await (const chunk of chunksOf(bytes)) {
        byteSize += chunk.byteLength;
        if (head.length < signatureBytes) head = Buffer.concat([head, chunk.subarray(0, signatureBytes)]);
        type = typeOf(head, about);
        // until enough is here to tell, the highest limit holds
        const most = limit ?? (head.length < signatureBytes || type === null ? limits.video : limits[type.kind]);
        if (byteSize > most) {
          throw new LumoError('FILE_TOO_LARGE', { name, megabytes: Math.ceil(byteSize / mb), limit: most / mb });
        }
        await disk.write(chunk);
      }
      if (type === null || byteSize === 0) throw new LumoError('FILE_UNREADABLE', { name });
      await disk.sync();
    } catch (error) {
      await disk.close();
      await rm(partial, { force: true });
      throw isDiskFull(error) ? new LumoError('STORAGE_FULL', {}, { cause: error }) : error;
    }
    await disk.close();
    return { partial, byteSize, type };
  };
  const view = (row: OutgoingFileRow): OutgoingFile => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    contentType: row.contentType,
    byteSize: row.byteSize,
    url: deps.url(row.fileName),
    previewUrl: row.previewName === null ? null : deps.url(row.previewName),
    durationMs: row.durationMs,
  });
  const row = (id: string): OutgoingFileRow => {
    const found = files.get(id);
    if (found === null) throw new LumoError('FILE_GONE');
    return found;
  };
  const erase = async ({ id, fileName, previewName }: OutgoingFileRow) => {
    files.remove(id);
    await rm(join(folder, fileName), { force: true });
    if (previewName !== null) await rm(join(folder, previewName), { force: true });
  };

  return {
    async add(bytes, about) {
      const id = deps.ids.uuid().replaceAll('-', '');
      const { partial, byteSize, type } = await keep(about, id, bytes);
      const fileName = `${id}.${type.extension}`;
      const isTimed = type.kind === 'audio' || type.kind === 'video';
      const durationMs = isTimed && (about.durationMs ?? 0) > 0 ? about.durationMs : null;
      await rename(partial, join(folder, fileName));
      const made: OutgoingFileRow = {
        id,
        kind: type.kind,
        name: plainName(about.name),
        contentType: type.contentType,
        byteSize,
        durationMs,
        fileName,
        previewName: null,
        url: null,
        previewUrl: null,
        urlUntil: null,
        createdAt: clock.now(),
      };
      files.insert(made);
      return view(made);
    },
    async addPreview(id, bytes) {
      const file = row(id);
      const { partial, type } = await keep(
        { kind: 'image', name: file.name, contentType: 'image/jpeg' },
        `${id}-preview`,
        bytes,
        previewLimit,
      );
      if (type.kind !== 'image') {
        await rm(partial, { force: true });
        throw new LumoError('FILE_TYPE_REFUSED', { name: file.name });
      }
      const previewName = `${id}-preview.${type.extension}`;
      await rename(partial, join(folder, previewName));
      files.setPreview(id, previewName);
      return view(row(id));
    },
    get: (id) => view(row(id)),
    find: (id) => {
      const found = files.get(id);
      return found === null ? null : view(found);
    },
    row,
    async remove(id) {
      const found = files.get(id);
      if (found !== null && !files.isInMessage(id)) await erase(found);
    },
    async sweep() {
      mkdirSync(folder, { recursive: true });
      for (const file of files.addedBefore(clock.now() - unusedAfterMs)) {
        if (!files.isNeeded(file.id)) await erase(file);
      }
      for (const name of await readdir(folder)) {
        if (name.endsWith('.part') || (storedName.test(name) && !files.isKnown(name))) {
          await rm(join(folder, name), { force: true });
        }
      }
    },
  };
}

/** Read to its end, or given up with the first refusal: then the rest is not wanted. */
async function* chunksOf(bytes: FileBytes): AsyncGenerator<Uint8Array> {
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Null = it is not what it says that it is. */
function typeOf(head: Uint8Array, { kind, contentType }: Omit<FileAbout, 'durationMs'>): FileType | null {
  const type = fileTypeOf(head, contentType);
  return type !== null && kind === 'file' ? { ...type, kind } : type;
}

/** A name as a person gave it, without what could be taken for a path. */
function plainName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const plain = name.replace(/[/\\\u0000-\u001f]/g, '_').trim();
  return plain === '' ? 'file' : plain.slice(-longestName);
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}
