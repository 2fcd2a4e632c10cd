import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withAddresses } from '../../../src/engine/chat/outgoing/file-address';
import { wireBundle } from '../../../src/engine/chat/outgoing/wire-form';
import type { OutgoingFileRow } from '../../../src/engine/storage/outgoing-file-repository';
import { checkMessages } from '../../../src/sandbox/line/messages/check-messages';
import { LumoError } from '../../../src/shared/errors/lumo-error';
import {
  type OutgoingContent,
  outgoingContentSchema,
  type QuickReply,
  quickReplySchema,
  type TextPart,
} from '../../../src/shared/model/outgoing';
import { validateLineExchange } from '../../support/line-spec';

const fileOf = (kind: OutgoingFileRow['kind']): OutgoingFileRow => ({
  id: `file-of-kind-${kind}`,
  kind,
  name: 'お見積り 2026年.pdf',
  contentType: 'application/octet-stream',
  byteSize: 123_456,
  durationMs: kind === 'audio' || kind === 'video' ? 4_321.5 : null,
  fileName: 'x',
  previewName: kind === 'video' ? 'x-preview' : null,
  url: null,
  previewUrl: null,
  urlUntil: null,
  createdAt: 0,
});
const files = new Map((['image', 'video', 'audio', 'file'] as const).map((kind) => [fileOf(kind).id, fileOf(kind)]));
const context = (isGroup: boolean) => ({
  isGroup,
  language: 'ja',
  file: (id: string) => {
    const found = files.get(id);
    if (found === undefined) throw new LumoError('FILE_GONE');
    return found;
  },
});
const nothing = { quoteToken: null, quickReplies: [] };

const words = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  fc.constantFrom('{}', '{{a}}', '$', 'こんにちは', '👨‍👩‍👧', ' ', '\n', '}{'),
);
const label = fc.string({ minLength: 1, maxLength: 10 });
const tap = fc.oneof(
  fc.record({
    kind: fc.constant('url' as const),
    label,
    url: fc.constantFrom('https://例え.テスト/道?q=値', 'https://example.com/a b', 'tel:+81312345678', 'line://ti/p/x'),
  }),
  fc.record({ kind: fc.constant('say' as const), label, text: fc.string({ minLength: 1, maxLength: 300 }) }),
  fc.record({
    kind: fc.constant('postback' as const),
    label,
    data: fc.string({ minLength: 1, maxLength: 300 }),
    text: fc.option(fc.string({ maxLength: 300 })),
  }),
);
const quickReply = fc.oneof(
  tap,
  fc.record({ kind: fc.constantFrom('camera' as const, 'cameraRoll' as const, 'location' as const), label }),
);
const part: fc.Arbitrary<TextPart> = fc.oneof(
  words.map((text) => ({ kind: 'text' as const, text })),
  fc.constant({ kind: 'emoji' as const, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }),
  fc.record({
    kind: fc.constant('mention' as const),
    userId: fc.constantFrom('all', `U${'1'.repeat(32)}`),
    name: fc.string({ maxLength: 20 }),
  }),
);
const content: fc.Arbitrary<OutgoingContent> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), parts: fc.array(part, { minLength: 1, maxLength: 30 }) }),
  fc.constant({ type: 'sticker' as const, packageId: '446', stickerId: '1988' }),
  fc.record({
    type: fc.constant('location' as const),
    title: fc.string({ minLength: 1, maxLength: 100 }),
    address: fc.string({ minLength: 1, maxLength: 100 }),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
  }),
  fc.record({
    type: fc.constant('buttons' as const),
    title: fc.option(fc.string({ maxLength: 40 })),
    text: fc.string({ minLength: 1, maxLength: 160, unit: 'grapheme' }),
    imageFileId: fc.option(fc.constant(fileOf('image').id)),
    actions: fc.array(tap, { minLength: 1, maxLength: 4 }),
  }),
  fc.constantFrom('image' as const, 'video' as const, 'audio' as const).map((type) => ({
    type,
    fileId: fileOf(type).id,
  })),
  fc.constant({ type: 'file' as const, fileId: fileOf('file').id }),
);

