import { useMutation, useQuery } from '@tanstack/react-query';
import type { SyncProgress } from '../../shared/model/sync';
import { orpc } from './client';

/** The sync that runs now and what can be done about it. */
export interface SyncRunControl {
  /** null = none runs. */
  readonly progress: SyncProgress | null;
  readonly isStarting: boolean;
  readonly start: (kind: 'full' | 'incremental') => void;
  readonly cancel: () => void;
}

/** Live progress of the running sync (by events) with start and cancel. */
export function useSyncRun(): SyncRunControl {
  const progress = useQuery(orpc.sync.progress.queryOptions()).data ?? null;
  const start = useMutation(orpc.sync.start.mutationOptions());
  const cancel = useMutation(orpc.sync.cancel.mutationOptions());
  return {
    progress,
    isStarting: start.isPending,
    start: (kind) => start.mutate({ kind }),
    cancel: () => cancel.mutate(undefined),
  };
}
