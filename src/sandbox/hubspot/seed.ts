import { companyAt, companyCountFor, type Person, personAt } from '../scenario/people';
import type { AccountDefinition } from './accounts';
import { type HubSpotContext, idRange } from './context';
import { seedLists } from './lists/list-seed';
import { objectTypes } from './object-types';
import { searchablePhone } from './property-values';
import { createRecordIndexes, dropRecordIndexes } from './schema';
import { seedDeals } from './seed-deals';
import { seedTokens } from './seed-tokens';

const rowsPerTransaction = 10_000;
const seededTables = [
  ...Object.values(objectTypes).map(({ table }) => table),
  'hs_link',
  'hs_record_link',
  'hs_list',
  'hs_list_member',
  'hs_sequence',
];
const dayMs = 86_400_000;

const places: Readonly<Record<Person['locale'], { readonly country: string; readonly language: string }>> = {
  ja: { country: 'Japan', language: 'ja' },
  'zh-TW': { country: 'Taiwan', language: 'zh-tw' },
  th: { country: 'Thailand', language: 'th' },
  en: { country: 'United States', language: 'en' },
};

/**
 * Fills empty accounts with their contacts and companies; contact i of the first account is person i of the seed. A load that
 * was cut off starts again from nothing. Later starts leave the data alone, whatever number they ask for.
 */
export function seedIfEmpty(context: HubSpotContext, contacts: number, seed: number): void {
  once(context, 'seeded', () => seedRecords(context, contacts, seed));
  // State that an older sandbox left gets what it does not have yet.
  once(context, 'seeded-deals', () => {
    for (const account of context.accounts) seedDeals(context, account);
  });
  once(context, 'seeded-tokens', () => seedTokens(context, seed));
  once(context, 'seeded-lists', () => {
    context.database.transaction(() => {
      for (const account of context.accounts.slice(0, 1)) seedLists(context, account);
    })();
  });
}

function once(context: HubSpotContext, key: string, seedPart: () => void): void {
  const { database } = context;
  if (database.prepare('SELECT 1 FROM hs_meta WHERE key = ?').get(key) !== undefined) return;
  seedPart();
  database.prepare('INSERT INTO hs_meta (key, value) VALUES (?, ?)').run(key, String(context.now()));
}

function seedRecords(context: HubSpotContext, contacts: number, seed: number): void {
  const { database } = context;
  for (const table of seededTables) database.exec(`DELETE FROM ${table}`);
  database.exec("DELETE FROM hs_meta WHERE key LIKE 'seeded-%'");
  dropRecordIndexes(database);
  context.accounts.forEach((account, index) => {
    // Another seed per account, so that the same person is not a contact of both.
    seedAccount(context, account, account.contacts ?? contacts, seed + index);
  });
  createRecordIndexes(database);
  database.exec('ANALYZE hs_contact; ANALYZE hs_company; ANALYZE hs_link;');
}

function seedAccount(context: HubSpotContext, account: AccountDefinition, contacts: number, seed: number): void {
  const { database } = context;
  const companies = companyCountFor(contacts);
  const firstContact = idRange(context.accounts, account, objectTypes.contacts).firstId;
  const firstCompany = idRange(context.accounts, account, objectTypes.companies).firstId;
  const owners = account.users.filter((user) => !user.isArchived).map((user) => String(user.ownerId));

  const addCompany = database.prepare(
    'INSERT INTO hs_company (id, account, created_at, modified_at, properties) VALUES (?, ?, ?, ?, ?)',
  );
  inSlices(context, companies, (index) => {
    const company = companyAt(seed, index);
    const createdAt = Date.UTC(2023, 3, 1) + (mixed(seed, index) % 900) * dayMs;
    const properties = {
      name: company.name,
      domain: company.domain,
      website: `https://${company.domain}`,
      phone: company.phone,
      city: company.city,
    };
    addCompany.run(
      firstCompany + index,
      account.hubId,
      createdAt,
      createdAt + (mixed(index, seed) % (60 * dayMs)),
      JSON.stringify(properties),
    );
  });

  const addContact = database.prepare(
    'INSERT INTO hs_contact (id, account, email, created_at, modified_at, company_id, properties) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const addLink = database.prepare('INSERT INTO hs_link (contact_id, company_id) VALUES (?, ?)');
  inSlices(context, contacts, (index) => {
    const person = personAt(seed, index);
    const companyId = person.companyIndex === null ? null : firstCompany + person.companyIndex;
    addContact.run(
      firstContact + index,
      account.hubId,
      person.email,
      person.createdAt,
      person.createdAt + (mixed(seed, index) % (20 * dayMs)),
      companyId,
      JSON.stringify(contactValues(person, owners[mixed(index, 7) % (owners.length + 2)], seed)),
    );
    if (companyId !== null) addLink.run(firstContact + index, companyId);
  });
  const sequence = database.prepare('INSERT INTO hs_sequence (account, type, next_id) VALUES (?, ?, ?)');
  sequence.run(account.hubId, 'contacts', firstContact + contacts);
  sequence.run(account.hubId, 'companies', firstCompany + companies);
}

function contactValues(person: Person, ownerId: string | undefined, seed: number): Record<string, string> {
  const place = places[person.locale];
  const values: Record<string, string> = {
    lifecyclestage: person.lifecycleStage,
    hs_language: place.language,
    country: place.country,
  };
  const put = (name: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined && value !== '') values[name] = value;
  };
  put('firstname', person.givenName);
  put('lastname', person.familyName);
  put('phone', person.phone);
  put('hs_searchable_calculated_phone_number', searchablePhone(person.phone ?? undefined));
  put('hs_email_domain', person.email?.slice(person.email.indexOf('@') + 1));
  put('hs_lead_status', person.leadStatus);
  put('hubspot_owner_id', ownerId);
  // The free text is filled for some only, and is no proof of an association (facts section 8.3).
  if (person.companyIndex !== null && person.index % 3 === 0) put('company', companyAt(seed, person.companyIndex).name);
  return values;
}

function inSlices(context: HubSpotContext, count: number, add: (index: number) => void): void {
  const slice = context.database.transaction((from: number, end: number) => {
    for (let index = from; index < end; index += 1) add(index);
  });
  for (let from = 0; from < count; from += rowsPerTransaction) slice(from, Math.min(count, from + rowsPerTransaction));
}

function mixed(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
