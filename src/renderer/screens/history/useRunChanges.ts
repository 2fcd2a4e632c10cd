import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { SyncRunId } from '../../../shared/model/ids';
import type { FieldChange } from '../../../shared/model/sync';
import { orpc } from '../../bridge/client';

const PAGE = 100;

/** Field changes of a run, newest first, page after page; `side` narrows them to the side that was changed. */
export function useRunChanges(runId: SyncRunId, side: FieldChange['side'] | null) {
  const query = useInfiniteQuery(
    orpc.sync.runChanges.infiniteOptions({
      input: (before: number | null) => ({ runId, side, before, limit: PAGE }),
      initialPageParam: null,
      getNextPageParam: (last) => last.next,
      placeholderData: keepPreviousData,
    }),
  );
  const first = query.data?.pages[0];
  return {
    query,
    changes: query.data?.pages.flatMap((page) => page.changes) ?? [],
    total: first?.total ?? null,
    people: first?.people ?? null,
    more: (): void => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
    },
  };
}
