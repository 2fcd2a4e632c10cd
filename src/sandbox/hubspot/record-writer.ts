import type { AccountDefinition } from './accounts';
import { type HubSpotContext, nextRecordId, storeOf } from './context';
import {
  emailConflict,
  HubSpotError,
  invalidProperties,
  invalidRequest,
  notFound,
  type PropertyProblem,
} from './errors';
import type { ChangeSource } from './history-store';
import { type ObjectType, propertyValue, type StoredRecord } from './object-types';
import { placeInPipeline } from './pipeline-values';
import { prepared } from './prepared';
import { assignableOwnerIds } from './property-store';
import { checkValue, searchablePhone } from './property-values';
import { enforceRequired } from './required-properties';
import type { ChangeEvent } from './webhooks';

/** Values as a caller writes them; an empty text clears. */
export type WrittenProperties = Readonly<Record<string, string>>;

/**
 * Creates a record: checks every value, refuses taken e-mails (409) and unique values (400), keeps history and queues the
 * webhook events. Runs in the caller's transaction.
 */
export function createRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  written: WrittenProperties,
  source: ChangeSource,
): StoredRecord {
  const values = checkedValues(context, account, type, null, written);
  if (!type.neededProperties.some((name) => (values.get(name) ?? '') !== '')) {
    throw invalidRequest(
      `At least one of the properties ${type.neededProperties.join(', ')} is needed to create a ${type.singular}.`,
    );
  }
  enforceRequired(context, account, type, values, true, source);
  placeInPipeline(context, account, type, values, true);
  const now = context.now();
  refuseTakenValues(context, account, type, null, values);
  const empty: StoredRecord = {
    id: nextRecordId(context, account, type),
    accountId: account.hubId,
    email: null,
    createdAt: now,
    modifiedAt: now,
    isArchived: false,
    archivedAt: null,
    companyId: null,
    properties: {},
  };
  const record = withValues(type, empty, values, now);
  storeOf(context, type).insert(record);
  noteValues(context, type, null, record, values, now, source);
  const events: ChangeEvent[] = [
    { name: 'creation', type, objectId: record.id, fields: { changeFlag: 'NEW' } },
    ...propertyEvents(type, record.id, values),
  ];
  context.webhooks.emit(account.hubId, events, source);
  return record;
}

/** Changes the sent values of a live record. Values that are equal to the stored ones leave no trace. */
export function updateRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  before: StoredRecord,
  written: WrittenProperties,
  source: ChangeSource,
): StoredRecord {
  const values = checkedValues(context, account, type, before, written);
  enforceRequired(context, account, type, values, false, source);
  placeInPipeline(context, account, type, values, false);
  dropBackwardStage(context, account, type, before, values);
  for (const [name, value] of values) {
    if ((propertyValue(type, before, name) ?? '') === value) values.delete(name);
  }
  if (values.size === 0) return before;
  refuseTakenValues(context, account, type, before, values);
  const now = context.now();
  const after = withValues(type, { ...before, modifiedAt: now }, values, now);
  storeOf(context, type).update(before, after);
  noteValues(context, type, before, after, values, now, source);
  context.webhooks.emit(account.hubId, propertyEvents(type, after.id, values), source);
  return after;
}

/** The record an id stands for now (absorbed ids resolve), or the provider's 404. Archived records count as missing. */
export function liveRecord(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  id: number | null,
): StoredRecord {
  const store = storeOf(context, type);
  const record = id === null ? undefined : store.byId(account.hubId, store.currentId(account.hubId, id));
  if (record === undefined || record.isArchived) throw notFound('Object not found.  objectId are usually numeric.');
  return record;
}

