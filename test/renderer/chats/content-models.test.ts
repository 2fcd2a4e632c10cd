import { describe, expect, it } from 'vitest';
import { chosenTime } from '../../../src/renderer/screens/chats/thread/content/chosen-time';
import { clipTime } from '../../../src/renderer/screens/chats/thread/content/clip-time';
import { copyableText } from '../../../src/renderer/screens/chats/thread/content/copyable-text';
import { emojiDrawing } from '../../../src/renderer/screens/chats/thread/content/emoji-drawing';
import { groupMessages } from '../../../src/renderer/screens/chats/thread/group-messages';
import type { ChatMessage, MessageContent } from '../../../src/shared/model/chat';
import { aMessage } from './a-message';

const media = { state: 'stored', url: '/a', previewUrl: '/b', byteSize: 1, contentType: 'image/png' } as const;

const message = (id: number, content: MessageContent, patch?: Partial<ChatMessage>): ChatMessage =>
  aMessage(String(id), id, { content, senderUserId: 'U', canQuote: true, ...patch });
const text = (id: number, patch?: Partial<ChatMessage>) =>
  message(id, { type: 'text', text: 'x', parts: [{ kind: 'text', text: 'x' }] }, patch);
const picture = (id: number, set: string, index: number, total = 3) =>
  message(id, { type: 'image', media, imageSet: { id: set, index, total } });

describe('pictures that were sent together', () => {
  it('stand with the first that came, in their own order; the others leave nothing', () => {
    const items = groupMessages([text(1), picture(2, 'A', 3), picture(3, 'A', 1), picture(4, 'A', 2), text(5)]);
    expect(items.map(({ isInSetAbove }) => isInSetAbove)).toEqual([false, false, true, true, false]);
    expect(items[1]?.imageSet?.map(({ id }) => id)).toEqual(['3', '4', '2']);
    expect(items.filter(({ imageSet }) => imageSet !== null)).toHaveLength(1);
  });

  it('are two grids where they are two sets, or something stands between them', () => {
    const items = groupMessages([picture(1, 'A', 1), picture(2, 'B', 1), text(3), picture(4, 'B', 2)]);
    expect(items.map(({ imageSet }) => imageSet?.length ?? 0)).toEqual([1, 1, 0, 1]);
  });

  it('keep the photo of their sender where the run of bubbles ends with them', () => {
    const items = groupMessages([picture(1, 'A', 1), picture(2, 'A', 2), text(3, { senderUserId: 'V' })]);
    expect(items.map(({ isLastOfGroup }) => isLastOfGroup)).toEqual([true, true, true]);
  });
});

it('two people in a group whose names nobody knows yet are two runs of bubbles', () => {
  const items = groupMessages([text(1), text(2), text(3, { senderUserId: 'V' })]);
  expect(items.map(({ isFirstOfGroup }) => isFirstOfGroup)).toEqual([true, false, true]);
});

it.each([
  [null, '0:00'],
  [0.4, '0:00'],
  [65.9, '1:05'],
  [3_723, '1:02:03'],
])('%s seconds are %s', (seconds, shown) => {
  expect(clipTime(seconds)).toBe(shown);
});

it.each([
  ['2026-12-25', 'en', 'Friday, December 25, 2026'],
  ['2026-12-25t10:30', 'ja', '2026年12月25日金曜日 10:30'],
  ['10:30', 'ja', '10:30'],
  ['2026-13-45', 'en', null],
  ['soon', 'en', 'soon'],
  ['', 'en', ''],
])('what was picked as %s reads in %s as %s', (chosen, language, shown) => {
  if (shown === null) expect(chosenTime(chosen, language)).not.toBe('');
  else expect(chosenTime(chosen, language)).toBe(shown);
});

it('what can be copied are the words, with addresses behind buttons', () => {
  const action = { kind: 'url', label: 'Open', detail: 'https://a.example' } as const;
  const card: MessageContent = {
    type: 'card',
    lineType: 'flex',
    altText: 'x',
    cards: [[{ kind: 'text', text: 'Hello', isStrong: true }, { kind: 'separator' }, { kind: 'button', action }]],
  };
  expect(copyableText(card)).toBe('Hello\nOpen: https://a.example');
  expect(copyableText({ type: 'image', media, imageSet: null })).toBeNull();
});

it('an emoji is drawn by its name, or not at all', () => {
  expect(emojiDrawing('love')).toBe('❤️');
  expect(emojiDrawing('moon smile')).toBe('😊');
  expect(emojiDrawing('qqq')).toBeNull();
  expect(emojiDrawing('')).toBeNull();
});
