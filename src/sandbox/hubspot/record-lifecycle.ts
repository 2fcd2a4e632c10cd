import type { AccountDefinition } from './accounts';
import { type HubSpotContext, nextRecordId, storeOf } from './context';
import { invalidRequest } from './errors';
import type { ChangeSource } from './history-store';
import { type ObjectType, objectTypes, propertyValue, type StoredRecord } from './object-types';
import { liveRecord, withValues } from './record-writer';
import type { ChangeEvent } from './webhooks';

/** Puts a record into the recycle bin. */
export function archiveRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  record: StoredRecord,
  source: ChangeSource,
): void {
  const now = context.now();
  storeOf(context, type).update(record, { ...record, isArchived: true, archivedAt: now, modifiedAt: now });
  emitOne(context, account, { name: 'deletion', type, objectId: record.id, fields: { changeFlag: 'DELETED' } }, source);
}

/** Takes a record out of the recycle bin under its old number. */
export function restoreRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  record: StoredRecord,
  source: ChangeSource,
): StoredRecord {
  const restored = { ...record, isArchived: false, archivedAt: null, modifiedAt: context.now() };
  storeOf(context, type).update(record, restored);
  emitOne(context, account, { name: 'restore', type, objectId: record.id, fields: { changeFlag: 'NEW' } }, source);
  return restored;
}

/** Erases a contact for good and blocks its addresses; both deletion events go out (facts section 5.7). */
export function privacyDelete(
  context: HubSpotContext,
  account: AccountDefinition,
  record: StoredRecord,
  source: ChangeSource,
): void {
  const type = objectTypes.contacts;
  const { database } = context;
  const extra = record.properties.hs_additional_emails?.split(';') ?? [];
  for (const email of [record.email ?? '', ...extra]) blockEmail(context, account, email);
  storeOf(context, type).remove(record);
  context.links.removeAll(type, record.id);
  database.prepare('DELETE FROM hs_history WHERE type = ? AND record_id = ?').run(type.name, record.id);
  database.prepare('DELETE FROM hs_unique WHERE type = ? AND record_id = ?').run(type.name, record.id);
  database.prepare('DELETE FROM hs_extra_email WHERE contact_id = ?').run(record.id);
  emitOne(context, account, { name: 'privacyDeletion', type, objectId: record.id, fields: {} }, source);
  emitOne(context, account, { name: 'deletion', type, objectId: record.id, fields: { changeFlag: 'DELETED' } }, source);
}

/** Keeps an address from ever being added. */
export function blockEmail(context: HubSpotContext, account: AccountDefinition, email: string): void {
  const address = email.trim().toLowerCase();
  if (address === '') return;
  context.database
    .prepare('INSERT OR IGNORE INTO hs_blocked_email (account, email) VALUES (?, ?)')
    .run(account.hubId, address);
}

/**
 * Merges two records into a NEW one; both old numbers keep resolving to it (facts section 5.6). The primary's values win,
 * the other fills gaps, the furthest lifecycle stage and the earliest create date stay, links are joined.
 */
export function mergeRecords(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  primaryId: number,
  mergedId: number,
  source: ChangeSource,
): StoredRecord {
  const primary = liveRecord(context, account, type, primaryId);
  const merged = liveRecord(context, account, type, mergedId);
  if (primary.id === merged.id) throw invalidRequest(`Cannot merge object ${primary.id} with itself.`);
  const store = storeOf(context, type);
  const now = context.now();
  const id = nextRecordId(context, account, type);
  const record = combine(context, account, type, id, primary, merged);
  // The absorbed rows go first: their addresses and unique values pass to the new one.
  store.remove(primary);
  store.remove(merged);
  store.insert(record);
  for (const old of [primary, merged]) takeOver(context, account, type, old, record);
  const mergeSource: ChangeSource = { ...source, type: 'MERGE_OBJECTS' };
  for (const name of Object.keys(record.properties)) {
    context.history.note(type, null, id, name, record.properties[name] ?? '', now, mergeSource);
  }
  emitOne(
    context,
    account,
    {
      name: 'merge',
      type,
      objectId: id,
      fields: {
        primaryObjectId: primary.id,
        mergedObjectIds: [primary.id, merged.id],
        newObjectId: id,
        numberOfPropertiesMoved: Object.keys(merged.properties).filter((name) => !(name in primary.properties)).length,
      },
    },
    mergeSource,
  );
  return record;
}

