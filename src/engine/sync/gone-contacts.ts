import { inTransaction } from '../storage/storage';
import { breathe } from './breathe';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const sliceRows = 25;
const fewDeletions = 100;

/** HubSpot restores a deleted record for 90 days (facts, section 5.7). */
export const keptAsideMs = 90 * 24 * 60 * 60_000;

/**
 * Takes a contact that is gone from HubSpot out of the database. Its links are put aside, so that a restore finds them
 * again; edits that were not written yet go with it. Inside the caller's transaction.
 */
export function removeContact(stores: SyncStores, contact: { id: number; hubSpotId: string }, at: number): void {
  stores.aside.putAside(contact.hubSpotId, at);
  stores.contacts.remove(contact.id);
  stores.lineProperties.forgetContact(contact.hubSpotId);
  stores.problems.closeRecord('contact', contact.hubSpotId);
}

/**
 * Forgets a person whom HubSpot was told to forget: contact, links, values and what the history says of them. Repeating
 * it changes nothing. Inside the caller's transaction.
 */
export function eraseContact(stores: SyncStores, hubSpotId: string): boolean {
  const known = stores.contacts.known(hubSpotId);
  if (known !== undefined) stores.contacts.remove(known.id);
  stores.privacy.eraseTraces(hubSpotId);
  return known !== undefined;
}

/**
 * More than half of all contacts, and more than a hundred, is taken for a mistake: a wrong account, a broken list, a
 * right that was lost. True = stop and ask.
 */
export function isSuspicious(gone: number, total: number): boolean {
  return gone > fewDeletions && gone * 2 > total;
}

/** Removes contacts in short transactions and counts them. Ids that are not held are left out. */
export async function removeContacts(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  hubSpotIds: readonly string[],
): Promise<void> {
  let removed = 0;
  for (let from = 0; from < hubSpotIds.length; from += sliceRows) {
    tracker.abort.signal.throwIfAborted();
    inTransaction(deps.storage, () => {
      for (const hubSpotId of hubSpotIds.slice(from, from + sliceRows)) {
        const known = stores.contacts.known(hubSpotId);
        if (known === undefined) continue;
        removeContact(stores, { id: known.id, hubSpotId }, deps.clock.now());
        removed++;
        tracker.counts.removed++;
      }
      tracker.save();
    });
    await breathe();
  }
  if (removed > 0) tracker.stale(['contacts', 'conversations', 'search', 'dashboard', 'links', 'problems'], true);
}
