import type { OutgoingFile } from '../../../../../shared/model/outgoing';
import { rpc } from '../../../../bridge/client';
import { mp3LengthMs } from './mp3-length';
import { mp4LengthMs } from './mp4-length';
import { preparePicture } from './prepare-picture';
import { UploadRefused, uploadFile, uploadPreview } from './upload-file';
import { videoPoster } from './video-poster';

interface Progress {
  readonly onProgress: (ratio: number) => void;
  readonly signal: AbortSignal;
}

function unreadable(file: File): UploadRefused {
  return new UploadRefused({ code: 'FILE_UNREADABLE', params: { name: file.name } });
}

function withEnding(name: string, ending: string): string {
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? name.slice(0, dot) : name}.${ending}`;
}

/** Length in ms of a film or sound by its own head; null = it is not what its name says. */
async function lengthOf(file: File): Promise<number | null> {
  const isMp3 = file.type === 'audio/mpeg' || file.type === 'audio/mp3' || /\.mp3$/i.test(file.name);
  if (isMp3) return mp3LengthMs(new DataView(await file.arrayBuffer()));
  const read = async (from: number, to: number): Promise<DataView> =>
    new DataView(await file.slice(from, to).arrayBuffer());
  return mp4LengthMs(read, file.size);
}

async function addPicture(file: File, progress: Progress): Promise<OutgoingFile> {
  const made = await preparePicture(file).catch(() => {
    throw unreadable(file);
  });
  const about = {
    kind: 'image',
    name: withEnding(file.name, made.ending),
    contentType: made.content.type,
    durationMs: null,
  } as const;
  const stored = await uploadFile(made.content, about, progress);
  return uploadPreview(stored, made.preview, progress.signal);
}

async function addPlayable(kind: 'video' | 'audio', file: File, progress: Progress): Promise<OutgoingFile> {
  const durationMs = await lengthOf(file).catch(() => null);
  if (durationMs === null) throw unreadable(file);
  const isMp3 = /\.mp3$/i.test(file.name) || file.type === 'audio/mpeg' || file.type === 'audio/mp3';
  const contentType = kind === 'video' ? 'video/mp4' : isMp3 ? 'audio/mpeg' : 'audio/mp4';
  const stored = await uploadFile(file, { kind, name: file.name, contentType, durationMs }, progress);
  if (kind === 'audio') return stored;
  try {
    return await uploadPreview(stored, await videoPoster(stored.url), progress.signal);
  } catch (error) {
    await rpc.chat.removeFile({ id: stored.id }).catch(() => undefined);
    throw error instanceof UploadRefused || progress.signal.aborted ? error : unreadable(file);
  }
}

/**
 * Makes of a file what LINE takes (picture re-encoded, length measured, poster drawn) and gives it to the engine.
 * @throws UploadRefused, or AbortError when given up
 */
export function prepareFile(kind: OutgoingFile['kind'], file: File, progress: Progress): Promise<OutgoingFile> {
  if (kind === 'image') return addPicture(file, progress);
  if (kind === 'video' || kind === 'audio') return addPlayable(kind, file, progress);
  const contentType = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream';
  return uploadFile(file, { kind, name: file.name, contentType, durationMs: null }, progress);
}
