import './chats.css';
import './list/list.css';
import './thread/thread.css';
import './thread/content.css';
import './panel/panel.css';
import '../../components/contact/contact.css';
import { Title, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle, useElementSize } from '@mantine/hooks';
import { IconMessages } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConversationId, conversationIdSchema, messageIdSchema } from '../../../shared/model/ids';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSettings } from '../../bridge/useSettings';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { SplitPane } from '../../components/SplitPane';
import { useChatView } from './chat-view';
import { ConversationList, type ConversationListHandle } from './list/ConversationList';
import { ContactPanel, type ContactPanelHandle } from './panel/ContactPanel';
import { ThreadPane, type ThreadPaneHandle, ThreadSkeleton } from './ThreadPane';
import { useChatActions } from './useChatActions';

interface ChatsScreenProps {
  readonly conversationId: string | null;
  /** A message to jump to. */
  readonly messageId: string | null;
}

/** Below this width of list, thread and panel together, the panel lies over the thread instead of beside it. */
const narrowBelow = 1040;

/** Contact and LINE chat side by side: conversations, thread, contact panel. */
export function ChatsScreen({ conversationId, messageId }: ChatsScreenProps) {
  const { t } = useTranslation('chats');
  useDocumentTitle(`${t('title')} - Lumo Console`);
  const [settings, changeSettings] = useSettings();
  const { ref, width } = useElementSize();
  const isNarrow = width > 0 && width < narrowBelow;
  const [isOverlayOpen, setOverlayOpen] = useState(false);
  const list = useRef<ConversationListHandle>(null);
  const thread = useRef<ThreadPaneHandle>(null);
  const panelHandle = useRef<ContactPanelHandle>(null);

  const selectedId = conversationId === null ? null : (conversationIdSchema.safeParse(conversationId).data ?? null);
  const target = messageId === null ? null : (messageIdSchema.safeParse(messageId).data ?? null);
  const lastConversationId = useChatView((state) => state.lastConversationId);
  const setLastConversationId = useChatView((state) => state.setLastConversationId);
  useEffect(() => {
    if (selectedId !== null) setLastConversationId(selectedId);
    else if (lastConversationId !== null) goTo(places.conversation(lastConversationId), { replace: true });
  }, [selectedId, lastConversationId, setLastConversationId]);

  const dashboard = useQuery(orpc.dashboard.state.queryOptions());
  const accounts = dashboard.data?.officialAccounts ?? [];
  const detail = useQuery({
    ...orpc.chat.conversation.queryOptions({ input: { id: selectedId ?? emptyId } }),
    enabled: selectedId !== null,
  });
  const conversation = detail.data ?? null;
  const setStatus = useMutation(orpc.chat.setStatus.mutationOptions());

  const isPanelOpen = isNarrow ? isOverlayOpen : settings.isPanelOpen;
  const togglePanel = (): void => {
    if (isNarrow) setOverlayOpen(!isOverlayOpen);
    else changeSettings({ isPanelOpen: !settings.isPanelOpen });
  };
  const select = (id: ConversationId): void => {
    if (id !== selectedId || target !== null) goTo(places.conversation(id), { replace: selectedId !== null });
  };
  const toggleDone = (): void => {
    if (conversation === null) return;
    const status = conversation.status === 'done' ? 'todo' : 'done';
    setStatus.mutate({ conversationId: conversation.id, status });
  };
  useChatActions({ conversation, list, thread, panel: panelHandle, togglePanel, toggleDone });

  const panel =
    conversation === null ? null : (
      <ContactPanel
        key={conversation.id}
        conversation={conversation}
        onClose={isNarrow ? () => setOverlayOpen(false) : null}
        handle={panelHandle}
      />
    );
  return (
    <div className="chat-screen" ref={ref}>
      <VisuallyHidden>
        <Title order={1}>{t('title')}</Title>
      </VisuallyHidden>
      <SplitPane
        list={
          <ConversationList
            accounts={accounts}
            selectedId={selectedId}
            onSelect={select}
            onEnter={() => thread.current?.focusComposer()}
            handle={list}
          />
        }
        listLabel={t('listLabel')}
        panel={!isNarrow && isPanelOpen ? panel : null}
        panelLabel={t('panelLabel')}
      >
        {selectedId === null ? (
          <div className="chat-nothing">
            <EmptyState
              icon={IconMessages}
              title={t('thread.choose')}
              hint={t('thread.chooseHint', { next: 'J', previous: 'K' })}
            />
          </div>
        ) : null}
        {detail.isError && conversation === null ? (
          <div className="chat-thread-notice">
            <ErrorNotice problem={problemOf(detail.error)} onRetry={() => void detail.refetch()} />
          </div>
        ) : null}
        {selectedId !== null && detail.isPending ? <ThreadSkeleton /> : null}
        {conversation === null || selectedId === null ? null : (
          <ThreadPane
            key={`${conversation.id} ${target ?? ''}`}
            conversation={conversation}
            target={target}
            connectedAccountIds={dashboard.data === undefined ? null : accounts.map((account) => account.id)}
            isPanelOpen={isPanelOpen}
            onTogglePanel={togglePanel}
            onToggleDone={toggleDone}
            handle={thread}
          />
        )}
        {isNarrow && isPanelOpen && panel !== null ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: only hears Escape of what lies in it
          <div
            className="chat-panel-overlay"
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !event.defaultPrevented) setOverlayOpen(false);
            }}
          >
            {panel}
          </div>
        ) : null}
      </SplitPane>
    </div>
  );
}

/** Stands in the question while nothing is chosen; it is never asked. */
const emptyId = conversationIdSchema.parse('none');
