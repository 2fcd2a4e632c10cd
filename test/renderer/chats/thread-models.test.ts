import { describe, expect, it } from 'vitest';
import { groupMessages } from '../../../src/renderer/screens/chats/thread/group-messages';
import {
  addSent,
  appendPage,
  countNew,
  openWindow,
  patchWindow,
  prependPage,
  refreshWindow,
} from '../../../src/renderer/screens/chats/thread/message-window';
import { pendingMessages, sendsAnswered, trackSend } from '../../../src/renderer/screens/chats/thread/pending-sends';
import { type ChatMessage, chatMessageSchema } from '../../../src/shared/model/chat';
import { conversationIdSchema } from '../../../src/shared/model/ids';
import type { OutgoingContent } from '../../../src/shared/model/outgoing';
import { aMessage } from './a-message';

const minuteMs = 60_000;

const message = (id: number | string, patch?: Partial<ChatMessage>): ChatMessage =>
  aMessage(String(id), typeof id === 'number' ? id * minuteMs : 0, patch);

const range = (from: number, to: number): ChatMessage[] =>
  Array.from({ length: to - from + 1 }, (_, step) => message(from + step));
const ids = (messages: readonly ChatMessage[]): string[] => messages.map((each) => each.id);
const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe('groupMessages', () => {
  it('joins bubbles of one sender within five minutes and parts them after that', () => {
    const items = groupMessages([message(1), message(2), message(8), message(9)], utcDay);
    expect(items.map((item) => [item.isFirstOfGroup, item.isLastOfGroup])).toEqual([
      [true, false],
      [false, true],
      [true, false],
      [false, true],
    ]);
  });

  it('parts the customer from us, us from another console, and two people of one console', () => {
    const own = { direction: 'out', origin: 'thisConsole', state: 'accepted' } as const;
    const items = groupMessages(
      [
        message(1),
        message(2, own),
        message(3, { ...own, origin: 'otherConsole' }),
        message(4, { ...own, senderName: 'Aoi' }),
        message(5, { ...own, senderName: 'Ken' }),
      ],
      utcDay,
    );
    expect(items.every((item) => item.isFirstOfGroup && item.isLastOfGroup)).toBe(true);
  });

  it('starts a day at the first message of it, also within a run of bubbles', () => {
    const midnight = Date.UTC(2026, 0, 2);
    const items = groupMessages(
      [
        message('a', { sentAt: midnight - 1 }),
        message('b', { sentAt: midnight }),
        message('c', { sentAt: midnight + 1 }),
      ],
      utcDay,
    );
    expect(items.map((item) => item.startsDay)).toEqual([true, true, false]);
    expect(items[1]?.isFirstOfGroup).toBe(true);
  });

  it('lets a message that was taken back stand alone', () => {
    const items = groupMessages([message(1), message(2, { state: 'unsent' }), message(3)], utcDay);
    expect(items.map((item) => item.isFirstOfGroup && item.isLastOfGroup)).toEqual([true, true, true]);
  });
});

describe('the window of messages', () => {
  const live = openWindow({ messages: range(11, 20), older: 'c11', newer: null });

  it('lowers its first index by exactly what is put in front, so that nothing on screen moves', () => {
    const grown = prependPage(live, { messages: range(6, 11), older: null, newer: null });
    expect(ids(grown.messages)).toEqual(ids(range(6, 20)));
    expect(live.firstIndex - grown.firstIndex).toBe(5);
    expect(grown.older).toBeNull();
  });

  it('grows at the newer end without doubling what overlaps', () => {
    const past = openWindow({ messages: range(1, 5), older: null, newer: 'c5' });
    const grown = appendPage(past, { messages: range(5, 8), newer: null });
    expect(ids(grown.messages)).toEqual(ids(range(1, 8)));
    expect(grown.firstIndex).toBe(past.firstIndex);
  });

  it('takes new, changed and vanished messages from a renewed end and keeps what is older', () => {
    const newest = [message(16), message(17, { state: 'unsent' }), message(19), message(20), message(21)];
    const renewed = refreshWindow(live, { messages: newest, older: 'x', newer: null });
    expect(ids(renewed.messages)).toEqual(['11', '12', '13', '14', '15', '16', '17', '19', '20', '21']);
    expect(renewed.messages[6]?.state).toBe('unsent');
    expect(renewed.firstIndex).toBe(live.firstIndex);
    expect(renewed.older).toBe('c11');
  });

  it('does not grow older by a renewal that reaches further back', () => {
    const renewed = refreshWindow(live, { messages: range(1, 21), older: null, newer: null });
    expect(ids(renewed.messages)).toEqual(ids(range(11, 21)));
    expect(renewed.older).toBe('c11');
  });

  it('starts anew when more came than one renewal reads, rather than leave a hole', () => {
    const renewed = refreshWindow(live, { messages: range(40, 60), older: 'c40', newer: null });
    expect(ids(renewed.messages)).toEqual(ids(range(40, 60)));
    expect(renewed.older).toBe('c40');
  });

  it('only updates what it holds while it shows the past', () => {
    const past = openWindow({ messages: range(1, 3), older: null, newer: 'c3' });
    const patched = patchWindow(past, [message(2, { state: 'unsent' }), message(9)]);
    expect(ids(patched.messages)).toEqual(['1', '2', '3']);
    expect(patched.messages[1]?.state).toBe('unsent');
    expect(addSent(past, message(10))).toBe(past);
  });

  it('shows a sent message once, whether the answer or the renewal comes first', () => {
    const sent = message(21, { direction: 'out' });
    const answered = addSent(live, sent);
    expect(ids(addSent(answered, sent).messages)).toEqual(ids(range(11, 21)));
  });

  it('counts what the customer wrote since, not what we sent', () => {
    const after = [...range(11, 20), message(21), message(22, { direction: 'out' }), message(23)];
    expect(countNew(live.messages, after)).toBe(2);
    expect(countNew(after, after)).toBe(0);
  });
});

describe('a pending send', () => {
  it('stands as queued bubbles of this console with what was written, in its order', () => {
    const contents: OutgoingContent[] = [
      { type: 'sticker', packageId: '789', stickerId: '10855' },
      { type: 'text', parts: [{ kind: 'text', text: '了解です' }] },
    ];
    const call = { conversationId: conversationIdSchema.parse('c'), clientId: 'id', contents, files: [] };
    const bubbles = chatMessageSchema.array().parse(pendingMessages(call, 5));
    expect(bubbles.map((bubble) => bubble.content.type)).toEqual(['sticker', 'text']);
    for (const bubble of bubbles) {
      expect(bubble).toMatchObject({ state: 'queued', direction: 'out', sentAt: 5, via: null, bundleId: 'id' });
    }
    expect(new Set(bubbles.map((bubble) => bubble.id)).size).toBe(2);
  });

  it('is waited for, whether it is stored or refused', async () => {
    const seen: string[] = [];
    trackSend(Promise.resolve().then(() => seen.push('stored')));
    trackSend(Promise.reject(new Error('refused')).finally(() => seen.push('refused')));
    await sendsAnswered();
    expect(seen.sort()).toEqual(['refused', 'stored']);
  });
});
