import { LumoError } from '../../../shared/errors/lumo-error';
import type { ContactProperty } from '../../../shared/model/contact';
import type { PropertyRecord } from '../../storage/property-repository';
import { inTransaction } from '../../storage/storage';
import type { SyncItemRecord } from '../../storage/sync-item-repository';
import { contactType } from '../contact-properties';
import { goesBack } from '../rules/plan-field';
import { lockOf, orderOf, readTerms } from '../rules/synced-terms';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import { applyFields, valuesOf, writeContact } from './apply-contact';
import { checkValue } from './check-value';

/** A person's new value of a field. */
export interface FieldEdit {
  contactId: string;
  propertyName: string;
  value: string | null;
  /** Allows a lifecycle stage to go back. */
  isBackward: boolean;
}

/** Why a field cannot be edited here; null = it can. */
export function readOnlyReason(
  item: SyncItemRecord,
  definition: PropertyRecord | null,
): ContactProperty['readOnlyReason'] {
  if (item.status === 'detached') return 'detached';
  if (item.status !== 'active' || definition === null) return 'missing';
  const lock = lockOf(item.propertyName, definition);
  if (lock !== null && lock !== 'line') return lock;
  if (item.isPaused) return 'paused';
  return item.rule === 'alwaysHubSpot' ? 'rule' : null;
}

/**
 * Checks an edit and gives the value as it is stored; null = empty. `hubSpot` is HubSpot's value as far as it is known.
 * @throws LumoError FIELD_NOT_EDITABLE, VALUE_INVALID, VALUE_NOT_AN_OPTION, VALUE_TOO_LONG, LIFECYCLE_BACKWARD
 */
export function checkEdit(
  stores: SyncStores,
  edit: FieldEdit,
  sides: { lumo: string | null; hubSpot: string | null },
): { value: string | null; item: SyncItemRecord } {
  const { propertyName: property } = edit;
  const item = stores.items.get(property);
  if (item === null) throw new LumoError('FIELD_NOT_EDITABLE', { property, reason: 'notSynced' });
  const definition = stores.properties.get(contactType, property);
  const reason = readOnlyReason(item, definition);
  if (reason !== null || definition === null) {
    throw new LumoError('FIELD_NOT_EDITABLE', { property, reason: reason ?? 'missing' });
  }
  const value = checkValue(edit.value, definition, sides.lumo);
  if (goesBack(sides.hubSpot, value, { order: orderOf(property, definition), isBackward: edit.isBackward })) {
    throw new LumoError('LIFECYCLE_BACKWARD', { property, from: sides.hubSpot ?? '', to: value ?? '' });
  }
  return { value, item };
}

/**
 * Sets a field in Lumo: value, history and the write that waits for HubSpot are one transaction. What happens to HubSpot's
 * value is the rule's: `fillIfEmpty` leaves a value there as it is. True = there is something to be written.
 * `undoOf` = the run whose change is taken back, for the history.
 * @throws LumoError NOT_FOUND; what {@link checkEdit} throws
 */
export function editField(
  deps: Pick<SyncDeps, 'storage' | 'clock'>,
  stores: SyncStores,
  edit: FieldEdit,
  undo: { runId: string } | null = null,
): boolean {
  return inTransaction(deps.storage, () => {
    const { contactId, propertyName } = edit;
    const stored = stores.contacts.get(contactId);
    if (stored === undefined) throw new LumoError('NOT_FOUND', { what: 'contact' });
    const values = valuesOf(stored);
    const lumo = values[propertyName] ?? null;
    const held = stores.fields.get(contactId, propertyName);
    const hubSpot = held === null ? lumo : held.hubSpotValue;
    const { value, item } = checkEdit(stores, edit, { lumo, hubSpot });
    if (value === lumo && held?.state !== 'refused') return held?.state === 'pending';
    const at = deps.clock.now();
    if (value !== lumo) {
      stores.changes.note({
        contactId,
        propertyName,
        side: 'lumo',
        before: lumo,
        after: value,
        rule: item.rule,
        outcome: undo === null ? 'personEdit' : 'undone',
        isConflict: false,
        otherChangedAt: null,
        runId: undo?.runId ?? null,
        at,
      });
    }
    const field = {
      contactId,
      propertyName,
      base: held === null ? lumo : held.base,
      hubSpotValue: hubSpot,
      state: 'same' as const,
      lumoChangedAt: at,
      hubSpotChangedAt: held?.hubSpotChangedAt ?? stored.modifiedAt,
      outcome: null,
      isConflict: false,
      otherChangedAt: null,
      isClear: value === null,
      isBackward: edit.isBackward,
      editNo: (held?.editNo ?? 0) + 1,
      attempts: 0,
      attemptedAt: null,
      runId: undo?.runId ?? null,
      writtenAt: held?.writtenAt ?? null,
      problem: null,
    };
    const terms = readTerms(stores);
    const applying = {
      terms,
      nameOf: (id: string) => stores.companies.nameOf(id) ?? null,
      runId: undo?.runId ?? null,
      at,
    };
    stores.fields.save(field);
    const incoming = {
      hubSpot: { [propertyName]: hubSpot },
      modifiedAt: stored.modifiedAt,
      times: new Map<string, number>(),
      items: terms.items.filter((one) => one.propertyName === propertyName),
    };
    const applied = applyFields(stores, contactId, { ...values, [propertyName]: value }, [field], incoming, applying);
    writeContact(stores, stored, applied.properties, applying);
    // Back at the value that HubSpot had when it was read last: if somebody changed it there meanwhile, the later change counts.
    const isTakenBack = held !== null && applied.planned.every((planned) => planned.plan === null);
    if (isTakenBack) stores.fields.save({ ...field, base: value });
    stores.problems.closeFields('contact', contactId, [propertyName]);
    return applied.planned.some((planned) => planned.field?.state === 'pending');
  });
}
