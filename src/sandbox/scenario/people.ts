import { chance, dice, pick } from './dice';
import { NAMES, type WrittenName } from './names';
import { WELL_KNOWN } from './well-known';

/** One person of the seeded world: a HubSpot contact of the same index, and perhaps a LINE friend. Times are epoch ms. */
export interface Person {
  readonly index: number;
  readonly locale: 'ja' | 'zh-TW' | 'th' | 'en';
  readonly familyName: string | null;
  readonly givenName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly companyIndex: number | null;
  readonly lifecycleStage: string;
  readonly leadStatus: string | null;
  readonly lineDisplayName: string;
  readonly createdAt: number;
}

/** One company of the seeded world. */
export interface Company {
  readonly index: number;
  readonly name: string;
  readonly domain: string;
  readonly phone: string;
  readonly city: string;
}

const COMPANIES_PER_BLOCK = 20;
const PERSONS_PER_BLOCK = 200;
const FIRST_CREATED_AT = Date.UTC(2023, 3, 1);
const LAST_CREATED_AT = Date.UTC(2026, 8, 30);
const EMOJI = ['🌸', '🐶', '✨', '☕', '🎣', '🏀', '🍀', '😺', '🌊', '🎸'] as const;

/** Slots of one block of twenty companies that belong to a language, so that people work where their language is spoken. */
const COMPANY_SLOTS: Readonly<Record<Person['locale'], readonly number[]>> = {
  ja: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  'zh-TW': [12, 13, 14],
  th: [15, 16],
  en: [17, 18, 19],
};

const LIFECYCLE_STAGES = [
  ...Array<string>(8).fill('lead'),
  ...Array<string>(5).fill('customer'),
  ...Array<string>(3).fill('subscriber'),
  ...Array<string>(3).fill('marketingqualifiedlead'),
  ...Array<string>(2).fill('salesqualifiedlead'),
  ...Array<string>(2).fill('opportunity'),
  'evangelist',
  'other',
] as const;

const LEAD_STATUSES = [
  'NEW',
  'OPEN',
  'IN_PROGRESS',
  'OPEN_DEAL',
  'UNQUALIFIED',
  'ATTEMPTED_TO_CONTACT',
  'CONNECTED',
  'BAD_TIMING',
] as const;

/** How many companies exist when there are `contacts` people: companies 0 up to this number are the only ones that people refer to. */
export function companyCountFor(contacts: number): number {
  return contacts <= 0 ? 0 : COMPANIES_PER_BLOCK * (1 + Math.floor((contacts - 1) / PERSONS_PER_BLOCK));
}

/** The company with this index. Pure: the same seed and index give the same company. */
export function companyAt(seed: number, index: number): Company {
  const slot = index % COMPANIES_PER_BLOCK;
  const locale = localeOfSlot(slot);
  const table = NAMES[locale];
  // The first block takes its heads in order, so that no two of its domains are the same; later domains carry the index.
  const head = table.companyHead[index < COMPANIES_PER_BLOCK ? slot : -1] ?? pick(table.companyHead, seed, index, 101);
  const tail = pick(table.companyTail, seed, index, 102);
  const glue = locale === 'en' ? ' ' : '';
  const name = pick(table.companyForm, seed, index, 103).replace('*', `${head[0]}${glue}${tail[0]}`);
  return {
    index,
    name,
    // ".example" can never belong to anybody (RFC 2606), so no seeded address reaches a real mailbox.
    domain: `${head[1]}-${tail[1]}${index < COMPANIES_PER_BLOCK ? '' : `-${index}`}.example`,
    phone: landlineOf(locale, seed, index),
    city: pick(table.cities, seed, index, 104),
  };
}

/**
 * The person with this index: 60 % Japanese, 15 % Traditional Chinese, 10 % Thai, 15 % English. Pure and quick (about a microsecond each).
 * The first indices are fixed, well-known people; of the others a few are as dirty as real CRM data: names missing, odd phones,
 * emoji in names, and second entries of the person before without an e-mail address. E-mail addresses never repeat.
 */
export function personAt(seed: number, index: number): Person {
  const known = WELL_KNOWN[index];
  if (known) {
    return {
      ...known,
      index,
      companyIndex: known.companySlot,
      createdAt: createdAtOf(seed, index),
      email: `${known.mailName}@${companyAt(seed, known.companySlot).domain}`,
    };
  }
  const isSecondEntry = chance(seed, index, 1) < 0.015;
  return isSecondEntry ? secondEntryOf(seed, index) : freshPerson(seed, index);
}

function freshPerson(seed: number, index: number): Person {
  const locale = localeOf(chance(seed, index, 2));
  const table = NAMES[locale];
  const family = pick(table.family, seed, index, 3);
  const given = pick(table.given, seed, index, 4);
  const companyIndex = chance(seed, index, 5) < 0.72 ? companyOf(locale, seed, index) : null;
  const hole = chance(seed, index, 6);
  const hasEmoji = chance(seed, index, 7) < 0.02;
  const familyName = hole < 0.06 ? null : family[0];
  const givenName =
    hole >= 0.03 && hole < 0.1 ? null : hasEmoji ? `${given[0]}${pick(EMOJI, seed, index, 8)}` : given[0];
  const hasEmail = chance(seed, index, 9) < 0.88;
  return {
    index,
    locale,
    familyName,
    givenName,
    email: hasEmail
      ? `${given[1]}.${family[1]}${index}@${companyIndex === null ? 'mail.example' : companyAt(seed, companyIndex).domain}`
      : null,
    phone: phoneOf(locale, seed, index),
    companyIndex,
    lifecycleStage: pick(LIFECYCLE_STAGES, seed, index, 10),
    leadStatus: chance(seed, index, 11) < 0.6 ? pick(LEAD_STATUSES, seed, index, 12) : null,
    lineDisplayName: lineNameOf(locale, family, given, seed, index),
    createdAt: createdAtOf(seed, index),
  };
}

