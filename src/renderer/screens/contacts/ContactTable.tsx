// biome-ignore-all lint/a11y/useSemanticElements: rows of a windowed grid are placed by transform, which <table> cannot do
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid itself holds the focus and names the active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OptionCount } from '../../../shared/contract/contacts-contract';
import type { ContactRow } from '../../../shared/model/contact';
import type { ContactId } from '../../../shared/model/ids';
import type { SyncItem } from '../../../shared/model/sync';
import { indexOfRow, rowOf } from '../../components/row-pages';
import { ContactCells } from './ContactCells';
import { ContactTableHead } from './ContactTableHead';
import { type ContactQuestion, contactPageSize, useContactPages } from './useContactPages';

const rowHeight = 44;
/** Rows that Page Up and Page Down move by. */
const leap = 12;

/** Moves the choice to the row above or below. */
export interface ContactMover {
  readonly move: (step: number) => void;
}

interface ContactTableProps {
  readonly question: ContactQuestion;
  readonly head: { readonly rows: readonly ContactRow[]; readonly total: number };
  readonly items: readonly SyncItem[] | null;
  readonly stages: readonly OptionCount[];
  readonly statuses: readonly OptionCount[];
  readonly selectedId: ContactId | null;
  readonly onSelect: (id: ContactId) => void;
  readonly mover: RefObject<ContactMover | null>;
}

/** The contacts as a windowed grid: only the rows on screen are read and drawn, whatever their number. */
export function ContactTable(props: ContactTableProps) {
  const { question, head, items: syncItems, stages, statuses, selectedId, onSelect, mover } = props;
  const { t } = useTranslation('contacts');
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: head.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The head sticks to the top of the scroller and must not hide a row that is scrolled to.
    scrollPaddingStart: rowHeight,
    paddingStart: 0,
  });
  const shown = virtualizer.getVirtualItems();
  const pages = useContactPages(question, head.rows, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  const selectedIndex = selectedId === null ? -1 : indexOfRow(pages, contactPageSize, (row) => row.id === selectedId);
  /** Kept while the chosen row's page is scrolled away, and after it left the filter. */
  const lastIndex = useRef(-1);
  useEffect(() => {
    if (selectedIndex >= 0) lastIndex.current = selectedIndex;
  }, [selectedIndex]);

  /** A row that was asked for while its page was still being read; -1 = none. */
  const wanted = useRef(-1);
  useEffect(() => {
    const row = wanted.current < 0 ? undefined : rowOf(pages, wanted.current, contactPageSize);
    if (row === undefined) return;
    wanted.current = -1;
    onSelect(row.id);
  });
  const selectAt = (index: number): void => {
    const bounded = Math.min(Math.max(index, 0), head.total - 1);
    lastIndex.current = bounded;
    virtualizer.scrollToIndex(bounded, { align: 'auto' });
    const row = rowOf(pages, bounded, contactPageSize);
    wanted.current = row === undefined ? bounded : -1;
    if (row !== undefined) onSelect(row.id);
  };
  const move = (step: number): void => selectAt(lastIndex.current < 0 ? 0 : lastIndex.current + step);
  useImperativeHandle(mover, () => ({ move }));

  const onKeyDown = (event: KeyboardEvent): void => {
    const step: number | undefined = { ArrowDown: 1, ArrowUp: -1, PageDown: leap, PageUp: -leap }[event.key];
    if (step !== undefined) move(step);
    else if (event.key === 'Home') selectAt(0);
    else if (event.key === 'End') selectAt(head.total - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className="contact-table"
      role="grid"
      aria-label={t('tableLabel')}
      aria-rowcount={head.total + 1}
      aria-activedescendant={selectedIndex >= 0 ? `contact-row-${selectedIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <ContactTableHead items={syncItems} />
      <div className="contact-rows" style={{ height: virtualizer.getTotalSize() }} role="rowgroup">
        {shown.map((item) => {
          const row = rowOf(pages, item.index, contactPageSize);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys for all of its rows
            <div
              key={item.key}
              id={`contact-row-${item.index}`}
              className="contact-row contact-columns"
              style={{ transform: `translateY(${item.start}px)` }}
              role="row"
              aria-rowindex={item.index + 2}
              aria-selected={row !== undefined && row.id === selectedId}
              data-contact={row?.id}
              onClick={() => {
                if (row === undefined) return;
                lastIndex.current = item.index;
                onSelect(row.id);
              }}
            >
              <ContactCells row={row} stages={stages} statuses={statuses} />
            </div>
          );
        })}
      </div>
    </div>
  );
}
