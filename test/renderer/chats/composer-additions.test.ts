import { describe, expect, it } from 'vitest';
import { judgeFile } from '../../../src/renderer/screens/chats/composer/files/file-kind';
import { mp3LengthMs } from '../../../src/renderer/screens/chats/composer/files/mp3-length';
import { mp4LengthMs } from '../../../src/renderer/screens/chats/composer/files/mp4-length';
import { isShortMapLink, placeOfMapLink } from '../../../src/renderer/screens/chats/composer/map-link';
import { fromFieldTime, sendTimes, toFieldTime } from '../../../src/renderer/screens/chats/composer/send-times';
import {
  addressOf,
  newTap,
  problemOfTap,
  quickReplyOf,
  type TapDraft,
  tapActionOf,
} from '../../../src/renderer/screens/chats/composer/tap-draft';

const local = (text: string): number => new Date(text).getTime();

describe('the times that send later offers', () => {
  const names = (at: string) => sendTimes(local(at)).map((time) => time.name);

  it('are ahead, and none says the same as another', () => {
    // A Wednesday afternoon, a Wednesday night, a Sunday morning.
    expect(names('2026-11-18T13:00')).toEqual(['inAnHour', 'thisEvening', 'tomorrow', 'monday']);
    expect(names('2026-11-18T20:00')).toEqual(['inAnHour', 'tomorrow', 'monday']);
    expect(names('2026-11-22T10:00')).toEqual(['inAnHour', 'thisEvening', 'tomorrow']);
    for (const { at } of sendTimes(local('2026-12-31T23:30'))) expect(at).toBeGreaterThan(local('2026-12-31T23:30'));
  });

  it('are the hours of this computer, also over a change of month', () => {
    const tomorrow = sendTimes(local('2026-11-30T08:00')).find((time) => time.name === 'tomorrow');
    expect(tomorrow?.at).toBe(local('2026-12-01T09:00'));
  });

  it('can be picked, never in the past nor more than a year ahead', () => {
    const now = local('2026-11-22T10:00');
    expect(fromFieldTime(toFieldTime(local('2026-11-23T09:05')), now)).toBe(local('2026-11-23T09:05'));
    expect(fromFieldTime('2026-11-22T09:59', now)).toBeNull();
    expect(fromFieldTime('2028-01-01T00:00', now)).toBeNull();
    expect(fromFieldTime('', now)).toBeNull();
  });
});

describe('a pasted map link', () => {
  it.each([
    ['35.681236, 139.767125', 35.681236, 139.767125],
    ['geo:35.6812,139.7671?z=17', 35.6812, 139.7671],
    [
      'https://www.google.com/maps/place/%E6%9D%B1%E4%BA%AC%E9%A7%85/@35.1,139.1,17z/data=!3d35.6812!4d139.7671',
      35.6812,
      139.7671,
    ],
    ['https://www.google.com/maps/@35.6812,139.7671,17z', 35.6812, 139.7671],
    ['https://maps.google.com/?q=35.6812,139.7671', 35.6812, 139.7671],
    ['https://www.google.com/maps/search/?api=1&query=35.6812%2C139.7671', 35.6812, 139.7671],
    ['https://maps.apple.com/?ll=35.6812,139.7671&q=Tokyo', 35.6812, 139.7671],
    ['https://www.openstreetmap.org/?mlat=35.6812&mlon=139.7671#map=17/35.1/139.1', 35.6812, 139.7671],
    ['https://www.openstreetmap.org/#map=17/35.6812/139.7671', 35.6812, 139.7671],
    ['https://www.bing.com/maps?cp=35.6812~139.7671', 35.6812, 139.7671],
    ['https://map.yahoo.co.jp/?lat=35.6812&lon=139.7671', 35.6812, 139.7671],
    ['https://maps.google.com/?q=-33.8568,151.2153', -33.8568, 151.2153],
  ])('%s is understood', (text, latitude, longitude) => {
    expect(placeOfMapLink(text)).toMatchObject({ latitude, longitude });
  });

  it('gives the name of the place where it has one', () => {
    const link = 'https://www.google.com/maps/place/%E6%9D%B1%E4%BA%AC%E9%A7%85/@35.68,139.76,17z';
    expect(placeOfMapLink(link)?.title).toBe('東京駅');
  });

  it('is not guessed at: no place, impossible numbers, or a short link', () => {
    expect(placeOfMapLink('東京駅')).toBeNull();
    expect(placeOfMapLink('135.68, 239.76')).toBeNull();
    expect(placeOfMapLink('https://example.com/')).toBeNull();
    expect(placeOfMapLink('https://maps.app.goo.gl/abc')).toBeNull();
    expect(isShortMapLink('https://maps.app.goo.gl/abc')).toBe(true);
  });
});

