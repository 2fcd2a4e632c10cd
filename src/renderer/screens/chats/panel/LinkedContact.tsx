import { Button, Group, Modal, Text, UnstyledButton } from '@mantine/core';
import { IconAddressBook, IconExternalLink, IconLink, IconLinkOff, IconMessageCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { ContactDetail } from '../../../../shared/model/contact';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { rpc } from '../../../bridge/client';
import { accountColor } from '../../../components/account-color';
import { CompanyLine } from '../../../components/contact/CompanyLine';
import { ContactLists } from '../../../components/contact/ContactLists';
import { ContactProperties } from '../../../components/contact/ContactProperties';
import { CrmRecords } from '../../../components/contact/CrmRecords';
import { FoldSection } from '../../../components/contact/FoldSection';
import { useLinkActions } from '../../../components/link-desk/useLinkActions';
import { showProblem } from '../../../components/show-problem';
import { TimeText } from '../../../components/TimeText';

interface LinkedContactProps {
  readonly conversation: ConversationDetail;
  readonly contact: ContactDetail;
}

/** The linked HubSpot contact: how the link came about, its synced values, its other conversations. */
export function LinkedContact({ conversation, contact }: LinkedContactProps) {
  const { t } = useTranslation(['chats', 'contacts']);
  const { linkOrigin, linkedAt } = conversation;
  const others = contact.friends.filter((friend) => friend.conversationId !== conversation.id);
  const { hubSpotUrl } = contact;
  return (
    <>
      <section className="chat-panel-section" aria-label={t('panel.contact')}>
        <h3 className="chat-panel-title">{t('panel.contact')}</h3>
        <strong className="chat-contact-name">{contact.displayName}</strong>
        <CompanyLine contact={contact} className="chat-contact-company" />
        {linkOrigin === null ? null : (
          <span className="chat-link-state" data-linked="true">
            <IconLink size={15} aria-hidden />
            <span>
              {t(`panel.linked.${linkOrigin}`)}
              {linkedAt === null ? null : (
                <>
                  {' · '}
                  <TimeText at={linkedAt} />
                </>
              )}
            </span>
          </span>
        )}
        <Group gap={6} mt={10}>
          {hubSpotUrl === null ? null : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconExternalLink size={14} aria-hidden />}
              onClick={() => void rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem)}
            >
              {t('panel.openHubSpot')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconAddressBook size={14} aria-hidden />}
            onClick={() => goTo(places.contact(contact.id))}
          >
            {t('panel.openContact')}
          </Button>
        </Group>
      </section>
      <FoldSection name="fields" className="chat-panel-section" title={t('panel.properties')}>
        <ContactProperties key={contact.id} contactId={contact.id} properties={contact.properties} />
      </FoldSection>
      <FoldSection
        name="lists"
        className="chat-panel-section"
        title={t('contacts:lists.title')}
        count={contact.lists.length}
      >
        <ContactLists lists={contact.lists} />
      </FoldSection>
      <CrmRecords contactId={contact.id} className="chat-panel-section" />
      {others.length === 0 ? null : (
        <FoldSection
          name="otherChats"
          className="chat-panel-section"
          title={t('panel.otherChats')}
          count={others.length}
        >
          {others.map(({ friendId, conversationId, displayName, officialAccountId, officialAccountName }) => (
            <UnstyledButton
              key={friendId}
              className="chat-other-chat"
              disabled={conversationId === null}
              onClick={() => conversationId !== null && goTo(places.conversation(conversationId))}
            >
              <IconMessageCircle
                size={16}
                aria-hidden
                style={{ color: `var(--mantine-color-${accountColor(officialAccountId)}-6)` }}
              />
              <span>
                {displayName}
                <small>{officialAccountName}</small>
              </span>
            </UnstyledButton>
          ))}
        </FoldSection>
      )}
      <UnlinkSection conversation={conversation} contact={contact} />
    </>
  );
}

function UnlinkSection({ conversation, contact }: LinkedContactProps) {
  const { t } = useTranslation('chats');
  const [isAsking, setAsking] = useState(false);
  const { unlink } = useLinkActions();
  const { friendId } = conversation;
  if (friendId === null) return null;
  return (
    <section className="chat-panel-section">
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<IconLinkOff size={14} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('panel.unlink')}
      </Button>
      <Modal
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('panel.unlinkTitle', { friend: conversation.title, contact: contact.displayName })}
        centered
      >
        <Text size="sm">{t('panel.unlinkText')}</Text>
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            {t('panel.cancel')}
          </Button>
          <Button
            color="red"
            loading={unlink.isPending}
            onClick={() => unlink.mutate({ friendId }, { onSuccess: () => setAsking(false) })}
          >
            {t('panel.unlink')}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}
