import { Button, Group } from '@mantine/core';
import { IconAddressBook, IconExternalLink, IconLink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationDetail } from '../../../../shared/model/chat';
import type { ContactDetail } from '../../../../shared/model/contact';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { rpc } from '../../../bridge/client';
import { CompanyLine } from '../../../components/contact/CompanyLine';
import { showProblem } from '../../../components/show-problem';
import { TimeText } from '../../../components/TimeText';

interface LinkCardProps {
  readonly conversation: ConversationDetail;
  readonly contact: ContactDetail;
}

/** The linked HubSpot contact, how the link came about, and the ways to the contact. */
export function LinkCard({ conversation, contact }: LinkCardProps) {
  const { t } = useTranslation('chats');
  const { linkOrigin, linkedAt } = conversation;
  const { hubSpotUrl } = contact;
  return (
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
            px={8}
            variant="default"
            leftSection={<IconExternalLink size={14} aria-hidden />}
            onClick={() => void rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem)}
          >
            {t('panel.openHubSpot')}
          </Button>
        )}
        <Button
          size="xs"
          px={8}
          variant="default"
          leftSection={<IconAddressBook size={14} aria-hidden />}
          onClick={() => goTo(places.contact(contact.id))}
        >
          {t('panel.openContact')}
        </Button>
      </Group>
    </section>
  );
}
