import { BitWriter } from './bit-writer';
import { fullBox, halves, mp4Box, mp4File, words } from './mp4';

const SAMPLE_RATE = 44_100;
const SAMPLES_PER_FRAME = 1_024;
/** Where the sampling rate stands in the format's table (ISO/IEC 14496-3, table 1.18). */
const RATE_INDEX = 4;
/** Fourteen bands of scale factors hold the lowest 72 frequencies at this rate. */
const BANDS = 14;
const FREQUENCIES = 72;
const ESCAPE_CODEBOOK = 11;
const LOUDNESS = 190;
const FRAMES_PER_NOTE = 11;
/** Odd frequencies, 21.5 Hz apart from their even neighbours: roughly a scale from 320 Hz to 960 Hz. */
const NOTES = [15, 17, 19, 23, 25, 29, 33, 37, 45] as const;

/**
 * A voice message: an M4A file (AAC-LC, one channel) with a short melody that depends on `number`. Written without an encoder: each
 * frame says "one frequency, this loud" in the few codes that this needs.
 */
export function melodyM4a(number: number, durationMs: number): Buffer {
  const frames = Math.max(2, Math.round((durationMs / 1_000) * (SAMPLE_RATE / SAMPLES_PER_FRAME)));
  const samples = Array.from({ length: frames }, (_, frame) => {
    const beat = Math.floor(frame / FRAMES_PER_NOTE);
    const isPause = frame % FRAMES_PER_NOTE > FRAMES_PER_NOTE - 3 || beat % 5 === 4;
    const note = NOTES[(beat * (3 + (number % 4)) + number) % NOTES.length] ?? NOTES[0];
    return { bytes: isPause ? silentFrame() : toneFrame(note, frame), duration: SAMPLES_PER_FRAME };
  });
  return mp4File({
    kind: 'audio',
    brand: 'M4A ',
    timescale: SAMPLE_RATE,
    width: 0,
    height: 0,
    entry: sampleEntry(),
    samples,
  });
}

/** A channel element up to its frequencies: long window, so many bands. */
function channel(loudness: number, bands: number): BitWriter {
  return new BitWriter().put(0, 3).put(0, 4).put(loudness, 8).put(0, 1).put(0, 2).put(0, 1).put(bands, 6).put(0, 1);
}

/** No pulses, no noise shaping, no gain control. */
function plain(writer: BitWriter): BitWriter {
  return writer.put(0, 3);
}

function ended(writer: BitWriter): Buffer {
  return writer.put(7, 3).toBuffer();
}

function silentFrame(): Buffer {
  return ended(plain(channel(100, 0)));
}

function toneFrame(frequency: number, frame: number): Buffer {
  const writer = channel(LOUDNESS, BANDS).put(ESCAPE_CODEBOOK, 4).put(BANDS, 5);
  // Every band is as loud as the first: "no difference" is one zero bit.
  plain(writer.put(0, BANDS));
  for (let pair = 0; pair < FREQUENCIES / 2; pair += 1) {
    // In pairs: (0, 0) is 0000; (0, 1) is 00110 and then its sign, which alternates as the phase of a steady tone does.
    if (pair === (frequency - 1) / 2) writer.put(0b00110, 5).put(Math.floor(frame / 2) % 2, 1);
    else writer.put(0, 4);
  }
  return ended(writer);
}

/** The `mp4a` sample entry with its decoder description: AAC-LC, the rate, one channel. */
function sampleEntry(): Buffer {
  const description = new BitWriter().put(2, 5).put(RATE_INDEX, 4).put(1, 4).toBuffer();
  const tagged = (tag: number, ...content: readonly Buffer[]) => {
    const body = Buffer.concat(content);
    return Buffer.concat([Buffer.from([tag, body.length]), body]);
  };
  const decoder = tagged(4, Buffer.from([0x40, 0x15, 0, 0, 0]), words(64_000, 64_000), tagged(5, description));
  const stream = tagged(3, Buffer.from([0, 1, 0]), decoder, tagged(6, Buffer.from([2])));
  return mp4Box(
    'mp4a',
    halves(0, 0, 0, 1),
    words(0, 0),
    halves(1, 16, 0, 0),
    words(SAMPLE_RATE * 0x1_0000),
    fullBox('esds', 0, stream),
  );
}
