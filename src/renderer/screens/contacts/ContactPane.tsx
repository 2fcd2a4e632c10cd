import { ActionIcon, Button, Skeleton, Title } from '@mantine/core';
import { IconExternalLink, IconMessageCircle, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OptionCount } from '../../../shared/contract/contacts-contract';
import type { ContactDetail, LinkedFriend } from '../../../shared/model/contact';
import type { ContactId } from '../../../shared/model/ids';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc, rpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { AccountAvatar } from '../../components/AccountAvatar';
import { accountColor } from '../../components/account-color';
import { CompanyLine } from '../../components/contact/CompanyLine';
import { ContactLists } from '../../components/contact/ContactLists';
import { ContactProperties } from '../../components/contact/ContactProperties';
import { CrmRecords } from '../../components/contact/CrmRecords';
import { FoldSection } from '../../components/contact/FoldSection';
import { FollowMark } from '../../components/contact/FollowMark';
import { ErrorNotice } from '../../components/ErrorNotice';
import { showProblem } from '../../components/show-problem';
import { TimeText } from '../../components/TimeText';
import { useFormat } from '../../i18n/useFormat';
import { LifecycleBadge } from './LifecycleBadge';

interface ContactPaneProps {
  readonly contactId: ContactId;
  readonly stages: readonly OptionCount[];
  readonly onClose: () => void;
}

/** One contact beside the table: synced values, linked friends, freshness, way to HubSpot. */
export function ContactPane({ contactId, stages, onClose }: ContactPaneProps) {
  const { t } = useTranslation('contacts');
  const contact = useQuery(orpc.contacts.get.queryOptions({ input: { id: contactId } }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
    <section className="contact-pane" tabIndex={0} aria-label={t('detailLabel')}>
      <ActionIcon
        className="contact-pane-close"
        variant="subtle"
        color="gray"
        aria-label={t('detail.close')}
        onClick={onClose}
      >
        <IconX size={18} aria-hidden />
      </ActionIcon>
      {contact.isError ? (
        <div className="contact-pane-notice">
          <ErrorNotice problem={problemOf(contact.error)} onRetry={() => void contact.refetch()} />
        </div>
      ) : null}
      {contact.isPending ? <PaneSkeleton /> : null}
      {contact.data === undefined ? null : <ContactFacts contact={contact.data} stages={stages} />}
    </section>
  );
}

function ContactFacts({
  contact,
  stages,
}: {
  readonly contact: ContactDetail;
  readonly stages: readonly OptionCount[];
}) {
  const { t } = useTranslation('contacts');
  const format = useFormat();
  const { lifecycleStage, hubSpotUrl } = contact;
  return (
    <>
      <section className="contact-identity">
        <AccountAvatar name={contact.displayName} pictureUrl={null} colorKey={contact.id} size={52} />
        <div className="contact-identity-text">
          <Title order={2} size="h3">
            {contact.displayName}
          </Title>
          <CompanyLine contact={contact} className="contact-identity-company" />
          {lifecycleStage === null || lifecycleStage === '' ? null : (
            <LifecycleBadge
              stage={lifecycleStage}
              label={stages.find((stage) => stage.value === lifecycleStage)?.label ?? lifecycleStage}
            />
          )}
        </div>
      </section>
      {hubSpotUrl === null ? null : (
        <div className="contact-pane-actions">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconExternalLink size={14} aria-hidden />}
            onClick={() => void rpc.app.openExternal({ url: hubSpotUrl }).catch(showProblem)}
          >
            {t('detail.openHubSpot')}
          </Button>
        </div>
      )}
      <FoldSection
        name="friends"
        className="contact-pane-section"
        title={t('detail.friends')}
        count={contact.friends.length}
      >
        {contact.friends.length === 0 ? <p className="contact-pane-hint">{t('detail.noFriends')}</p> : null}
        {contact.friends.map((friend) => (
          <Friend key={friend.friendId} friend={friend} />
        ))}
      </FoldSection>
      <FoldSection name="fields" className="contact-pane-section" title={t('detail.properties')}>
        <ContactProperties contactId={contact.id} properties={contact.properties} />
      </FoldSection>
      <FoldSection name="lists" className="contact-pane-section" title={t('lists.title')} count={contact.lists.length}>
        <ContactLists lists={contact.lists} />
      </FoldSection>
      <CrmRecords contactId={contact.id} className="contact-pane-section" />
      <section className="contact-pane-section">
        <dl className="contact-facts">
          <div>
            <dt>{t('detail.synced')}</dt>
            <dd>
              <TimeText at={contact.syncedAt} />
            </dd>
          </div>
          <div>
            <dt>{t('detail.modified')}</dt>
            <dd>{format.dateTime(contact.modifiedAt)}</dd>
          </div>
          {contact.createdAt === null ? null : (
            <div>
              <dt>{t('detail.created')}</dt>
              <dd>{format.dateTime(contact.createdAt)}</dd>
            </div>
          )}
          <div>
            <dt>{t('detail.hubSpotId')}</dt>
            <dd className="lumo-number">{contact.id}</dd>
          </div>
        </dl>
      </section>
    </>
  );
}

function Friend({ friend }: { readonly friend: LinkedFriend }) {
  const { t } = useTranslation('contacts');
  const { conversationId, displayName, officialAccountName } = friend;
  return (
    <div className="contact-friend">
      <AccountAvatar name={displayName} pictureUrl={friend.pictureUrl} colorKey={friend.friendId} size={36} />
      <div className="contact-friend-text">
        <strong>{displayName}</strong>
        <span>
          <span
            className="lumo-account-dot"
            style={{ background: `var(--mantine-color-${accountColor(friend.officialAccountId)}-6)` }}
            aria-hidden
          />
          {officialAccountName}
        </span>
        <FollowMark status={friend.followStatus} />
        <small>
          {t(`linkOrigin.${friend.origin}`)} · <TimeText at={friend.linkedAt} />
        </small>
        {conversationId === null ? (
          <span className="contact-pane-hint">{t('detail.noChat')}</span>
        ) : (
          <Button
            size="xs"
            variant="light"
            leftSection={<IconMessageCircle size={14} aria-hidden />}
            aria-label={t('detail.openChatWith', { name: displayName, account: officialAccountName })}
            onClick={() => goTo(places.conversation(conversationId))}
          >
            {t('detail.openChat')}
          </Button>
        )}
      </div>
    </div>
  );
}

function PaneSkeleton() {
  return (
    <div className="contact-pane-section lumo-late" aria-hidden>
      <Skeleton circle height={52} />
      <Skeleton height={14} width="60%" mt={16} />
      <Skeleton height={10} width="40%" mt={10} />
      <Skeleton height={10} width="80%" mt={28} />
      <Skeleton height={10} width="70%" mt={12} />
    </div>
  );
}
