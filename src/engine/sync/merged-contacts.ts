import type { CrmRecord } from '../hubspot';
import type { SyncStores } from './sync-stores';

/** The ids that HubSpot absorbed into this record; its own may be among them and is left out (facts, section 5.6). */
export function absorbedIds(record: CrmRecord): string[] {
  const ids = (record.properties.hs_merged_object_ids ?? '').split(';').map((id) => id.trim());
  return ids.filter((id) => id !== '' && id !== record.id);
}

/**
 * What is kept about contacts beside their values follows a merge: links put aside, refused records, exclusions, what is
 * in the history, and memberships of lists. Inside the transaction that stores the record.
 */
export function takeOverTraces(stores: SyncStores, records: readonly CrmRecord[]): void {
  for (const record of records) {
    for (const oldId of absorbedIds(record)) {
      stores.aside.repoint(oldId, record.id);
      stores.problems.repoint(oldId, record.id);
      stores.exclusions.repoint(oldId, record.id);
      stores.runs.repointErrors(oldId, record.id);
      stores.listMembers.moveContact(oldId, record.id);
    }
    stores.aside.takeBack(record.id);
  }
}
