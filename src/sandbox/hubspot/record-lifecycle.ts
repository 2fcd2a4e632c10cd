import type { AccountDefinition } from './accounts';
import { replacePrimaryCompany } from './company-links';
import { type HubSpotContext, nextRecordId, storeOf } from './context';
import { invalidRequest } from './errors';
import type { ChangeSource } from './history-store';
import { type ObjectType, objectTypes, type StoredRecord } from './object-types';
import { liveRecord, withValues } from './record-writer';
import type { ChangeEvent } from './webhooks';

/** Puts a record into the recycle bin. Contacts of an archived company have no primary company any more. */
export function archiveRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  record: StoredRecord,
  source: ChangeSource,
): void {
  const now = context.now();
  storeOf(context, type).update(record, { ...record, isArchived: true, archivedAt: now, modifiedAt: now });
  if (type.name === 'companies') replacePrimaryCompany(context, account, record.id, null, source);
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
 * Merges two records into a NEW one; both old numbers keep resolving to it (facts section 5.6). In an account that takes part
 * in the id-preserving merge the primary record stays, and only the other number resolves to it. The primary's values win,
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
  const { isMergeIdKept } = context.accountSettings.of(account);
  const id = isMergeIdKept ? primary.id : nextRecordId(context, account, type);
  const record = combine(context, account, type, id, primary, merged);
  // The absorbed rows go first: their addresses and unique values pass to the new one.
  store.remove(merged);
  if (isMergeIdKept) {
    store.update(primary, record);
  } else {
    store.remove(primary);
    store.insert(record);
  }
  const absorbed = isMergeIdKept ? [merged] : [primary, merged];
  for (const old of absorbed) takeOver(context, account, type, old, record, source);
  const mergeSource: ChangeSource = { ...source, type: 'MERGE_OBJECTS' };
  for (const name of Object.keys(record.properties)) {
    if (isMergeIdKept && record.properties[name] === primary.properties[name]) continue;
    context.history.note(
      type,
      isMergeIdKept ? primary : null,
      id,
      name,
      record.properties[name] ?? '',
      now,
      mergeSource,
    );
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
        mergedObjectIds: absorbed.map((old) => old.id),
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
  const oldIds = (id === primary.id ? [merged] : [primary, merged]).map((old) => String(old.id));
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
  source: ChangeSource,
): void {
  const { database } = context;
  database
    .prepare('INSERT INTO hs_merged (type, old_id, new_id, account) VALUES (?, ?, ?, ?)')
    .run(type.name, old.id, record.id, account.hubId);
  context.links.move(type, old.id, record.id);
  if (type.name === 'companies') {
    replacePrimaryCompany(context, account, old.id, record.id, source);
  } else if (type.name === 'contacts') {
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

function emitOne(context: HubSpotContext, account: AccountDefinition, event: ChangeEvent, source: ChangeSource): void {
  context.webhooks.emit(account.hubId, [event], source);
}