function combine(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  id: number,
  primary: StoredRecord,
  merged: StoredRecord,
): StoredRecord {
  const now = context.now();
  const properties: Record<string, string> = { ...merged.properties, ...primary.properties };
  const options = context.properties.live(account.hubId, type.name).get('lifecyclestage')?.options ?? [];
  const stages = [primary, merged].flatMap((record) => record.properties.lifecyclestage ?? []);
  const furthest = options.filter((option) => stages.includes(option.value)).at(-1);
  if (furthest !== undefined) properties.lifecyclestage = furthest.value;
  const joined = (name: string, more: readonly string[]) => {
    const held = [primary, merged].flatMap((record) => record.properties[name]?.split(';') ?? []);
    return [...new Set([...held, ...more])].join(';');
  };
  const oldIds = [String(primary.id), String(merged.id)];
  properties.hs_merged_object_ids = joined('hs_merged_object_ids', oldIds);
  if (type.name === 'contacts') {
    properties.hs_calculated_merged_vids = joined(
      'hs_calculated_merged_vids',
      oldIds.map((oldId) => `${oldId}:${now}`),
    );
    properties.hs_all_contact_vids = joined('hs_merged_object_ids', [...oldIds, String(id)]);
    const extra = joined('hs_additional_emails', primary.email !== null && merged.email !== null ? [merged.email] : []);
    if (extra !== '') properties.hs_additional_emails = extra;
  }
  const record: StoredRecord = {
    ...primary,
    id,
    email: primary.email ?? merged.email,
    createdAt: Math.min(primary.createdAt, merged.createdAt),
    modifiedAt: now,
    companyId: primary.companyId ?? merged.companyId,
    properties,
  };
  return withValues(type, record, new Map(), now);
}

function takeOver(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  old: StoredRecord,
  record: StoredRecord,
): void {
  const { database } = context;
  database
    .prepare('INSERT INTO hs_merged (type, old_id, new_id, account) VALUES (?, ?, ?, ?)')
    .run(type.name, old.id, record.id, account.hubId);
  context.links.move(type, old.id, record.id);
  if (type.name === 'companies') {
    database.prepare('UPDATE hs_contact SET company_id = ? WHERE company_id = ?').run(record.id, old.id);
  } else {
    database.prepare('UPDATE hs_extra_email SET contact_id = ? WHERE contact_id = ?').run(record.id, old.id);
    if (old.email !== null && old.email !== record.email) {
      database
        .prepare('INSERT OR REPLACE INTO hs_extra_email (account, email, contact_id) VALUES (?, ?, ?)')
        .run(account.hubId, old.email, record.id);
    }
  }
  const held = database
    .prepare<[string, number], { property: string; value: string }>(
      'SELECT property, value FROM hs_unique WHERE type = ? AND record_id = ?',
    )
    .all(type.name, old.id);
  for (const { property, value } of held) {
    const isKept = record.properties[property] === value;
    database
      .prepare(
        isKept
          ? 'UPDATE hs_unique SET record_id = ? WHERE account = ? AND type = ? AND property = ? AND value = ?'
          : 'DELETE FROM hs_unique WHERE record_id <> ? AND account = ? AND type = ? AND property = ? AND value = ?',
      )
      .run(record.id, account.hubId, type.name, property, value);
  }
}

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
  const isNew = !context.links.has(contact.id, company.id);
  context.links.add(contact.id, company.id);
  const becomesPrimary = contact.companyId !== company.id && (isPrimary || contact.companyId === null);
  if (!isNew && !becomesPrimary) return contact;
  emitOne(context, account, associationEvent(contact, company, false, becomesPrimary), source);
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
  if (!context.links.has(contact.id, company.id)) return contact;
  context.links.remove(contact.id, company.id);
  const wasPrimary = contact.companyId === company.id;
  emitOne(context, account, associationEvent(contact, company, true, wasPrimary), source);
  return wasPrimary ? setPrimary(context, account, contact, null, source) : contact;
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
  emitOne(
    context,
    account,
    {
      name: 'propertyChange',
      type,
      objectId: contact.id,
      fields: { propertyName: 'associatedcompanyid', propertyValue: value },
    },
    source,
  );
  return after;
}

function associationEvent(
  contact: StoredRecord,
  company: StoredRecord,
  isRemoved: boolean,
  isPrimary: boolean,
): ChangeEvent {
  return {
    name: 'associationChange',
    type: objectTypes.contacts,
    objectId: contact.id,
    fields: {
      associationType: 'CONTACT_TO_COMPANY',
      fromObjectId: contact.id,
      toObjectId: company.id,
      associationRemoved: isRemoved,
      isPrimaryAssociation: isPrimary,
    },
  };
}

function emitOne(context: HubSpotContext, account: AccountDefinition, event: ChangeEvent, source: ChangeSource): void {
  context.webhooks.emit(account.hubId, [event], source);
}
