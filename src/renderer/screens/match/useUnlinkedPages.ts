import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { UnlinkedFriend } from '../../../shared/model/contact';
import type { OfficialAccountId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { pagesOf } from '../../components/row-pages';
import type { MatchView } from './match-view';

/** Rows that one call reads. */
export const unlinkedPageSize = 50;

/** What the list shows. */
export interface UnlinkedFilter {
  readonly view: MatchView;
  readonly officialAccountId: OfficialAccountId | null;
  readonly text: string;
}

function pageOptions(filter: UnlinkedFilter, page: number) {
  return orpc.links.unlinked.queryOptions({
    input: { ...filter, offset: page * unlinkedPageSize, limit: unlinkedPageSize },
  });
}

/** The first page with the total and the counts of all views; the former one stays until the first answer to a new filter. */
export function useUnlinkedHead(filter: UnlinkedFilter) {
  return useQuery({ ...pageOptions(filter, 0), placeholderData: keepPreviousData });
}

/** Held rows by page: `head` and the pages that hold the rows `firstRow..lastRow` on screen. */
export function useUnlinkedPages(
  filter: UnlinkedFilter,
  head: readonly UnlinkedFriend[],
  firstRow: number,
  lastRow: number,
): ReadonlyMap<number, readonly UnlinkedFriend[]> {
  const wanted = pagesOf(firstRow, lastRow, unlinkedPageSize).filter((page) => page > 0);
  const answers = useQueries({ queries: wanted.map((page) => pageOptions(filter, page)) });
  const pages = new Map<number, readonly UnlinkedFriend[]>([[0, head]]);
  wanted.forEach((page, place) => {
    const rows = answers[place]?.data?.rows;
    if (rows !== undefined) pages.set(page, rows);
  });
  return pages;
}
