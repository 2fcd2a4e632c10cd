import { describe, expect, it } from 'vitest';
import {
  moveBlock,
  orderBlocks,
  type PanelBlock,
  panelBlocks,
  placeBlock,
} from '../../../src/renderer/screens/chats/panel/panel-blocks';
import { splitProperties, usualProperties } from '../../../src/renderer/screens/chats/panel/panel-properties';
import { placeAlone, placeNotes } from '../../../src/renderer/screens/chats/team/place-notes';
import { groupMessages, type ThreadItem } from '../../../src/renderer/screens/chats/thread/group-messages';
import { type Note, noteSchema } from '../../../src/shared/model/chat';
import { aMessage } from './a-message';

const hourMs = 3_600_000;
const utcDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

const note = (id: string, createdAt: number): Note =>
  noteSchema.parse({
    id,
    conversationId: 'c',
    text: id,
    authorId: null,
    authorName: 'Aoi',
    isMine: true,
    createdAt,
    editedAt: null,
  });

const items = (...times: readonly number[]): ThreadItem[] =>
  groupMessages(
    times.map((at) => aMessage(`m${at}`, at)),
    utcDay,
  );
const whole = { isStart: true, isEnd: true };
const ids = (placed: readonly { readonly note: Note }[]): string[] => placed.map((each) => each.note.id);

describe('notes in a thread', () => {
  it('stand after the last message that is not newer, in the order of their times', () => {
    const placed = placeNotes(
      items(1 * hourMs, 2 * hourMs),
      [note('d', 3 * hourMs), note('b', 1.5 * hourMs), note('c', 1.6 * hourMs), note('a', 0)],
      whole,
      utcDay,
    );
    expect(placed).toHaveLength(2);
    expect(placed.map((item) => [ids(item.notesBefore), ids(item.notesAfter)])).toEqual([
      [['a'], ['b', 'c']],
      [[], ['d']],
    ]);
  });

  it('wait while the messages around them are not held', () => {
    const part = placeNotes(items(1 * hourMs), [note('a', 0), note('b', 2 * hourMs)], { isStart: false, isEnd: false });
    expect(part.map((item) => [ids(item.notesBefore), ids(item.notesAfter)])).toEqual([[[], []]]);
  });

  it('end the run of bubbles above them', () => {
    const [first, second] = placeNotes(items(hourMs, hourMs + 120_000), [note('a', hourMs + 60_000)], whole, utcDay);
    expect([first?.isLastOfGroup, second?.isFirstOfGroup]).toEqual([true, true]);
  });

  it('begin a day that no message began, and no day is begun twice', () => {
    const day = 24 * hourMs;
    const placed = placeNotes(items(1 * hourMs, day + 3 * hourMs), [note('a', day + hourMs)], whole, utcDay);
    expect(placed[0]?.notesAfter[0]?.startsDay).toBe(true);
    expect(placed.map((item) => item.startsDay)).toEqual([true, false]);
    const early = placeNotes(items(5 * hourMs), [note('a', 1 * hourMs)], whole, utcDay);
    expect([early[0]?.notesBefore[0]?.startsDay, early[0]?.startsDay]).toEqual([true, false]);
  });

  it('are shown where nobody wrote a message yet', () => {
    const placed = placeAlone([note('b', 30 * hourMs), note('a', 1 * hourMs), note('c', 31 * hourMs)], utcDay);
    expect(placed.map((each) => [each.note.id, each.startsDay])).toEqual([
      ['a', true],
      ['b', true],
      ['c', false],
    ]);
  });
});

describe('blocks of the contact panel', () => {
  it('stand in the chosen order; a block that came new stands after its usual neighbour', () => {
    expect(orderBlocks([])).toEqual([...panelBlocks]);
    expect(orderBlocks(['notes', 'fields', 'notes', 'no such block']).slice(0, 2)).toEqual(['notes', 'otherChats']);
    expect([...orderBlocks(['records', 'fields'])].sort()).toEqual([...panelBlocks].sort());
  });

  it('move among those that are shown, past any that are not', () => {
    const order: readonly PanelBlock[] = ['fields', 'members', 'company', 'notes'];
    expect(moveBlock(order, ['fields', 'company', 'notes'], 'company', -1)).toEqual([
      'company',
      'fields',
      'members',
      'notes',
    ]);
    expect(moveBlock(order, ['fields', 'company', 'notes'], 'fields', -1)).toBe(order);
    expect(placeBlock(order, 'fields', 'notes')).toEqual(['members', 'company', 'notes', 'fields']);
  });
});

describe('properties beside a chat', () => {
  it('are the usual ones while nobody chose, or the first few where those are not synced', () => {
    expect(usualProperties(['city', 'email', 'phone', 'lifecyclestage'])).toEqual(['email', 'phone', 'lifecyclestage']);
    expect(usualProperties(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'email'])).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('are exactly the chosen ones afterwards, also none', () => {
    const properties = [{ name: 'a' }, { name: 'b' }];
    expect(splitProperties(properties, ['b', 'gone'])).toEqual({ shown: [{ name: 'b' }], rest: [{ name: 'a' }] });
    expect(splitProperties(properties, [])).toEqual({ shown: [], rest: properties });
  });
});
