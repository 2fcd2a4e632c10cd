import { companyRecordOf, recordFor } from '../companies';
import type { CrmRecord } from '../hubspot';
import type { CompanyRecord } from '../storage/company-repository';
import { nameContacts } from './company-names';
import { companyProperty } from './contact-properties';
import type { ContactWriter } from './contact-writer';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const batchSize = 100;

/**
 * Reads names of companies while the pages that mention them are held back. Only whole batches are read; what is left is
 * for the step that reads all names, and so is everything in a pull that goes on after a kill (`isResumed`): contacts of
 * the pages before may lack the name of a company that a later page mentions again.
 */
export function createCompanyLookAhead(deps: SyncDeps, stores: SyncStores, writer: ContactWriter, isResumed: boolean) {
  const unknown = new Set<string>();
  const asked = new Set<string>();
  /** Unknown ones that stored contacts belong to already: those contacts are named as soon as the name is read. */
  const missed = new Set<string>();
  let found = new Map<string, CompanyRecord>();
  const isAdded = stores.items.list().some((item) => item.propertyName === companyProperty);

  return {
    /** Notes the companies of these contacts whose names are not known. */
    lookFor(records: readonly CrmRecord[]): void {
      if (!isAdded || isResumed) return;
      for (const record of records) {
        const id = record.properties[companyProperty] ?? '';
        if (id === '' || asked.has(id) || unknown.has(id)) continue;
        if (stores.companies.nameOf(id) === undefined) unknown.add(id);
        else asked.add(id);
      }
    },
    hasUnknown: (): boolean => unknown.size > 0,
    isWorthACall: (): boolean => unknown.size >= batchSize,
    /** Reads as many whole batches as there are. */
    async read(tracker: SyncRunTracker): Promise<void> {
      while (unknown.size >= batchSize) {
        const ids = [...unknown].slice(0, batchSize);
        const records = await deps.hubSpot.crm.companies(ids, tracker.call);
        const byId = new Map(ids.map((id) => [id, recordFor(id, records)?.properties]));
        for (const id of ids) {
          unknown.delete(id);
          asked.add(id);
          found.set(id, companyRecordOf(id, byId.get(id)));
        }
        // Before the names are noted as read: were the process killed between, nobody would go back for these contacts.
        const late = ids.filter((id) => missed.delete(id) && (byId.get(id)?.name ?? null) !== null);
        await nameContacts(deps, stores, tracker, late, (id) => byId.get(id)?.name ?? null);
      }
      writer.takeCompanyNames(new Map([...found].map(([id, company]) => [id, company.name])));
    },
    /** True when one of these contacts belongs to a company that is still to be read. */
    isUnknownIn: (records: readonly CrmRecord[]): boolean =>
      unknown.size > 0 && records.some((record) => unknown.has(record.properties[companyProperty] ?? '')),
    /** Pages are stored without the names that are unknown now. */
    storeWithout(): void {
      for (const id of unknown) missed.add(id);
    },
    /** Stores what was read, in the transaction of a page. */
    save(): void {
      for (const company of found.values()) stores.companies.save(company, deps.clock.now());
      found = new Map();
    },
  };
}
