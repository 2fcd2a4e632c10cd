import { LumoError, toProblem } from '../../../shared/errors/lumo-error';
import { contactIdSchema } from '../../../shared/model/ids';
import type { CrmRecord, HubSpotError } from '../../hubspot';
import type { ContactField } from '../../storage/contact-field-repository';
import { inTransaction } from '../../storage/storage';
import { createBatchSender, refusedProperty, updateBatchSize } from '../batch-sender';
import { breathe } from '../breathe';
import { contactType, technicalProperties } from '../contact-properties';
import type { ItemTerms } from '../rules/plan-contact';
import { goesBack } from '../rules/plan-field';
import { orderOf, readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { applyFields, valuesOf, writeContact } from './apply-contact';
import { type ConflictTimes, readConflictTimes, timesOf } from './conflict-times';
import {
  type FieldUpdate,
  noteAccepted,
  noteCleared,
  type PushContext,
  refuse,
  type SentField,
  toRefusal,
} from './push-outcomes';

/**
 * Writes open fields of up to a hundred contacts to HubSpot. States of a field: pending -> (HubSpot's present value is read
 * and planned again, so that nobody's newer value is overwritten) -> attempt noted -> sent -> accepted (noted in the
 * history) or refused (with the reason; tried again by every later run). A write without an answer is sent again and
 * changes nothing: values are set. A refused field does not hold back the others of its contact.
 * @throws what is not about the records: network, limits, rights
 */
export async function pushFields(
  deps: SyncDeps,
  stores: SyncStores,
  contactIds: readonly string[],
  context: PushContext,
): Promise<void> {
  const ids = contactIds.filter((id) => openFields(stores, id).length > 0);
  const names = [...new Set(ids.flatMap((id) => openFields(stores, id).map((field) => field.propertyName)))];
  if (ids.length === 0) return;
  const records = await deps.hubSpot.changes.contacts(ids, [...technicalProperties, ...names], context.call);
  const terms = inTransaction(deps.storage, () => readTerms(stores));
  const items = terms.items.filter((item) => names.includes(item.propertyName));
  const times = await readConflictTimes(deps, stores, records, items, context.call);
  const found = new Map(records.map((record) => [record.id, record]));
  const updates: FieldUpdate[] = [];
  for (const id of ids) {
    const record = found.get(id);
    if (record !== undefined) {
      const update = inTransaction(deps.storage, () => planAgain(deps, stores, record, items, times, context));
      if (update !== null) updates.push(update);
    } else if (!records.some((other) => isAbsorbedBy(id, other))) {
      inTransaction(deps.storage, () => noteGone(deps, stores, id, context));
    }
    await breathe();
  }
  await send(deps, stores, updates, context);
  deps.events.emit({ type: 'stale', topics: ['fields', 'syncItems', 'problems', 'contacts'] });
  if (ids.length <= 20) {
    for (const id of ids) deps.events.emit({ type: 'contactChanged', contactId: contactIdSchema.parse(id) });
  }
}

const openFields = (stores: SyncStores, contactId: string): ContactField[] => {
  const synced = new Set(stores.items.synced().map((item) => item.propertyName));
  return stores.fields
    .of(contactId)
    .filter((field) => (field.state === 'pending' || field.state === 'refused') && synced.has(field.propertyName));
};

/** A merged contact is brought by the pull, with its open fields. */
const isAbsorbedBy = (id: string, record: CrmRecord): boolean =>
  (record.properties.hs_merged_object_ids ?? '').split(';').some((other) => other.trim() === id);

/** Plans the open fields with what HubSpot holds at this moment; null = nothing is to be written. */
function planAgain(
  deps: SyncDeps,
  stores: SyncStores,
  record: CrmRecord,
  items: readonly ItemTerms[],
  times: ConflictTimes,
  { tracker }: PushContext,
): FieldUpdate | null {
  const stored = stores.contacts.get(record.id);
  if (stored === undefined) return null;
  const open = openFields(stores, record.id);
  const names = new Set(open.map((field) => field.propertyName));
  const applying = {
    terms: readTerms(stores),
    nameOf: (id: string) => stores.companies.nameOf(id) ?? null,
    runId: tracker?.run.id ?? null,
    at: deps.clock.now(),
  };
  const incoming = {
    hubSpot: record.properties,
    modifiedAt: Date.parse(record.properties.lastmodifieddate ?? '') || 0,
    times: timesOf(times, record.id),
    items: items.filter((item) => names.has(item.propertyName)),
  };
  const applied = applyFields(stores, record.id, valuesOf(stored), open, incoming, applying);
  if (applied.isChanged) writeContact(stores, stored, applied.properties, applying);
  const name = stores.contacts.nameOf(record.id) ?? record.id;
  const fields: SentField[] = [];
  for (const { field } of applied.planned) {
    if (field === null || (field.state !== 'pending' && field.state !== 'refused')) continue;
    const value = applied.properties[field.propertyName] ?? null;
    if (field.problem?.code === 'LIFECYCLE_BACKWARD' && !field.isBackward) {
      refuse(deps, stores, { id: record.id, name, field, value }, toRefusal(field), tracker);
      continue;
    }
    stores.fields.noteAttempt(record.id, field.propertyName, applying.at);
    const order = orderOf(field.propertyName, stores.properties.get(contactType, field.propertyName));
    const isStepBack = goesBack(field.hubSpotValue, value, { order, isBackward: false });
    fields.push({ field: { ...field, attempts: field.attempts + 1 }, value, isStepBack });
  }
  if (fields.length === 0) return null;
  return { id: record.id, name, fields, properties: propertiesOf(fields) };
}

const propertiesOf = (fields: readonly SentField[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ field, value }) => [field.propertyName, value ?? '']));

