import { chance, dice, pick } from '../../scenario/dice';
import { personAt } from '../../scenario/people';
import { lineIdOf } from '../identifiers';
import { credentialsOf, type OfficialAccountCredentials } from '../official-accounts';
import type { LineState } from '../state';
import { GROUP_DIALOGUES } from './rich-dialogues';
import type { SeedMessage } from './seed-line';
import { addSeedMessages } from './seed-messages';
import { endOfTalk, groupTalk, oneTalk, type Talker } from './seed-talk';

interface SeedOptions {
  /** People with an index below this are HubSpot contacts; friends beyond are strangers to HubSpot. */
  readonly contacts: number;
  readonly friends: number;
  readonly messages: number;
}

interface SeededFriend extends Talker {
  readonly number: number;
  readonly addedAt: number;
  readonly isBlocked: boolean;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HISTORY_DAYS = 90;
/** A small world has no groups: its few messages are talks of two. */
const GROUPS_FROM_MESSAGES = 2_000;
const WELL_KNOWN = 12;
const QUOTA = [5_000, 1_000] as const;
const USED = [1_284, 312] as const;
const STATUS_MESSAGES = [
  'よろしくお願いします',
  'お仕事中🏢',
  '週末は釣り',
  'coffee first ☕',
  '加油！',
  'สู้ๆ',
  'on vacation',
] as const;

/** The LINE user id of a person of the scenario: one provider, so the same for both Official Accounts. */
export function userIdOf(seed: number, personIndex: number): string {
  return lineIdOf('U', seed, `person:${personIndex}`);
}

/**
 * Fills an empty state: the Official Accounts, friends (about three in four are HubSpot contacts of the same scenario, some of them friends
 * of both accounts) and past talks of the last 90 days. Depends on nothing but the seed, the numbers and the clock.
 */
export function seedLine(state: LineState, options: SeedOptions): void {
  state.database.transaction(() => {
    credentialsOf(state.seed).forEach((credentials, i) => {
      state.accounts.add(credentials, QUOTA[i] ?? 200);
      state.sending.setUsage(credentials.channelId, USED[i] ?? 0);
    });
    const friends = seedFriends(state, options);
    const inGroups = options.messages < GROUPS_FROM_MESSAGES ? [] : groupTalks(state, friends);
    const alone = friends.length === 0 ? [] : talks(state, friends, options.messages - inGroups.length);
    const messages = [...inGroups, ...alone].sort((a, b) => a.at - b.at);
    const lastWroteAt = new Map<string, number>();
    const firstAt = new Map<string, number>();
    const lastAt = new Map<string, number>();
    for (const message of messages) {
      const key = `${message.channelId}:${message.chatId}`;
      if (!firstAt.has(key)) firstAt.set(key, message.at);
      lastAt.set(key, message.at);
      if (message.direction === 'in') lastWroteAt.set(key, message.at);
    }
    addSeedMessages(state, messages);
    for (const friend of friends) {
      const key = `${friend.account.channelId}:${friend.userId}`;
      const addedAt = Math.min(friend.addedAt, (firstAt.get(key) ?? friend.addedAt + MINUTE_MS) - MINUTE_MS);
      const blockedAt = Math.min(state.now() - 5 * MINUTE_MS, (lastAt.get(key) ?? addedAt) + 2 * DAY_MS);
      state.friends.setFriendship(friend.account.channelId, friend.userId, {
        state: friend.isBlocked ? 'blocked' : 'following',
        addedAt,
        blockedAt: friend.isBlocked ? blockedAt : null,
        lastWroteAt: lastWroteAt.get(key) ?? null,
      });
    }
  })();
}

/** Friends 0, 1, 2, ... are the well-known people; the second account has three in eight, a fifth of those are friends of the first, too. */
function seedFriends(state: LineState, { contacts, friends }: SeedOptions): SeededFriend[] {
  const [first, second] = credentialsOf(state.seed);
  if (!first || !second) return [];
  const onSecond = Math.floor(friends * 0.375);
  const onFirst = friends - onSecond;
  const spread = (number: number) => {
    if (number < 12) return number;
    if (chance(state.seed, number, 301) < 0.22 || contacts < 24) return contacts + number;
    // Every contact can be a friend; the stride keeps the choice free of repetition.
    return 12 + (((number - 12) * strideFor(contacts - 12) + dice(state.seed, 0, 302)) % (contacts - 12));
  };
  const found: SeededFriend[] = [];
  const taken = new Set<string>();
  const add = (account: OfficialAccountCredentials, number: number) => {
    const { channelId } = account;
    const person = personAt(state.seed, spread(number));
    const userId = userIdOf(state.seed, person.index);
    if (taken.has(`${channelId}${userId}`)) return;
    taken.add(`${channelId}${userId}`);
    state.friends.addCustomer({
      userId,
      personIndex: person.index,
      displayName: person.lineDisplayName,
      language: person.locale,
      statusMessage: chance(state.seed, number, 303) < 0.3 ? pick(STATUS_MESSAGES, state.seed, number, 304) : null,
      hasPicture: number < 12 || chance(state.seed, number, 305) < 0.85,
    });
    found.push({
      number: found.length,
      account,
      userId,
      person,
      isWellKnown: number < WELL_KNOWN,
      addedAt: state.now() - Math.floor((1 + 420 * chance(state.seed, found.length, 306)) * DAY_MS),
      isBlocked: found.length >= 12 && chance(state.seed, found.length, 307) < 0.06,
    });
  };
  for (let i = 0; i < onFirst; i += 1) add(first, i);
  // A fifth of the second account's friends come from the first; the rest are new people.
  for (let i = 0, fresh = onFirst; found.length < friends && i < friends * 4; i += 1) {
    if (i % 5 === 0 && i / 5 < onFirst) add(second, i / 5);
    else add(second, fresh++);
  }
  return found;
}

function strideFor(size: number): number {
  let stride = Math.max(1, Math.floor(size * 0.618));
  while (greatestCommonDivisor(stride, size) !== 1) stride += 1;
  return stride;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** Exactly `count` messages in talks; few people talk much and many little, and one in six never. */
function talks(state: LineState, friends: readonly SeededFriend[], count: number): SeedMessage[] {
  const talkers = friends.filter((friend) => friend.number < 12 || chance(state.seed, friend.number, 310) > 0.16);
  const messages: SeedMessage[] = [];
  const now = state.now();
  const busy = new Map<number, Set<number>>();
  for (let talk = 0; messages.length < count; talk += 1) {
    // Everybody who talks has at least one talk, the well-known people several; then a skewed draw.
    const skewed = Math.floor(talkers.length * chance(state.seed, talk, 311) ** 1.4);
    const friend =
      talkers[talk < talkers.length ? talk : talk % 16 === 0 ? Math.floor(talk / 16) % 12 : skewed] ?? talkers[0];
    if (!friend) break;
    let daysAgo = Math.floor(HISTORY_DAYS * chance(state.seed, talk, 321) ** 1.6);
    const busyDays = busy.get(friend.number) ?? new Set<number>();
    busy.set(friend.number, busyDays);
    // One talk a day and friend, as long as there are days left; a talk that would run past the clock moves to another day.
    for (let tries = 0; tries < HISTORY_DAYS; tries += 1) {
      const isOver = endOfTalk(state.seed, now, friend, talk, daysAgo) < now - MINUTE_MS;
      if (isOver && !busyDays.has(daysAgo)) break;
      daysAgo = daysAgo + 1 >= HISTORY_DAYS ? 1 : daysAgo + 1;
    }
    busyDays.add(daysAgo);
    messages.push(...oneTalk(state.seed, now, friend, talk, Math.max(daysAgo, 0)).slice(0, count - messages.length));
  }
  return messages;
}

/** Groups of some of the first friends, with a talk of yesterday in each. */
function groupTalks(state: LineState, friends: readonly SeededFriend[]): SeedMessage[] {
  return GROUP_DIALOGUES.flatMap((dialogue, i) => {
    const members = dialogue.members.flatMap((number) => friends[number] ?? []);
    const [first] = members;
    if (first === undefined || members.length < dialogue.members.length) return [];
    const groupId = lineIdOf('C', state.seed, `seeded-group:${i}`);
    const memberIds = members.map(({ userId }) => userId);
    state.groups.add(groupId, first.account.channelId, dialogue.name, memberIds);
    return groupTalk(state.seed, state.now(), first, groupId, dialogue, memberIds, 900_000 + i);
  });
}
