import { createHash } from 'node:crypto';
import { asHiragana } from '../core/kana';
import type { ContactRecord } from '../storage/contact-repository';
import { foldText } from '../storage/search-text';
import { type ContactColumns, defaultColumns } from './contact-properties';

/** A contact with the values of its added properties only. */
export interface ContactValues {
  hubSpotId: string;
  values: Readonly<Record<string, string | null>>;
  createdAt: number | null;
  modifiedAt: number;
}

/** How columns come about. */
interface Derivation {
  /** The property behind each standard item. */
  columns: ContactColumns;
  /** Properties whose values tell whether a contact changed in HubSpot; null = all. */
  hashed: readonly string[] | null;
  /** Properties that hold how the name is read: the contact is found by that as well. */
  readings?: readonly string[];
}

/** Counts up when the derived columns change their meaning: then a full pull writes every row again. */
const formVersion = 2;
const onlyHan = /^\p{Script=Han}+$/u;
const eastAsian = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々・（）： 　]+$/u;
const last = '\u{ffff}';

/** Tells whether the values of these properties are the same as before; equal for null and ''. */
export function hashOf(values: ContactValues['values'], names: readonly string[]): string {
  const listed = [...names].sort().map((name) => [name, values[name] === '' ? null : (values[name] ?? null)]);
  return createHash('sha1')
    .update(JSON.stringify([formVersion, listed]))
    .digest('base64');
}

/**
 * What is stored of a contact. Every column comes from the added items: one that was not added leaves its column
 * null, and without any name the record id is shown (B3).
 */
export function normaliseContact(
  contact: ContactValues,
  companyNameOf: (companyId: string) => string | null,
  { columns, hashed, readings = [] }: Derivation = { columns: defaultColumns, hashed: null },
): ContactRecord {
  const value = (name: string | undefined): string | null => {
    const text = name === undefined ? undefined : contact.values[name]?.trim();
    return text === undefined || text === '' ? null : text;
  };
  const properties = Object.fromEntries(
    Object.keys(contact.values)
      .sort()
      .map((name) => [name, contact.values[name] === '' ? null : (contact.values[name] ?? null)]),
  );
  const first = value(columns.firstName);
  const family = value(columns.lastName);
  const email = value(columns.email);
  const phone = value(columns.phone);
  const companyId = value(columns.companyName);
  const companyName = (companyId === null ? null : companyNameOf(companyId)) ?? value('company');
  const personName = fullName(first, family);
  const displayName = personName ?? email ?? phone ?? contact.hubSpotId;
  const read = readings.map(value).filter((text) => text !== null);
  const isNamed = personName !== null || email !== null;
  return {
    hubSpotId: contact.hubSpotId,
    displayName,
    sortName: isNamed ? foldText(displayName) : `${last}${foldText(displayName)}`,
    email,
    phone,
    companyId,
    companyName,
    lifecycleStage: value(columns.lifecycleStage),
    leadStatus: value(columns.leadStatus),
    properties,
    contentHash: hashOf(properties, hashed ?? Object.keys(properties)),
    searchText: searchText([
      displayName,
      ...nameForms(first, family),
      email,
      phone,
      digits(phone),
      companyName,
      ...read,
      ...read.map(asHiragana),
    ]),
    createdAt: contact.createdAt,
    modifiedAt: contact.modifiedAt,
  };
}

/** The name as its language writes it: family name first in East Asian scripts, joined for a Chinese one-character family name. */
export function fullName(first: string | null, family: string | null): string | null {
  if (first === null || family === null) return first ?? family;
  if (!eastAsian.test(first) || !eastAsian.test(family)) return `${first} ${family}`;
  const isChinese = onlyHan.test(first) && onlyHan.test(family) && Array.from(family).length === 1;
  return isChinese ? `${family}${first}` : `${family} ${first}`;
}

/** Both orders, and without the space: people type names in every way. */
function nameForms(first: string | null, family: string | null): (string | null)[] {
  if (first === null || family === null) return [];
  return [`${family} ${first}`, `${family}${first}`, `${first} ${family}`];
}

function digits(phone: string | null): string | null {
  return phone?.replace(/\D/g, '') ?? null;
}

function searchText(parts: readonly (string | null)[]): string {
  const texts = parts.filter((part) => part !== null && part !== '').map((part) => foldText(part ?? ''));
  return [...new Set(texts)].join('\n');
}
