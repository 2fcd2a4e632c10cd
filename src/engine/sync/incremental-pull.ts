import { z } from 'zod';
import type { CrmRecord, SearchFilter } from '../hubspot';
import { technicalProperties } from './contact-properties';
import type { ContactWriter } from './contact-writer';
import type { SyncDeps } from './sync-deps';
import type { SyncRunTracker } from './sync-run-tracker';
import type { SyncStores } from './sync-stores';

/** Holds the newest modified time seen; the full pull sets it too. */
export const incrementalCheckpoint = 'incrementalPull';
const checkpointSchema = z.object({ highWaterAt: z.number() });

/** True when a full pull was finished once: without it there is nothing to go on from. */
export function canPullChanges(stores: SyncStores): boolean {
  return stores.checkpoints.get(incrementalCheckpoint, checkpointSchema) !== null;
}

/** The search index lags behind writes by seconds, without a promise (facts, section 5.4). */
const overlapMs = 5 * 60_000;
const pageSize = 200;

/** Where the pull stands: everything from a time on, or what else has exactly one time, by id. */
type Position = { mode: 'range'; operator: 'GTE' | 'GT'; at: number } | { mode: 'instant'; at: number; lastId: string };

/**
 * Reads what changed since the newest modified time seen, in ascending order of that time. It never pages by offset:
 * a record that changes meanwhile moves to the end of the search, and all offsets behind it shift, so that others
 * would be missed. Each search starts at the last time seen instead; a time that fills a whole page (a bulk import) is
 * read by ascending id. Thus the cap of 10,000 rows for one search is never met. Rows that are held with the same
 * modified time were taken before and count for nothing.
 */
export async function pullChangedContacts(
  deps: SyncDeps,
  stores: SyncStores,
  writer: ContactWriter,
  tracker: SyncRunTracker,
): Promise<void> {
  const requested = stores.items.list().map((item) => item.propertyName);
  let highWaterAt = stores.checkpoints.get(incrementalCheckpoint, checkpointSchema)?.highWaterAt ?? 0;
  let position: Position | null = { mode: 'range', operator: 'GTE', at: Math.max(0, highWaterAt - overlapMs) };
  tracker.enter('contacts', null);
  while (position !== null) {
    tracker.abort.signal.throwIfAborted();
    const at: Position = position;
    const { records } = await deps.hubSpot.crm.searchContacts(
      {
        filters: filtersOf(at),
        sort: { propertyName: at.mode === 'range' ? 'lastmodifieddate' : 'hs_object_id', direction: 'ASCENDING' },
        properties: [...technicalProperties, ...requested],
        limit: pageSize,
      },
      tracker.call,
    );
    for (const record of records) highWaterAt = Math.max(highWaterAt, modifiedAt(record));
    const fresh = records.filter((record) => stores.contacts.known(record.id)?.modifiedAt !== modifiedAt(record));
    const nothingMore = () => undefined;
    const page = { records: fresh, requested, isFull: false, begin: nothingMore, checkpoint: nothingMore };
    const changed = await writer.takePage(page, tracker);
    tracker.advance(fresh.length);
    writer.announce(changed, tracker);
    // Ascending order: all that is older than the newest row of this page is in.
    stores.checkpoints.set(incrementalCheckpoint, { highWaterAt }, deps.clock.now());
    position = nextPosition(at, records);
  }
  stores.items.noteSynced(deps.clock.now());
}

function nextPosition(at: Position, records: readonly CrmRecord[]): Position | null {
  const last = records.at(-1);
  if (at.mode === 'instant') {
    if (last === undefined || records.length < pageSize) return { mode: 'range', operator: 'GT', at: at.at };
    return { ...at, lastId: last.id };
  }
  if (last === undefined || records.length < pageSize) return null;
  const lastAt = modifiedAt(last);
  const first = records[0];
  if (first !== undefined && modifiedAt(first) === lastAt) return { mode: 'instant', at: lastAt, lastId: '0' };
  return { mode: 'range', operator: 'GTE', at: lastAt };
}

function filtersOf(at: Position): SearchFilter[] {
  if (at.mode === 'range') return [{ propertyName: 'lastmodifieddate', operator: at.operator, value: String(at.at) }];
  return [
    { propertyName: 'lastmodifieddate', operator: 'EQ', value: String(at.at) },
    { propertyName: 'hs_object_id', operator: 'GT', value: at.lastId },
  ];
}

function modifiedAt(record: CrmRecord): number {
  return Date.parse(record.properties.lastmodifieddate ?? '') || 0;
}