/** A record number from a path or body; null for a text that can be none. */
export function parseRecordId(text: string): number | null {
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/**
 * Finds by a unique property. `email` and the account's own unique properties qualify; the record number and every other
 * property are refused as not unique.
 */
export function findByProperty(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  property: string,
  value: string,
): StoredRecord | undefined {
  const store = storeOf(context, type);
  if (property === 'email' && type.name === 'contacts') return store.byEmail(account.hubId, value);
  requireUnique(context, account, type, property);
  return store.byUnique(account.hubId, property, value);
}

/** Throws the provider's 400 unless the property has unique values. */
export function requireUnique(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  property: string,
): void {
  const definition = context.properties.live(account.hubId, type.name).get(property);
  if (definition === undefined || !definition.hasUniqueValue) {
    throw invalidRequest(`idProperty ${property} is a non-unique property and cannot be used to identify a record.`, {
      context: { idProperty: [property] },
    });
  }
}

function checkedValues(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  before: StoredRecord | null,
  written: WrittenProperties,
): Map<string, string> {
  const definitions = context.properties.live(account.hubId, type.name);
  const owners = assignableOwnerIds(account);
  const problems: PropertyProblem[] = [];
  const values = new Map<string, string>();
  for (const [name, text] of Object.entries(written)) {
    const definition = definitions.get(name);
    if (definition === undefined) {
      problems.push({ name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` });
      continue;
    }
    const checked = checkValue(definition, text, before === null ? null : propertyValue(type, before, name), owners);
    if (checked.ok) values.set(name, checked.value);
    else problems.push(checked.problem);
  }
  if (problems.length > 0) throw invalidProperties(problems);
  return values;
}

// A stage never moves backward by a write: the answer is a success and the old value stays (facts section 7).
function dropBackwardStage(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  before: StoredRecord,
  values: Map<string, string>,
): void {
  const wanted = values.get('lifecyclestage');
  const held = before.properties.lifecyclestage;
  if (wanted === undefined || wanted === '' || held === undefined) return;
  const options = context.properties.live(account.hubId, type.name).get('lifecyclestage')?.options ?? [];
  const rank = (value: string) => options.find((option) => option.value === value)?.displayOrder ?? -1;
  if (rank(wanted) < rank(held)) values.delete('lifecyclestage');
}

function refuseTakenValues(
  context: HubSpotContext,
  account: AccountDefinition,
  type: ObjectType,
  before: StoredRecord | null,
  values: ReadonlyMap<string, string>,
): void {
  const store = storeOf(context, type);
  const email = type.name === 'contacts' ? values.get('email') : undefined;
  if (email !== undefined && email !== '') {
    const holder = store.byEmail(account.hubId, email);
    if (holder !== undefined && holder.id !== before?.id) throw emailConflict(holder.id);
    const blocked = prepared(context.database, 'SELECT 1 FROM hs_blocked_email WHERE account = ? AND email = ?').get(
      account.hubId,
      email,
    );
    if (blocked !== undefined) {
      throw invalidRequest('A contact with this email address was permanently deleted and cannot be added again.');
    }
  }
  const definitions = context.properties.live(account.hubId, type.name);
  for (const [name, value] of values) {
    if (value === '' || definitions.get(name)?.hasUniqueValue !== true) continue;
    const holder = store.byUnique(account.hubId, name, value);
    if (holder !== undefined && holder.id !== before?.id) {
      throw invalidProperties([
        {
          name,
          error: 'CONFLICTING_UNIQUE_VALUE',
          message: `Cannot set ${name} to ${value}. ${holder.id} already has that value.`,
        },
      ]);
    }
  }
}

/** The record with new values in it, computed properties included. */
export function withValues(
  type: ObjectType,
  record: StoredRecord,
  values: ReadonlyMap<string, string>,
  now: number,
): StoredRecord {
  const properties: Record<string, string> = { ...record.properties };
  let { email } = record;
  for (const [name, value] of values) {
    if (name === 'email' && type.name === 'contacts') email = value === '' ? null : value;
    else if (value === '') delete properties[name];
    else properties[name] = value;
  }
  const stage = values.get('lifecyclestage');
  if (stage !== undefined && stage !== '') properties[`hs_lifecyclestage_${stage}_date`] = new Date(now).toISOString();
  if (type.name === 'contacts') {
    setComputed(properties, 'hs_searchable_calculated_phone_number', searchablePhone(properties.phone));
    setComputed(properties, 'hs_searchable_calculated_mobile_number', searchablePhone(properties.mobilephone));
    setComputed(properties, 'hs_email_domain', email === null ? null : email.slice(email.indexOf('@') + 1));
  }
  return { ...record, email, properties };
}

function setComputed(properties: Record<string, string>, name: string, value: string | null): void {
  if (value === null) delete properties[name];
  else properties[name] = value;
}

function noteValues(
  context: HubSpotContext,
  type: ObjectType,
  before: StoredRecord | null,
  after: StoredRecord,
  values: ReadonlyMap<string, string>,
  now: number,
  source: ChangeSource,
): void {
  const definitions = context.properties.live(after.accountId, type.name);
  for (const [name, value] of values) {
    context.history.note(type, before, after.id, name, value, now, source);
    if (definitions.get(name)?.hasUniqueValue !== true) continue;
    prepared(
      context.database,
      'DELETE FROM hs_unique WHERE account = ? AND type = ? AND property = ? AND record_id = ?',
    ).run(after.accountId, type.name, name, after.id);
    if (value === '') continue;
    prepared(
      context.database,
      'INSERT OR REPLACE INTO hs_unique (account, type, property, value, record_id) VALUES (?, ?, ?, ?, ?)',
    ).run(after.accountId, type.name, name, value, after.id);
  }
}

function propertyEvents(type: ObjectType, objectId: number, values: ReadonlyMap<string, string>): ChangeEvent[] {
  return [...values].map(([propertyName, propertyValueText]) => ({
    name: 'propertyChange',
    type,
    objectId,
    fields: { propertyName, propertyValue: propertyValueText },
  }));
}

/** True for a refusal that concerns one record alone, so that a batch can report it beside its successes. */
export function isRecordRefusal(error: unknown): error is HubSpotError {
  return error instanceof HubSpotError && error.status >= 400 && error.status < 500;
}
