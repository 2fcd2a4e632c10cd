import { Button } from '@mantine/core';
import { IconInbox, IconMoodSmile, IconSearch } from '@tabler/icons-react';
import { type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfficialAccount } from '../../../../shared/model/account';
import type { ConversationId } from '../../../../shared/model/ids';
import { problemOf } from '../../../bridge/problem';
import { useSettings } from '../../../bridge/useSettings';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { useDebounced } from '../../../components/useDebounced';
import { useChatView } from '../chat-view';
import { ConversationListHead } from './ConversationListHead';
import { ConversationRows, type RowMover } from './ConversationRows';
import { ConversationSkeleton } from './ConversationSkeleton';
import { useConversationHead } from './useConversationPages';

/** What the screen can ask of the list: to move the choice and to take the words of the filter. */
export interface ConversationListHandle extends RowMover {
  readonly focusFilter: () => void;
}

interface ConversationListProps {
  readonly accounts: readonly OfficialAccount[];
  readonly selectedId: ConversationId | null;
  readonly onSelect: (id: ConversationId) => void;
  /** Enter on the chosen row. */
  readonly onEnter: () => void;
  readonly handle: RefObject<ConversationListHandle | null>;
}

const skeletonRows = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** The conversations of one view with all that narrows them, and what stands there when there are none. */
export function ConversationList({ accounts, selectedId, onSelect, onEnter, handle }: ConversationListProps) {
  const { t } = useTranslation('chats');
  const { officialAccountId, text, setText } = useChatView();
  const [{ chatView: view }] = useSettings();
  const filterInput = useRef<HTMLInputElement>(null);
  const mover = useRef<RowMover>(null);
  const filter = { view, officialAccountId, text: useDebounced(text.trim(), 150) };
  const head = useConversationHead(filter);
  useImperativeHandle(handle, () => ({
    move: (step) => mover.current?.move(step),
    focusFilter: () => filterInput.current?.select(),
  }));

  const about = filter.text !== '' ? 'search' : head.data?.counts.all === 0 ? 'all' : view;
  return (
    <div className="chat-list">
      <ConversationListHead accounts={accounts} counts={head.data?.counts ?? null} filterInput={filterInput} />
      {head.isError ? (
        <div className="chat-list-notice">
          <ErrorNotice problem={problemOf(head.error)} onRetry={() => void head.refetch()} />
        </div>
      ) : null}
      {head.isPending ? (
        <div aria-hidden>
          {skeletonRows.map((row) => (
            <div key={row} className="chat-row chat-row-static">
              <ConversationSkeleton />
            </div>
          ))}
        </div>
      ) : null}
      {head.data?.total === 0 ? (
        <EmptyState
          icon={about === 'search' ? IconSearch : about === 'todo' || about === 'waiting' ? IconMoodSmile : IconInbox}
          title={t(`list.empty.${about}`)}
          hint={t(`list.empty.${about}Hint`)}
          action={
            about === 'search' ? (
              <Button variant="default" size="xs" onClick={() => setText('')}>
                {t('list.empty.clear')}
              </Button>
            ) : undefined
          }
        />
      ) : null}
      {head.data !== undefined && head.data.total > 0 ? (
        <ConversationRows
          key={`${view} ${officialAccountId ?? ''} ${filter.text}`}
          filter={filter}
          head={head.data}
          accounts={accounts}
          selectedId={selectedId}
          onSelect={onSelect}
          onEnter={onEnter}
          mover={mover}
        />
      ) : null}
    </div>
  );
}
