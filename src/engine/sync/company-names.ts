import { companyRecordOf, recordFor } from '../companies';
import { relieveLog } from '../storage/log-relief';
import { inRepeatableTransaction } from '../storage/storage';
import { breathe } from './breathe';
import { companyProperty } from './contact-properties';
import { renormalise } from './renormalise';
import { readTerms } from './rules/synced-terms';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/**
 * Reads the names of the companies that contacts belong to, 100 a call, and puts them on the contacts. Names that were
 * read since `freshSince` are kept. A name is noted as read only after its contacts have it, so that a killed run does
 * it again. Does nothing while the company name is not added to the sync.
 */
export async function pullCompanyNames(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  freshSince: number,
): Promise<void> {
  const { companies, items } = stores;
  if (!items.list().some((item) => item.propertyName === companyProperty)) return;
  tracker.enter('companies', companies.countStale(freshSince));
  let afterId = '';
  while (true) {
    tracker.abort.signal.throwIfAborted();
    const ids = companies.staleIds(afterId, freshSince, 100);
    const last = ids.at(-1);
    if (last === undefined) return;
    const found = await deps.hubSpot.crm.companies(ids, tracker.call);
    const byId = new Map(ids.map((id) => [id, recordFor(id, found)?.properties]));
    const names = new Map(ids.map((id) => [id, byId.get(id)?.name ?? null]));
    const renamed = ids.filter((id) => (companies.nameOf(id) ?? null) !== names.get(id));
    await nameContacts(deps, stores, tracker, renamed, (id) => names.get(id) ?? companies.nameOf(id) ?? null);
    inRepeatableTransaction(deps.storage, () => {
      for (const [id, name] of names) {
        companies.save({ ...companyRecordOf(id, byId.get(id)), name }, deps.clock.now());
      }
      tracker.save();
    });
    if (renamed.length > 0) tracker.stale(['contacts', 'search']);
    tracker.advance(ids.length);
    afterId = last;
  }
}

/** One transaction holds the main loop no longer than this, its commit not counted. */
const sliceMs = 3;

/** Derives the contacts of these companies again, in transactions of a few milliseconds. */
export async function nameContacts(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  companyIds: readonly string[],
  nameOf: (companyId: string) => string | null,
): Promise<void> {
  const keys = companyIds.length === 0 ? [] : stores.contacts.keysOfCompanies(companyIds);
  for (let i = 0; i < keys.length; i += 100) {
    let rows = stores.contacts.byKeys(keys.slice(i, i + 100));
    while (rows.length > 0) {
      tracker.abort.signal.throwIfAborted();
      const done = inRepeatableTransaction(deps.storage, () => {
        const endsAt = performance.now() + sliceMs;
        const terms = readTerms(stores);
        let count = 0;
        for (const row of rows) {
          if (count > 0 && performance.now() >= endsAt) break;
          renormalise(stores, row, { terms, nameOf, runId: tracker.run.id, at: deps.clock.now() });
          count++;
        }
        return count;
      });
      await relieveLog(deps.storage);
      await breathe();
      // Read again: another transaction may have changed what is left.
      rows = done < rows.length ? stores.contacts.byKeys(rows.slice(done).map((row) => row.id)) : [];
    }
  }
}