/** The same human being typed in twice: the name of an earlier person, no e-mail address, the phone written in another way. */
function secondEntryOf(seed: number, index: number): Person {
  const stepsBack = 1 + (dice(seed, index, 13) % Math.min(40, index));
  const original = freshPerson(seed, index - stepsBack);
  return {
    ...original,
    index,
    email: null,
    phone: original.phone?.replace(/[-\s]/g, '') ?? null,
    lifecycleStage: 'lead',
    leadStatus: null,
    createdAt: createdAtOf(seed, index),
  };
}

function localeOf(share: number): Person['locale'] {
  if (share < 0.6) return 'ja';
  if (share < 0.75) return 'zh-TW';
  return share < 0.85 ? 'th' : 'en';
}

function localeOfSlot(slot: number): Person['locale'] {
  if (slot < 12) return 'ja';
  if (slot < 15) return 'zh-TW';
  return slot < 17 ? 'th' : 'en';
}

/** A company of the person's language among those that exist once this person exists. */
function companyOf(locale: Person['locale'], seed: number, index: number): number {
  const blocks = 1 + Math.floor(index / PERSONS_PER_BLOCK);
  return (dice(seed, index, 14) % blocks) * COMPANIES_PER_BLOCK + pick(COMPANY_SLOTS[locale], seed, index, 15);
}

function createdAtOf(seed: number, index: number): number {
  return FIRST_CREATED_AT + Math.floor(chance(seed, index, 16) * (LAST_CREATED_AT - FIRST_CREATED_AT));
}

const digits = (value: number, length: number): string => String(value).padStart(length, '0').slice(-length);

function phoneOf(locale: Person['locale'], seed: number, index: number): string | null {
  const kind = chance(seed, index, 17);
  if (kind < 0.18) return null;
  const a = digits(dice(seed, index, 18), 4);
  const b = digits(dice(seed, index, 19), 4);
  if (kind < 0.2) return pick(['-', '不明', 'n/a', '代表番号へ', '0', 'call after 18:00', `${a}`], seed, index, 20);
  const isInternational = kind < 0.5;
  if (locale === 'ja') {
    const line = pick(['90', '80', '70'], seed, index, 21);
    if (kind > 0.97)
      return `０${line}－${a}－${b}`.replace(/[0-9]/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    return isInternational ? `+81 ${line}-${a}-${b}` : `0${line}-${a}-${b}`;
  }
  if (locale === 'zh-TW')
    return isInternational
      ? `+886 9${a.slice(0, 2)} ${a.slice(2)}${b.slice(0, 1)} ${b.slice(1)}`
      : `09${a.slice(0, 2)}-${a.slice(2)}${b.slice(0, 1)}-${b.slice(1)}`;
  if (locale === 'th')
    return isInternational ? `+66 8${a.slice(0, 1)} ${a.slice(1)} ${b}` : `08${a.slice(0, 1)}-${a.slice(1)}-${b}`;
  return kind > 0.97
    ? `+1 (415) 555-${b} ext. ${a.slice(0, 2)}`
    : isInternational
      ? `+1 415-555-${b}`
      : `(415) 555-${b}`;
}

function landlineOf(locale: Person['locale'], seed: number, index: number): string {
  const a = digits(dice(seed, index, 111), 4);
  const b = digits(dice(seed, index, 112), 4);
  if (locale === 'ja') return `03-${a}-${b}`;
  if (locale === 'zh-TW') return `02-${a}-${b}`;
  return locale === 'th' ? `02-${a.slice(1)}-${b}` : `+1 415-555-${b}`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** People call themselves on LINE as they like: full name, short name, Latin letters, with or without an emoji. */
function lineNameOf(
  locale: Person['locale'],
  family: WrittenName,
  given: WrittenName,
  seed: number,
  index: number,
): string {
  const full =
    locale === 'en' || locale === 'th'
      ? `${given[0]} ${family[0]}`
      : `${family[0]}${locale === 'ja' ? ' ' : ''}${given[0]}`;
  const style = chance(seed, index, 22);
  if (style < 0.4) return full;
  if (style < 0.55) return given[0];
  if (style < 0.68) return capital(given[1]);
  if (style < 0.78) return `${capital(given[1])} ${capital(family[1]).slice(0, 1)}.`;
  if (style < 0.9) return `${given[0]}${pick(EMOJI, seed, index, 23)}`;
  if (style < 0.95) return `${pick(EMOJI, seed, index, 24)}${capital(given[1])}${pick(EMOJI, seed, index, 25)}`;
  return family[0];
}
