import { ActionIcon, Badge, Button, Title, Tooltip } from '@mantine/core';
import {
  IconBan,
  IconCheck,
  IconLayoutSidebarRight,
  IconLayoutSidebarRightFilled,
  IconRotate2,
} from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { accountColor } from '../../../components/account-color';
import { Kbd } from '../../../components/Kbd';
import { AssignMenu } from '../team/AssignMenu';
import type { SearchMenuHandle } from '../team/SearchMenu';

interface ThreadHeaderProps {
  readonly conversation: ConversationDetail;
  readonly isPanelOpen: boolean;
  readonly onTogglePanel: () => void;
  readonly onToggleDone: () => void;
  /** To open the choice of an assignee by key. */
  readonly assignMenu?: RefObject<SearchMenuHandle | null>;
}

/** Who this is, at which account, who is to answer, and whether the conversation is done. */
export function ThreadHeader(props: ThreadHeaderProps) {
  const { conversation, isPanelOpen, onTogglePanel, onToggleDone, assignMenu } = props;
  const { t } = useTranslation('chats');
  const isDone = conversation.status === 'done';
  const contact = conversation.contactName === conversation.title ? null : conversation.contactName;
  const known = [contact, conversation.companyName].filter((part) => part !== null && part !== '');
  const panelLabel = t(isPanelOpen ? 'thread.hidePanel' : 'thread.showPanel');
  const doneLabel = t(isDone ? 'thread.reopen' : 'thread.markDone');
  return (
    <header className="chat-thread-head">
      <AccountAvatar
        name={conversation.title}
        pictureUrl={conversation.pictureUrl}
        colorKey={conversation.id}
        size={36}
      />
      <div className="chat-thread-who">
        <span className="chat-thread-name">
          <Title order={2} size="h4">
            {conversation.title}
          </Title>
          {conversation.followStatus === 'blocked' ? (
            <Badge size="sm" color="red" variant="light" leftSection={<IconBan size={11} aria-hidden />}>
              {t('follow.blocked')}
            </Badge>
          ) : null}
          {isDone ? (
            <Badge size="sm" color="lagoon" variant="light" leftSection={<IconCheck size={11} aria-hidden />}>
              {t('thread.isDone')}
            </Badge>
          ) : null}
        </span>
        <span className="chat-thread-detail">
          <span
            className="lumo-account-dot"
            style={{ background: `var(--mantine-color-${accountColor(conversation.officialAccountId)}-6)` }}
            aria-hidden
          />
          {[conversation.officialAccountName, ...known].join(' · ')}
        </span>
      </div>
      <AssignMenu conversation={conversation} {...(assignMenu === undefined ? {} : { handle: assignMenu })} />
      <Tooltip label={<TipWithKey text={doneLabel} keys="E" />}>
        <Button
          variant={isDone ? 'default' : 'light'}
          size="xs"
          leftSection={isDone ? <IconRotate2 size={15} aria-hidden /> : <IconCheck size={15} aria-hidden />}
          onClick={onToggleDone}
          className="chat-done"
        >
          {doneLabel}
        </Button>
      </Tooltip>
      <Tooltip label={<TipWithKey text={panelLabel} keys="mod+I" />}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={panelLabel}
          aria-expanded={isPanelOpen}
          onClick={onTogglePanel}
        >
          {isPanelOpen ? (
            <IconLayoutSidebarRightFilled size={20} aria-hidden />
          ) : (
            <IconLayoutSidebarRight size={20} stroke={1.6} aria-hidden />
          )}
        </ActionIcon>
      </Tooltip>
    </header>
  );
}

function TipWithKey({ text, keys }: { readonly text: string; readonly keys: string }) {
  return (
    <span className="chat-tip">
      {text} <Kbd keys={keys} />
    </span>
  );
}
