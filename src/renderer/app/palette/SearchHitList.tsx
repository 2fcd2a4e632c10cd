import { Text } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { IconAddressBook, IconMessage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SearchHits } from '../../../shared/contract/chat-contract';
import { AccountAvatar } from '../../components/AccountAvatar';
import { TimeText } from '../../components/TimeText';
import { goTo } from '../hash-location';
import { places } from '../places';

const isText = (part: string | null): part is string => part !== null && part !== '';

/** What the search found: contacts, conversations and messages, each opened by Enter. */
export function SearchHitList({ hits }: { readonly hits: SearchHits }) {
  const { t } = useTranslation('palette');
  return (
    <>
      {hits.contacts.length === 0 ? null : (
        <Spotlight.ActionsGroup label={t('found.contacts')}>
          {hits.contacts.map((contact) => (
            <Spotlight.Action
              key={contact.id}
              label={contact.displayName}
              description={[contact.companyName, contact.email].filter(isText).join(' · ')}
              leftSection={<IconAddressBook size={18} aria-hidden />}
              onClick={() => goTo(places.contact(contact.id))}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {hits.conversations.length === 0 ? null : (
        <Spotlight.ActionsGroup label={t('found.conversations')}>
          {hits.conversations.map((row) => (
            <Spotlight.Action
              key={row.id}
              label={row.title}
              description={[row.contactName, row.companyName].filter(isText).join(' · ')}
              leftSection={<AccountAvatar name={row.title} pictureUrl={row.pictureUrl} colorKey={row.id} size={24} />}
              rightSection={row.lastMessageAt === null ? null : <HitTime at={row.lastMessageAt} />}
              onClick={() => goTo(places.conversation(row.id))}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
      {hits.messages.length === 0 ? null : (
        <Spotlight.ActionsGroup label={t('found.messages')}>
          {hits.messages.map(({ message, conversationTitle }) => (
            <Spotlight.Action
              key={message.id}
              label={message.content.type === 'text' ? message.content.text : conversationTitle}
              description={conversationTitle}
              leftSection={<IconMessage size={18} aria-hidden />}
              rightSection={<HitTime at={message.sentAt} />}
              onClick={() => goTo(places.conversation(message.conversationId, message.id))}
            />
          ))}
        </Spotlight.ActionsGroup>
      )}
    </>
  );
}

function HitTime({ at }: { readonly at: number }) {
  return (
    <Text size="xs" c="dimmed" component="span">
      <TimeText at={at} form="short" />
    </Text>
  );
}
