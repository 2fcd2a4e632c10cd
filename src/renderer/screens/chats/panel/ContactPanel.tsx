import { ActionIcon } from '@mantine/core';
import { IconLinkOff, IconX } from '@tabler/icons-react';
import { type RefObject, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import { useSettings } from '../../../bridge/useSettings';
import { LinkDesk } from '../../../components/link-desk/LinkDesk';
import type { SearchMenuHandle } from '../team/SearchMenu';
import { whenThere } from '../team/when-there';
import { IdentityCard } from './IdentityCard';
import { LinkCard } from './LinkCard';
import { PanelArrange, type PanelArrangeHandle } from './PanelArrange';
import { blocksOf, PanelBlocks } from './PanelBlocks';
import { UnlinkSection } from './UnlinkSection';
import { useGroupCompany } from './useGroupCompany';

/** What the screen's keys can ask of the panel. */
export interface ContactPanelHandle {
  readonly addTag: () => void;
  readonly chooseProperties: () => void;
  readonly arrange: () => void;
}

interface ContactPanelProps {
  readonly conversation: ConversationDetail;
  /** Given where the panel lies over the thread and must be closed to see it. */
  readonly onClose: (() => void) | null;
  readonly handle?: RefObject<ContactPanelHandle | null>;
}

/** Who writes here: the LINE friend and its tags, the tie to HubSpot, and the blocks that the person chose. */
export function ContactPanel({ conversation, onClose, handle }: ContactPanelProps) {
  const { t } = useTranslation('chats');
  const { friendId, contact } = conversation;
  const groupCompanyId = useGroupCompany(conversation);
  const [settings, change] = useSettings();
  const present = blocksOf(conversation, groupCompanyId);
  const tags = useRef<SearchMenuHandle>(null);
  const properties = useRef<SearchMenuHandle>(null);
  const arrange = useRef<PanelArrangeHandle>(null);
  useImperativeHandle(handle, () => ({
    addTag: () => tags.current?.open(),
    chooseProperties: () => {
      change({
        foldedSections: settings.foldedSections.filter((name) => name !== 'fields'),
        hiddenPanelBlocks: settings.hiddenPanelBlocks.filter((name) => name !== 'fields'),
      });
      whenThere(properties, (menu) => menu.open());
    },
    arrange: () => arrange.current?.open(),
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="chat-panel" tabIndex={0} aria-label={t('panelLabel')}>
      <div className="chat-panel-tools">
        <PanelArrange present={present} handle={arrange} />
        {onClose === null ? null : (
          <ActionIcon variant="subtle" color="gray" aria-label={t('panel.close')} onClick={onClose}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <IdentityCard conversation={conversation} tagMenu={tags} />
      {contact !== null ? (
        <LinkCard conversation={conversation} contact={contact} />
      ) : friendId === null ? null : (
        <section className="chat-panel-section" aria-label={t('panel.contact')}>
          <div className="chat-link-state">
            <IconLinkOff size={17} aria-hidden />
            <strong>{t('panel.notLinked')}</strong>
          </div>
          <p className="chat-panel-hint">{t('panel.notLinkedHint')}</p>
          <LinkDesk key={friendId} friendId={friendId} friendName={conversation.title} />
        </section>
      )}
      <PanelBlocks
        conversation={conversation}
        groupCompanyId={groupCompanyId}
        present={present}
        propertyChooser={properties}
      />
      {contact === null ? null : <UnlinkSection conversation={conversation} contact={contact} />}
    </section>
  );
}
