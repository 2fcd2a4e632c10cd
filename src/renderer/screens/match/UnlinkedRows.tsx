import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnlinkedFriend } from '../../../shared/model/contact';
import { AccountAvatar } from '../../components/AccountAvatar';
import { accountColor } from '../../components/account-color';
import { FollowMark } from '../../components/contact/FollowMark';
import { indexOfRow, rowOf } from '../../components/row-pages';
import { TimeText } from '../../components/TimeText';
import { type UnlinkedFilter, unlinkedPageSize, useUnlinkedPages } from './useUnlinkedPages';

const ROW_HEIGHT = 64;

/** Moves the choice to the friend above or below. */
export interface FriendMover {
  readonly move: (step: 1 | -1) => void;
}

interface UnlinkedRowsProps {
  readonly filter: UnlinkedFilter;
  readonly head: { readonly rows: readonly UnlinkedFriend[]; readonly total: number };
  readonly selectedId: string | null;
  readonly onSelect: (row: UnlinkedFriend) => void;
  readonly mover: RefObject<FriendMover | null>;
}

/** Friends without a contact as a windowed list box. */
export function UnlinkedRows({ filter, head, selectedId, onSelect, mover }: UnlinkedRowsProps) {
  const { t } = useTranslation('match');
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: head.total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const pages = useUnlinkedPages(filter, head.rows, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const selectedIndex =
    selectedId === null ? -1 : indexOfRow(pages, unlinkedPageSize, (row) => row.friendId === selectedId);

  const selectAt = (index: number): void => {
    if (index < 0 || index >= head.total) return;
    virtualizer.scrollToIndex(index, { align: 'auto' });
    const row = rowOf(pages, index, unlinkedPageSize);
    if (row !== undefined) onSelect(row);
  };
  useImperativeHandle(mover, () => ({ move: (step) => selectAt(selectedIndex + step) }));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') selectAt(selectedIndex + 1);
    else if (event.key === 'ArrowUp') selectAt(selectedIndex - 1);
    else if (event.key === 'Home') selectAt(0);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className="match-scroll"
      role="listbox"
      aria-label={t('listLabel')}
      aria-activedescendant={selectedIndex >= 0 ? `unlinked-${selectedIndex}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="match-rows" style={{ height: virtualizer.getTotalSize() }} role="presentation">
        {items.map((item) => {
          const row = rowOf(pages, item.index, unlinkedPageSize);
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for all of its rows
            // biome-ignore lint/a11y/useFocusableInteractive: the list box holds the focus and names the active row
            <div
              key={item.key}
              id={`unlinked-${item.index}`}
              className="match-row"
              style={{ transform: `translateY(${item.start}px)` }}
              role="option"
              aria-selected={row !== undefined && row.friendId === selectedId}
              aria-posinset={item.index + 1}
              aria-setsize={head.total}
              onClick={() => row !== undefined && onSelect(row)}
            >
              {row === undefined ? <Skeleton height={14} width="60%" /> : <Friend row={row} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Friend({ row }: { readonly row: UnlinkedFriend }) {
  const at = row.lastMessageAt ?? row.followedAt;
  return (
    <>
      <AccountAvatar name={row.displayName} pictureUrl={row.pictureUrl} colorKey={row.friendId} size={38} />
      <div className="match-row-text">
        <div className="match-row-head">
          <strong>{row.displayName}</strong>
          {at === null ? null : (
            <span className="match-row-time">
              <TimeText at={at} />
            </span>
          )}
        </div>
        <div className="match-row-foot">
          <span
            className="lumo-account-dot"
            style={{ background: `var(--mantine-color-${accountColor(row.officialAccountId)}-6)` }}
            aria-hidden
          />
          <span className="match-row-account">{row.officialAccountName}</span>
          <FollowMark status={row.followStatus} />
        </div>
      </div>
    </>
  );
}