test('whatever a composer can make is either refused with its reason or fits what LINE describes', () => {
  let sent = 0;
  fc.assert(
    fc.property(
      fc.array(content, { minLength: 1, maxLength: 5 }),
      fc.array(quickReply, { maxLength: 13 }),
      fc.option(fc.constant('quote-token')),
      fc.boolean(),
      (contents, quickReplies, quoteToken, isGroup) => {
        fc.pre(contents.every((each) => outgoingContentSchema.safeParse(each).success));
        fc.pre(quickReplies.every((each) => quickReplySchema.safeParse(each).success));
        let bubbles: ReturnType<typeof wireBundle>;
        try {
          bubbles = wireBundle(contents, { quoteToken, quickReplies }, context(isGroup));
        } catch (error) {
          expect(error).toBeInstanceOf(LumoError);
          return;
        }
        sent += 1;
        const messages = bubbles.map(({ message }) =>
          withAddresses(message, (id, which) => `https://relay.example/f/${id}/${which}`),
        );
        expect(JSON.stringify(messages)).not.toContain('lumo-file:');
        expect(checkMessages({ messages }).details).toEqual([]);
        const exchange = {
          host: 'api',
          method: 'POST',
          path: '/v2/bot/message/push',
          requestHeaders: { 'content-type': 'application/json' },
          requestBody: JSON.stringify({ to: 'U1', messages }),
          status: 200,
          responseBody: null,
        };
        expect(validateLineExchange(exchange)).toEqual([]);
        expect(messages.filter((message) => 'quoteToken' in message)).toHaveLength(quoteToken === null ? 0 : 1);
        expect(messages.findIndex((message) => 'quickReply' in message)).toBe(
          quickReplies.length === 0 ? -1 : messages.length - 1,
        );
      },
    ),
    { seed: 20_261_122, numRuns: 400 },
  );
  expect(sent).toBeGreaterThan(100);
});

describe("LINE's limits are told before anything is stored", () => {
  const text = (value: string): OutgoingContent => ({ type: 'text', parts: [{ kind: 'text', text: value }] });
  const make = (each: OutgoingContent, quickReplies: QuickReply[] = []) =>
    wireBundle([each], { ...nothing, quickReplies }, context(true))[0]?.message;
  const refusal = (each: OutgoingContent) => {
    try {
      make(each);
      return null;
    } catch (error) {
      return error instanceof LumoError ? error.code : 'none of ours';
    }
  };
  const mention = { kind: 'mention', userId: 'Uabc', name: '田中' } as const;
  const emoji = { kind: 'emoji', productId: 'p', emojiId: '001' } as const;

  test('a text: 5,000 units of UTF-16 at most, emoji where a $ stands, braces doubled beside a mention', () => {
    expect(make(text('𠮷'.repeat(2_500)))).toMatchObject({ type: 'text' });
    expect(refusal({ type: 'text', parts: [{ kind: 'text', text: '𠮷'.repeat(2_500) }, emoji] })).toBe(
      'MESSAGE_TOO_LONG',
    );
    expect(refusal(text(' \n '))).toBe('INPUT_INVALID');
    expect(make({ type: 'text', parts: [{ kind: 'text', text: '1$' }, emoji, { kind: 'text', text: '!' }] })).toEqual({
      type: 'text',
      text: '1$$!',
      emojis: [{ index: 2, productId: 'p', emojiId: '001' }],
    });
    expect(make({ type: 'text', parts: [mention, { kind: 'text', text: ' {a}' }, emoji] })).toEqual({
      type: 'textV2',
      text: '{p0} {{a}}{p2}',
      substitution: {
        p0: { type: 'mention', mentionee: { type: 'user', userId: 'Uabc' } },
        p2: { type: 'emoji', productId: 'p', emojiId: '001' },
      },
    });
    expect(refusal({ type: 'text', parts: Array.from({ length: 21 }, () => emoji) })).toBe('INPUT_INVALID');
    expect(() => wireBundle([{ type: 'text', parts: [mention] }], nothing, context(false))).toThrow(LumoError);
  });

  test('a card: what a reader sees as one character counts once, with a title there is less room', () => {
    const card = { type: 'buttons', title: null, text: 'a', imageFileId: null, actions: [] } as const;
    const say = { kind: 'say', label: 'Yes', text: 'Yes' } as const;
    const family = '👨‍👩‍👧';
    expect(make({ ...card, text: family.repeat(60), title: 'T', actions: [say] })).toMatchObject({ type: 'template' });
    expect(refusal({ ...card, text: family.repeat(61), title: 'T', actions: [say] })).toBe('MESSAGE_TOO_LONG');
    expect(make({ ...card, actions: [say, say] })).toMatchObject({ template: { type: 'confirm' } });
    const link = { kind: 'url', label: 'Go', url: 'javascript:alert(1)' } as const;
    expect(refusal({ ...card, actions: [link] })).toBe('INPUT_INVALID');
    expect(refusal({ ...card, actions: [{ ...link, url: 'lumo-file:0123456789abcdef/content' }] })).toBe(
      'INPUT_INVALID',
    );
  });

  test('a file goes as what it is, or as a card that opens it', () => {
    expect(refusal({ type: 'video', fileId: fileOf('image').id })).toBe('FILE_TYPE_REFUSED');
    expect(refusal({ type: 'image', fileId: 'not-there-at-all' })).toBe('FILE_GONE');
    expect(make({ type: 'audio', fileId: fileOf('audio').id })).toMatchObject({ duration: 4_322 });
    expect(make({ type: 'file', fileId: fileOf('image').id })).toMatchObject({ type: 'flex' });
  });
});
