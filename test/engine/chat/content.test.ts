import { describe, expect, it } from 'vitest';
import type { ContentContext } from '../../../src/engine/chat/content/content-context';
import { contentOf, readRaw } from '../../../src/engine/chat/content/message-content';
import { shownQuickReplies } from '../../../src/engine/chat/content/shown-action';
import { messageText } from '../../../src/engine/line';
import type { MessageRow } from '../../../src/engine/storage/message-repository';
import { type MessageContent, messageContentSchema } from '../../../src/shared/model/chat';

const context: ContentContext = {
  mediaUrl: (name) => `app://bundle/media/${name}`,
  outgoingUrl: (name) => `app://bundle/outgoing/${name}`,
  picture: (url) => (url === null ? null : `/picture/${url}`),
  stickerShop: 'https://shop.example',
  memberName: (userId) => (userId === 'U1' ? '怡君' : null),
};

const nothing: MessageRow = {
  seq: 1,
  id: '1',
  conversationId: 1,
  direction: 'in',
  origin: 'customer',
  senderName: null,
  senderUserId: null,
  senderPictureUrl: null,
  lineMessageId: '1',
  type: 'text',
  text: null,
  raw: '{}',
  sentAt: 1,
  state: 'received',
  problem: null,
  via: null,
  attempts: 0,
  editedAt: null,
  quoteToken: null,
  quotedLineId: null,
  quotedId: null,
  quotedDirection: null,
  quotedState: null,
  quotedSenderName: null,
  quotedType: null,
  quotedText: null,
  bundleId: null,
  scheduledAt: null,
  undoUntil: null,
  hold: null,
  mediaState: null,
  mediaFile: null,
  mediaPreview: null,
  mediaBytes: null,
  mediaType: null,
  outgoingKind: null,
  outgoingFile: null,
  outgoingPreview: null,
  outgoingName: null,
  outgoingBytes: null,
  outgoingType: null,
  outgoingDurationMs: null,
};

/** What is drawn of a message in LINE's own form; always within the contract. */
function shown(message: { type: string } & Record<string, unknown>, patch: Partial<MessageRow> = {}): MessageContent {
  const raw = JSON.stringify(message);
  const row = { ...nothing, type: message.type, text: messageText(message), raw, ...patch };
  return messageContentSchema.parse(contentOf(row, readRaw(raw), context));
}
const sent = (message: { type: string } & Record<string, unknown>) =>
  shown(message, { direction: 'out', origin: 'otherConsole', state: 'accepted' });

describe('a received text', () => {
  it('is cut at its LINE emoji', () => {
    const emojis = [{ index: 3, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }];
    expect(shown({ type: 'text', text: 'hi (love)', emojis })).toEqual({
      type: 'text',
      text: 'hi (love)',
      parts: [
        { kind: 'text', text: 'hi ' },
        {
          kind: 'emoji',
          productId: '5ac1bfd5040ab15980c9b435',
          emojiId: '001',
          alt: '(love)',
          pictureUrl: '/picture/https://shop.example/sticonshop/v1/sticon/5ac1bfd5040ab15980c9b435/android/001.png',
        },
      ],
    });
  });

  it('has its positions in UTF-16 units, after characters beyond them', () => {
    const mention = {
      mentionees: [
        { index: 3, length: 5, type: 'user', userId: 'U9', isSelf: true },
        { index: 9, length: 4, type: 'all' },
      ],
    };
    const content = shown({ type: 'text', text: '🎣 @Lumo @All ok', mention });
    expect(content).toMatchObject({
      parts: [
        { kind: 'text', text: '🎣 ' },
        { kind: 'mention', text: '@Lumo', isSelf: true, isAll: false },
        { kind: 'text', text: ' ' },
        { kind: 'mention', text: '@All', isSelf: false, isAll: true },
        { kind: 'text', text: ' ok' },
      ],
    });
  });

  it.each([
    ['outside', [{ index: 90, length: 2, productId: 'a', emojiId: 'b' }]],
    [
      'overlapping',
      [
        { index: 0, length: 3, productId: 'a', emojiId: 'b' },
        { index: 2, length: 3, productId: 'a', emojiId: 'b' },
      ],
    ],
    ['negative', [{ index: -1, length: 2, productId: 'a', emojiId: 'b' }]],
    ['in the middle of a character', [{ index: 6, length: 1, productId: 'a', emojiId: 'b' }]],
    ['no numbers', [{ index: 'x', length: null }]],
    ['no list', 'emojis'],
  ])('keeps every character where a position is %s', (_what, emojis) => {
    const content = shown({ type: 'text', text: 'hello🎣', emojis });
    expect(content.type === 'text' && content.text).toBe('hello🎣');
  });
});

