import { describe, expect, it } from 'vitest';
import { conflictOf } from '../../../src/renderer/components/contact/change-words';
import { fieldKindOf } from '../../../src/renderer/components/contact/field-kind';
import { choicesOf, draftOf, readDraft } from '../../../src/renderer/components/contact/field-value';
import { moneyText } from '../../../src/renderer/components/contact/money-text';
import { otherValueText } from '../../../src/renderer/components/contact/option-text';
import { createFormat } from '../../../src/renderer/i18n/format';

describe('the editor of a field', () => {
  it.each([
    ['string', 'text', 'firstname', 'text'],
    ['string', 'textarea', 'notes', 'longText'],
    ['string', 'text', 'email', 'email'],
    ['string', 'phonenumber', 'phone', 'phone'],
    ['number', 'number', 'visits', 'number'],
    ['date', 'date', 'birthday', 'date'],
    ['datetime', 'date', 'met_at', 'dateTime'],
    ['enumeration', 'select', 'lifecyclestage', 'choice'],
    ['enumeration', 'radio', 'size', 'choice'],
    ['enumeration', 'checkbox', 'tags', 'choices'],
    ['enumeration', 'booleancheckbox', 'vip', 'yesNo'],
    ['bool', 'booleancheckbox', 'vip', 'yesNo'],
    ['object_coordinates', 'text', 'unheard_of', 'text'],
  ])('fits %s / %s (%s): %s', (type, fieldType, name, kind) => {
    expect(fieldKindOf({ type, fieldType, name })).toBe(kind);
  });

  it('gives back a value that was not touched as it was', () => {
    const instant = '2026-03-04T05:06:00.000Z';
    expect(readDraft('dateTime', draftOf('dateTime', instant))).toEqual({ value: instant });
    expect(readDraft('date', draftOf('date', '2026-03-04'))).toEqual({ value: '2026-03-04' });
    expect(readDraft('text', draftOf('text', null))).toEqual({ value: null });
  });

  it('reads older times that are epoch ms', () => {
    expect(draftOf('date', String(Date.UTC(2026, 2, 4)))).toBe('2026-03-04');
    const at = Date.UTC(2026, 2, 4, 5, 6);
    expect(readDraft('dateTime', draftOf('dateTime', String(at)))).toEqual({ value: new Date(at).toISOString() });
  });

  it('takes what a Japanese input method makes of digits', () => {
    expect(readDraft('number', '１，２００')).toEqual({ value: '1200' });
    expect(readDraft('number', '-3.50')).toEqual({ value: '-3.50' });
    expect(readDraft('phone', '０９０－１２３４')).toEqual({ value: '090-1234' });
    expect(readDraft('email', 'ａｏｉ＠mail.example')).toEqual({ value: 'aoi@mail.example' });
  });

  it('says what is wrong before anything is sent', () => {
    expect(readDraft('number', '12 people')).toEqual({ fault: 'number' });
    expect(readDraft('number', '.')).toEqual({ fault: 'number' });
    expect(readDraft('email', 'aoi(at)mail')).toEqual({ fault: 'email' });
    expect(readDraft('date', '2026-13-45')).toEqual({ fault: 'date' });
    expect(readDraft('dateTime', 'tomorrow')).toEqual({ fault: 'dateTime' });
  });

  it('empties a field by an empty input, and keeps line breaks of a long text', () => {
    expect(readDraft('number', '  ')).toEqual({ value: null });
    expect(readDraft('longText', 'a\nb\n')).toEqual({ value: 'a\nb\n' });
    expect(choicesOf('a;;b')).toEqual(['a', 'b']);
  });
});

describe('values and reasons in words', () => {
  const words = { yes: 'Yes', no: 'No' };

  it('show the labels of options, also of several, and what is no option as it is', () => {
    const property = { type: 'enumeration', options: [{ value: 'a', label: 'Alpha' }] };
    const format = createFormat('en', 'UTC');
    expect(otherValueText(property, 'a', format, words)).toBe('Alpha');
    expect(otherValueText(property, 'a;b', format, words)).toBe('Alpha, b');
    expect(otherValueText(property, 'gone', format, words)).toBe('gone');
    expect(otherValueText(property, null, format, words)).toBeNull();
  });

  it('say who won a conflict and why', () => {
    const of = (outcome: Parameters<typeof conflictOf>[0]['outcome'], rule: 'alwaysLumo' | 'mostRecentWins') =>
      conflictOf({ isConflict: true, outcome, rule });
    expect(of('tookHubSpot', 'mostRecentWins')).toEqual({ winner: 'hubSpot', reason: 'later' });
    expect(of('keptLumo', 'alwaysLumo')).toEqual({ winner: 'lumo', reason: 'byRule' });
    expect(of('filledLumo', 'mostRecentWins')).toEqual({ winner: 'hubSpot', reason: 'empty' });
    expect(of('leftDifferent', 'mostRecentWins')).toEqual({ winner: 'nobody', reason: 'none' });
    expect(conflictOf({ isConflict: false, outcome: 'tookHubSpot', rule: 'mostRecentWins' })).toBeNull();
  });

  it('write amounts in their currency, and do not fail on one that is unknown', () => {
    expect(moneyText('1200000', 'JPY', 'en')).toBe('¥1,200,000');
    expect(moneyText('12.5', 'USD', 'en')).toBe('$12.50');
    expect(moneyText('1200', 'nope', 'en')).toBe('1,200 nope');
    expect(moneyText('1200', null, 'en')).toBe('1,200');
    expect(moneyText('much', 'USD', 'en')).toBe('much USD');
    expect(moneyText(null, 'USD', 'en')).toBeNull();
  });
});
