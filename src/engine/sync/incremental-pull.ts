import { z } from 'zod';
import type { ContactWriter } from './contact-writer';
import { takeOverTraces } from './merged-contacts';
import { modifiedAtOf, searchModified } from './modified-search';
import { readNewCompanies } from './new-companies';
import { requestedProperties, trustedProperties, withTechnical } from './requested-properties';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Holds the newest modified time seen; the full pull sets it too. */
export const incrementalCheckpoint = 'incrementalPull';
const checkpointSchema = z.object({ highWaterAt: z.number() });
const timeName = 'lastmodifieddate';

/** True when a full pull was finished once: without it there is nothing to go on from. */
export function canPullChanges(stores: SyncStores): boolean {
  return stores.checkpoints.get(incrementalCheckpoint, checkpointSchema) !== null;
}

/**
 * Takes the contacts that changed since the newest modified time seen (`searchModified` tells how). A hundred changes cost
 * one call. Rows that are held with the same modified time were taken before and count for nothing; the checkpoint moves
 * with each page, and only to times that were seen.
 */
export async function pullChangedContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
): Promise<void> {
  let requested: readonly string[] = requestedProperties(stores);
  const { highWaterAt } = stores.checkpoints.get(incrementalCheckpoint, checkpointSchema) ?? { highWaterAt: 0 };
  tracker.enter('contacts', null);
  const search = searchModified(timeName, highWaterAt, async (request) => {
    tracker.abort.signal.throwIfAborted();
    const properties = withTechnical(deps, requested);
    return (await deps.hubSpot.crm.searchContacts({ ...request, properties }, tracker.call)).records;
  });
  for await (const found of search) {
    requested = await trustedProperties(deps, stores, tracker, requested, found.records);
    const isNews = (id: string, at: number) => stores.contacts.known(id)?.modifiedAt !== at;
    const fresh = found.records.filter((record) => isNews(record.id, modifiedAtOf(record, timeName)));
    const saveCompanies = await readNewCompanies(deps, stores, writer, tracker, fresh);
    const begin = () => {
      saveCompanies();
      takeOverTraces(stores, fresh);
    };
    const page = { records: fresh, requested, isFull: false, begin, checkpoint: () => undefined };
    const changed = await writer.takePage(page, tracker);
    tracker.advance(fresh.length);
    writer.announce(changed, tracker);
    // Ascending order: all that is older than the newest row of this page is in.
    stores.checkpoints.set(incrementalCheckpoint, { highWaterAt: found.highWaterAt }, deps.clock.now());
  }
  stores.items.noteSynced(deps.clock.now());
}