describe('a text that was sent', () => {
  it('has an emoji where a $ was marked, and no other $ becomes one', () => {
    const content = sent({ type: 'text', text: '$5 $', emojis: [{ index: 3, productId: 'p1', emojiId: '002' }] });
    expect(content).toMatchObject({
      parts: [
        { kind: 'text', text: '$5 ' },
        { kind: 'emoji', emojiId: '002' },
      ],
    });
  });

  it('with substitutions has names, and doubled braces are single ones', () => {
    const content = sent({
      type: 'textV2',
      text: '{who} {{a}} {gone} {smile}',
      substitution: {
        who: { type: 'mention', mentionee: { type: 'user', userId: 'U1' } },
        smile: { type: 'emoji', productId: 'p1', emojiId: '003' },
      },
    });
    expect(content).toMatchObject({
      type: 'text',
      text: '@怡君 {a} {gone} ',
      parts: [{ kind: 'mention', text: '@怡君' }, { kind: 'text', text: ' {a} {gone} ' }, { kind: 'emoji' }],
    });
  });
});

describe('cards', () => {
  const uri = { type: 'uri', label: 'Open', uri: 'https://shop.example/1' };
  it('of a buttons template: picture, title, text, buttons', () => {
    const template = {
      type: 'buttons',
      thumbnailImageUrl: 'https://img.example/1.jpg',
      title: 'Shoes',
      text: 'Which size?',
      actions: [uri, { type: 'postback', label: '24 cm', data: 's=24', displayText: '24 cm, please' }],
    };
    expect(sent({ type: 'template', altText: 'Shoes', template })).toEqual({
      type: 'card',
      lineType: 'template',
      altText: 'Shoes',
      cards: [
        [
          { kind: 'picture', url: '/picture/https://img.example/1.jpg', action: null },
          { kind: 'text', text: 'Shoes', isStrong: true },
          { kind: 'text', text: 'Which size?', isStrong: false },
          { kind: 'button', action: { kind: 'url', label: 'Open', detail: 'https://shop.example/1' } },
          { kind: 'button', action: { kind: 'postback', label: '24 cm', detail: '24 cm, please' } },
        ],
      ],
    });
  });

  it('of a confirm, a carousel and an image carousel', () => {
    const confirm = { type: 'confirm', text: 'Sure?', actions: [{ type: 'message', label: 'Yes', text: 'yes' }, uri] };
    const carousel = {
      type: 'carousel',
      columns: [
        { text: 'one', actions: [uri] },
        { text: 'two', actions: [uri] },
      ],
    };
    const pictures = { type: 'image_carousel', columns: [{ imageUrl: 'https://img.example/1.jpg', action: uri }] };
    const cardsOf = (template: object) => {
      const content = sent({ type: 'template', altText: 'x', template });
      return content.type === 'card' ? content.cards.map((blocks) => blocks.map((block) => block.kind)) : null;
    };
    expect(cardsOf(confirm)).toEqual([['text', 'button', 'button']]);
    expect(cardsOf(carousel)).toEqual([
      ['text', 'button'],
      ['text', 'button'],
    ]);
    expect(cardsOf(pictures)).toEqual([['picture', 'button']]);
  });

  it('of a Flex carousel: boxes flattened, spans joined, a row read as one line, a video by its stand-in', () => {
    const bubble = {
      type: 'bubble',
      hero: {
        type: 'video',
        url: 'https://v.example/1.mp4',
        previewUrl: 'https://v.example/1.jpg',
        altContent: { type: 'image', url: 'https://v.example/alt.jpg' },
      },
      body: {
        type: 'box',
        layout: 'vertical',
        contents: [
          { type: 'text', text: 'Order 7741', weight: 'bold' },
          {
            type: 'box',
            layout: 'baseline',
            contents: [
              { type: 'icon', url: 'https://v.example/star.png' },
              { type: 'text', text: 'Total' },
              { type: 'text', text: '¥3,000' },
            ],
          },
          {
            type: 'text',
            contents: [
              { type: 'span', text: 'in ' },
              { type: 'span', text: 'two days' },
            ],
          },
          { type: 'separator' },
          { type: 'filler' },
        ],
      },
      footer: { type: 'box', layout: 'vertical', contents: [{ type: 'button', action: uri }] },
    };
    const content = sent({
      type: 'flex',
      altText: 'Order',
      contents: { type: 'carousel', contents: [bubble, bubble] },
    });
    expect(content.type === 'card' && content.cards).toHaveLength(2);
    expect(content.type === 'card' && content.cards[0]).toEqual([
      { kind: 'picture', url: '/picture/https://v.example/alt.jpg', action: null },
      { kind: 'text', text: 'Order 7741', isStrong: true },
      { kind: 'text', text: 'Total  ¥3,000', isStrong: false },
      { kind: 'text', text: 'in two days', isStrong: false },
      { kind: 'separator' },
      { kind: 'button', action: { kind: 'url', label: 'Open', detail: 'https://shop.example/1' } },
    ]);
  });

  it('of a rich message: its picture and what its areas do', () => {
    const area = { x: 0, y: 0, width: 520, height: 520 };
    const content = sent({
      type: 'imagemap',
      baseUrl: 'https://img.example/rich',
      altText: 'Sale',
      baseSize: { width: 1040, height: 1040 },
      actions: [
        { type: 'uri', linkUri: 'https://shop.example', area },
        { type: 'message', text: 'more', area },
      ],
    });
    expect(content).toMatchObject({
      cards: [
        [
          { kind: 'picture', url: '/picture/https://img.example/rich/460' },
          { kind: 'button', action: { kind: 'url', label: 'https://shop.example' } },
          { kind: 'button', action: { kind: 'say', label: 'more', detail: 'more' } },
        ],
      ],
    });
  });

  it.each([
    ['a template without a body', { type: 'template', altText: 'A' }],
    ['a Flex Message with nothing that can be read', { type: 'flex', altText: 'A', contents: { type: 'bubble' } }],
    ['a coupon', { type: 'coupon', couponId: 'A' }],
    ['a type of the future', { type: 'hologram', altText: 'A' }],
  ])('%s is named with the words it has', (_what, message) => {
    expect(sent(message)).toEqual({ type: 'other', lineType: message.type, label: 'A' });
  });

  it('boxes in boxes without end are no reason to stop', () => {
    let box: object = { type: 'text', text: 'deep' };
    for (let depth = 0; depth < 400; depth += 1) box = { type: 'box', layout: 'vertical', contents: [box] };
    expect(sent({ type: 'flex', altText: 'A', contents: { type: 'bubble', body: box } }).type).toBe('other');
  });
});

