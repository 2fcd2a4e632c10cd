import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { ListId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { pagesOf } from '../../../components/row-pages';

/** Rows that one call reads. */
export const memberPageSize = 100;

function pageOptions(id: ListId, text: string, page: number) {
  return orpc.lists.members.queryOptions({ input: { id, text, offset: page * memberPageSize, limit: memberPageSize } });
}

/** The first page of a list's members with their number. */
export function useMemberHead(id: ListId, text: string) {
  return useQuery({ ...pageOptions(id, text, 0), placeholderData: keepPreviousData });
}

/** A member as a row shows it. */
export type Member = NonNullable<ReturnType<typeof useMemberHead>['data']>['rows'][number];

/** Held rows by page: `head` and the pages that hold the rows `first..last` on screen. */
export function useMemberPages(
  id: ListId,
  text: string,
  head: readonly Member[],
  first: number,
  last: number,
): ReadonlyMap<number, readonly Member[]> {
  const wanted = pagesOf(first, last, memberPageSize).filter((page) => page > 0);
  const answers = useQueries({ queries: wanted.map((page) => pageOptions(id, text, page)) });
  const pages = new Map<number, readonly Member[]>([[0, head]]);
  wanted.forEach((page, place) => {
    const rows = answers[place]?.data?.rows;
    if (rows !== undefined) pages.set(page, rows);
  });
  return pages;
}
