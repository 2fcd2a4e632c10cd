import type { ObjectTypeName } from '../object-types';
import type { FilterBranch } from './list-filter';

/** How a list gets its members (facts section 10). */
export type ProcessingType = 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';

/** One list as it is kept. Times are epoch ms. */
export type StoredList = {
  readonly id: number;
  readonly accountId: number;
  readonly name: string;
  readonly type: ObjectTypeName;
  readonly processingType: ProcessingType;
  /** `COMPLETE`, or what the scenario set while members are in flux. */
  readonly processingStatus: string;
  readonly version: number;
  readonly folder: string | null;
  readonly filter: FilterBranch | null;
  readonly size: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly filtersUpdatedAt: number | null;
  readonly deletedAt: number | null;
  readonly lastAddedAt: number | null;
  readonly lastRemovedAt: number | null;
};

/** A row of the table of lists. */
export type ListRow = {
  id: number;
  account: number;
  name: string;
  type: ObjectTypeName;
  processing_type: ProcessingType;
  processing_status: string;
  version: number;
  folder: string | null;
  filter: string | null;
  size: number;
  evaluated: number;
  created_at: number;
  updated_at: number;
  filters_updated_at: number | null;
  deleted_at: number | null;
  last_added_at: number | null;
  last_removed_at: number | null;
};

/** The row as a list. */
export function listOf(row: ListRow): StoredList {
  return {
    id: row.id,
    accountId: row.account,
    name: row.name,
    type: row.type,
    processingType: row.processing_type,
    processingStatus: row.processing_status,
    version: row.version,
    folder: row.folder,
    filter: row.filter === null ? null : JSON.parse(row.filter),
    size: row.size,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    filtersUpdatedAt: row.filters_updated_at,
    deletedAt: row.deleted_at,
    lastAddedAt: row.last_added_at,
    lastRemovedAt: row.last_removed_at,
  };
}
