import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { ContactFilter, ContactRow, ContactSort } from '../../../shared/model/contact';
import { orpc } from '../../bridge/client';
import { pagesOf } from '../../components/row-pages';

/** Rows that one call reads. */
export const contactPageSize = 100;

/** What the table shows. */
export interface ContactQuestion {
  readonly filter: ContactFilter;
  readonly sort: ContactSort;
}

function pageOptions({ filter, sort }: ContactQuestion, page: number) {
  return orpc.contacts.page.queryOptions({
    input: { filter, sort, offset: page * contactPageSize, limit: contactPageSize },
  });
}

/** The first page with the count of all matches. Until the first answer to a new filter arrives the former one stays. */
export function useContactHead(question: ContactQuestion) {
  return useQuery({ ...pageOptions(question, 0), placeholderData: keepPreviousData });
}

/** Held rows by page: `head` and the pages that hold the rows `firstRow..lastRow` on screen. */
export function useContactPages(
  question: ContactQuestion,
  head: readonly ContactRow[] | undefined,
  firstRow: number,
  lastRow: number,
): ReadonlyMap<number, readonly ContactRow[]> {
  const wanted = pagesOf(firstRow, lastRow, contactPageSize).filter((page) => page > 0);
  const answers = useQueries({ queries: wanted.map((page) => pageOptions(question, page)) });
  const pages = new Map<number, readonly ContactRow[]>();
  if (head !== undefined) pages.set(0, head);
  wanted.forEach((page, place) => {
    const rows = answers[place]?.data?.rows;
    if (rows !== undefined) pages.set(page, rows);
  });
  return pages;
}
