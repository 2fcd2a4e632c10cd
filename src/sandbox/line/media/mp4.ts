/** One sample (a picture, or a frame of sound) of a track. `duration` is in units of the track's time scale. */
export interface Mp4Sample {
  readonly bytes: Buffer;
  readonly duration: number;
}

/** A file with one track of samples that can each be decoded alone. */
export interface Mp4Track {
  readonly kind: 'video' | 'audio';
  readonly brand: 'mp42' | 'M4A ';
  /** Units a second. */
  readonly timescale: number;
  readonly width: number;
  readonly height: number;
  /** The sample entry box that tells how to decode. */
  readonly entry: Buffer;
  readonly samples: readonly Mp4Sample[];
}

const IDENTITY_MATRIX = [0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000];
const UNDETERMINED_LANGUAGE = 0x55c4;

/** A box of the ISO base media format: its length, its four letters, its content. */
export function mp4Box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([words(body.length + 8), Buffer.from(type, 'latin1'), body]);
}

/** A box with version 0 and flags. */
export function fullBox(type: string, flags: number, ...content: readonly Buffer[]): Buffer {
  return mp4Box(type, words(flags), ...content);
}

/** Numbers of 32 bits. */
export function words(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => {
    buffer.writeUInt32BE(value, i * 4);
  });
  return buffer;
}

/** Numbers of 16 bits. */
export function halves(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => {
    buffer.writeUInt16BE(value, i * 2);
  });
  return buffer;
}

/** Puts a track into an MP4 file (ISO/IEC 14496-12) whose index stands before the samples, so that it plays while it loads. */
export function mp4File(track: Mp4Track): Buffer {
  const head = mp4Box(
    'ftyp',
    Buffer.from(track.brand, 'latin1'),
    words(0),
    Buffer.from(`${track.brand}isom`, 'latin1'),
  );
  const data = mp4Box('mdat', ...track.samples.map((sample) => sample.bytes));
  // The index tells where the samples begin, and is as long whatever it tells.
  const offset = head.length + indexOf(track, 0).length + 8;
  return Buffer.concat([head, indexOf(track, offset), data]);
}

function indexOf(track: Mp4Track, samplesAt: number): Buffer {
  const { kind, timescale, width, height, entry, samples } = track;
  const duration = samples.reduce((sum, sample) => sum + sample.duration, 0);
  const isSound = kind === 'audio';
  const movie = fullBox(
    'mvhd',
    0,
    words(0, 0, timescale, duration, 0x1_0000),
    halves(0x100, 0),
    words(0, 0, ...IDENTITY_MATRIX, 0, 0, 0, 0, 0, 0, 2),
  );
  const header = fullBox(
    'tkhd',
    3,
    words(0, 0, 1, 0, duration, 0, 0),
    halves(0, 0, isSound ? 0x100 : 0, 0),
    words(...IDENTITY_MATRIX, width * 0x1_0000, height * 0x1_0000),
  );
  const handler = fullBox(
    'hdlr',
    0,
    words(0),
    Buffer.from(isSound ? 'soun' : 'vide', 'latin1'),
    words(0, 0, 0),
    Buffer.from('\0', 'latin1'),
  );
  const table = mp4Box(
    'stbl',
    fullBox('stsd', 0, words(1), entry),
    fullBox('stts', 0, words(samples.length, ...samples.flatMap((sample) => [1, sample.duration]))),
    fullBox('stsc', 0, words(1, 1, samples.length, 1)),
    fullBox('stsz', 0, words(0, samples.length, ...samples.map((sample) => sample.bytes.length))),
    fullBox('stco', 0, words(1, samplesAt)),
  );
  const information = mp4Box(
    'minf',
    isSound ? fullBox('smhd', 0, words(0)) : fullBox('vmhd', 1, words(0, 0)),
    mp4Box('dinf', fullBox('dref', 0, words(1), fullBox('url ', 1))),
    table,
  );
  const media = mp4Box(
    'mdia',
    fullBox('mdhd', 0, words(0, 0, timescale, duration), halves(UNDETERMINED_LANGUAGE, 0)),
    handler,
    information,
  );
  return mp4Box('moov', movie, mp4Box('trak', header, media));
}
