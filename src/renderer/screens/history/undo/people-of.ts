import type { ContactId } from '../../../../shared/model/ids';
import type { FieldChange } from '../../../../shared/model/sync';

/** A person whose fields a run changed. */
export interface ChangedPerson {
  readonly id: ContactId;
  readonly name: string;
  /** How many of the changes that were read so far are theirs. */
  readonly changes: number;
}

/** The people behind field changes, in the order in which they first appear. */
export function peopleOf(changes: readonly Pick<FieldChange, 'contactId' | 'contactName'>[]): ChangedPerson[] {
  const people = new Map<ContactId, ChangedPerson>();
  for (const { contactId, contactName } of changes) {
    const held = people.get(contactId);
    people.set(contactId, { id: contactId, name: contactName, changes: (held?.changes ?? 0) + 1 });
  }
  return [...people.values()];
}
