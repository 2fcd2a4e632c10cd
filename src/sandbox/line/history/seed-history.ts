import { chance, dice, pick } from '../../scenario/dice';
import { type Person, personAt } from '../../scenario/people';
import type { NewChatMessage } from '../chat-log';
import { lineIdOf } from '../identifiers';
import { credentialsOf } from '../official-accounts';
import type { LineState } from '../state';
import { DIALOGUES, FILLINGS, PLACES } from './dialogues';

interface SeedOptions {
  /** People with an index below this are HubSpot contacts; friends beyond are strangers to HubSpot. */
  readonly contacts: number;
  readonly friends: number;
  readonly messages: number;
}

interface SeededFriend {
  readonly number: number;
  readonly channelId: string;
  readonly userId: string;
  readonly person: Person;
  readonly addedAt: number;
  readonly isBlocked: boolean;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const JAPAN_OFFSET_MS = 9 * HOUR_MS;
const HISTORY_DAYS = 90;
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
    const messages = friends.length === 0 ? [] : talks(state, friends, options.messages);
    messages.sort((a, b) => a.at - b.at);
    const lastWroteAt = new Map<string, number>();
    const firstAt = new Map<string, number>();
    const lastAt = new Map<string, number>();
    for (const message of messages) {
      const key = `${message.channelId}:${message.chatId}`;
      if (!firstAt.has(key)) firstAt.set(key, message.at);
      lastAt.set(key, message.at);
      if (message.direction === 'in') lastWroteAt.set(key, message.at);
      state.chatLog.add(message);
    }
    for (const friend of friends) {
      const key = `${friend.channelId}:${friend.userId}`;
      const addedAt = Math.min(friend.addedAt, (firstAt.get(key) ?? friend.addedAt + MINUTE_MS) - MINUTE_MS);
      const blockedAt = Math.min(state.now() - 5 * MINUTE_MS, (lastAt.get(key) ?? addedAt) + 2 * DAY_MS);
      state.friends.setFriendship(friend.channelId, friend.userId, {
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
  const add = (channelId: string, number: number) => {
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
      channelId,
      userId,
      person,
      addedAt: state.now() - Math.floor((1 + 420 * chance(state.seed, found.length, 306)) * DAY_MS),
      isBlocked: found.length >= 12 && chance(state.seed, found.length, 307) < 0.06,
    });
  };
  for (let i = 0; i < onFirst; i += 1) add(first.channelId, i);
  // A fifth of the second account's friends come from the first; the rest are new people.
  for (let i = 0, fresh = onFirst; found.length < friends && i < friends * 4; i += 1) {
    if (i % 5 === 0 && i / 5 < onFirst) add(second.channelId, i / 5);
    else add(second.channelId, fresh++);
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
function talks(state: LineState, friends: readonly SeededFriend[], count: number): NewChatMessage[] {
  const talkers = friends.filter((friend) => friend.number < 12 || chance(state.seed, friend.number, 310) > 0.16);
  const messages: NewChatMessage[] = [];
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
      const isOver = (oneTalk(state, friend, talk, daysAgo).at(-1)?.at ?? 0) < state.now() - MINUTE_MS;
      if (isOver && !busyDays.has(daysAgo)) break;
      daysAgo = daysAgo + 1 >= HISTORY_DAYS ? 1 : daysAgo + 1;
    }
    busyDays.add(daysAgo);
    messages.push(...oneTalk(state, friend, talk, Math.max(daysAgo, 0)).slice(0, count - messages.length));
  }
  return messages;
}

function oneTalk(state: LineState, friend: SeededFriend, talk: number, daysAgo: number): NewChatMessage[] {
  const { seed } = state;
  const now = state.now();
  const locale = friend.person.locale;
  const lines = pick(DIALOGUES[locale], seed, talk, 320);
  // Shops talk between nine in the morning and eight in the evening, Japanese time.
  const midnight = now - ((now + JAPAN_OFFSET_MS) % DAY_MS) - daysAgo * DAY_MS;
  let at = midnight + Math.floor((9 + 11 * chance(seed, talk, 322)) * HOUR_MS);
  const messages = lines.map((line, i): NewChatMessage => {
    const isFromCustomer = line.startsWith('<');
    const minutes =
      isFromCustomer || i === 0 ? 1 + (dice(seed, talk * 16 + i, 323) % 4) : 2 + (dice(seed, talk * 16 + i, 323) % 25);
    at += minutes * MINUTE_MS + (dice(seed, talk * 16 + i, 324) % 60_000);
    return {
      channelId: friend.channelId,
      chatId: friend.userId,
      userId: isFromCustomer ? friend.userId : null,
      direction: isFromCustomer ? 'in' : 'out',
      sentBy: isFromCustomer ? null : minutes < 2 ? 'reply' : 'push',
      isHistory: true,
      at,
      ...contentOf(line.slice(1), friend, seed, talk),
    };
  });
  return messages;
}

function contentOf(
  line: string,
  friend: SeededFriend,
  seed: number,
  talk: number,
): Pick<NewChatMessage, 'type' | 'body' | 'mediaKey'> {
  const [word, detail = ''] = line.split(':');
  if (word === '*photo') {
    return { type: 'image', body: { contentProvider: { type: 'line' } }, mediaKey: `sample:${detail}-${talk % 3}` };
  }
  if (word === '*sticker') {
    const stickerId = String(52_002_734 + ((Number(detail) - (52_002_734 % 8) + 16) % 8) + 8 * (talk % 4));
    return {
      type: 'sticker',
      body: { packageId: '11537', stickerId, stickerResourceType: 'STATIC', keywords: ['friends'] },
    };
  }
  if (word === '*place') {
    const [title, address, latitude, longitude] = pick(PLACES, seed, talk, 330);
    return { type: 'location', body: { title, address, latitude, longitude } };
  }
  const filling = FILLINGS[friend.person.locale];
  const values: Readonly<Record<string, string>> = {
    product: pick(filling.products, seed, talk, 331),
    day: pick(filling.days, seed, talk, 332),
    order: `AZ-${10_000 + (dice(seed, talk, 333) % 90_000)}`,
    hour: String(11 + (dice(seed, talk, 334) % 9)),
    name: friend.person.familyName ?? friend.person.givenName ?? friend.person.lineDisplayName,
  };
  return { type: 'text', body: { text: line.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole) } };
}
