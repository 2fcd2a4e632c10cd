/** What reads a piece of a file; answers fewer bytes at its end. */
export type ReadBytes = (from: number, to: number) => Promise<DataView>;

const headSize = 16;
/** A box head names its size and its kind; more boxes than this at one level are no real file. */
const mostBoxes = 2_000;

interface Box {
  readonly kind: string;
  /** Where what it holds begins and ends. */
  readonly from: number;
  readonly to: number;
}

function kindAt(view: DataView, at: number): string {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}

/** The first box of a kind between two places of the file (ISO 14496-12); null = there is none. */
async function findBox(read: ReadBytes, kind: string, from: number, to: number): Promise<Box | null> {
  let at = from;
  for (let count = 0; count < mostBoxes && at + 8 <= to; count += 1) {
    const head = await read(at, Math.min(to, at + headSize));
    if (head.byteLength < 8) return null;
    const short = head.getUint32(0);
    const isLong = short === 1 && head.byteLength >= headSize;
    const size = isLong ? Number(head.getBigUint64(8)) : short === 0 ? to - at : short;
    const headLength = isLong ? 16 : 8;
    if (size < headLength) return null;
    if (kindAt(head, 4) === kind) return { kind, from: at + headLength, to: Math.min(to, at + size) };
    at += size;
  }
  return null;
}

/** Length in ms of an MP4 or M4A file by its movie header; null where it has none, so that it is no such file. */
export async function mp4LengthMs(read: ReadBytes, byteSize: number): Promise<number | null> {
  const movie = await findBox(read, 'moov', 0, byteSize);
  if (movie === null) return null;
  const header = await findBox(read, 'mvhd', movie.from, movie.to);
  if (header === null) return null;
  const view = await read(header.from, Math.min(header.to, header.from + 32));
  if (view.byteLength < 20) return null;
  const isLong = view.getUint8(0) === 1;
  if (isLong && view.byteLength < 32) return null;
  const scale = view.getUint32(isLong ? 20 : 12);
  const length = isLong ? Number(view.getBigUint64(24)) : view.getUint32(16);
  if (scale === 0 || length === 0) return null;
  return Math.round((length / scale) * 1000);
}
