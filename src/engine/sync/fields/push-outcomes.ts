import type { toProblem } from '../../../shared/errors/lumo-error';
import type { CallContext, CrmRecord } from '../../hubspot';
import type { ContactField } from '../../storage/contact-field-repository';
import type { ContactUpdate } from '../batch-sender';
import { contactType } from '../contact-properties';
import { orderOf, readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncRunTracker } from '../sync-run-tracker';
import type { SyncStores } from '../sync-stores';
import { valuesOf, writeContact } from './apply-contact';

/** One field of a contact that is sent. */
export interface SentField {
  field: ContactField;
  value: string | null;
  /** HubSpot ignores this value unless it is cleared before, in a request of its own (HubSpot facts, section 7). */
  isStepBack: boolean;
}

/** The open fields of one contact, as one update. */
export interface FieldUpdate extends ContactUpdate {
  name: string;
  fields: readonly SentField[];
}

/** Where the writes belong. */
export interface PushContext {
  call: CallContext;
  /** null = outside of a run. */
  tracker: SyncRunTracker | null;
}

/** The first of two requests went through: HubSpot's value is empty now, by our own hand. */
export function noteCleared(stores: SyncStores, update: FieldUpdate, record: CrmRecord): void {
  const writtenAt = Date.parse(record.updatedAt ?? '') || null;
  for (const { field } of update.fields) {
    const held = stores.fields.get(update.id, field.propertyName);
    if (held !== null) stores.fields.save({ ...held, base: null, hubSpotValue: null, writtenAt });
  }
}

/** HubSpot took the update: both sides agree from here on, and the history says so. Inside the caller's transaction. */
export function noteAccepted(
  deps: SyncDeps,
  stores: SyncStores,
  update: FieldUpdate,
  record: CrmRecord,
  { tracker }: PushContext,
): void {
  const at = deps.clock.now();
  const stored = stores.contacts.get(update.id);
  const adopted: Record<string, string | null> = {};
  for (const { field, value } of update.fields) {
    const { propertyName } = field;
    const held = stores.fields.get(update.id, propertyName);
    // A page of the run under way may have seen the value in HubSpot before the answer came.
    if (held === null || held.state === 'same') continue;
    const there = propertyName in record.properties ? record.properties[propertyName] || null : value;
    const order = orderOf(propertyName, stores.properties.get(contactType, propertyName));
    if (there !== value && order !== null) {
      const ignored = { ...field, hubSpotValue: there };
      const problem = { code: 'LIFECYCLE_BACKWARD' as const, params: { from: there ?? '', to: value ?? '' } };
      const refusal = { problem, correlationId: null };
      refuse(deps, stores, { id: update.id, name: update.name, field: ignored, value }, refusal, tracker);
      continue;
    }
    stores.changes.note({
      contactId: update.id,
      propertyName,
      side: 'hubSpot',
      before: field.hubSpotValue,
      after: there,
      rule: stores.items.get(propertyName)?.rule ?? null,
      outcome: field.outcome ?? 'keptLumo',
      isConflict: field.isConflict,
      otherChangedAt: field.otherChangedAt,
      runId: field.runId ?? tracker?.run.id ?? null,
      at,
    });
    stores.problems.closeFields('contact', update.id, [propertyName]);
    const writtenAt = Date.parse(record.updatedAt ?? '') || null;
    const agreed = { ...held, base: there, hubSpotValue: there, hubSpotChangedAt: writtenAt, writtenAt, problem: null };
    if (held.editNo !== field.editNo) {
      stores.fields.save({ ...agreed, state: 'pending' });
      continue;
    }
    // HubSpot keeps some values in a form of its own, such as an address in small letters.
    if (there !== value) adopted[propertyName] = there;
    stores.fields.save({
      ...agreed,
      state: 'same',
      // That a person emptied it matters where Lumo always wins; else both sides start anew from here.
      lumoChangedAt: there === null ? held.lumoChangedAt : null,
      outcome: null,
      isConflict: false,
      otherChangedAt: null,
      isClear: false,
      isBackward: false,
      attempts: 0,
      runId: null,
    });
  }
  if (stored === undefined || Object.keys(adopted).length === 0) return;
  const applying = {
    terms: readTerms(stores),
    nameOf: (id: string) => stores.companies.nameOf(id) ?? null,
    runId: tracker?.run.id ?? null,
    at,
  };
  writeContact(stores, stored, { ...valuesOf(stored), ...adopted }, applying);
}

/** Why a field that is not even sent is refused. */
export const toRefusal = (field: ContactField) => ({
  problem: field.problem ?? { code: 'HUBSPOT_REJECTED' as const, params: {} },
  correlationId: null,
});

/** Notes that HubSpot does not take a value, on the field, in the run and on the repair bench. */
export function refuse(
  deps: SyncDeps,
  stores: SyncStores,
  { id, name, field, value }: { id: string; name: string; field: ContactField; value: string | null },
  { problem, correlationId }: { problem: ReturnType<typeof toProblem>; correlationId: string | null },
  tracker: SyncRunTracker | null,
): void {
  const held = stores.fields.get(id, field.propertyName);
  const at = deps.clock.now();
  if (held !== null && held.editNo === field.editNo) {
    const isNew = held.state !== 'refused' || held.problem?.code !== problem.code;
    stores.fields.save({ ...held, state: 'refused', hubSpotValue: field.hubSpotValue, problem });
    if (isNew) {
      stores.changes.note({
        contactId: id,
        propertyName: field.propertyName,
        side: 'hubSpot',
        before: field.hubSpotValue,
        after: field.hubSpotValue,
        rule: stores.items.get(field.propertyName)?.rule ?? null,
        outcome: 'refused',
        isConflict: field.isConflict,
        otherChangedAt: field.otherChangedAt,
        runId: tracker?.run.id ?? null,
        at,
      });
    }
  }
  const error = {
    recordKind: 'contact' as const,
    recordId: id,
    recordName: name,
    problem,
    property: field.propertyName,
    valueSent: value,
    valueHeld: field.hubSpotValue,
    correlationId,
    attempts: 1,
  };
  if (tracker === null) {
    stores.problems.note({ ...error, runId: null, at });
    return;
  }
  tracker.counts.processed++;
  tracker.counts.failed++;
  tracker.fail(error);
  tracker.save();
}
