import { invalidRequest } from './errors';

/** Which kind of record a call is about. */
export type ObjectTypeName = 'contacts' | 'companies' | 'deals' | 'tickets';

/** One record as it is kept. Values that have a column of their own are not in `properties`. */
export type StoredRecord = {
  readonly id: number;
  readonly accountId: number;
  /** Contacts only; lower case. */
  readonly email: string | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly isArchived: boolean;
  readonly archivedAt: number | null;
  /** Contacts only: the primary company. */
  readonly companyId: number | null;
  readonly properties: Readonly<Record<string, string>>;
};

/** What differs between the kinds of records on the wire and in storage. */
export type ObjectType = {
  readonly name: ObjectTypeName;
  readonly singular: 'contact' | 'company' | 'deal' | 'ticket';
  readonly typeId: '0-1' | '0-2' | '0-3' | '0-5';
  readonly table: 'hs_contact' | 'hs_company' | 'hs_deal' | 'hs_ticket';
  /** Shadow of rows whose newest version is not in the search index yet. */
  readonly staleTable: 'hs_contact_stale' | 'hs_company_stale' | 'hs_deal_stale' | 'hs_ticket_stale';
  /** Contacts have `lastmodifieddate`, everything else `hs_lastmodifieddate` (facts section 5.4). */
  readonly modifiedProperty: string;
  readonly defaultProperties: readonly string[];
  /** A create must carry a value for at least one of these. */
  readonly neededProperties: readonly string[];
  readonly searchableProperties: readonly string[];
  readonly readScope: string;
  readonly writeScope: string;
  readonly schemaReadScope: string;
  readonly schemaWriteScope: string;
  /** Record i of the seed gets this number plus i (plus the account's range). */
  readonly firstId: number;
};

const contacts: ObjectType = {
  name: 'contacts',
  singular: 'contact',
  typeId: '0-1',
  table: 'hs_contact',
  staleTable: 'hs_contact_stale',
  modifiedProperty: 'lastmodifieddate',
  defaultProperties: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  neededProperties: ['email', 'firstname', 'lastname'],
  searchableProperties: ['firstname', 'lastname', 'email', 'phone', 'mobilephone', 'company', 'hs_additional_emails'],
  readScope: 'crm.objects.contacts.read',
  writeScope: 'crm.objects.contacts.write',
  schemaReadScope: 'crm.schemas.contacts.read',
  schemaWriteScope: 'crm.schemas.contacts.write',
  firstId: 100_001,
};

const companies: ObjectType = {
  name: 'companies',
  singular: 'company',
  typeId: '0-2',
  table: 'hs_company',
  staleTable: 'hs_company_stale',
  modifiedProperty: 'hs_lastmodifieddate',
  defaultProperties: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  neededProperties: ['name', 'domain'],
  searchableProperties: ['name', 'domain', 'phone', 'website'],
  readScope: 'crm.objects.companies.read',
  writeScope: 'crm.objects.companies.write',
  schemaReadScope: 'crm.schemas.companies.read',
  schemaWriteScope: 'crm.schemas.companies.write',
  firstId: 9_000_001,
};

const deals: ObjectType = {
  name: 'deals',
  singular: 'deal',
  typeId: '0-3',
  table: 'hs_deal',
  staleTable: 'hs_deal_stale',
  modifiedProperty: 'hs_lastmodifieddate',
  defaultProperties: [
    'amount',
    'closedate',
    'createdate',
    'dealname',
    'dealstage',
    'hs_lastmodifieddate',
    'hs_object_id',
    'pipeline',
  ],
  neededProperties: ['dealname'],
  searchableProperties: ['dealname', 'description'],
  readScope: 'crm.objects.deals.read',
  writeScope: 'crm.objects.deals.write',
  schemaReadScope: 'crm.schemas.deals.read',
  schemaWriteScope: 'crm.schemas.deals.write',
  firstId: 21_000_001,
};

// One scope stands for everything about tickets (facts section 9).
const tickets: ObjectType = {
  name: 'tickets',
  singular: 'ticket',
  typeId: '0-5',
  table: 'hs_ticket',
  staleTable: 'hs_ticket_stale',
  modifiedProperty: 'hs_lastmodifieddate',
  defaultProperties: [
    'content',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_category',
    'hs_ticket_priority',
    'subject',
  ],
  neededProperties: ['subject'],
  searchableProperties: ['subject', 'content'],
  readScope: 'tickets',
  writeScope: 'tickets',
  schemaReadScope: 'tickets',
  schemaWriteScope: 'tickets',
  firstId: 31_000_001,
};

/** All types by name. */
export const objectTypes: Readonly<Record<ObjectTypeName, ObjectType>> = { contacts, companies, deals, tickets };

const spellings = new Map<string, ObjectType>([
  ['contacts', contacts],
  ['contact', contacts],
  ['0-1', contacts],
  ['companies', companies],
  ['company', companies],
  ['0-2', companies],
  ['deals', deals],
  ['deal', deals],
  ['0-3', deals],
  ['tickets', tickets],
  ['ticket', tickets],
  ['0-5', tickets],
]);

/** The type that a word of a path names, if any. */
export function objectTypeSpelled(spelling: string): ObjectType | undefined {
  return spellings.get(spelling.toLowerCase());
}

/** The type named in a path; throws the provider's 400 for anything that this stand-in does not keep. */
export function objectTypeOf(spelling: string): ObjectType {
  const type = objectTypeSpelled(spelling);
  if (type === undefined) throw invalidRequest(`Unable to infer object type from: ${spelling}`);
  return type;
}

/** The other side of an association, or null for record types that exist in HubSpot but hold nothing here. */
export function associatedTypeOf(spelling: string): ObjectType | null {
  const type = spellings.get(spelling.toLowerCase());
  if (type !== undefined) return type;
  const others = ['communications', 'notes', 'tasks', 'calls'];
  if (others.includes(spelling.toLowerCase())) return null;
  throw invalidRequest(`Unable to infer object type from: ${spelling}`);
}

/** The value of one property as the wire shows it; null when unset. */
export function propertyValue(type: ObjectType, record: StoredRecord, name: string): string | null {
  switch (name) {
    case 'hs_object_id':
      return String(record.id);
    case 'createdate':
      return new Date(record.createdAt).toISOString();
    case type.modifiedProperty:
      return new Date(record.modifiedAt).toISOString();
    case 'email':
      if (type.name === 'contacts') return record.email;
      break;
    case 'associatedcompanyid':
      if (type.name === 'contacts') return record.companyId === null ? null : String(record.companyId);
      break;
    default:
      break;
  }
  return record.properties[name] ?? null;
}
