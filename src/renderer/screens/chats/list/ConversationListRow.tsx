import { Tooltip } from '@mantine/core';
import { IconBan, IconCornerUpLeft, IconEye, IconPencil, IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConversationRow } from '../../../../shared/model/chat';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { accountColor } from '../../../components/account-color';
import { TimeText } from '../../../components/TimeText';
import type { TagColor } from '../../../components/tags/tag-color';
import { AgentBadge } from '../team/AgentBadge';
import type { OnlookerWords } from '../team/onlooker-words';
import { RowMarks } from './RowMarks';
import { RowTags } from './RowTags';
import { rowPreview } from './row-preview';
import { WaitClock } from './WaitClock';

interface ConversationListRowProps {
  readonly row: ConversationRow;
  /** Name of the Official Account; null where there is only one, so that it need not be said. */
  readonly accountName: string | null;
  readonly colorOfTag: (name: string) => TagColor;
  /** Who else looks at it now; null = nobody. */
  readonly onlookers: OnlookerWords | null;
}

/** Who the person is in HubSpot, or where they wrote when that is not known. */
function subtitleOf(row: ConversationRow, accountName: string | null): string | null {
  const contact = row.contactName === row.title ? null : row.contactName;
  const known = [contact, row.companyName].filter((part) => part !== null && part !== '').join(' · ');
  return known === '' ? accountName : known;
}

/** Inside of one conversation's row: photo with the account's colour and the assignee, name, company, tags, last line, wait, marks. */
export function ConversationListRow({ row, accountName, colorOfTag, onlookers }: ConversationListRowProps) {
  const { t, i18n } = useTranslation('chats');
  const subtitle = subtitleOf(row, accountName);
  const isUnread = row.unreadCount > 0;
  const assignee = row.assigneeId === null ? null : (row.assigneeName ?? t('assign.unknown'));
  const others = onlookers === null ? '' : new Intl.ListFormat(i18n.language).format(onlookers.names);
  return (
    <>
      <span
        className="chat-row-rail"
        style={{ background: `var(--mantine-color-${accountColor(row.officialAccountId)}-6)` }}
        aria-hidden
      />
      <span className="chat-row-face">
        <AccountAvatar name={row.title} pictureUrl={row.pictureUrl} colorKey={row.id} size={42} />
        {assignee === null ? null : (
          <span className="chat-row-assignee">
            <AgentBadge
              name={assignee}
              colorKey={row.assigneeId ?? assignee}
              label={t('list.assignedTo', { name: assignee })}
              size={18}
            />
          </span>
        )}
      </span>
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
        {subtitle === null && row.tags.length === 0 ? null : (
          <span className="chat-row-line">
            {subtitle === null ? null : <span className="chat-row-subtitle">{subtitle}</span>}
            <RowTags tags={row.tags} colorOf={colorOfTag} />
          </span>
        )}
        <span className="chat-row-line">
          <RowMarks row={row} />
          {onlookers?.kind === 'writing' ? (
            <span className="chat-row-others">
              <IconPencil size={13} aria-hidden />
              {t('list.writing', { names: others, count: onlookers.names.length })}
            </span>
          ) : (
            <RowPreviewText row={row} />
          )}
          {onlookers?.kind === 'looking' ? (
            <span
              className="chat-row-looking"
              title={t('list.looking', { names: others, count: onlookers.names.length })}
            >
              <IconEye size={15} aria-label={t('list.looking', { names: others, count: onlookers.names.length })} />
            </span>
          ) : null}
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

/** The newest message on one line. */
function RowPreviewText({ row }: { readonly row: ConversationRow }) {
  const { t } = useTranslation('chats');
  const preview = rowPreview(row);
  return (
    <span className="chat-row-preview" data-unread={row.unreadCount > 0}>
      {preview.kind !== 'none' && preview.isOwn ? (
        <IconCornerUpLeft size={13} aria-label={t('list.you')} className="chat-row-own" />
      ) : null}
      {preview.kind === 'text' ? preview.text : null}
      {preview.kind === 'label' ? <em>{t(`preview.${preview.key}`)}</em> : null}
      {preview.kind === 'none' ? <em>{t('preview.none')}</em> : null}
    </span>
  );
}
