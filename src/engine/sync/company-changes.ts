import { z } from 'zod';
import { companyRecordOf } from '../companies';
import type { CrmRecord } from '../hubspot';
import { inRepeatableTransaction } from '../storage/storage';
import { nameContacts, pullCompanyNames } from './company-names';
import { modifiedAtOf, searchModified } from './modified-search';
import { isCompanySynced } from './new-companies';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

const checkpointName = 'companyPull';
/** Where the next pull of companies goes on once the full run under way has read all names. */
const nextCheckpointName = 'companyPullNext';
const checkpointSchema = z.object({ highWaterAt: z.number() });
const timeName = 'hs_lastmodifieddate';

/** A full pull of contacts began at this time of HubSpot's clock: names that its run reads are at least as new. */
export function noteCompaniesFrom(stores: SyncStores, highWaterAt: number, at: number): void {
  stores.checkpoints.set(nextCheckpointName, { highWaterAt }, at);
}

/** Names of all companies that contacts belong to, as a full run reads them; from then on only changes are. */
export async function pullEveryCompany(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  await pullCompanyNames(deps, stores, tracker, tracker.run.startedAt);
  if (!isCompanySynced(stores)) return;
  const next = stores.checkpoints.get(nextCheckpointName, checkpointSchema);
  if (next !== null) stores.checkpoints.set(checkpointName, next, deps.clock.now());
}

/**
 * Names of companies that changed, by one search; those that no contact belongs to are left out. Where no full run has
 * read them all, they are read now.
 */
export async function pullChangedCompanies(deps: SyncDeps, stores: SyncStores, tracker: SyncRunTracker): Promise<void> {
  if (!isCompanySynced(stores)) return;
  const held = stores.checkpoints.get(checkpointName, checkpointSchema);
  tracker.enter('companies', null);
  if (held === null) {
    const newest = await deps.hubSpot.changes.searchCompanies(
      { filters: [], sort: { propertyName: timeName, direction: 'DESCENDING' }, limit: 1 },
      tracker.call,
    );
    await pullCompanyNames(deps, stores, tracker, tracker.run.startedAt);
    const first = newest[0];
    const highWaterAt = first === undefined ? 0 : modifiedAtOf(first, timeName);
    stores.checkpoints.set(checkpointName, { highWaterAt }, deps.clock.now());
    return;
  }
  const search = searchModified(timeName, held.highWaterAt, (request) =>
    deps.hubSpot.changes.searchCompanies(request, tracker.call),
  );
  for await (const { records, highWaterAt } of search) {
    tracker.abort.signal.throwIfAborted();
    const known = records.filter((record) => stores.companies.nameOf(record.id) !== undefined);
    await takeCompanies(deps, stores, tracker, known);
    stores.checkpoints.set(checkpointName, { highWaterAt }, deps.clock.now());
    tracker.advance(records.length);
  }
}

/**
 * Takes companies as they are in HubSpot now: a new name goes to all their contacts first, then it is noted as read, so
 * that a killed run does it again. Returns how many have another name.
 */
export async function takeCompanies(
  deps: SyncDeps,
  stores: SyncStores,
  tracker: SyncRunTracker,
  records: readonly CrmRecord[],
): Promise<number> {
  const names = new Map(records.map((record) => [record.id, record.properties.name ?? null]));
  const renamed = [...names.keys()].filter((id) => (stores.companies.nameOf(id) ?? null) !== names.get(id));
  const nameOf = (id: string) => (names.has(id) ? (names.get(id) ?? null) : (stores.companies.nameOf(id) ?? null));
  await nameContacts(deps, stores, tracker, renamed, nameOf);
  inRepeatableTransaction(deps.storage, () => {
    for (const { id, properties } of records) {
      stores.companies.save(companyRecordOf(id, properties), deps.clock.now());
    }
    tracker.save();
  });
  if (renamed.length > 0) tracker.stale(['contacts', 'companies', 'search']);
  return renamed.length;
}
