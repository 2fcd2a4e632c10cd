import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../shared/model/chat';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { useSettings } from '../../bridge/useSettings';
import { type AppAction, useActions } from '../../stores/actions';
import type { ConversationListHandle } from './list/ConversationList';
import type { ThreadPaneHandle } from './ThreadPane';

interface ChatActionsInput {
  readonly conversation: ConversationDetail | null;
  readonly list: RefObject<ConversationListHandle | null>;
  readonly thread: RefObject<ThreadPaneHandle | null>;
  readonly togglePanel: () => void;
  readonly toggleDone: () => void;
}

/** Offers what can be done on the Chats screen in the command palette and by keys. */
export function useChatActions({ conversation, list, thread, togglePanel, toggleDone }: ChatActionsInput): void {
  const { t } = useTranslation('chats');
  const [, change] = useSettings();
  const ofConversation: readonly AppAction[] =
    conversation === null
      ? []
      : [
          {
            id: 'chat-write',
            group: 'chat',
            label: t('actions.write'),
            keys: 'R',
            run: () => thread.current?.focusComposer(),
          },
          {
            id: 'chat-done',
            group: 'chat',
            label: t(conversation.status === 'done' ? 'actions.reopen' : 'actions.done'),
            keys: 'E',
            run: toggleDone,
          },
          {
            id: 'chat-newest',
            group: 'chat',
            label: t('actions.newest'),
            keys: 'shift+N',
            run: () => thread.current?.toNewest(),
          },
          { id: 'chat-panel', group: 'chat', label: t('actions.panel'), keys: 'mod+I', run: togglePanel },
        ];
  const contactId = conversation?.contactId ?? null;
  const ofContact: readonly AppAction[] =
    contactId === null
      ? []
      : [
          {
            id: 'chat-contact',
            group: 'chat',
            label: t('actions.contact'),
            keys: 'C',
            run: () => goTo(places.contact(contactId)),
          },
        ];
  useActions([
    { id: 'chat-next', group: 'chat', label: t('actions.next'), keys: 'J', run: () => list.current?.move(1) },
    { id: 'chat-previous', group: 'chat', label: t('actions.previous'), keys: 'K', run: () => list.current?.move(-1) },
    { id: 'chat-filter', group: 'chat', label: t('actions.filter'), keys: '/', run: () => list.current?.focusFilter() },
    ...ofConversation,
    ...ofContact,
    ...(['todo', 'unread', 'waiting', 'done', 'all'] as const).map<AppAction>((view) => ({
      id: `chat-view-${view}`,
      group: 'chat',
      label: t('actions.view', { view: t(`views.${view}`) }),
      run: () => change({ chatView: view }),
    })),
  ]);
}
