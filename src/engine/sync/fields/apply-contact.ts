import { z } from 'zod';
import type { ContactField } from '../../storage/contact-field-repository';
import type { StoredContact } from '../../storage/contact-repository';
import { normaliseContact } from '../normalise-contact';
import { type ItemTerms, noteOf, type PlannedField, planContact, type Values } from '../rules/plan-contact';
import type { SyncedTerms } from '../rules/synced-terms';
import type { SyncStores } from '../sync-stores';

const storedSchema = z.record(z.string(), z.string().nullable());

/** A contact's values as they are held. */
export const valuesOf = (stored: Pick<StoredContact, 'properties'>): Record<string, string | null> =>
  storedSchema.parse(JSON.parse(stored.properties));

/** Who applies, and when. */
export interface Applying {
  terms: SyncedTerms;
  nameOf: (companyId: string) => string | null;
  runId: string | null;
  at: number;
}

/** HubSpot's side of one contact. */
export interface Incoming {
  hubSpot: Values;
  /** HubSpot's modified time of that version. */
  modifiedAt: number;
  times: ReadonlyMap<string, number>;
  /** The items of which `hubSpot` speaks. */
  items: readonly ItemTerms[];
}

/** What an application did. */
export interface Applied {
  properties: Record<string, string | null>;
  planned: readonly PlannedField[];
  /** True when a value in Lumo changed. */
  isChanged: boolean;
}

/**
 * Plans the fields of one held contact and notes what follows: deviations, open writes and history. The contact's own
 * row is the caller's to write, with the properties that this returns. Inside the caller's transaction.
 */
export function applyFields(
  stores: SyncStores,
  contactId: string,
  stored: Readonly<Record<string, string | null>>,
  fields: readonly ContactField[],
  incoming: Incoming,
  { terms, runId, at }: Applying,
): Applied {
  const byName = new Map(fields.map((field) => [field.propertyName, field]));
  const { items, hubSpot, modifiedAt, times } = incoming;
  const planned = planContact(items, { contactId, stored, fields: byName, hubSpot, modifiedAt, times });
  const properties: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(stored)) if (terms.held.has(name)) properties[name] = value;
  for (const { propertyName } of items) properties[propertyName] ??= null;
  let isChanged = false;
  for (const one of planned) {
    properties[one.propertyName] = one.lumo.after;
    if (one.lumo.after !== one.lumo.before) isChanged = true;
    const held = byName.get(one.propertyName);
    if (one.field !== null) {
      const isNewWrite = one.field.state === 'pending' && one.field.runId === null;
      stores.fields.save(isNewWrite ? { ...one.field, runId } : one.field);
    } else if (held !== undefined) stores.fields.drop(contactId, one.propertyName);
    if (held?.state === 'refused' && (one.field === null || one.field.state === 'different')) {
      stores.problems.closeFields('contact', contactId, [one.propertyName]);
    }
    const note = noteOf(contactId, one, runId, at);
    if (note !== null) stores.changes.note(note);
  }
  return { properties, planned, isChanged };
}

/** Writes a held contact's row from its values. Inside the caller's transaction. */
export function writeContact(
  stores: SyncStores,
  stored: Pick<StoredContact, 'id' | 'hubSpotId' | 'createdAt' | 'modifiedAt'>,
  properties: Readonly<Record<string, string | null>>,
  { terms, nameOf, runId, at }: Applying,
): void {
  const contact = { ...stored, values: properties };
  const row = normaliseContact(contact, nameOf, {
    columns: terms.columns,
    readings: terms.readings,
    hashed: hashedNames(properties, terms),
  });
  stores.contacts.update(stored.id, row, runId, at);
}

/** The properties whose values tell whether a contact changed in HubSpot. */
export const hashedNames = (properties: Readonly<Record<string, unknown>>, terms: SyncedTerms): string[] =>
  Object.keys(properties).filter((name) => terms.names.has(name));
