import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { CompanyRow } from '../../../../shared/model/crm';
import { orpc } from '../../../bridge/client';
import { pagesOf } from '../../../components/row-pages';

/** Rows that one call reads. */
export const companyPageSize = 100;

/** Which companies the table shows. */
export interface CompanyQuestion {
  readonly text: string;
  /** true = only those that stand for a group; null = all. */
  readonly hasGroup: boolean | null;
}

function pageOptions({ text, hasGroup }: CompanyQuestion, page: number) {
  return orpc.companies.page.queryOptions({
    input: { text, hasGroup, offset: page * companyPageSize, limit: companyPageSize },
  });
}

/** The first page with the count of all matches. */
export function useCompanyHead(question: CompanyQuestion) {
  return useQuery({ ...pageOptions(question, 0), placeholderData: keepPreviousData });
}

/** Held rows by page: `head` and the pages that hold the rows `first..last` on screen. */
export function useCompanyPages(
  question: CompanyQuestion,
  head: readonly CompanyRow[],
  first: number,
  last: number,
): ReadonlyMap<number, readonly CompanyRow[]> {
  const wanted = pagesOf(first, last, companyPageSize).filter((page) => page > 0);
  const answers = useQueries({ queries: wanted.map((page) => pageOptions(question, page)) });
  const pages = new Map<number, readonly CompanyRow[]>([[0, head]]);
  wanted.forEach((page, place) => {
    const rows = answers[place]?.data?.rows;
    if (rows !== undefined) pages.set(page, rows);
  });
  return pages;
}
