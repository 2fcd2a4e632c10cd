import type { ContactRow, LinkCandidate } from '../../shared/model/contact';
import { foldText } from '../storage/search-text';
import { asHiragana, romajiOf } from './romaji';

export type Evidence = LinkCandidate['evidence'][number]['kind'];

/** What is known of a friend that could point to a contact. */
export interface FriendClues {
  /** Words of the display name, folded, kana as hiragana, without emoji and punctuation. */
  nameWords: readonly string[];
  /** The kana words of the name in Latin letters. */
  romajiWords: readonly string[];
  /** Addresses that the friend wrote, lower case. */
  emails: readonly string[];
  /** Last nine digits of telephone numbers that the friend wrote: country code and leading zero do not matter. */
  phones: readonly string[];
}

const scores: Readonly<Record<Evidence, number>> = {
  lineUserId: 100,
  emailInMessages: 60,
  phoneInMessages: 50,
  sameName: 40,
  sameReading: 30,
  similarName: 20,
  createdAroundFollow: 10,
};
const emailText = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const phoneText = /\+?\d[\d\s().-]{7,17}\d/g;

/** The clues in a friend's display name and messages. */
export function cluesOf(displayName: string | null, texts: readonly string[]): FriendClues {
  const nameWords = wordsOf(displayName ?? '');
  const folded = texts.map(foldText);
  return {
    nameWords,
    romajiWords: nameWords.map(romajiOf).filter((word): word is string => word !== null && word.length > 2),
    emails: unique(folded.flatMap((text) => text.match(emailText) ?? [])).slice(0, 5),
    phones: unique(folded.flatMap((text) => text.match(phoneText) ?? []).map(phoneKey))
      .filter((key) => key.length === 9)
      .slice(0, 5),
  };
}

/** Everything that says a contact may be this friend, strongest first, and the score (0..100). */
export function judge(clues: FriendClues, contact: ContactRow): Pick<LinkCandidate, 'score' | 'evidence'> {
  const evidence: Evidence[] = [];
  if (contact.email !== null && clues.emails.includes(foldText(contact.email))) evidence.push('emailInMessages');
  if (contact.phone !== null && clues.phones.includes(phoneKey(contact.phone))) evidence.push('phoneInMessages');
  const contactWords = wordsOf(contact.displayName);
  if (isSameName(clues.nameWords, contactWords)) evidence.push('sameName');
  else if (isSimilarName(clues, contactWords, contact.email)) evidence.push('similarName');
  const score = evidence.reduce((sum, item) => sum + scores[item], 0);
  return {
    score: Math.min(100, score),
    evidence: evidence.map((kind) => ({ kind, detail: '', points: scores[kind] })),
  };
}

/** Words of a name as they are compared. */
export function wordsOf(name: string): string[] {
  return asHiragana(foldText(name)).match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? [];
}

function isSameName(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return false;
  return one.join('') === other.join('') || [...one].sort().join(' ') === [...other].sort().join(' ');
}

function isSimilarName(clues: FriendClues, contactWords: readonly string[], email: string | null): boolean {
  const whole = contactWords.join('');
  const name = clues.nameWords.join('');
  if (name.length > 1 && whole.length > 1 && (whole.includes(name) || name.includes(whole))) return true;
  if (clues.nameWords.some((word) => word.length > 1 && contactWords.includes(word))) return true;
  const latin = [...contactWords, ...(email === null ? [] : (foldText(email).split('@')[0] ?? '').split(/[^a-z]+/))];
  return clues.romajiWords.some((word) => latin.includes(word) || latin.some((other) => romajiOf(other) === word));
}

function phoneKey(phone: string): string {
  return phone.replace(/\D/g, '').slice(-9);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
