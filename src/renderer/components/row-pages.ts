/** Page numbers that the rows `first..last` (inclusive) lie on. Empty when there are no rows. */
export function pagesOf(first: number, last: number, pageSize: number): number[] {
  if (last < first || last < 0) return [];
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(last / pageSize);
  return Array.from({ length: to - from + 1 }, (_, step) => from + step);
}

/** The row at `index` from the pages that are held; undefined while its page is being read. */
export function rowOf<Row>(
  pages: ReadonlyMap<number, readonly Row[]>,
  index: number,
  pageSize: number,
): Row | undefined {
  return pages.get(Math.floor(index / pageSize))?.[index % pageSize];
}

/** Index of the first held row that fits; -1 when none does. Rows of pages that are not held are not looked for. */
export function indexOfRow<Row>(
  pages: ReadonlyMap<number, readonly Row[]>,
  pageSize: number,
  isWanted: (row: Row) => boolean,
): number {
  for (const [page, rows] of pages) {
    const place = rows.findIndex(isWanted);
    if (place >= 0) return page * pageSize + place;
  }
  return -1;
}
