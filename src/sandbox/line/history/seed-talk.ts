import { chance, dice, pick } from '../../scenario/dice';
import type { Person } from '../../scenario/people';
import type { OfficialAccountCredentials } from '../official-accounts';
import { DIALOGUES } from './dialogues';
import { type GroupDialogue, RICH_DIALOGUES } from './rich-dialogues';
import { contentsOfLine, type SeedMessage } from './seed-line';

/** Somebody who talks, and with which account. */
export interface Talker {
  readonly account: OfficialAccountCredentials;
  readonly userId: string;
  readonly person: Person;
  /** One of the people with fixed names, whom a new user looks at first. */
  readonly isWellKnown: boolean;
}

interface Writer {
  readonly userId: string | null;
  readonly line: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const JAPAN_OFFSET_MS = 9 * HOUR_MS;
const RICH_SHARE = 0.1;
const RICH_SHARE_OF_WELL_KNOWN = 0.35;

/** One talk of a friend with the account, so many days ago; everything in it follows from the seed and the number. */
export function oneTalk(seed: number, now: number, talker: Talker, talk: number, daysAgo: number): SeedMessage[] {
  const writers = linesOf(seed, talker, talk).map((line) => ({
    userId: line.startsWith('<') ? talker.userId : null,
    line: line.slice(1),
  }));
  return written(seed, now, talker, talker.userId, writers, talk, daysAgo);
}

/** When that talk ends, without making its messages. */
export function endOfTalk(seed: number, now: number, talker: Talker, talk: number, daysAgo: number): number {
  const isFromCustomer = linesOf(seed, talker, talk).map((line) => line.startsWith('<'));
  return momentsOf(seed, now, isFromCustomer, talk, daysAgo).at(-1)?.at ?? 0;
}

function linesOf(seed: number, { person: { locale }, isWellKnown }: Talker, talk: number): readonly string[] {
  const isRich = chance(seed, talk, 340) < (isWellKnown ? RICH_SHARE_OF_WELL_KNOWN : RICH_SHARE);
  return pick((isRich ? RICH_DIALOGUES : DIALOGUES)[locale], seed, talk, 320);
}

/** A talk of several people in a group with the account. `talker` gives the language; `members` are in the dialogue's order of numbers. */
export function groupTalk(
  seed: number,
  now: number,
  talker: Talker,
  groupId: string,
  { lines, members: numbers }: GroupDialogue,
  members: readonly string[],
  talk: number,
): SeedMessage[] {
  const writers = lines.map((line) => {
    const [, number, rest = line.slice(1)] = /^(\d+)<(.*)$/s.exec(line) ?? [];
    return { userId: number === undefined ? null : (members[numbers.indexOf(Number(number))] ?? null), line: rest };
  });
  return written(seed, now, talker, groupId, writers, talk, 1);
}

function written(
  seed: number,
  now: number,
  { account, person }: Talker,
  chatId: string,
  writers: readonly Writer[],
  talk: number,
  daysAgo: number,
): SeedMessage[] {
  const moments = momentsOf(
    seed,
    now,
    writers.map(({ userId }) => userId !== null),
    talk,
    daysAgo,
  );
  const messages: SeedMessage[] = [];
  writers.forEach(({ userId, line }, i) => {
    const isFromCustomer = userId !== null;
    const { at, minutes } = moments[i] ?? { at: now, minutes: 1 };
    const [, back, text = line] = /^\^(\d) (.*)$/s.exec(line) ?? [];
    const quotes = back === undefined ? undefined : messages.at(-Number(back));
    const subject = {
      seed,
      talk,
      person,
      botUserId: account.botUserId,
      accountName: account.displayName,
      isFromCustomer,
    };
    for (const content of contentsOfLine(text, subject)) {
      messages.push({
        channelId: account.channelId,
        chatId,
        userId,
        direction: isFromCustomer ? 'in' : 'out',
        sentBy: isFromCustomer ? null : minutes < 2 ? 'reply' : 'push',
        isHistory: true,
        at,
        ...content,
        ...(quotes === undefined ? {} : { quotes }),
      });
    }
  });
  return messages;
}

/** When each line is written, and how many minutes after the one before. */
function momentsOf(
  seed: number,
  now: number,
  isFromCustomer: readonly boolean[],
  talk: number,
  daysAgo: number,
): { at: number; minutes: number }[] {
  // Shops talk between nine in the morning and eight in the evening, Japanese time.
  const midnight = now - ((now + JAPAN_OFFSET_MS) % DAY_MS) - daysAgo * DAY_MS;
  let at = midnight + Math.floor((9 + 11 * chance(seed, talk, 322)) * HOUR_MS);
  return isFromCustomer.map((isQuick, i) => {
    const drawn = dice(seed, talk * 16 + i, 323);
    const minutes = isQuick || i === 0 ? 1 + (drawn % 4) : 2 + (drawn % 25);
    at += minutes * MINUTE_MS + (dice(seed, talk * 16 + i, 324) % 60_000);
    return { at, minutes };
  });
}
