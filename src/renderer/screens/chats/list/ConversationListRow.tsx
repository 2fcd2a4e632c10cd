import { Tooltip } from '@mantine/core';
import { IconAlertCircleFilled, IconBan, IconCornerUpLeft, IconPencil, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../shared/model/chat';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { accountColor } from '../../../components/account-color';
import { TimeText } from '../../../components/TimeText';
import { rowPreview } from './row-preview';
import { WaitClock } from './WaitClock';

interface ConversationListRowProps {
  readonly row: ConversationRow;
  /** Name of the Official Account; null where there is only one, so that it need not be said. */
  readonly accountName: string | null;
}

/** Who the person is in HubSpot, or where they wrote when that is not known. */
function subtitleOf(row: ConversationRow, accountName: string | null): string | null {
  const contact = row.contactName === row.title ? null : row.contactName;
  const known = [contact, row.companyName].filter((part) => part !== null && part !== '').join(' · ');
  return known === '' ? accountName : known;
}

/** Inside of one conversation's row: photo with the account's colour, name, company, last line, wait, marks. */
export function ConversationListRow({ row, accountName }: ConversationListRowProps) {
  const { t } = useTranslation('chats');
  const preview = rowPreview(row);
  const subtitle = subtitleOf(row, accountName);
  const isUnread = row.unreadCount > 0;
  return (
    <>
      <span
        className="chat-row-rail"
        style={{ background: `var(--mantine-color-${accountColor(row.officialAccountId)}-6)` }}
        aria-hidden
      />
      <AccountAvatar name={row.title} pictureUrl={row.pictureUrl} colorKey={row.id} size={42} />
      <span className="chat-row-body">
        <span className="chat-row-line">
          {row.sourceType === 'user' ? null : <IconUsers size={14} aria-label={t('list.group')} />}
          <span className="chat-row-name" data-unread={isUnread}>
            {row.title}
          </span>
          {row.waitingSinceAt === null ? (
            <span className="chat-row-time">
              <TimeText at={row.lastMessageAt} form="short" />
            </span>
          ) : (
            <WaitClock sinceAt={row.waitingSinceAt} />
          )}
        </span>
        {subtitle === null ? null : <span className="chat-row-subtitle">{subtitle}</span>}
        <span className="chat-row-line">
          {row.hasDraft ? (
            <span className="chat-row-mark" data-tone="draft">
              <IconPencil size={13} aria-hidden />
              {t('list.draft')}
            </span>
          ) : null}
          {row.hasFailedMessage ? (
            <span className="chat-row-mark" data-tone="failed">
              <IconAlertCircleFilled size={13} aria-hidden />
              {t('list.failed')}
            </span>
          ) : null}
          <span className="chat-row-preview" data-unread={isUnread}>
            {preview.kind !== 'none' && preview.isOwn ? (
              <IconCornerUpLeft size={13} aria-label={t('list.you')} className="chat-row-own" />
            ) : null}
            {preview.kind === 'text' ? preview.text : null}
            {preview.kind === 'label' ? <em>{t(`preview.${preview.key}`)}</em> : null}
            {preview.kind === 'none' ? <em>{t('preview.none')}</em> : null}
          </span>
          {row.followStatus === 'blocked' ? (
            <Tooltip label={t('follow.blocked')}>
              <IconBan size={15} aria-label={t('follow.blocked')} className="chat-row-blocked" />
            </Tooltip>
          ) : null}
          {isUnread ? (
            <span className="chat-unread" title={t('list.unread', { count: row.unreadCount })}>
              {row.unreadCount > 99 ? '99+' : row.unreadCount}
            </span>
          ) : null}
        </span>
      </span>
    </>
  );
}
