import type { StoredContact } from '../storage/contact-repository';
import { valuesOf, writeContact } from './fields/apply-contact';
import type { SyncedTerms } from './rules/synced-terms';
import type { SyncStores } from './sync-stores';

interface Renormalisation {
  terms: SyncedTerms;
  nameOf: (companyId: string) => string | null;
  runId: string | null;
  at: number;
}

/**
 * Derives a stored contact's columns again, from its stored values alone: after a company got its name, or after an item
 * was taken out or filled by another property. Values of properties that are not held any more go. Inside the caller's
 * transaction.
 */
export function renormalise(stores: SyncStores, row: StoredContact, applying: Renormalisation): void {
  const kept = Object.entries(valuesOf(row)).filter(([name]) => applying.terms.held.has(name));
  writeContact(stores, row, Object.fromEntries(kept), applying);
}
