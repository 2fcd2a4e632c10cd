import { Button, Loader } from '@mantine/core';
import { IconArrowDown, IconMessages } from '@tabler/icons-react';
import { type RefObject, useCallback, useImperativeHandle, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { ChatMessage } from '../../../../shared/model/chat';
import type { ConversationId, MessageId } from '../../../../shared/model/ids';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { NoteBubbles } from '../team/NoteBubble';
import { type NotedItem, placeAlone, placeNotes } from '../team/place-notes';
import { useNotes } from '../team/useNotes';
import { groupMessages } from './group-messages';
import { type BubbleActions, type Customer, MessageBubble } from './MessageBubble';
import { usePendingSends } from './pending-sends';
import { ThreadAnnouncer } from './ThreadAnnouncer';
import { useHighlight } from './useHighlight';
import type { Thread } from './useThread';

/** What the composer and the keys can ask of the messages. */
export interface ThreadMessagesHandle {
  readonly toNewest: () => void;
}

interface ThreadMessagesProps {
  readonly conversationId: ConversationId;
  readonly thread: Thread;
  readonly customer: Customer;
  readonly onDiscarded: (text: string | null) => void;
  /** Puts a message above the composer as a quote; absent where nothing can be written. */
  readonly onQuote?: (message: ChatMessage) => void;
  readonly onAtNewest: (isAtNewest: boolean) => void;
  readonly handle: RefObject<ThreadMessagesHandle | null>;
}

interface ListContext {
  readonly isStart: boolean;
  readonly isLoadingOlder: boolean;
}

/** The messages as a windowed list that keeps its place while older ones are put in front. */
export function ThreadMessages(props: ThreadMessagesProps) {
  const { conversationId, thread, customer, onDiscarded, onQuote, onAtNewest, handle } = props;
  const { t } = useTranslation('chats');
  const list = useRef<VirtuosoHandle>(null);
  const [isAtNewest, setAtNewest] = useState(true);
  const { anchor, jump } = thread;
  const { highlightedId, highlight } = useHighlight(anchor, thread.window !== null);
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

  const latestItems = useRef<readonly NotedItem[]>(items);
  latestItems.current = items;
  const actions = useMemo<BubbleActions>(
    () => ({
      onRetried: thread.accept,
      onDiscarded: (text?: string | null) => onDiscarded(text ?? null),
      onQuote,
      onJump: (id) => {
        const index = latestItems.current.findIndex((item) => item.message.id === id);
        if (index < 0) jump(id);
        else {
          highlight(id);
          list.current?.scrollToIndex({ index, align: 'center' });
        }
      },
    }),
    [thread.accept, onDiscarded, onQuote, jump, highlight],
  );
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
    // a list that opens anew begins at its end by itself; a second scroll while it measures would leave it in the middle
    const isLive = window?.newer === null;
    void thread.toNewest().then(() => {
      if (isLive) requestAnimationFrame(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }));
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
  const targetIndex = anchor.id === null ? -1 : items.findIndex((item) => item.message.id === anchor.id);
  return (
    <div className="chat-thread-body">
      <Virtuoso<NotedItem, ListContext>
        ref={list}
        key={anchor.turn}
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
              isHighlighted={highlightedId !== null && isShownIn(item, highlightedId)}
              actions={actions}
            />
            <NoteBubbles notes={item.notesAfter} />
          </>
        )}
      />
      <ThreadAnnouncer messages={window.messages} customer={customer} isLive={window.newer === null} />
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

function isShownIn(item: NotedItem, id: MessageId): boolean {
  return item.message.id === id || (item.imageSet?.some((message) => message.id === id) ?? false);
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
