import './composer.css';
import { Button } from '@mantine/core';
import { IconBan, IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import type { ComposerBlock } from './composer-block';
import { WaitingList } from './WaitingList';

interface ClosedComposerProps {
  readonly conversation: ConversationDetail;
  readonly block: ComposerBlock;
}

/** In place of the composer where nothing can be sent: why, and what would change that. */
export function ClosedComposer({ conversation, block }: ClosedComposerProps) {
  const { t } = useTranslation('chats');
  const names = { name: conversation.title, account: conversation.officialAccountName };
  const Icon = block === 'friendBlocked' ? IconBan : IconPlugConnectedX;
  return (
    <div className="chat-composer">
      <WaitingList conversationId={conversation.id} />
      <div className="chat-composer-closed" role="status">
        <Icon size={22} stroke={1.6} aria-hidden />
        <div>
          <strong>{t(`composer.blocked.${block}`, names)}</strong>
          <span>{t(`composer.blocked.${block}Hint`, names)}</span>
        </div>
        {block === 'notConnected' ? (
          <Button size="xs" variant="default" onClick={() => goTo(places.settings('accounts'))}>
            {t('composer.blocked.openSettings')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
