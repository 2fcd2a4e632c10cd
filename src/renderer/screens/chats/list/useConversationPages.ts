import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { ConversationRow, ConversationView } from '../../../../shared/model/chat';
import type { OfficialAccountId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { pagesOf } from '../../../components/row-pages';

/** Rows that one call reads. */
export const conversationPageSize = 50;

/** What the list shows: one of the views, of one account or all, with words that must match. */
export interface ConversationFilter {
  readonly view: ConversationView;
  readonly officialAccountId: OfficialAccountId | null;
  readonly text: string;
}

function pageOptions(filter: ConversationFilter, page: number) {
  return orpc.chat.conversations.queryOptions({
    input: { ...filter, offset: page * conversationPageSize, limit: conversationPageSize },
  });
}

/**
 * The first page with the total and the counts of all views. Until the first answer to a new filter arrives the former
 * one stays, so that the list does not flicker.
 */
export function useConversationHead(filter: ConversationFilter) {
  return useQuery({ ...pageOptions(filter, 0), placeholderData: keepPreviousData });
}

/** Held rows by page: `head` and the pages that hold the rows `firstRow..lastRow` on screen. */
export function useConversationPages(
  filter: ConversationFilter,
  head: readonly ConversationRow[] | undefined,
  firstRow: number,
  lastRow: number,
): ReadonlyMap<number, readonly ConversationRow[]> {
  const wanted = pagesOf(firstRow, lastRow, conversationPageSize).filter((page) => page > 0);
  const answers = useQueries({ queries: wanted.map((page) => pageOptions(filter, page)) });
  const pages = new Map<number, readonly ConversationRow[]>();
  if (head !== undefined) pages.set(0, head);
  wanted.forEach((page, place) => {
    const rows = answers[place]?.data?.rows;
    if (rows !== undefined) pages.set(page, rows);
  });
  return pages;
}
