import type { CrmRecord } from '../hubspot';
import { erasingSecurely } from '../storage/overwrite-deleted';
import { inTransaction } from '../storage/storage';
import { readChangedContacts } from './changed-contacts';
import { takeCompanies } from './company-changes';
import { createContactWriter } from './contact-writer';
import { eraseContact, removeContacts } from './gone-contacts';
import { absorbedIds } from './merged-contacts';
import { isCompanySynced } from './new-companies';
import type { QuarterRow } from './quarter-row';
import { needReconcile } from './reconcile';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Contacts of a company that is gone are read again up to this number; the next run finds the others by their time. */
const mostContactsOfCompany = 500;
/** So many contacts that no event calls deleted may be gone at once; more are left to the comparison of all ids. */
const mostUnannounced = 100;
/** Contacts that changed while everything is read are read once more at its end, up to this number. */
const mostReadAgain = 5_000;
const companyBatch = 100;

/** Records that HubSpot says have changed, each once, whatever happened to it. */
export interface ChangedRecords {
  contactIds: readonly string[];
  /** Of `contactIds` those that an event calls deleted or merged: that they are gone is no surprise. */
  announcedGone: ReadonlySet<string>;
  /** People whom HubSpot was told to forget. */
  erasedIds: readonly string[];
  companyIds: readonly string[];
}

/** What belongs into the transactions of {@link RecordChanges.apply}. */
export interface ChangesTaken {
  erased(contactIds: readonly string[]): void;
  contacts(contactIds: readonly string[]): void;
  companies(companyIds: readonly string[]): void;
}

/** Takes over what HubSpot pushed. */
export interface RecordChanges {
  /**
   * Reads the records as they are now and takes them over; may run beside a sync run. Repeating it changes nothing.
   * @throws what a call to HubSpot throws; the reason of a stop
   */
  apply(records: ChangedRecords, taken: ChangesTaken): Promise<void>;
  /** A run ended: contacts that changed while it read everything are read again, its pages may have been older. */
  runEnded(): Promise<void>;
}

const nothingTaken: ChangesTaken = { erased: () => undefined, contacts: () => undefined, companies: () => undefined };

/** Change events of HubSpot, applied through the same writer as the runs (B8). */
export function createRecordChanges(
  deps: SyncDeps,
  stores: SyncStores,
  quarter: QuarterRow,
  isReadingAll: () => boolean,
  onErased: () => void,
  /** Told of contacts that were taken: what their rules write to HubSpot goes out at once. */
  onTaken: (contactIds: readonly string[]) => void,
): RecordChanges {
  const writer = createContactWriter(deps, stores);
  const again = { contactIds: new Set<string>(), erasedIds: new Set<string>() };

  const erase = (tracker: SyncRunTracker, ids: readonly string[], taken: ChangesTaken): void => {
    if (ids.length === 0) return;
    // Before the events are closed: a kill in between must not leave the people in the copies for good.
    onErased();
    for (const id of ids) {
      erasingSecurely(deps.storage, () =>
        inTransaction(deps.storage, () => {
          if (eraseContact(stores, id)) tracker.counts.removed++;
          tracker.save();
        }),
      );
    }
    inTransaction(deps.storage, () => taken.erased(ids));
    tracker.stale(['contacts', 'conversations', 'search', 'dashboard', 'links', 'problems', 'fields'], true);
  };

  const followContacts = async (
    tracker: SyncRunTracker,
    ids: readonly string[],
    announcedGone: ReadonlySet<string>,
    taken: ChangesTaken,
  ): Promise<void> => {
    const reading = await readChangedContacts(deps, stores, writer, tracker, ids, (batch) => {
      // Deletions are taken after the batch: an event of one stays open until then.
      taken.contacts(batch.filter((id) => !announcedGone.has(id)));
    });
    const surprising = reading.gone.filter((id) => !announcedGone.has(id) && stores.contacts.known(id) !== undefined);
    const isTooMuch = surprising.length > mostUnannounced;
    const gone = isTooMuch ? reading.gone.filter((id) => announcedGone.has(id)) : reading.gone;
    if (isTooMuch) needReconcile(stores, deps.clock.now());
    await removeContacts(deps, stores, tracker, gone);
    inTransaction(deps.storage, () => taken.contacts(ids));
    onTaken(ids);
  };

  /** Companies by id; returns contacts that are to be read again because their company is gone or another one. */
  const followCompanies = async (tracker: SyncRunTracker, ids: readonly string[]): Promise<string[]> => {
    const used = ids.filter((id) => stores.companies.isUsed(id));
    if (used.length === 0 || !isCompanySynced(stores)) return [];
    const contacts = new Set<string>();
    for (let from = 0; from < used.length; from += companyBatch) {
      const batch = used.slice(from, from + companyBatch);
      const found = await deps.hubSpot.companies.read(batch, tracker.call);
      const renamed: CrmRecord[] = [];
      for (const id of batch) {
        const now = found.find((record) => record.id === id || absorbedIds(record).includes(id));
        // Under its old id a company goes by the name of the one that it lives on in, until its contacts are read.
        renamed.push({ id, properties: now?.properties ?? { name: null, domain: null } });
        if (now?.id === id) continue;
        for (const contactId of stores.contacts.idsOfCompany(id, mostContactsOfCompany)) contacts.add(contactId);
      }
      await takeCompanies(deps, stores, tracker, [...renamed, ...found.filter((record) => !batch.includes(record.id))]);
    }
    return [...contacts];
  };

  const apply = (records: ChangedRecords, taken: ChangesTaken): Promise<void> =>
    quarter.work(async (tracker) => {
      erase(tracker, records.erasedIds, taken);
      const more = await followCompanies(tracker, records.companyIds);
      inTransaction(deps.storage, () => taken.companies(records.companyIds));
      const ids = [...new Set([...records.contactIds, ...more])];
      if (ids.length > 0) await followContacts(tracker, ids, records.announcedGone, taken);
      if (isReadingAll()) remember(ids, records.erasedIds);
    });

  const remember = (contactIds: readonly string[], erasedIds: readonly string[]): void => {
    for (const id of contactIds) if (again.contactIds.size < mostReadAgain) again.contactIds.add(id);
    for (const id of erasedIds) again.erasedIds.add(id);
  };

  return {
    apply,
    async runEnded() {
      const [contactIds, erasedIds] = [[...again.contactIds], [...again.erasedIds]];
      again.contactIds.clear();
      again.erasedIds.clear();
      if (contactIds.length + erasedIds.length === 0) return;
      const announcedGone = new Set(contactIds);
      await apply({ contactIds, erasedIds, announcedGone, companyIds: [] }, nothingTaken);
    },
  };
}
