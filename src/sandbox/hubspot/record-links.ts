import type { AccountDefinition } from './accounts';
import { associationEvents, type TypedRecord } from './association-events';
import { linkCompany, unlinkCompany } from './company-links';
import type { HubSpotContext } from './context';
import type { ChangeSource } from './history-store';
import type { StoredRecord } from './object-types';

/** Links two records; a contact and a company also keep the contact's primary company right. */
export function linkRecords(
  context: HubSpotContext,
  account: AccountDefinition,
  from: TypedRecord,
  to: TypedRecord,
  isPrimary: boolean,
  source: ChangeSource,
): void {
  const pair = contactAndCompany(from, to);
  if (pair !== null) {
    linkCompany(context, account, pair.contact, pair.company, isPrimary, source);
    return;
  }
  const isNew = !context.links.has(from.type, to.type, from.record.id, to.record.id);
  context.links.add(from.type, to.type, from.record.id, to.record.id, isPrimary);
  if (isNew) context.webhooks.emit(account.hubId, associationEvents(from, to, false, isPrimary), source);
}

/** Removes every kind of link between two records. */
export function unlinkRecords(
  context: HubSpotContext,
  account: AccountDefinition,
  from: TypedRecord,
  to: TypedRecord,
  source: ChangeSource,
): void {
  const pair = contactAndCompany(from, to);
  if (pair !== null) {
    unlinkCompany(context, account, pair.contact, pair.company, source);
    return;
  }
  if (!context.links.has(from.type, to.type, from.record.id, to.record.id)) return;
  context.links.remove(from.type, to.type, from.record.id, to.record.id);
  context.webhooks.emit(account.hubId, associationEvents(from, to, true, false), source);
}

function contactAndCompany(
  a: TypedRecord,
  b: TypedRecord,
): { readonly contact: StoredRecord; readonly company: StoredRecord } | null {
  if (a.type.name === 'contacts' && b.type.name === 'companies') return { contact: a.record, company: b.record };
  if (a.type.name === 'companies' && b.type.name === 'contacts') return { contact: b.record, company: a.record };
  return null;
}