async function send(
  deps: SyncDeps,
  stores: SyncStores,
  updates: readonly FieldUpdate[],
  context: PushContext,
): Promise<void> {
  const { tracker } = context;
  let again: FieldUpdate[] = [];
  const onRefused = (update: FieldUpdate, error: HubSpotError) => {
    const named = refusedProperty(update, error);
    const refused = named === null ? update.fields : update.fields.filter((one) => one.field.propertyName === named);
    const others = update.fields.filter((one) => !refused.includes(one));
    if (others.length > 0) again.push({ ...update, fields: others, properties: propertiesOf(others) });
    inTransaction(deps.storage, () => {
      for (const { field, value } of refused) {
        const refusal = { problem: toProblem(error), correlationId: error.correlationId };
        refuse(deps, stores, { id: update.id, name: update.name, field, value }, refusal, tracker);
      }
    });
  };
  const clear = createBatchSender<FieldUpdate>(deps, context.call, {
    onAccepted: (accepted) =>
      inTransaction(deps.storage, () => {
        for (const { update, record } of accepted) noteCleared(stores, update, record);
      }),
    onRefused,
  });
  const set = createBatchSender<FieldUpdate>(deps, context.call, {
    onAccepted: (accepted) =>
      inTransaction(deps.storage, () => {
        for (const { update, record } of accepted) noteAccepted(deps, stores, update, record, context);
        if (tracker === null) return;
        tracker.counts.written += accepted.length;
        tracker.save();
      }),
    onRefused,
  });
  const back = updates.flatMap((update) => {
    const fields = update.fields.filter((one) => one.isStepBack);
    if (fields.length === 0) return [];
    return { ...update, fields, properties: Object.fromEntries(fields.map((one) => [one.field.propertyName, ''])) };
  });
  await clear(back);
  again = [];
  const refusedBack = new Set(back.filter((update) => !isCleared(stores, update)).map((update) => update.id));
  let open = updates.flatMap((update) => {
    const fields = refusedBack.has(update.id) ? update.fields.filter((one) => !one.isStepBack) : update.fields;
    return fields.length === 0 ? [] : { ...update, fields, properties: propertiesOf(fields) };
  });
  while (open.length > 0) {
    again = [];
    for (let i = 0; i < open.length; i += updateBatchSize) await set(open.slice(i, i + updateBatchSize));
    open = again;
  }
}

const isCleared = (stores: SyncStores, update: FieldUpdate): boolean =>
  update.fields.every(({ field }) => stores.fields.get(update.id, field.propertyName)?.hubSpotValue === null);

function noteGone(deps: SyncDeps, stores: SyncStores, id: string, { tracker }: PushContext): void {
  const name = stores.contacts.nameOf(id) ?? id;
  const stored = stores.contacts.get(id);
  const values = stored === undefined ? {} : valuesOf(stored);
  const problem = toProblem(new LumoError('HUBSPOT_RECORD_MISSING'));
  for (const field of openFields(stores, id)) {
    const value = values[field.propertyName] ?? null;
    refuse(deps, stores, { id, name, field, value }, { problem, correlationId: null }, tracker);
  }
}
