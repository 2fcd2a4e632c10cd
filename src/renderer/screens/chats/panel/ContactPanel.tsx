import { ActionIcon } from '@mantine/core';
import { IconLinkOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { LinkDesk } from '../../../components/link-desk/LinkDesk';
import { IdentityCard } from './IdentityCard';
import { LinkedContact } from './LinkedContact';

interface ContactPanelProps {
  readonly conversation: ConversationDetail;
  /** Given where the panel lies over the thread and must be closed to see it. */
  readonly onClose: (() => void) | null;
}

/** Who writes here: the LINE friend, the tie to HubSpot, and the synced values of the contact. */
export function ContactPanel({ conversation, onClose }: ContactPanelProps) {
  const { t } = useTranslation('chats');
  const { friendId, contact } = conversation;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="chat-panel" tabIndex={0} aria-label={t('panelLabel')}>
      {onClose === null ? null : (
        <ActionIcon
          className="chat-panel-close"
          variant="subtle"
          color="gray"
          aria-label={t('panel.close')}
          onClick={onClose}
        >
          <IconX size={18} aria-hidden />
        </ActionIcon>
      )}
      <IdentityCard conversation={conversation} />
      {contact !== null ? (
        <LinkedContact conversation={conversation} contact={contact} />
      ) : friendId !== null ? (
        <section className="chat-panel-section" aria-label={t('panel.contact')}>
          <div className="chat-link-state">
            <IconLinkOff size={17} aria-hidden />
            <strong>{t('panel.notLinked')}</strong>
          </div>
          <p className="chat-panel-hint">{t('panel.notLinkedHint')}</p>
          <LinkDesk key={friendId} friendId={friendId} friendName={conversation.title} />
        </section>
      ) : (
        <section className="chat-panel-section">
          <p className="chat-panel-hint">{t('panel.groupHint')}</p>
        </section>
      )}
    </section>
  );
}
