import { create } from 'zustand';
import type { ContactFilter, ContactSort } from '../../../shared/model/contact';

interface ContactsViewState {
  readonly filter: ContactFilter;
  readonly sort: ContactSort;
  readonly change: (patch: Partial<ContactFilter>) => void;
  readonly setSort: (sort: ContactSort) => void;
  readonly clear: () => void;
}

/** The filter that lets every contact through. */
export const openFilter: ContactFilter = { text: '', lifecycleStages: [], leadStatuses: [], link: 'any' };

/** Whether a filter holds anybody back. */
export function isNarrowed(filter: ContactFilter): boolean {
  return (
    filter.text.trim() !== '' ||
    filter.lifecycleStages.length > 0 ||
    filter.leadStatuses.length > 0 ||
    filter.link !== 'any'
  );
}

/** What the person looks at on the Contacts screen; it ends with the window. */
export const useContactsView = create<ContactsViewState>((set) => ({
  filter: openFilter,
  sort: 'name',
  change: (patch) => set(({ filter }) => ({ filter: { ...filter, ...patch } })),
  setSort: (sort) => set({ sort }),
  clear: () => set({ filter: openFilter }),
}));
