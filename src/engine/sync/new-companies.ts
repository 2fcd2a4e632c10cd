import { companyRecordOf } from '../companies';
import type { CrmRecord } from '../hubspot';
import { companyProperty } from './contact-properties';
import type { ContactWriter } from './contact-writer';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** True while the name of contacts' companies is synced. */
export function isCompanySynced(stores: SyncStores): boolean {
  return stores.items.synced().some((item) => item.propertyName === companyProperty);
}

/**
 * Reads the names of companies that are met for the first time in these contacts, 100 a call, before the contacts are
 * stored, so that each is written once. Returns what belongs into the transaction of the contacts.
 */
export async function readNewCompanies(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
  records: readonly CrmRecord[],
): Promise<() => void> {
  if (!isCompanySynced(stores)) return () => undefined;
  const mentioned = new Set(records.map((record) => record.properties[companyProperty] ?? ''));
  const ids = [...mentioned].filter((id) => id !== '' && stores.companies.nameOf(id) === undefined);
  const found: CrmRecord[] = [];
  for (let from = 0; from < ids.length; from += 100) {
    found.push(...(await deps.hubSpot.crm.companies(ids.slice(from, from + 100), tracker.call)));
  }
  const byId = new Map(found.map((record) => [record.id, record.properties]));
  writer.takeCompanyNames(new Map(ids.map((id) => [id, byId.get(id)?.name ?? null])));
  return () => {
    for (const hubSpotId of ids) {
      stores.companies.save(companyRecordOf(hubSpotId, byId.get(hubSpotId)), deps.clock.now());
    }
  };
}
