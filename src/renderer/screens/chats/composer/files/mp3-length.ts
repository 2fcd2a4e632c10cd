const bitratesOfMpeg1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const bitratesOfMpeg2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const rates = [44_100, 48_000, 32_000];

interface Frame {
  readonly bytes: number;
  readonly seconds: number;
}

/** The MPEG audio frame of layer III whose head begins at `at`; null = none begins there. */
function frameAt(view: DataView, at: number): Frame | null {
  if (at + 4 > view.byteLength || view.getUint8(at) !== 0xff) return null;
  const second = view.getUint8(at + 1);
  const third = view.getUint8(at + 2);
  const version = (second >> 3) & 3; // 3 = MPEG 1, 2 = MPEG 2, 0 = MPEG 2.5
  const isLayer3 = ((second >> 1) & 3) === 1;
  if ((second & 0xe0) !== 0xe0 || version === 1 || !isLayer3) return null;
  const bitrate = (version === 3 ? bitratesOfMpeg1 : bitratesOfMpeg2)[third >> 4];
  const rate = rates[(third >> 2) & 3];
  if (bitrate === undefined || bitrate === 0 || rate === undefined) return null;
  const ownRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = version === 3 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  return {
    bytes: Math.floor(((samples / 8) * bitrate * 1000) / ownRate) + padding,
    seconds: samples / ownRate,
  };
}

/** Bytes of an ID3v2 tag in front; its size is written with seven bits a byte. */
function tagLength(view: DataView): number {
  if (view.byteLength < 10 || view.getUint8(0) !== 0x49 || view.getUint8(1) !== 0x44 || view.getUint8(2) !== 0x33) {
    return 0;
  }
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + (view.getUint8(at) & 0x7f), 0);
  return 10 + size;
}

/** Two frames in a row are no accident; so far after the tag the first one is looked for. */
const longestGap = 8_192;

/** Length in ms of an MP3 file, frame by frame, so that it holds for variable bit rates; null = it is no MP3. */
export function mp3LengthMs(view: DataView): number | null {
  let at = tagLength(view);
  const last = at + longestGap;
  for (; ; at += 1) {
    if (at > last || at + 4 > view.byteLength) return null;
    const frame = frameAt(view, at);
    if (frame !== null && frameAt(view, at + frame.bytes) !== null) break;
  }
  let seconds = 0;
  for (let frame = frameAt(view, at); frame !== null; frame = frameAt(view, at)) {
    seconds += frame.seconds;
    at += frame.bytes;
  }
  return Math.round(seconds * 1000);
}
