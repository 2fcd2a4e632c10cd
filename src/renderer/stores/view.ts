import { create } from 'zustand';
import type { SyncRunStatus } from '../../shared/model/sync';

interface ViewState {
  /** Statuses that the sync history is narrowed to; empty = all. */
  readonly historyStatuses: readonly SyncRunStatus[];
  readonly setHistoryStatuses: (statuses: readonly SyncRunStatus[]) => void;
  /** Cause that one run's errors are narrowed to. */
  readonly errorCode: string | null;
  readonly setErrorCode: (code: string | null) => void;
}

/** What the person looks at. The truth about data is in the engine; this is lost when the window closes. */
export const useView = create<ViewState>((set) => ({
  historyStatuses: [],
  setHistoryStatuses: (historyStatuses) => set({ historyStatuses }),
  errorCode: null,
  setErrorCode: (errorCode) => set({ errorCode }),
}));
