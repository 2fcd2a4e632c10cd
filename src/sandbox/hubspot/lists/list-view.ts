import { objectTypes } from '../object-types';
import type { ListMember } from './list-store';
import type { StoredList } from './stored-list';

/** What a reader asks of a list. */
export type ListViewOptions = { readonly isFilterShown: boolean };

/** One list as the single reads show it (facts section 10). */
export function viewList(list: StoredList, { isFilterShown }: ListViewOptions): Record<string, unknown> {
  return {
    ...common(list),
    size: list.size,
    ...(isFilterShown && list.filter !== null ? { filterBranch: list.filter } : {}),
  };
}

/** One row of a list search: without size and filter, with the extras; an extra that is not known here is left out. */
export function viewSearchedList(list: StoredList, wanted: readonly string[]): Record<string, unknown> {
  const known: Readonly<Record<string, string | null>> = {
    hs_list_size: String(list.size),
    hs_last_record_added_at: list.lastAddedAt === null ? null : String(list.lastAddedAt),
    hs_last_record_removed_at: list.lastRemovedAt === null ? null : String(list.lastRemovedAt),
    hs_folder_name: list.folder,
    hs_list_reference_count: '0',
    hs_list_id: String(list.id),
    hs_list_name: list.name,
    hs_created_at: String(list.createdAt),
  };
  const names = new Set([...defaultExtras, ...wanted]);
  const additionalProperties = Object.fromEntries(
    Object.entries(known).filter(([name, value]) => names.has(name) && value !== null),
  );
  return { ...common(list), additionalProperties };
}

/** One row of `memberships`. */
export function viewMember({ recordId, addedAt }: ListMember): Record<string, unknown> {
  return { recordId: String(recordId), membershipTimestamp: iso(addedAt) };
}

/** One list of a record. */
export function viewMembership(list: StoredList, member: ListMember): Record<string, unknown> {
  return {
    listId: String(list.id),
    listVersion: list.version,
    firstAddedTimestamp: iso(member.firstAddedAt),
    lastAddedTimestamp: iso(member.addedAt),
    isPublicList: false,
  };
}

const defaultExtras = [
  'hs_list_size',
  'hs_last_record_added_at',
  'hs_last_record_removed_at',
  'hs_folder_name',
  'hs_list_reference_count',
];

function common(list: StoredList): Record<string, unknown> {
  return {
    listId: String(list.id),
    name: list.name,
    objectTypeId: objectTypes[list.type].typeId,
    processingType: list.processingType,
    processingStatus: list.processingStatus,
    listVersion: list.version,
    createdAt: iso(list.createdAt),
    updatedAt: iso(list.updatedAt),
    ...(list.filtersUpdatedAt === null ? {} : { filtersUpdatedAt: iso(list.filtersUpdatedAt) }),
    ...(list.deletedAt === null ? {} : { deletedAt: iso(list.deletedAt) }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
