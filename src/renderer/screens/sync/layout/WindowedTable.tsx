import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { nextRow } from './next-row';

/** A column of a {@link WindowedTable}; `id` is also its `data-column`, by which a narrow window hides it. */
export interface TableColumn {
  readonly id: string;
  readonly label: ReactNode;
  readonly isEnd?: boolean;
}

interface WindowedTableProps {
  readonly label: string;
  readonly className: string;
  readonly columns: readonly TableColumn[];
  readonly count: number;
  /** px; every row has this height. */
  readonly rowHeight: number;
  /** Cell of a row; undefined rows (still being read) are up to it too. */
  readonly renderCell: (index: number, columnId: string) => ReactNode;
  readonly rowKey: (index: number) => string;
  readonly isSelected?: (index: number) => boolean;
  /** A click anywhere in the row that no control of its own takes. */
  readonly onOpen?: (index: number) => void;
  /** First and last row that are drawn, so that their pages can be read. */
  readonly onWindow?: (first: number, last: number) => void;
}

const CONTROLS = 'a, button, input, label, [role="menuitem"]';

/**
 * A table of which only the rows on screen are drawn, with a head that stays. Up and Down, Home and End, Page Up and
 * Page Down move between the rows' `[data-row-open]` controls; everything else is reached by Tab.
 */
export function WindowedTable(props: WindowedTableProps) {
  const { label, className, columns, count, rowHeight, renderCell, rowKey, isSelected, onOpen, onWindow } = props;
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: rowHeight,
  });
  const shown = virtualizer.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? -1;
  const report = useRef(onWindow);
  useEffect(() => {
    report.current = onWindow;
  });
  useEffect(() => report.current?.(first, last), [first, last]);

  const wanted = useRef(-1);
  useEffect(() => {
    if (wanted.current < 0) return;
    const target = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"] [data-row-open]`);
    if (target === null || target === undefined) return;
    wanted.current = -1;
    target.focus();
  });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const from = event.target instanceof Element ? event.target.closest('[data-row-open]') : null;
    const row = from?.closest<HTMLElement>('[data-row]')?.dataset.row;
    const next = row === undefined ? null : nextRow(event.key, Number(row), count);
    if (next === null) return;
    event.preventDefault();
    wanted.current = next;
    virtualizer.scrollToIndex(next, { align: 'auto' });
    // A row that is on screen already is not drawn anew.
    scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] [data-row-open]`)?.focus();
  };

  const before = shown[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      className="sync-scroller"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <table className={`sync-table ${className}`} aria-label={label} aria-rowcount={count + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-column={column.id} data-end={column.isEnd}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Space height={before} /> : null}
          {shown.map(({ index }) => (
            <tr
              key={rowKey(index)}
              data-row={index}
              aria-rowindex={index + 2}
              style={{ height: rowHeight }}
              data-selected={isSelected?.(index) === true}
              data-opens={onOpen !== undefined}
              onClick={(event) => {
                if (event.target instanceof Element && event.target.closest(CONTROLS) === null) onOpen?.(index);
              }}
            >
              {columns.map((column) => (
                <td key={column.id} data-column={column.id} data-end={column.isEnd}>
                  {renderCell(index, column.id)}
                </td>
              ))}
            </tr>
          ))}
          {after > 0 ? <Space height={after} /> : null}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for rows that are not drawn. One cell alone: one over all columns would keep the width of hidden ones. */
function Space({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden>
      <td className="sync-table-space" style={{ height }} />
    </tr>
  );
}
