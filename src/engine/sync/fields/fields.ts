import type { ContactProperty } from '../../../shared/model/contact';
import { contactIdSchema } from '../../../shared/model/ids';
import type { ServiceOf } from '../../engine-types';
import { breathe } from '../breathe';
import type { SyncDeps } from '../sync-deps';
import type { SyncStores } from '../sync-stores';
import type { FieldPusher } from './contact-writes';
import { editField, type FieldEdit } from './edit-field';
import { contactProperties, contactProperty, fieldProvenance } from './field-views';

/** Synced fields of contacts: what is shown of them, why it is so, and a person's edits. */
export interface Fields extends ServiceOf<'contacts', 'saveField' | 'provenance'> {
  propertiesOf(contactId: string): ContactProperty[];
  /** Sets a value in Lumo and writes it in the background. @throws like `contacts.saveField` */
  edit(edit: FieldEdit): void;
  /** Writes open fields of these contacts in the background. */
  push(contactIds: readonly string[]): void;
}

/** The fields of contacts over the sync's own tables. */
export function createFields(deps: SyncDeps, stores: SyncStores, pusher: FieldPusher): Fields {
  const edit = (change: FieldEdit): void => {
    const isPending = editField(deps, stores, change);
    const contactId = contactIdSchema.parse(change.contactId);
    deps.events.emit({ type: 'contactChanged', contactId });
    deps.events.emit({ type: 'stale', topics: ['contacts', 'fields', 'search', 'syncItems', 'problems', 'dashboard'] });
    if (isPending) pusher.push([change.contactId]);
  };
  return {
    propertiesOf: (contactId) => contactProperties(stores, contactId),
    edit,
    push: pusher.push,
    async saveField(change) {
      edit(change);
      return contactProperty(stores, change.contactId, change.propertyName);
    },
    async provenance({ contactId, propertyName }) {
      return fieldProvenance(stores, contactId, propertyName);
    },
  };
}

const forgottenAtOnce = 500;

/** Forgets field changes that are older than `at`, in short transactions. */
export async function forgetChanges(deps: SyncDeps, stores: SyncStores, at: number): Promise<void> {
  while (deps.storage.open && stores.changes.forgetBefore(at, forgottenAtOnce) === forgottenAtOnce) await breathe();
}