describe('everything else', () => {
  it('a sticker keeps what kind it is and what was written on it', () => {
    expect(
      shown({ type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType: 'MESSAGE', text: 'お疲れ' }),
    ).toEqual({
      type: 'sticker',
      packageId: '446',
      stickerId: '1988',
      resourceType: 'MESSAGE',
      keywords: [],
      text: 'お疲れ',
      pictureUrl: '/picture/https://shop.example/stickershop/v1/sticker/1988/android/sticker.png',
    });
  });

  it('a picture of a set keeps its place; one of an old phone has none', () => {
    const row = { mediaState: 'stored', mediaFile: 'a.png', mediaType: 'image/png', mediaBytes: 9 } as const;
    expect(shown({ type: 'image', imageSet: { id: 'S', index: 2, total: 3 } }, row)).toMatchObject({
      media: { state: 'stored', url: 'app://bundle/media/a.png', previewUrl: 'app://bundle/media/a.png', byteSize: 9 },
      imageSet: { id: 'S', index: 2, total: 3 },
    });
    expect(shown({ type: 'image', imageSet: { id: 'S' } }, row)).toMatchObject({
      imageSet: { id: 'S', index: 0, total: 0 },
    });
  });

  it('a video has no picture but its preview', () => {
    const row = { mediaState: 'stored', mediaFile: 'a.mp4', mediaType: 'video/mp4' } as const;
    expect(shown({ type: 'video', duration: 5000 }, row)).toMatchObject({
      durationMs: 5000,
      media: { url: 'app://bundle/media/a.mp4', previewUrl: null },
    });
  });

  it('a file that is not here yet has the size that LINE told', () => {
    expect(shown({ type: 'file', fileName: 'a.pdf', fileSize: 2138 }, { mediaState: 'pending' })).toMatchObject({
      fileName: 'a.pdf',
      media: { state: 'pending', byteSize: 2138, url: null },
    });
  });

  it('a file of ours is a file, though it goes to LINE as a card', () => {
    const row = { outgoingKind: 'file', outgoingName: '見積.pdf', outgoingFile: 'x.bin', outgoingBytes: 12 } as const;
    expect(shown({ type: 'flex', altText: 'x' }, { direction: 'out', ...row })).toMatchObject({
      type: 'file',
      fileName: '見積.pdf',
      media: { url: 'app://bundle/outgoing/x.bin', byteSize: 12 },
    });
  });

  it('a tap has the date that was picked', () => {
    const postback = { type: 'postback', data: 'c=42', params: { datetime: '2026-12-25T01:00' } };
    expect(shown(postback, { text: 'Book' })).toEqual({
      type: 'postback',
      text: 'Book',
      data: 'c=42',
      chosenAt: '2026-12-25T01:00',
    });
  });

  it('nothing of an unsent message is told, whatever is stored', () => {
    expect(shown({ type: 'text', text: 'secret' }, { state: 'unsent' })).toEqual({
      type: 'other',
      lineType: 'unsend',
      label: null,
    });
  });

  it('JSON that is none is named', () => {
    expect(contentOf({ ...nothing, type: 'sticker', raw: '{"' }, readRaw('{"'), context).type).toBe('other');
    expect(contentOf({ ...nothing, type: 'flex', raw: '[]' }, readRaw('[]'), context).type).toBe('other');
  });

  it('quick replies are told with what they do', () => {
    const item = (action: object) => ({ type: 'action', action });
    const items = [
      item({ type: 'message', label: 'Yes', text: 'yes' }),
      item({ type: 'camera', label: 'Photo' }),
      item({ type: 'datetimepicker', label: 'When', data: 'd', mode: 'date' }),
      item({ type: 'hologram' }),
    ];
    expect(shownQuickReplies({ type: 'text', text: 'x', quickReply: { items } }).map(({ kind }) => kind)).toEqual([
      'say',
      'camera',
      'date',
      'other',
    ]);
    expect(shownQuickReplies({ type: 'text', text: 'x' })).toEqual([]);
  });
});
