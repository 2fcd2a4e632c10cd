import type { Rgb } from '../pictures/png';
import { BitWriter } from './bit-writer';
import { halves, mp4Box, mp4File, words } from './mp4';

const BLOCK = 16;
const BASELINE = 66;
const LEVEL = 30;
const TIMESCALE = 1_000;

/** What a film is made of; width and height are multiples of 16, the colour is asked for with coordinates from 0 to 1. */
export interface Film {
  readonly width: number;
  readonly height: number;
  readonly pictures: number;
  readonly msPerPicture: number;
  colourAt(picture: number, x: number, y: number): Rgb;
}

/**
 * An MP4 file (H.264 baseline) that every player shows. Written without an encoder: each picture is a key picture whose blocks carry their
 * samples as they are (`I_PCM`), which the format allows for exactly such cases.
 */
export function filmMp4(film: Film): Buffer {
  const sequence = sequenceParameters(film);
  const picture = pictureParameters();
  const samples = Array.from({ length: film.pictures }, (_, i) => {
    const slice = keyPicture(film, i);
    return { bytes: Buffer.concat([words(slice.length), slice]), duration: film.msPerPicture };
  });
  const configuration = mp4Box(
    'avcC',
    Buffer.from([1, BASELINE, 0xc0, LEVEL, 0xff, 0xe1]),
    halves(sequence.length),
    sequence,
    Buffer.from([1]),
    halves(picture.length),
    picture,
  );
  const entry = mp4Box(
    'avc1',
    halves(0, 0, 0, 1, 0, 0),
    words(0, 0, 0),
    halves(film.width, film.height),
    words(0x48_0000, 0x48_0000, 0),
    halves(1),
    Buffer.alloc(32),
    halves(0x18, 0xffff),
    configuration,
  );
  return mp4File({
    kind: 'video',
    brand: 'mp42',
    timescale: TIMESCALE,
    width: film.width,
    height: film.height,
    entry,
    samples,
  });
}

function sequenceParameters({ width, height }: Film): Buffer {
  const writer = new BitWriter().put(BASELINE, 8).put(0xc0, 8).put(LEVEL, 8);
  // Number 0, frame numbers of 4 bits, output in decoding order, one reference picture, no gaps.
  writer.golomb(0).golomb(0).golomb(2).golomb(1).put(0, 1);
  writer.golomb(width / BLOCK - 1).golomb(height / BLOCK - 1);
  // Whole frames, direct inference, nothing cropped, no further description.
  return unit(0x67, writer.put(1, 1).put(1, 1).put(0, 1).put(0, 1));
}

function pictureParameters(): Buffer {
  const writer = new BitWriter().golomb(0).golomb(0).put(0, 1).put(0, 1).golomb(0).golomb(0).golomb(0);
  writer.put(0, 1).put(0, 2).golomb(0).golomb(0).golomb(0);
  return unit(0x68, writer.put(1, 1).put(0, 1).put(0, 1));
}

function keyPicture(film: Film, picture: number): Buffer {
  // First block 0, type "all blocks intra", parameters 0, frame number 0; two key pictures in a row have different numbers.
  const writer = new BitWriter()
    .golomb(0)
    .golomb(7)
    .golomb(0)
    .put(0, 4)
    .golomb(picture % 2);
  // Nothing special with reference pictures, no change of quality, no smoothing of edges.
  writer.put(0, 2).golomb(0).golomb(1);
  for (let row = 0; row < film.height; row += BLOCK) {
    for (let column = 0; column < film.width; column += BLOCK) {
      writer
        .golomb(25)
        .align()
        .bytes(blockOf(film, picture, column, row));
    }
  }
  return unit(0x65, writer);
}

/** One block: 16 x 16 of brightness, then 8 x 8 of each colour difference (ITU-R BT.601, narrow range). */
function blockOf(film: Film, picture: number, left: number, top: number): Buffer {
  const block = Buffer.alloc(384);
  for (let y = 0; y < BLOCK; y += 1) {
    for (let x = 0; x < BLOCK; x += 1) {
      const [r, g, b] = film.colourAt(picture, (left + x + 0.5) / film.width, (top + y + 0.5) / film.height);
      block[y * BLOCK + x] = clamp(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const at = 256 + (y / 2) * 8 + x / 2;
      block[at] = clamp(128 - 0.148 * r - 0.291 * g + 0.439 * b);
      block[at + 64] = clamp(128 + 0.439 * r - 0.368 * g - 0.071 * b);
    }
  }
  return block;
}

function clamp(value: number): number {
  return Math.max(1, Math.min(254, Math.round(value)));
}

/** A unit of the stream: its kind, its content with the stop bit, and a 3 wherever the content would look like the start of a unit. */
function unit(kind: number, writer: BitWriter): Buffer {
  const content = writer.put(1, 1).toBuffer();
  const bytes = [kind];
  let zeros = 0;
  for (const byte of content) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    bytes.push(byte);
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return Buffer.from(bytes);
}
