import { describe, expect, it } from 'vitest';
import { isImeEnter } from '../../../src/renderer/components/ime';
import { composerBlock } from '../../../src/renderer/screens/chats/composer/composer-block';
import { countdownText, sendCost } from '../../../src/renderer/screens/chats/composer/free-reply';
import { enterIntent } from '../../../src/renderer/screens/chats/composer/send-key';
import { textLength } from '../../../src/renderer/screens/chats/composer/text-length';
import { officialAccountIdSchema } from '../../../src/shared/model/ids';

const press = { key: 'Enter', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, isIme: false };

describe('the key that sends', () => {
  it('is Enter, or the modifier with Enter, as the person chose', () => {
    expect(enterIntent(press, 'enter')).toBe('send');
    expect(enterIntent({ ...press, ctrlKey: true }, 'enter')).toBe('newLine');
    expect(enterIntent(press, 'modEnter')).toBe('none');
    expect(enterIntent({ ...press, metaKey: true }, 'modEnter')).toBe('send');
    expect(enterIntent({ ...press, key: 'a' }, 'enter')).toBe('none');
  });

  it('never sends with Shift, nor while an input method confirms a word', () => {
    for (const sendKey of ['enter', 'modEnter'] as const) {
      expect(enterIntent({ ...press, shiftKey: true }, sendKey)).toBe('none');
      expect(enterIntent({ ...press, isIme: true }, sendKey)).toBe('none');
      expect(enterIntent({ ...press, isIme: true, ctrlKey: true }, sendKey)).toBe('none');
    }
    expect(isImeEnter({ key: 'Enter', nativeEvent: { isComposing: false, keyCode: 229 } })).toBe(true);
    expect(isImeEnter({ key: 'Enter', nativeEvent: { isComposing: true, keyCode: 13 } })).toBe(true);
    expect(isImeEnter({ key: 'Enter', nativeEvent: { isComposing: false, keyCode: 13 } })).toBe(false);
  });
});

describe('the cost of the next message', () => {
  const quota = { quotaLimit: 200, quotaUsed: 158 };

  it('is nothing while the reply token lives, down to its last second', () => {
    expect(sendCost({ freeReplyUntil: 50_000, ...quota }, 8_000)).toEqual({ kind: 'free', secondsLeft: 42 });
    expect(sendCost({ freeReplyUntil: 50_000, ...quota }, 49_999)).toEqual({ kind: 'free', secondsLeft: 1 });
    expect(sendCost({ freeReplyUntil: 50_000, ...quota }, 50_000)).toEqual({
      kind: 'push',
      count: 1,
      left: 42,
      limit: 200,
    });
  });

  it('is one of the quota after that, and says when there is none left or no limit is known', () => {
    expect(sendCost({ freeReplyUntil: null, quotaLimit: 200, quotaUsed: 205 }, 0)).toEqual({
      kind: 'quotaUsed',
      limit: 200,
    });
    expect(sendCost({ freeReplyUntil: null, quotaLimit: null, quotaUsed: 10 }, 0)).toEqual({
      kind: 'push',
      count: 1,
      left: null,
      limit: null,
    });
    expect(sendCost({ freeReplyUntil: null, quotaLimit: 200, quotaUsed: null }, 0)).toMatchObject({ left: 200 });
  });

  it('is one for each member when it goes to a group by push', () => {
    expect(sendCost({ freeReplyUntil: null, ...quota }, 0, 7)).toMatchObject({ kind: 'push', count: 7 });
    expect(sendCost({ freeReplyUntil: 9_000, ...quota }, 0, 7)).toMatchObject({ kind: 'free' });
  });

  it('counts down in seconds up to two minutes and in minutes above', () => {
    expect(countdownText(42)).toEqual({ key: 'seconds', count: 42 });
    expect(countdownText(120)).toEqual({ key: 'seconds', count: 120 });
    expect(countdownText(179)).toEqual({ key: 'minutes', count: 2 });
  });
});

describe('the length of a draft', () => {
  it('is shown near the limit and refused above it', () => {
    expect(textLength(5000)).toMatchObject({ isOver: false, isShown: true });
    expect(textLength(5001).isOver).toBe(true);
    expect(textLength(5).isShown).toBe(false);
  });
});

describe('a closed composer', () => {
  const account = officialAccountIdSchema.parse('U1');

  it('names the first reason that holds', () => {
    const blocked = { followStatus: 'blocked', officialAccountId: account } as const;
    const open = { followStatus: 'following', officialAccountId: account } as const;
    expect(composerBlock(blocked, ['U1'])).toBe('friendBlocked');
    expect(composerBlock(blocked, [])).toBe('notConnected');
    expect(composerBlock(open, ['U1'])).toBeNull();
    expect(composerBlock({ ...open, followStatus: 'unknown' }, ['U1'])).toBeNull();
  });

  it('refuses nothing while the accounts are not known', () => {
    expect(composerBlock({ followStatus: 'following', officialAccountId: account }, null)).toBeNull();
  });
});
