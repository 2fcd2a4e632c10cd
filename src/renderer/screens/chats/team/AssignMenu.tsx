import './team.css';
import { Button, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconUserOff, IconUserPlus } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { Kbd } from '../../../components/Kbd';
import { AgentBadge } from './AgentBadge';
import { SearchMenu, type SearchMenuHandle } from './SearchMenu';
import { useAgents, useAssign } from './useTeam';

interface AssignMenuProps {
  readonly conversation: ConversationDetail;
  readonly handle?: RefObject<SearchMenuHandle | null>;
}

const nobody = '';

/** Who is to answer, and the choice of another: oneself, nobody, or a colleague. */
export function AssignMenu({ conversation, handle }: AssignMenuProps) {
  const { t } = useTranslation('chats');
  const agents = useAgents();
  const assign = useAssign();
  const { assigneeId, assigneeName } = conversation;
  const name = assigneeId === null ? null : (assigneeName ?? t('assign.unknown'));
  const label = name === null ? t('assign.none') : t('assign.to', { name });
  const people = agents.map((agent) => ({
    value: agent.id,
    label: agent.isMe ? t('assign.me', { name: agent.name }) : agent.name,
    words: agent.name,
    icon: (
      <span className="team-person" data-online={agent.isOnline}>
        <AgentBadge
          name={agent.name}
          colorKey={agent.id}
          label={t(agent.isOnline ? 'assign.online' : 'assign.offline')}
          size={22}
        />
      </span>
    ),
    ...(agent.isMe ? { aside: <Kbd keys="I" /> } : {}),
    isChosen: agent.id === assigneeId,
  }));
  const options = [
    ...people,
    {
      value: nobody,
      label: t('assign.nobody'),
      icon: <IconUserOff size={17} aria-hidden className="team-menu-icon" />,
      aside: <Kbd keys="shift+I" />,
      isChosen: assigneeId === null,
    },
  ];
  return (
    <SearchMenu
      options={options}
      searchLabel={t('assign.search')}
      emptyText={t('assign.noMatch')}
      onPick={(value) => assign(conversation.id, agents.find((agent) => agent.id === value)?.id ?? null)}
      {...(handle === undefined ? {} : { handle })}
      target={({ isOpen, toggle }) => (
        <Button
          variant="default"
          size="xs"
          className="team-assign"
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          title={label}
          onClick={toggle}
          leftSection={
            name === null ? (
              <IconUserPlus size={15} aria-hidden />
            ) : (
              <AgentBadge name={name} colorKey={assigneeId ?? name} label={null} size={20} />
            )
          }
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          <span className="team-assign-name">
            {name === null ? t('assign.assign') : <VisuallyHidden>{t('assign.before')} </VisuallyHidden>}
            {name ?? <VisuallyHidden> {t('assign.yet')}</VisuallyHidden>}
          </span>
        </Button>
      )}
    />
  );
}
