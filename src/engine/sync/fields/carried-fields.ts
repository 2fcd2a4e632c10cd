import type { ContactField } from '../../storage/contact-field-repository';
import type { SyncStores } from '../sync-stores';
import { valuesOf } from './apply-contact';

/** A value that only Lumo has, of a contact that was merged into another. */
export type CarriedField = ContactField & { lumo: string | null };

/**
 * A contact was merged into another: its links and field history go along, its row goes. Returns the values that only
 * Lumo has, to be planned for the contact that stays. Inside the caller's transaction.
 */
export function takeOverFields(stores: SyncStores, fromId: string, toId: string): CarriedField[] {
  stores.lineProperties.repoint(fromId, toId);
  const absorbed = stores.contacts.get(fromId);
  const fields = stores.fields.of(fromId).filter((field) => field.state !== 'same');
  if (absorbed === undefined && fields.length === 0) return [];
  const values = absorbed === undefined ? {} : valuesOf(absorbed);
  if (absorbed !== undefined) stores.contacts.remove(absorbed.id);
  stores.fields.dropContact(fromId);
  stores.changes.repoint(fromId, toId);
  return fields.map((field) => ({
    ...field,
    contactId: toId,
    writtenAt: null,
    lumo: values[field.propertyName] ?? null,
  }));
}

/** Of several values carried for one field the one that a person set last stays. */
export function newestCarried(carried: readonly CarriedField[]): CarriedField[] {
  const byName = new Map<string, CarriedField>();
  for (const field of carried) {
    const other = byName.get(field.propertyName);
    if (other === undefined || (field.lumoChangedAt ?? 0) > (other.lumoChangedAt ?? 0)) {
      byName.set(field.propertyName, field);
    }
  }
  return [...byName.values()];
}
