import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  attach,
  contentsOf,
  detach,
  mergeDrafts,
  moveAttachment,
  problemOfDraft,
  roomIn,
  splitText,
} from '../../../src/renderer/screens/chats/composer/draft-model';
import { matchMembers } from '../../../src/renderer/screens/chats/composer/match-members';
import { newestSeenAt } from '../../../src/renderer/screens/chats/composer/newest-seen';
import { splitTokens } from '../../../src/renderer/screens/chats/composer/split-tokens';
import { wordAtCaret } from '../../../src/renderer/screens/chats/composer/word-at-caret';
import { type ChatMessage, chatMessageSchema, type Draft, emptyDraft } from '../../../src/shared/model/chat';
import {
  draftTextOfParts,
  emojiToken,
  mentionToken,
  namedEmoji,
  partsOfDraftText,
} from '../../../src/shared/model/draft-text';
import { messageIdSchema } from '../../../src/shared/model/ids';
import { type OutgoingContent, type OutgoingFile, outgoingContentSchema } from '../../../src/shared/model/outgoing';

const sticker: OutgoingContent = { type: 'sticker', packageId: '789', stickerId: '10855' };
const file: OutgoingFile = {
  id: 'file-0000000001',
  kind: 'image',
  name: 'shoes.jpg',
  contentType: 'image/jpeg',
  byteSize: 1,
  url: 'app://bundle/media/1.jpg',
  previewUrl: null,
  durationMs: null,
};
const image: OutgoingContent = { type: 'image', fileId: file.id };
const draft = (patch: Partial<Draft>): Draft => ({ ...emptyDraft, ...patch });
const text = (words: string): OutgoingContent => ({ type: 'text', parts: [{ kind: 'text', text: words }] });
const members = [
  { userId: 'U11111111111', name: '田中 美咲' },
  { userId: 'U22222222222', name: 'Aoi' },
  { userId: 'U33333333333', name: 'Aoi' },
];

describe('the text of a draft', () => {
  it('becomes parts and the same text again, whatever stands in it', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).map((words) => ({
        kind: 'text' as const,
        text: words.replace(/[⟦⟧]/gu, '.'),
      })),
      fc.constantFrom(...namedEmoji).map(({ productId, emojiId }) => ({ kind: 'emoji' as const, productId, emojiId })),
      fc.constant({ kind: 'emoji' as const, productId: '5ac2264e040ab15980c9b44b', emojiId: '101' }),
      fc.constantFrom(...members).map((member) => ({ kind: 'mention' as const, ...member })),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (parts) => {
        const written = draftTextOfParts(parts, members);
        const read = partsOfDraftText(written, members);
        expect(draftTextOfParts(read, members)).toBe(written.trim());
        const marks = (each: readonly { readonly kind: string }[]) => each.filter(({ kind }) => kind !== 'text');
        expect(marks(read)).toEqual(marks(parts));
      }),
    );
  });

  it('names a member by the name alone only where it says enough', () => {
    expect(mentionToken({ userId: 'U11111111111', name: '田中 美咲' }, members)).toBe('⟦@田中 美咲⟧');
    expect(mentionToken({ userId: 'U22222222222', name: 'Aoi' }, members)).toBe('⟦@Aoi U22222222222⟧');
    expect(partsOfDraftText('⟦@田中 美咲⟧さん', members)).toEqual([
      { kind: 'mention', userId: 'U11111111111', name: '田中 美咲' },
      { kind: 'text', text: 'さん' },
    ]);
  });

  it('names everybody in any language', () => {
    const everybody = { kind: 'mention' as const, userId: 'all', name: '全員' };
    expect(mentionToken(everybody, members)).toBe('⟦@全員 all⟧');
    expect(partsOfDraftText('⟦@全員 all⟧')).toEqual([everybody]);
  });

  it('keeps what no token is as text, and says an unknown member by name', () => {
    expect(partsOfDraftText('⟦no such⟧ (love)')).toEqual([{ kind: 'text', text: '⟦no such⟧ (love)' }]);
    expect(partsOfDraftText('⟦@Ken⟧ hi')).toEqual([{ kind: 'text', text: '@Ken hi' }]);
    expect(partsOfDraftText(' \n ')).toEqual([]);
  });

  it('is drawn in pieces that are exactly the text', () => {
    const words = `a ⟦A⟧⟦@田中 美咲⟧ ⟦ b ⟧ ${emojiToken({ productId: 'p', emojiId: '1' }, '(love)')}`;
    expect(
      splitTokens(words)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(words);
    expect(splitTokens(words).filter((piece) => piece.isToken)).toHaveLength(4);
  });
});

