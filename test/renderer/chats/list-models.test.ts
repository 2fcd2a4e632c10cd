import { describe, expect, it } from 'vitest';
import { indexOfRow, pagesOf, rowOf } from '../../../src/renderer/components/row-pages';
import { nextIndex } from '../../../src/renderer/screens/chats/list/next-index';
import { rowPreview } from '../../../src/renderer/screens/chats/list/row-preview';
import { waitText } from '../../../src/renderer/screens/chats/list/wait-clock';
import { moodEmoji, sendableStickers, stickerMood } from '../../../src/renderer/screens/chats/thread/sticker-catalogue';
import { outgoingContentSchema } from '../../../src/shared/model/outgoing';

const minuteMs = 60_000;

describe('the wait clock', () => {
  it('uses the one unit that fits', () => {
    expect(waitText(0, 30_000)).toMatchObject({ unit: 'now', urgency: 'calm' });
    expect(waitText(0, 12 * minuteMs)).toMatchObject({ unit: 'minutes', count: 12, urgency: 'calm' });
    expect(waitText(0, 59 * minuteMs)).toMatchObject({ unit: 'minutes', count: 59, urgency: 'warm' });
    expect(waitText(0, 60 * minuteMs)).toMatchObject({ unit: 'hours', count: 1, urgency: 'urgent' });
    expect(waitText(0, 49 * 60 * minuteMs)).toMatchObject({ unit: 'days', count: 2 });
  });

  it('calls a time ahead of this computer now', () => {
    expect(waitText(1_000, 0)).toMatchObject({ unit: 'now', count: 0 });
  });
});

describe('the last line of a row', () => {
  it('shows text on one line and names every other type', () => {
    expect(rowPreview({ lastType: 'text', lastText: ' a\n\nb ', lastDirection: 'out' })).toEqual({
      kind: 'text',
      text: 'a b',
      isOwn: true,
    });
    expect(rowPreview({ lastType: 'sticker', lastText: null, lastDirection: 'in' })).toMatchObject({ key: 'sticker' });
    expect(rowPreview({ lastType: 'unsend', lastText: null, lastDirection: 'in' })).toMatchObject({ key: 'unsend' });
    expect(rowPreview({ lastType: 'hologram', lastText: null, lastDirection: 'in' })).toMatchObject({ key: 'other' });
    expect(rowPreview({ lastType: null, lastText: null, lastDirection: null })).toEqual({ kind: 'none' });
  });
});

describe('moving through the list', () => {
  it('goes one row and stops at both ends', () => {
    expect(nextIndex({ selectedIndex: 3, lastIndex: 3, step: 1, total: 5 })).toBe(4);
    expect(nextIndex({ selectedIndex: 4, lastIndex: 4, step: 1, total: 5 })).toBe(4);
    expect(nextIndex({ selectedIndex: 0, lastIndex: 0, step: -1, total: 5 })).toBe(0);
  });

  it('skips nobody when the chosen row has left the view', () => {
    expect(nextIndex({ selectedIndex: -1, lastIndex: 2, step: 1, total: 5 })).toBe(2);
    expect(nextIndex({ selectedIndex: -1, lastIndex: 2, step: -1, total: 5 })).toBe(1);
    expect(nextIndex({ selectedIndex: -1, lastIndex: 5, step: 1, total: 5 })).toBe(4);
    expect(nextIndex({ selectedIndex: -1, lastIndex: -1, step: 1, total: 5 })).toBe(0);
    expect(nextIndex({ selectedIndex: -1, lastIndex: 0, step: 1, total: 0 })).toBeNull();
  });
});

describe('pages of rows', () => {
  it('are those that the rows on screen lie on, across an edge too', () => {
    expect(pagesOf(0, 30, 100)).toEqual([0]);
    expect(pagesOf(95, 130, 100)).toEqual([0, 1]);
    expect(pagesOf(99_990, 99_999, 100)).toEqual([999]);
    expect(pagesOf(100, 100, 100)).toEqual([1]);
    expect(pagesOf(0, -1, 100)).toEqual([]);
  });

  it('give the row of an index, or nothing while its page is being read', () => {
    const pages = new Map([[2, ['a', 'b']]]);
    expect(rowOf(pages, 201, 100)).toBe('b');
    expect(rowOf(pages, 202, 100)).toBeUndefined();
    expect(rowOf(pages, 5, 100)).toBeUndefined();
    expect(indexOfRow(pages, 100, (row) => row === 'b')).toBe(201);
    expect(indexOfRow(pages, 100, (row) => row === 'z')).toBe(-1);
  });
});

describe('stickers', () => {
  /** LINE's public list of sendable stickers: first and last id of the packages that are offered. */
  const sendable: Readonly<Record<string, readonly [number, number]>> = {
    '789': [10855, 10894],
    '6136': [10551376, 10551399],
    '11537': [52002734, 52002773],
  };

  it('are offered only where every Official Account may send them, each once', () => {
    for (const { packageId, stickerId } of sendableStickers) {
      const [first, last] = sendable[packageId] ?? [0, -1];
      expect(Number(stickerId)).toBeGreaterThanOrEqual(first);
      expect(Number(stickerId)).toBeLessThanOrEqual(last);
      expect(outgoingContentSchema.safeParse({ type: 'sticker', packageId, stickerId }).success).toBe(true);
    }
    expect(new Set(sendableStickers.map((sticker) => sticker.stickerId)).size).toBe(sendableStickers.length);
    expect(new Set(sendableStickers.map((sticker) => moodEmoji[sticker.mood])).size).toBe(sendableStickers.length);
  });

  it('are drawn by their id, else by LINE keywords, else by nothing that might be wrong', () => {
    expect(stickerMood({ stickerId: '10855', keywords: ['angry'] })).toBe('hello');
    expect(stickerMood({ stickerId: '1', keywords: ['xyz', 'Good Night'] })).toBe('goodNight');
    expect(stickerMood({ stickerId: '1', keywords: ['Thanks'] })).toBe('thanks');
    expect(stickerMood({ stickerId: '1', keywords: [] })).toBeNull();
  });
});
