import type { ContactWriter } from './contact-writer';
import { removeContacts } from './gone-contacts';
import { absorbedIds, takeOverTraces } from './merged-contacts';
import { readNewCompanies } from './new-companies';
import { requestedProperties, trustedProperties, withTechnical } from './requested-properties';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const batchSize = 100;

/** What came of reading contacts by id. */
export interface ContactReading {
  /** Contacts whose values changed here. */
  changed: string[];
  /** Asked for, and not there any more under this or another id. */
  gone: string[];
}

/**
 * Reads contacts as they are in HubSpot now, 100 a call, and takes them over; `onTaken` runs in the transaction that
 * stores a batch. The order and the number of events that led here do not matter: what is read is the truth. A contact
 * that was merged comes under its new id, and everything that is kept of the old one follows. Contacts that are gone are
 * not removed here.
 */
export async function readChangedContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
  ids: readonly string[],
  onTaken: (batch: readonly string[]) => void = () => undefined,
): Promise<ContactReading> {
  const reading: ContactReading = { changed: [], gone: [] };
  for (let from = 0; from < ids.length; from += batchSize) {
    tracker.abort.signal.throwIfAborted();
    const batch = ids.slice(from, from + batchSize);
    const asked = requestedProperties(stores);
    const records = await deps.hubSpot.changes.contacts(batch, withTechnical(deps, asked), tracker.call);
    const requested = await trustedProperties(deps, stores, tracker, asked, records);
    const saveCompanies = await readNewCompanies(deps, stores, writer, tracker, records);
    const begin = () => {
      saveCompanies();
      takeOverTraces(stores, records);
    };
    const news = records.filter((record) => stores.contacts.known(record.id) === undefined);
    const checkpoint = () => {
      // A pull of everything that is under way may be past their place: it would take them for gone.
      for (const record of news) {
        const known = stores.contacts.known(record.id);
        if (known !== undefined) stores.contacts.see(known.id);
      }
      onTaken(batch);
    };
    const page = { records, requested, isFull: false, begin, checkpoint };
    const changed = await writer.takePage(page, tracker);
    writer.announce(changed, tracker);
    tracker.advance(batch.length);
    reading.changed.push(...changed);
    const found = new Set(records.flatMap((record) => [record.id, ...absorbedIds(record)]));
    reading.gone.push(...batch.filter((id) => !found.has(id)));
  }
  return reading;
}

/** Reads contacts by id and removes those that are gone, with their links put aside. */
export async function followContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
  ids: readonly string[],
): Promise<ContactReading> {
  const reading = await readChangedContacts(deps, stores, writer, tracker, ids);
  await removeContacts(deps, stores, tracker, reading.gone);
  return reading;
}
