import type { LineDatabase } from '../database';
import type { Counter } from '../identifiers';
import { samplePhotoPng } from '../pictures/sample-photo';
import { type MediaFile, type SampleKind, sampleMedia } from './sample-media';

const SAMPLE_KINDS: Readonly<Record<string, SampleKind>> = {
  sample: 'photo',
  video: 'video',
  voice: 'voice',
  pdf: 'pdf',
};

/**
 * The bytes behind messages of customers, by a key in the message: `upload:1` stands in the database, `sample:parcel-1`, `video:parcel-1`,
 * `voice:voice-2` and `pdf:title` are made when somebody asks, so that a seeded past costs neither time nor space.
 */
export class MediaStore {
  readonly #database: LineDatabase;
  readonly #counter: Counter;

  constructor(database: LineDatabase, counter: Counter) {
    this.#database = database;
    this.#counter = counter;
  }

  /** Keeps bytes and returns their key. */
  keep(file: MediaFile): string {
    const key = `upload:${this.#counter.next('media')}`;
    this.#database.prepare('INSERT INTO ln_media VALUES (?, ?, ?)').run(key, file.contentType, file.bytes);
    return key;
  }

  /** The file of a key, or null. */
  find(key: string): MediaFile | null {
    const [place = '', ...rest] = key.split(':');
    const kind = SAMPLE_KINDS[place];
    if (kind !== undefined) return sampleMedia(kind, rest.join(':'));
    const row = this.#database
      .prepare<[string], { content_type: string; bytes: Buffer }>(
        'SELECT content_type, bytes FROM ln_media WHERE key = ?',
      )
      .get(key);
    return row ? { contentType: row.content_type, bytes: row.bytes } : null;
  }

  /** The small picture of a photo or a film, or null. What was uploaded is its own preview when it is a picture. */
  preview(key: string, type: 'image' | 'video'): MediaFile | null {
    const [place = '', name = ''] = key.split(':');
    if (place === 'sample' || place === 'video' || type === 'video') {
      const sample = place === 'upload' ? 'landscape-1' : name;
      return { contentType: 'image/png', bytes: samplePhotoPng(sample, 'preview') };
    }
    return this.find(key);
  }
}
