import type { AccountDefinition } from './accounts';
import { associationEvents } from './association-events';
import { type HubSpotContext, storeOf } from './context';
import type { ChangeSource } from './history-store';
import { objectTypes, propertyValue, type StoredRecord } from './object-types';
import type { ChangeEvent } from './webhooks';

/**
 * Links a contact with a company. The first company of a contact becomes its primary one, and so does one that is linked
 * with the primary type id.
 */
export function linkCompany(
  context: HubSpotContext,
  account: AccountDefinition,
  contact: StoredRecord,
  company: StoredRecord,
  isPrimary: boolean,
  source: ChangeSource,
): StoredRecord {
  const { contacts, companies } = objectTypes;
  const isNew = !context.links.has(contacts, companies, contact.id, company.id);
  context.links.add(contacts, companies, contact.id, company.id);
  const becomesPrimary = contact.companyId !== company.id && (isPrimary || contact.companyId === null);
  if (!isNew && !becomesPrimary) return contact;
  context.webhooks.emit(account.hubId, eventsOf(contact, company, false, becomesPrimary), source);
  return becomesPrimary ? setPrimary(context, account, contact, company.id, source) : contact;
}

/** Removes every kind of link between the pair. */
export function unlinkCompany(
  context: HubSpotContext,
  account: AccountDefinition,
  contact: StoredRecord,
  company: StoredRecord,
  source: ChangeSource,
): StoredRecord {
  const { contacts, companies } = objectTypes;
  if (!context.links.has(contacts, companies, contact.id, company.id)) return contact;
  context.links.remove(contacts, companies, contact.id, company.id);
  const wasPrimary = contact.companyId === company.id;
  context.webhooks.emit(account.hubId, eventsOf(contact, company, true, wasPrimary), source);
  return wasPrimary ? setPrimary(context, account, contact, null, source) : contact;
}

/** Gives every contact whose primary company this is another one, or none: the company was merged or archived. */
export function replacePrimaryCompany(
  context: HubSpotContext,
  account: AccountDefinition,
  companyId: number,
  nextCompanyId: number | null,
  source: ChangeSource,
): void {
  const ids = context.database
    .prepare<[number], number>('SELECT id FROM hs_contact WHERE company_id = ?')
    .pluck()
    .all(companyId);
  for (const id of ids) {
    const contact = context.records.contacts.byId(account.hubId, id);
    if (contact !== undefined) setPrimary(context, account, contact, nextCompanyId, source);
  }
}

function setPrimary(
  context: HubSpotContext,
  account: AccountDefinition,
  contact: StoredRecord,
  companyId: number | null,
  source: ChangeSource,
): StoredRecord {
  const type = objectTypes.contacts;
  const now = context.now();
  const after = { ...contact, companyId, modifiedAt: now };
  storeOf(context, type).update(contact, after);
  const value = propertyValue(type, after, 'associatedcompanyid') ?? '';
  context.history.note(type, contact, contact.id, 'associatedcompanyid', value, now, source);
  const event: ChangeEvent = {
    name: 'propertyChange',
    type,
    objectId: contact.id,
    fields: { propertyName: 'associatedcompanyid', propertyValue: value },
  };
  context.webhooks.emit(account.hubId, [event], source);
  return after;
}

function eventsOf(
  contact: StoredRecord,
  company: StoredRecord,
  isRemoved: boolean,
  isPrimary: boolean,
): readonly ChangeEvent[] {
  const { contacts, companies } = objectTypes;
  return associationEvents(
    { type: contacts, record: contact },
    { type: companies, record: company },
    isRemoved,
    isPrimary,
  );
}
