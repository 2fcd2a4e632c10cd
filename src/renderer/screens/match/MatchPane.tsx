import { Button, Group, Title } from '@mantine/core';
import { IconArrowBackUp, IconEyeOff, IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { UnlinkedFriend } from '../../../shared/model/contact';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { AccountAvatar } from '../../components/AccountAvatar';
import { accountColor } from '../../components/account-color';
import { FollowMark } from '../../components/contact/FollowMark';
import { LinkDesk } from '../../components/link-desk/LinkDesk';
import { useLinkActions } from '../../components/link-desk/useLinkActions';
import { TimeText } from '../../components/TimeText';
import { RecentMessages } from './RecentMessages';

/** One friend without a contact: who it is, what they wrote last, and the contacts that may be theirs. */
export function MatchPane({ friend }: { readonly friend: UnlinkedFriend }) {
  const { t } = useTranslation('match');
  const { setAside } = useLinkActions();
  const { conversationId, friendId, isSetAside } = friend;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="match-pane" tabIndex={0} aria-label={friend.displayName}>
      <header className="match-friend">
        <AccountAvatar name={friend.displayName} pictureUrl={friend.pictureUrl} colorKey={friendId} size={56} />
        <div className="match-friend-text">
          <Title order={2} size="h3">
            {friend.displayName}
          </Title>
          <div className="match-friend-facts">
            <span
              className="lumo-account-dot"
              style={{ background: `var(--mantine-color-${accountColor(friend.officialAccountId)}-6)` }}
              aria-hidden
            />
            <span>{friend.officialAccountName}</span>
            <FollowMark status={friend.followStatus} />
            {friend.followedAt === null ? null : (
              <span>
                {t('friendSince')} <TimeText at={friend.followedAt} />
              </span>
            )}
          </div>
        </div>
        <Group gap="xs" className="match-friend-actions">
          {conversationId === null ? null : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconMessageCircle size={15} aria-hidden />}
              onClick={() => goTo(places.conversation(conversationId))}
            >
              {t('openChat')}
            </Button>
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={isSetAside ? <IconArrowBackUp size={15} aria-hidden /> : <IconEyeOff size={15} aria-hidden />}
            loading={setAside.isPending}
            onClick={() => setAside.mutate({ friendId, isSetAside: !isSetAside })}
          >
            {t(isSetAside ? 'bringBack' : 'setAside')}
          </Button>
        </Group>
      </header>
      <div className="match-columns">
        <div className="match-column">
          <h3 className="match-column-title">{t('contactsTitle')}</h3>
          <LinkDesk friendId={friendId} friendName={friend.displayName} />
        </div>
        <div className="match-column">
          <h3 className="match-column-title">{t('messagesTitle')}</h3>
          {conversationId === null ? (
            <p className="match-hint">{t('noMessages')}</p>
          ) : (
            <RecentMessages conversationId={conversationId} />
          )}
        </div>
      </div>
    </section>
  );
}
