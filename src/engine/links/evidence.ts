import type { ContactRow, LinkCandidate } from '../../shared/model/contact';
import { asHiragana } from '../core/kana';
import { foldText } from '../storage/search-text';
import { isSameReading } from './reading';
import { romajiOf } from './romaji';

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
  /** When the friend first came; null = not known. */
  followedAt: number | null;
}

/** What is known of a contact besides its row in the table. */
export interface ContactClues {
  createdAt: number | null;
  /** How its name is read, where a synced property says so. */
  readings: readonly string[];
  /** The Official Account whose LINE User ID at this contact is the friend's; null = none. */
  lineUserIdAt: string | null;
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
/** A form is filled in shortly before the account is added, or on the invitation that comes after it. */
const beforeFollowMs = 60 * 60_000;
const afterFollowMs = 30 * 60_000;
const nothingMore: ContactClues = { createdAt: null, readings: [], lineUserIdAt: null };

/** The clues in a friend's display name and messages. */
export function cluesOf(
  displayName: string | null,
  texts: readonly string[],
  followedAt: number | null = null,
): FriendClues {
  const nameWords = wordsOf(displayName ?? '');
  const folded = texts.map(foldText);
  return {
    nameWords,
    romajiWords: nameWords.map(romajiOf).filter((word): word is string => word !== null && word.length > 2),
    emails: unique(folded.flatMap((text) => text.match(emailText) ?? [])).slice(0, 5),
    phones: unique(folded.flatMap((text) => text.match(phoneText) ?? []).map(phoneKey))
      .filter((key) => key.length === 9)
      .slice(0, 5),
    followedAt,
  };
}

/** Between which times a contact was made "around the time of the follow"; null where that is not known. */
export function followWindow({ followedAt }: FriendClues): { from: number; to: number } | null {
  return followedAt === null ? null : { from: followedAt - beforeFollowMs, to: followedAt + afterFollowMs };
}

/** Everything that says a contact may be this friend, strongest first, and the score (0..100). */
export function judge(
  clues: FriendClues,
  contact: ContactRow,
  more: ContactClues = nothingMore,
): Pick<LinkCandidate, 'score' | 'evidence'> {
  const evidence: LinkCandidate['evidence'] = [];
  const add = (kind: Evidence, detail: string) => evidence.push({ kind, detail, points: scores[kind] });
  if (more.lineUserIdAt !== null) add('lineUserId', more.lineUserIdAt);
  if (contact.email !== null && clues.emails.includes(foldText(contact.email))) add('emailInMessages', contact.email);
  if (contact.phone !== null && clues.phones.includes(phoneKey(contact.phone))) add('phoneInMessages', contact.phone);
  const contactWords = wordsOf(contact.displayName);
  const reading = [contact.displayName, ...more.readings].find((text) => isSameReading(clues.nameWords, wordsOf(text)));
  if (isSameName(clues.nameWords, contactWords)) add('sameName', contact.displayName);
  else if (reading !== undefined) add('sameReading', reading);
  else {
    const similar = similarPart(clues, contact, contactWords);
    if (similar !== null) add('similarName', similar);
  }
  const window = followWindow(clues);
  if (window !== null && more.createdAt !== null && more.createdAt >= window.from && more.createdAt <= window.to) {
    add('createdAroundFollow', new Date(more.createdAt).toISOString());
  }
  const score = evidence.reduce((sum, { points }) => sum + points, 0);
  return { score: Math.min(100, score), evidence };
}

/** Words of a name as they are compared. */
export function wordsOf(name: string): string[] {
  return asHiragana(foldText(name)).match(/[\p{L}\p{N}\p{M}ー]+/gu) ?? [];
}

/** Last nine digits. */
export function phoneKey(phone: string): string {
  return phone.replace(/\D/g, '').slice(-9);
}

function isSameName(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return false;
  return one.join('') === other.join('') || [...one].sort().join(' ') === [...other].sort().join(' ');
}

/** The name, or the address, that is alike; null where nothing is. */
function similarPart(clues: FriendClues, { displayName, email }: ContactRow, words: readonly string[]): string | null {
  const whole = words.join('');
  const name = clues.nameWords.join('');
  if (name.length > 1 && whole.length > 1 && (whole.includes(name) || name.includes(whole))) return displayName;
  if (clues.nameWords.some((word) => word.length > 1 && words.includes(word))) return displayName;
  const isHeard = (texts: readonly string[]) =>
    clues.romajiWords.some((word) => texts.includes(word) || texts.some((other) => romajiOf(other) === word));
  if (isHeard(words)) return displayName;
  const address = email === null ? [] : (foldText(email).split('@')[0] ?? '').split(/[^a-z]+/);
  return isHeard(address) ? email : null;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
