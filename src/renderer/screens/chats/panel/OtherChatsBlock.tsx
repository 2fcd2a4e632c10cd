import { UnstyledButton } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LinkedFriend } from '../../../../shared/model/contact';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { accountColor } from '../../../components/account-color';
import { FoldSection } from '../../../components/contact/FoldSection';

/** The contact's conversations at other Official Accounts. */
export function OtherChatsBlock({ friends }: { readonly friends: readonly LinkedFriend[] }) {
  const { t } = useTranslation('chats');
  return (
    <FoldSection name="otherChats" className="chat-panel-section" title={t('panel.otherChats')} count={friends.length}>
      {friends.map(({ friendId, conversationId, displayName, officialAccountId, officialAccountName }) => (
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
  );
}
