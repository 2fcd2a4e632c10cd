import type { ErrorCode } from '../../../../../shared/errors/error-code';
import type { OutgoingFile } from '../../../../../shared/model/outgoing';

const mb = 1_000_000;
/** LINE's limits (LINE fact sheet, section 6.1). A larger picture is made smaller, so that only what is absurd is refused. */
const limits: Readonly<Record<OutgoingFile['kind'], number>> = {
  image: 100 * mb,
  video: 200 * mb,
  audio: 200 * mb,
  file: 100 * mb,
};

/** What a file can go as: a bubble of its own kind, or a card with a link, which takes anything. */
export type FileVerdict =
  | { readonly kind: OutgoingFile['kind']; readonly refusal: null }
  | { readonly kind: null; readonly refusal: ErrorCode; readonly canBeCard: boolean; readonly limit?: number };

interface FileLike {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

function kindOf(file: FileLike): OutgoingFile['kind'] | null {
  const ending = file.name.toLowerCase().split('.').at(-1) ?? '';
  if (file.type.startsWith('image/')) return 'image';
  if (file.type === 'video/mp4' || ending === 'mp4') return 'video';
  if (['audio/mpeg', 'audio/mp3', 'audio/mp4', 'audio/x-m4a', 'audio/aac'].includes(file.type)) {
    return ending === 'aac' ? null : 'audio';
  }
  if (ending === 'mp3' || ending === 'm4a') return 'audio';
  // LINE plays MP4, MP3 and M4A only: other films and sounds can go as a link.
  return file.type.startsWith('video/') || file.type.startsWith('audio/') ? null : 'file';
}

/** How a file would go to a customer, by its name and type alone; whether it can be read is found out later. */
export function judgeFile(file: FileLike, asCard = false): FileVerdict {
  const kind = asCard ? 'file' : kindOf(file);
  if (kind === null) return { kind, refusal: 'FILE_TYPE_REFUSED', canBeCard: file.size <= limits.file };
  if (file.size === 0) return { kind: null, refusal: 'FILE_UNREADABLE', canBeCard: false };
  const limit = limits[kind];
  if (file.size > limit) {
    return { kind: null, refusal: 'FILE_TOO_LARGE', canBeCard: !asCard && file.size <= limits.file, limit };
  }
  return { kind, refusal: null };
}