describe('a file', () => {
  const judge = (name: string, type: string, size = 1000) => judgeFile({ name, type, size });

  it('goes as what LINE has for it, anything else as a card with a link', () => {
    expect(judge('a.webp', 'image/webp').kind).toBe('image');
    expect(judge('a.mp4', 'video/mp4').kind).toBe('video');
    expect(judge('a.m4a', '').kind).toBe('audio');
    expect(judge('a.mp3', 'audio/mpeg').kind).toBe('audio');
    expect(judge('invoice.pdf', 'application/pdf').kind).toBe('file');
  });

  it('that LINE does not play is refused, with the card as a way out', () => {
    expect(judge('a.mov', 'video/quicktime')).toMatchObject({ refusal: 'FILE_TYPE_REFUSED', canBeCard: true });
    expect(judge('a.wav', 'audio/wav')).toMatchObject({ refusal: 'FILE_TYPE_REFUSED', canBeCard: true });
  });

  it('that is empty or too large is refused', () => {
    expect(judge('a.jpg', 'image/jpeg', 0)).toMatchObject({ refusal: 'FILE_UNREADABLE', canBeCard: false });
    expect(judge('a.mp4', 'video/mp4', 200_000_001)).toMatchObject({ refusal: 'FILE_TOO_LARGE', canBeCard: false });
  });
});

function mp3(frames: number, tagBytes = 0): DataView {
  const frame = new Uint8Array(417);
  frame.set([0xff, 0xfb, 0x90, 0x00]); // MPEG 1 layer III, 128 kbit/s, 44.1 kHz
  const bytes = new Uint8Array(tagBytes + frames * frame.length);
  if (tagBytes > 0) bytes.set([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, tagBytes - 10]);
  for (let each = 0; each < frames; each += 1) bytes.set(frame, tagBytes + each * frame.length);
  return new DataView(bytes.buffer);
}

function box(kind: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length);
  new DataView(bytes.buffer).setUint32(0, bytes.length);
  bytes.set(new TextEncoder().encode(kind), 4);
  bytes.set(body, 8);
  return bytes;
}

function mp4(version: 0 | 1, scale: number, length: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(version === 1 ? 112 : 100));
  header.setUint8(0, version);
  header.setUint32(version === 1 ? 20 : 12, scale);
  if (version === 1) header.setBigUint64(24, BigInt(length));
  else header.setUint32(16, length);
  const movie = box('moov', box('mvhd', new Uint8Array(header.buffer)));
  return new Uint8Array([...box('ftyp', new Uint8Array(16)), ...box('mdat', new Uint8Array(500)), ...movie]);
}

describe('the length of sound and film', () => {
  it('of an MP3 is counted frame by frame, behind its tag', () => {
    expect(mp3LengthMs(mp3(100))).toBe(Math.round((100 * 1152_000) / 44_100));
    expect(mp3LengthMs(mp3(100, 90))).toBe(mp3LengthMs(mp3(100)));
  });

  it('of an MP4 is what its movie header says, wherever that lies', async () => {
    for (const version of [0, 1] as const) {
      const bytes = mp4(version, 600, 900);
      const read = async (from: number, to: number) => new DataView(bytes.slice(from, to).buffer);
      expect(await mp4LengthMs(read, bytes.length)).toBe(1500);
    }
  });

  it('is not made up for what is no such file', async () => {
    const noise = new Uint8Array(5_000).fill(7);
    expect(mp3LengthMs(new DataView(noise.buffer))).toBeNull();
    expect(mp3LengthMs(new DataView(new ArrayBuffer(0)))).toBeNull();
    const read = async (from: number, to: number) => new DataView(noise.slice(from, to).buffer);
    expect(await mp4LengthMs(read, noise.length)).toBeNull();
    expect(await mp4LengthMs(async () => new DataView(new ArrayBuffer(0)), 0)).toBeNull();
  });
});

describe('a button', () => {
  const tap = (patch: Partial<TapDraft>): TapDraft => ({ ...newTap(), label: 'Open', ...patch });

  it('opens what LINE opens: links, bare hosts and phone numbers', () => {
    expect(addressOf('example.com/a')).toBe('https://example.com/a');
    expect(addressOf('03-1234-5678')).toBe('tel:0312345678');
    expect(quickReplyOf(tap({ kind: 'url', value: 'example.com' }))).toMatchObject({ url: 'https://example.com' });
    expect(tapActionOf(tap({ kind: 'url', value: 'tel:0312345678' }))).toMatchObject({ url: 'tel:0312345678' });
    expect(problemOfTap(tap({ kind: 'url', value: 'javascript:alert(1)' }))).toBe('url');
    expect(problemOfTap(tap({ kind: 'url', value: 'not a link' }))).toBe('url');
  });

  it('names what is missing', () => {
    expect(problemOfTap(tap({ label: ' ' }))).toBe('label');
    expect(problemOfTap(tap({ kind: 'say', value: '' }))).toBe('value');
    expect(tapActionOf(tap({ kind: 'say', value: '' }))).toBeNull();
  });

  it('that only a phone has stands above the keyboard, never on a card', () => {
    expect(quickReplyOf(tap({ kind: 'camera' }))).toEqual({ kind: 'camera', label: 'Open' });
    expect(tapActionOf(tap({ kind: 'camera' }))).toBeNull();
  });
});
