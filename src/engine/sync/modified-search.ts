import type { CrmRecord, SearchFilter } from '../hubspot';

/** The search index lags behind writes by seconds, without a promise (facts, section 5.4). */
const overlapMs = 5 * 60_000;
const pageSize = 200;

/** Where the search stands: everything from a time on, or what else has exactly one time, by id. */
type Position = { mode: 'range'; operator: 'GTE' | 'GT'; at: number } | { mode: 'instant'; at: number; lastId: string };

/** One search as it is sent. */
export interface ModifiedSearch {
  filters: SearchFilter[];
  sort: { propertyName: string; direction: 'ASCENDING' };
  limit: number;
}

/**
 * Hands out records that were modified since `highWaterAt`, the newest time that was seen before, in ascending order of
 * that time. It never pages by offset: a record that changes meanwhile moves to the end of the search, and all offsets
 * behind it shift, so that others would be missed. Each search starts at the last time seen instead; a time that fills a
 * whole page (a bulk import) is read by ascending id. Thus the cap of 10,000 rows for one search is never met. Records
 * of the last five minutes come again. `timeName` is the property of the modified time (facts, section 20, row 15).
 */
export async function* searchModified(
  timeName: 'lastmodifieddate' | 'hs_lastmodifieddate',
  highWaterAt: number,
  search: (request: ModifiedSearch) => Promise<readonly CrmRecord[]>,
): AsyncGenerator<{ records: readonly CrmRecord[]; highWaterAt: number }> {
  let newestAt = highWaterAt;
  let position: Position | null = { mode: 'range', operator: 'GTE', at: Math.max(0, highWaterAt - overlapMs) };
  while (position !== null) {
    const at: Position = position;
    const sort = { propertyName: at.mode === 'range' ? timeName : 'hs_object_id', direction: 'ASCENDING' as const };
    const records = await search({ filters: filtersOf(timeName, at), sort, limit: pageSize });
    for (const record of records) newestAt = Math.max(newestAt, modifiedAtOf(record, timeName));
    yield { records, highWaterAt: newestAt };
    position = nextPosition(timeName, at, records);
  }
}

/** Epoch ms of a record's modified time; 0 = it has none. */
export function modifiedAtOf(record: CrmRecord, timeName: 'lastmodifieddate' | 'hs_lastmodifieddate'): number {
  return Date.parse(record.properties[timeName] ?? '') || 0;
}

function nextPosition(
  timeName: 'lastmodifieddate' | 'hs_lastmodifieddate',
  at: Position,
  records: readonly CrmRecord[],
): Position | null {
  const last = records.at(-1);
  if (at.mode === 'instant') {
    if (last === undefined || records.length < pageSize) return { mode: 'range', operator: 'GT', at: at.at };
    return { ...at, lastId: last.id };
  }
  if (last === undefined || records.length < pageSize) return null;
  const lastAt = modifiedAtOf(last, timeName);
  const first = records[0];
  if (first !== undefined && modifiedAtOf(first, timeName) === lastAt) {
    return { mode: 'instant', at: lastAt, lastId: '0' };
  }
  return { mode: 'range', operator: 'GTE', at: lastAt };
}

function filtersOf(timeName: string, at: Position): SearchFilter[] {
  if (at.mode === 'range') return [{ propertyName: timeName, operator: at.operator, value: String(at.at) }];
  return [
    { propertyName: timeName, operator: 'EQ', value: String(at.at) },
    { propertyName: 'hs_object_id', operator: 'GT', value: at.lastId },
  ];
}