describe('bubbles of a draft', () => {
  it('go in the order in which they stand: attachments, then the text', () => {
    const contents = contentsOf(draft({ text: ' はい ', attachments: [sticker, image] }));
    expect(contents).toEqual([sticker, image, text('はい')]);
    expect(outgoingContentSchema.array().parse(contents)).toEqual(contents);
  });

  it('are refused with a reason: none, too many, too long, a quote without a text', () => {
    const problem = (each: Draft) => problemOfDraft(each, contentsOf(each));
    expect(problem(emptyDraft)).toBe('empty');
    expect(problem(draft({ text: 'a', attachments: [sticker, sticker, sticker, sticker, sticker] }))).toBe(
      'tooManyBubbles',
    );
    expect(problem(draft({ text: 'あ'.repeat(5001) }))).toBe('tooLong');
    expect(problem(draft({ text: `${'あ'.repeat(4999)}⟦A⟧` }))).toBeNull();
    expect(problem(draft({ text: '⟦A⟧'.repeat(21) }))).toBe('tooManyEmoji');
    const quoteMessageId = messageIdSchema.parse('m');
    expect(problem(draft({ attachments: [image], quoteMessageId }))).toBe('quoteNeedsText');
    expect(problem(draft({ attachments: [sticker], quoteMessageId }))).toBeNull();
  });

  it('move within their row only, and take their files along when they go', () => {
    const both = attach(attach(emptyDraft, [image], [file]), [sticker]);
    expect(moveAttachment(both, 0, 1).attachments).toEqual([sticker, image]);
    expect(moveAttachment(both, 1, 2)).toBe(both);
    expect(moveAttachment(both, 0, -1)).toBe(both);
    expect(detach(both, 0)).toEqual(draft({ attachments: [sticker] }));
    expect(detach(both, 1).files).toEqual([file]);
  });

  it('count the text as one', () => {
    expect(roomIn(emptyDraft)).toBe(5);
    expect(roomIn(draft({ text: 'a', attachments: [sticker] }))).toBe(3);
    expect(splitText(draft({ text: 'a', attachments: [sticker] }))).toEqual(
      draft({ attachments: [sticker, text('a')] }),
    );
    expect(splitText(draft({ text: '  ' }))).toBeNull();
    expect(splitText(draft({ text: 'a', attachments: [sticker, sticker, sticker, sticker] }))).toBeNull();
  });
});

describe('a message that comes back', () => {
  const back = draft({
    text: '⟦A⟧ 了解です',
    attachments: [image],
    files: [file],
    quoteMessageId: messageIdSchema.parse('m'),
    quickReplies: [{ kind: 'say', label: 'はい', text: 'はい' }],
  });

  it('is exactly what it was where nothing was begun meanwhile', () => {
    expect(mergeDrafts(back, emptyDraft)).toBe(back);
  });

  it('stands before what was begun meanwhile, and nothing of either is lost', () => {
    expect(mergeDrafts(back, draft({ text: '次' }))).toEqual({ ...back, text: '⟦A⟧ 了解です\n次' });
    const merged = mergeDrafts(back, draft({ text: '次', attachments: [sticker] }));
    const parts = partsOfDraftText(back.text);
    expect(contentsOf(merged)).toEqual([image, { type: 'text', parts }, sticker, text('次')]);
    expect(merged.files).toEqual([file]);
  });
});

describe('the word that is being typed', () => {
  it('is a search for canned replies behind a slash that begins a word', () => {
    expect(wordAtCaret('/ari', 4, '/')).toEqual({ query: 'ari', from: 0 });
    expect(wordAtCaret('はい /あり', 6, '/')).toEqual({ query: 'あり', from: 3 });
    expect(wordAtCaret('https://a', 9, '/')).toBeNull();
    expect(wordAtCaret('1/2', 3, '/')).toBeNull();
    expect(wordAtCaret('/ari gato', 9, '/')).toBeNull();
  });

  it('is a search for members behind an at sign, also right after Japanese, never inside an address', () => {
    expect(wordAtCaret('はい@田', 4, '@')).toEqual({ query: '田', from: 2 });
    expect(wordAtCaret('mail@example', 12, '@')).toBeNull();
    expect(matchMembers(members, '美').map((member) => member.name)).toEqual(['田中 美咲']);
    expect(matchMembers(members, 'ａｏ')).toHaveLength(2);
    expect(matchMembers(members, 'z')).toEqual([]);
  });
});

describe('what its writer has seen', () => {
  const at = (sentAt: number, direction: 'in' | 'out', state: ChatMessage['state']) =>
    chatMessageSchema.pick({ sentAt: true, direction: true, state: true }).parse({ sentAt, direction, state });

  it('ends at the newest message there is: neither what is planned nor what is on its way counts', () => {
    const shown = [at(1, 'in', 'received'), at(2, 'out', 'accepted'), at(3, 'out', 'queued'), at(900, 'out', 'queued')];
    expect(newestSeenAt(shown)).toBe(2);
    expect(newestSeenAt([])).toBe(0);
  });
});
