import { samplePainter, samplePhotoPng } from '../pictures/sample-photo';
import { melodyM4a } from './aac-melody';
import { filmMp4 } from './h264-pictures';
import { samplePdf } from './sample-pdf';

/** A file with the type that a host would give it. */
export interface MediaFile {
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Kinds of file that the sandbox makes itself. A sample is named "subject-number", for example `parcel-2`. */
export type SampleKind = 'photo' | 'video' | 'voice' | 'pdf';

const FILM = { width: 192, height: 144, pictures: 10, msPerPicture: 500 };
/** How long a sample film lasts. */
export const SAMPLE_VIDEO_MS = FILM.pictures * FILM.msPerPicture;

const made = new Map<string, MediaFile>();

/** A sample file, made once and then remembered; the same name always gives the same bytes. */
export function sampleMedia(kind: SampleKind, sample: string): MediaFile {
  const key = `${kind}:${sample}`;
  const file = made.get(key) ?? makeSample(kind, sample);
  made.set(key, file);
  return file;
}

/** How long a sample voice message lasts: from its name, 2 to 9 seconds. */
export function sampleVoiceMs(sample: string): number {
  return 2_000 + (numberOf(sample) % 8) * 1_000;
}

function makeSample(kind: SampleKind, sample: string): MediaFile {
  switch (kind) {
    case 'photo':
      return { contentType: 'image/png', bytes: samplePhotoPng(sample, 'original') };
    case 'video':
      return { contentType: 'video/mp4', bytes: film(sample) };
    case 'voice':
      return { contentType: 'audio/x-m4a', bytes: melodyM4a(numberOf(sample), sampleVoiceMs(sample)) };
    case 'pdf':
      return { contentType: 'application/pdf', bytes: samplePdf(sample) };
  }
}

/** The photo of that name under a camera that slowly comes nearer. */
function film(sample: string): Buffer {
  const colourAt = samplePainter(sample);
  return filmMp4({
    ...FILM,
    colourAt: (picture, x, y) => {
      const zoom = 1 - picture * 0.035;
      return colourAt(0.5 + (x - 0.5) * zoom + picture * 0.008, 0.5 + (y - 0.5) * zoom);
    },
  });
}

function numberOf(sample: string): number {
  return Number.parseInt(sample.split('-').at(-1) ?? '', 10) || 0;
}
