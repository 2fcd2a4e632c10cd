import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../../shared/model/account';
import type { ConversationRow } from '../../../../shared/model/chat';
import type { ConversationId } from '../../../../shared/model/ids';
import { indexOfRow, rowOf } from '../../../components/row-pages';
import { useTagColors } from '../../../components/tags/useTagColors';
import { onlookersByConversation } from '../team/onlooker-words';
import { useOnlookers } from '../team/useTeam';
import { ConversationListRow } from './ConversationListRow';
import { ConversationSkeleton } from './ConversationSkeleton';
import { nextIndex } from './next-index';
import { type ConversationFilter, conversationPageSize, useConversationPages } from './useConversationPages';

const rowHeight = 76;

/** Moves the choice to the row above or below. */
export interface RowMover {
  readonly move: (step: 1 | -1) => void;
}

interface ConversationRowsProps {
  readonly filter: ConversationFilter;
  readonly head: { readonly rows: readonly ConversationRow[]; readonly total: number };
  readonly accounts: readonly OfficialAccount[];
  readonly selectedId: ConversationId | null;
  readonly onSelect: (id: ConversationId) => void;
  readonly onEnter: () => void;
  readonly mover: RefObject<RowMover | null>;
}

/** The rows as a windowed list box: only those on screen are read and drawn. */
export function ConversationRows(props: ConversationRowsProps) {
  const { filter, head, accounts, selectedId, onSelect, onEnter, mover } = props;
  const { t } = useTranslation('chats');
  const colorOfTag = useTagColors();
  const allOnlookers = useOnlookers();
  const onlookers = useMemo(() => onlookersByConversation(allOnlookers), [allOnlookers]);
  const scroller = useRef<HTMLDivElement>(null);
  /** Where the chosen row stood: when it leaves the view (read, done), the next move goes on from its place. */
  const lastIndex = useRef(-1);
  const virtualizer = useVirtualizer({
    count: head.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtualizer.getVirtualItems();
  const pages = useConversationPages(filter, head.rows, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const selectedIndex =
    selectedId === null ? -1 : indexOfRow(pages, conversationPageSize, (row) => row.id === selectedId);
  useEffect(() => {
    if (selectedIndex >= 0) lastIndex.current = selectedIndex;
  }, [selectedIndex]);

  /** A row that was asked for while its page was still being read; -1 = none. */
  const wanted = useRef(-1);
  useEffect(() => {
    const row = wanted.current < 0 ? undefined : rowOf(pages, wanted.current, conversationPageSize);
    if (row === undefined) return;
    wanted.current = -1;
    onSelect(row.id);
  });
  const selectAt = (index: number): void => {
    virtualizer.scrollToIndex(index, { align: 'auto' });
    const row = rowOf(pages, index, conversationPageSize);
    wanted.current = row === undefined ? index : -1;
    if (row !== undefined) onSelect(row.id);
  };
  const move = (step: 1 | -1): void => {
    const next = nextIndex({ selectedIndex, lastIndex: lastIndex.current, step, total: head.total });
    if (next !== null) selectAt(next);
  };
  useImperativeHandle(mover, () => ({ move }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Home' || event.key === 'End') selectAt(event.key === 'Home' ? 0 : head.total - 1);
    else if (event.key === 'Enter' && selectedId !== null) onEnter();
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className="chat-list-scroll"
      role="listbox"
      aria-label={t('listLabel')}
      aria-activedescendant={selectedIndex >= 0 ? `conversation-${selectedIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="chat-list-rows" style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {items.map((item) => {
          const row = rowOf(pages, item.index, conversationPageSize);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its rows
            // biome-ignore lint/a11y/useFocusableInteractive: the list box holds the focus and names the active row
            <div
              key={item.key}
              id={`conversation-${item.index}`}
              className="chat-row"
              style={{ transform: `translateY(${item.start}px)` }}
              role="option"
              aria-selected={row !== undefined && row.id === selectedId}
              aria-posinset={item.index + 1}
              aria-setsize={head.total}
              data-conversation={row?.id}
              onClick={() => row !== undefined && onSelect(row.id)}
            >
              {row === undefined ? (
                <ConversationSkeleton />
              ) : (
                <ConversationListRow
                  row={row}
                  colorOfTag={colorOfTag}
                  onlookers={onlookers.get(row.id) ?? null}
                  accountName={
                    accounts.length > 1
                      ? (accounts.find((account) => account.id === row.officialAccountId)?.displayName ?? null)
                      : null
                  }
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
