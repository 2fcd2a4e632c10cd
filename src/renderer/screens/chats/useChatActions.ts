import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../shared/model/chat';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { useSettings } from '../../bridge/useSettings';
import { type AppAction, useActions } from '../../stores/actions';
import { useChatView } from './chat-view';
import type { ConversationListHandle } from './list/ConversationList';
import { keyOfView, mainViews, moreViews } from './list/views';
import type { ContactPanelHandle } from './panel/ContactPanel';
import type { ThreadPaneHandle } from './ThreadPane';
import { noteField } from './team/note-drafts';
import { useAgents, useAssign } from './team/useTeam';
import { whenThere } from './team/when-there';

interface ChatActionsInput {
  readonly conversation: ConversationDetail | null;
  readonly list: RefObject<ConversationListHandle | null>;
  readonly thread: RefObject<ThreadPaneHandle | null>;
  readonly panel: RefObject<ContactPanelHandle | null>;
  readonly togglePanel: () => void;
  readonly toggleDone: () => void;
}

/** Offers what can be done on the Chats screen in the command palette and by keys. */
export function useChatActions(input: ChatActionsInput): void {
  const { conversation, list, thread, panel, togglePanel, toggleDone } = input;
  const { t } = useTranslation('chats');
  const setWriting = useChatView((state) => state.setWriting);
  const inPanel = (run: (panel: ContactPanelHandle) => void): void => {
    if (panel.current === null) togglePanel();
    whenThere(panel, run);
  };
  const write = (writing: 'reply' | 'note'): void => {
    setWriting(writing);
    // what takes the focus may only now be drawn
    if (writing === 'note') whenThere(noteField, (field) => field.focus());
    else requestAnimationFrame(() => thread.current?.focusComposer());
  };
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
            run: () => write('reply'),
          },
          { id: 'chat-note', group: 'chat', label: t('actions.note'), keys: 'N', run: () => write('note') },
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
          {
            id: 'chat-arrange',
            group: 'chat',
            label: t('actions.arrange'),
            run: () => inPanel((shown) => shown.arrange()),
          },
        ];
  const ofFriend: readonly AppAction[] =
    conversation === null || conversation.friendId === null
      ? []
      : [
          {
            id: 'chat-tag',
            group: 'chat',
            label: t('actions.tag'),
            keys: 'T',
            run: () => inPanel((shown) => shown.addTag()),
          },
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
          {
            id: 'chat-properties',
            group: 'chat',
            label: t('actions.properties'),
            keys: 'P',
            run: () => inPanel((shown) => shown.chooseProperties()),
          },
        ];
  useActions([
    { id: 'chat-next', group: 'chat', label: t('actions.next'), keys: 'J', run: () => list.current?.move(1) },
    { id: 'chat-previous', group: 'chat', label: t('actions.previous'), keys: 'K', run: () => list.current?.move(-1) },
    { id: 'chat-filter', group: 'chat', label: t('actions.filter'), keys: '/', run: () => list.current?.focusFilter() },
    ...ofConversation,
    ...useAssignActions(conversation, thread),
    ...ofFriend,
    ...ofContact,
    ...[...mainViews, ...moreViews].map<AppAction>((view) => ({
      id: `chat-view-${view}`,
      group: 'chat',
      keys: keyOfView(view),
      label: t('actions.view', { view: t(`views.${view}`) }),
      run: () => change({ chatView: view }),
    })),
  ]);
}

/** Who is to answer: by key for oneself and nobody, from the menu or by name for anybody. */
function useAssignActions(
  conversation: ConversationDetail | null,
  thread: RefObject<ThreadPaneHandle | null>,
): readonly AppAction[] {
  const { t } = useTranslation('chats');
  const agents = useAgents();
  const assign = useAssign();
  if (conversation === null) return [];
  const { id, assigneeId } = conversation;
  return [
    ...agents
      .filter((agent) => agent.id !== assigneeId)
      .map<AppAction>((agent) => ({
        id: `chat-assign-${agent.id}`,
        group: 'chat',
        label: agent.isMe ? t('actions.assignMe') : t('actions.assignTo', { name: agent.name }),
        ...(agent.isMe ? { keys: 'I' } : {}),
        words: agent.name,
        run: () => assign(id, agent.id),
      })),
    ...(assigneeId === null
      ? []
      : [
          {
            id: 'chat-unassign',
            group: 'chat' as const,
            label: t('actions.unassign'),
            keys: 'shift+I',
            run: () => assign(id, null),
          },
        ]),
    {
      id: 'chat-assign',
      group: 'chat',
      label: t('actions.assign'),
      keys: 'A',
      run: () => thread.current?.chooseAssignee(),
    },
  ];
}
