import { Button, Loader } from '@mantine/core';
import { IconArrowDown, IconMessages } from '@tabler/icons-react';
import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { NoteBubbles } from '../team/NoteBubble';
import { type NotedItem, placeAlone, placeNotes } from '../team/place-notes';
import { useNotes } from '../team/useNotes';
import { groupMessages } from './group-messages';
import { type Customer, MessageBubble } from './MessageBubble';
import { usePendingSends } from './pending-sends';
import type { Thread } from './useThread';

/** How long a message that was jumped to stays marked. */
const highlightMs = 2500;

/** What the composer and the keys can ask of the messages. */
export interface ThreadMessagesHandle {
  readonly toNewest: () => void;
}

interface ThreadMessagesProps {
  readonly conversationId: ConversationId;
  readonly thread: Thread;
  readonly target: MessageId | null;
  readonly customer: Customer;
  readonly onDiscarded: (text: string | null) => void;
  readonly onAtNewest: (isAtNewest: boolean) => void;
  readonly handle: RefObject<ThreadMessagesHandle | null>;
}

interface ListContext {
  readonly isStart: boolean;
  readonly isLoadingOlder: boolean;
}

/** The messages as a windowed list that keeps its place while older ones are put in front. */
export function ThreadMessages(props: ThreadMessagesProps) {
  const { conversationId, thread, target, customer, onDiscarded, onAtNewest, handle } = props;
  const { t } = useTranslation('chats');
  const list = useRef<VirtuosoHandle>(null);
  const [isAtNewest, setAtNewest] = useState(true);
  const isHighlighting = useHighlight(target, thread.window !== null);
  const allPending = usePendingSends((state) => state.messages);
  const { window } = thread;
  const notes = useNotes(conversationId);

  const items = useMemo(() => {
    if (window === null) return [];
    const pending =
      window.newer === null ? allPending.filter((message) => message.conversationId === conversationId) : [];
    return placeNotes(groupMessages([...window.messages, ...pending]), notes, {
      isStart: window.older === null,
      isEnd: window.newer === null,
    });
  }, [window, allPending, conversationId, notes]);

  const atBottom = useCallback(
    (isAtBottom: boolean) => {
      const isNewest = isAtBottom && window?.newer === null;
      setAtNewest(isNewest);
      thread.setAtNewest(isNewest);
      onAtNewest(isNewest);
    },
    [window?.newer, thread.setAtNewest, onAtNewest],
  );
  const toNewest = (): void => {
    void thread.toNewest().then(() => {
      requestAnimationFrame(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }));
    });
  };
  useImperativeHandle(handle, () => ({ toNewest }));

  if (window === null) {
    return (
      <div className="chat-thread-body">
        {thread.problem === null ? (
          <div className="chat-thread-loading lumo-late">
            <Loader size="sm" aria-label={t('thread.messages')} />
          </div>
        ) : (
          <div className="chat-thread-notice">
            <ErrorNotice problem={thread.problem} onRetry={thread.reload} />
          </div>
        )}
      </div>
    );
  }
  if (items.length === 0) {
    return (
      <div className="chat-thread-body chat-thread-alone">
        <EmptyState icon={IconMessages} title={t('thread.empty')} hint={t('thread.emptyHint')} />
        <NoteBubbles notes={placeAlone(notes)} />
      </div>
    );
  }
  const targetIndex = target === null ? -1 : items.findIndex((item) => item.message.id === target);
  return (
    <div className="chat-thread-body">
      <Virtuoso<NotedItem, ListContext>
        ref={list}
        className="chat-messages"
        role="region"
        aria-label={t('thread.messages')}
        data={items}
        context={{ isStart: window.older === null, isLoadingOlder: thread.isLoadingOlder }}
        firstItemIndex={window.firstIndex}
        initialTopMostItemIndex={
          targetIndex >= 0 ? { index: targetIndex, align: 'center' } : { index: 'LAST', align: 'end' }
        }
        computeItemKey={(_index, item) => item.message.id}
        startReached={thread.loadOlder}
        endReached={thread.loadNewer}
        followOutput={(isAtBottom) => (isAtBottom && window.newer === null ? 'auto' : false)}
        atBottomStateChange={atBottom}
        atBottomThreshold={48}
        alignToBottom
        increaseViewportBy={{ top: 600, bottom: 300 }}
        components={{ Header: ListHeader, Footer: ListFooter }}
        itemContent={(_index, item) => (
          <>
            <NoteBubbles notes={item.notesBefore} />
            <MessageBubble
              item={item}
              customer={customer}
              isHighlighted={isHighlighting && item.message.id === target}
              onRetried={thread.accept}
              onDiscarded={onDiscarded}
            />
            <NoteBubbles notes={item.notesAfter} />
          </>
        )}
      />
      {isAtNewest ? null : (
        <Button
          className="chat-to-newest lumo-late"
          variant="default"
          size="xs"
          radius="xl"
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={toNewest}
          data-new={thread.newCount > 0}
        >
          {thread.newCount > 0 ? t('thread.toNewestCount', { count: thread.newCount }) : t('thread.toNewest')}
        </Button>
      )}
    </div>
  );
}

/** True for a while after a jump to a message has been shown. */
function useHighlight(target: MessageId | null, isShown: boolean): boolean {
  const [isOn, setOn] = useState(target !== null);
  useEffect(() => {
    if (target === null || !isShown) return;
    setOn(true);
    const timer = setTimeout(() => setOn(false), highlightMs);
    return () => clearTimeout(timer);
  }, [target, isShown]);
  return isOn;
}

function ListHeader({ context }: { readonly context?: ListContext }) {
  const { t } = useTranslation('chats');
  if (context?.isLoadingOlder === true) {
    return (
      <div className="chat-list-edge" role="status">
        <Loader size={14} aria-hidden />
        {t('thread.loadingOlder')}
      </div>
    );
  }
  return <div className="chat-list-edge">{context?.isStart === true ? t('thread.start') : ' '}</div>;
}

function ListFooter() {
  return <div className="chat-list-foot" />;
}
