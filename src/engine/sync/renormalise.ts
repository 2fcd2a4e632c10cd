import { z } from 'zod';
import type { StoredContact } from '../storage/contact-repository';
import { normaliseContact } from './normalise-contact';
import type { SyncStores } from './sync-stores';

const storedSchema = z.record(z.string(), z.string().nullable());

interface Renormalisation {
  /** The properties that may stay; null = all. */
  kept: ReadonlySet<string> | null;
  nameOf: (companyId: string) => string | null;
  runId: string | null;
  at: number;
}

/**
 * Derives a stored contact's columns again, from its stored values alone: after a company got its name, or after a
 * property was taken out. Inside the caller's transaction.
 */
export function renormalise(
  stores: SyncStores,
  row: StoredContact,
  { kept, nameOf, runId, at }: Renormalisation,
): void {
  const values = Object.entries(storedSchema.parse(JSON.parse(row.properties)));
  const contact = {
    hubSpotId: row.hubSpotId,
    values: Object.fromEntries(kept === null ? values : values.filter(([name]) => kept.has(name))),
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
  };
  stores.contacts.update(row.id, normaliseContact(contact, nameOf), runId, at);
}
