import { describe, expect, it } from 'vitest';
import { tagColor, tagColors } from '../../../src/renderer/components/tags/tag-color';
import { rowMarks } from '../../../src/renderer/screens/chats/list/row-marks';
import { isMoreView, keyOfView, mainViews, moreViews } from '../../../src/renderer/screens/chats/list/views';
import { fillName, findReplies, textOfReply } from '../../../src/renderer/screens/chats/team/canned-text';
import { isNameTaken, matchOptions } from '../../../src/renderer/screens/chats/team/match-options';
import { onlookersByConversation, onlookerWords } from '../../../src/renderer/screens/chats/team/onlooker-words';
import { contentsOf, formOf, problemsOf } from '../../../src/renderer/screens/settings/replies/reply-form';
import {
  type CannedReply,
  cannedReplySchema,
  conversationViewSchema,
  type Onlooker,
} from '../../../src/shared/model/chat';
import { agentIdSchema, conversationIdSchema } from '../../../src/shared/model/ids';

const reply = (shortcut: string, title: string, text: string, more: Partial<CannedReply> = {}): CannedReply => ({
  ...cannedReplySchema.parse({
    id: shortcut,
    shortcut,
    title,
    contents: [{ type: 'text', parts: [{ kind: 'text', text }] }],
    usedCount: 0,
    usedAt: null,
    updatedAt: 0,
  }),
  ...more,
});

describe('a canned reply', () => {
  it('gets the customer’s name in every place, whatever signs the name holds', () => {
    const { contents } = reply('a', 'A', '{name}様、{name}様');
    expect(textOfReply(fillName(contents, '$& {name}'))).toBe('$& {name}様、$& {name}様');
    expect(fillName(reply('a', 'A', '{name}').contents, '')).toEqual([]);
  });

  it('is found by shortcut before title before text, and the one used most comes first', () => {
    const replies = [
      reply('other', 'Other', 'our hours are long'),
      reply('hours2', 'x', 'x', { usedCount: 3 }),
      reply('hours1', 'x', 'x', { usedCount: 9 }),
      reply('open', 'Opening hours', 'x'),
      reply('hours', 'x', 'x'),
      reply('none', 'none', 'none', { usedCount: 99 }),
    ];
    const found = findReplies(replies, 'ＨＯＵＲＳ').map((each) => each.shortcut);
    expect(found).toEqual(['hours', 'hours1', 'hours2', 'open', 'other']);
    expect(findReplies(replies, '')).toHaveLength(replies.length);
    expect(findReplies(replies, '')[0]?.shortcut).toBe('none');
  });

  it('keeps emoji, stickers and places through the form', () => {
    const contents: CannedReply['contents'] = [
      {
        type: 'text',
        parts: [
          { kind: 'text', text: 'こんにちは ' },
          { kind: 'emoji', productId: '5ac21a8c040ab15980c9b43f', emojiId: '002' },
        ],
      },
      { type: 'sticker', packageId: '789', stickerId: '10855' },
    ];
    expect(contentsOf(formOf(reply('a', 'A', 'x', { contents })))).toEqual(contents);
  });

  it('is not stored without shortcut, title and text, nor under a shortcut that is taken', () => {
    expect(problemsOf(formOf(null), [])).toEqual(['shortcutMissing', 'titleMissing', 'textMissing']);
    const held = reply('hours', 'Hours', 'x');
    expect(problemsOf(formOf(held), [held])).toEqual([]);
    expect(problemsOf({ ...formOf(held), id: null }, [held])).toEqual(['shortcutTaken']);
    expect(problemsOf({ ...formOf(held), shortcut: 'two words' }, [])).toEqual(['shortcutBad']);
  });
});

describe('a menu that is searched', () => {
  const options = [
    { value: '1', label: 'Ken Aoi' },
    { value: '2', label: 'Aoi Tanabe' },
    { value: '3', label: '田中', words: 'tanaka' },
  ];

  it('finds by every word in any order, names that begin with the text first', () => {
    expect(matchOptions(options, 'aoi').map((each) => each.value)).toEqual(['2', '1']);
    expect(matchOptions(options, 'TANA aoi').map((each) => each.value)).toEqual(['2']);
    expect(matchOptions(options, 'ｔａｎａｋａ').map((each) => each.value)).toEqual(['3']);
  });

  it('makes nothing new of a name that exists in another writing of it', () => {
    expect(isNameTaken(options, ' ken ＡＯＩ ')).toBe(true);
    expect(isNameTaken(options, 'ken')).toBe(false);
  });
});

describe('onlookers', () => {
  const see = (conversation: string, name: string, isWriting: boolean, agent: string | null = name): Onlooker => ({
    conversationId: conversationIdSchema.parse(conversation),
    agentId: agent === null ? null : agentIdSchema.parse(agent),
    name,
    isWriting,
  });

  it('name who writes before who only looks, and each person once', () => {
    expect(onlookerWords([])).toBeNull();
    expect(onlookerWords([see('1', 'Aoi', false), see('1', 'Ken', true)])).toEqual({ kind: 'writing', names: ['Ken'] });
    expect(onlookerWords([see('1', 'Aoi', false), see('1', 'Aoi', false)])).toEqual({
      kind: 'looking',
      names: ['Aoi'],
    });
  });

  it('stand with their own conversations', () => {
    const words = onlookersByConversation([see('1', 'Aoi', true), see('2', 'Ken', false, null)]);
    expect(words.get('1')).toEqual({ kind: 'writing', names: ['Aoi'] });
    expect(words.get('2')).toEqual({ kind: 'looking', names: ['Ken'] });
    expect(words.get('3')).toBeUndefined();
  });
});

describe('the list', () => {
  it('offers every view once, each by a key of its own', () => {
    const views = [...mainViews, ...moreViews];
    expect([...views].sort()).toEqual([...conversationViewSchema.options].sort());
    expect(views.map(keyOfView)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(views.filter(isMoreView)).toEqual([...moreViews]);
  });

  it('marks the most pressing first, and a held message is not also called scheduled', () => {
    const none = { hasFailedMessage: false, hasHeld: false, hasDraft: false, hasScheduled: false };
    expect(rowMarks(none)).toEqual([]);
    expect(rowMarks({ hasFailedMessage: true, hasHeld: true, hasDraft: true, hasScheduled: true })).toEqual([
      'failed',
      'held',
      'draft',
    ]);
    expect(rowMarks({ ...none, hasScheduled: true })).toEqual(['scheduled']);
  });
});

describe('the colour of a tag', () => {
  it('is the one it was given, else always the same one for its name', () => {
    expect(tagColor('VIP', 'red')).toBe('red');
    expect(tagColor('VIP', null)).toBe(tagColor('VIP', 'no such colour'));
    expect(tagColors).toContain(tagColor('', null));
  });
});
