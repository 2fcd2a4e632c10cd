import { Anchor, Skeleton } from '@mantine/core';
import { IconInfoCircle, IconLink } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HubSpotList } from '../../../../shared/model/crm';
import { places } from '../../../app/places';
import { problemOf } from '../../../bridge/problem';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { rowOf } from '../../../components/row-pages';
import { useNow } from '../../../components/useNow';
import { useFormat } from '../../../i18n/useFormat';
import { type Member, memberPageSize, useMemberHead, useMemberPages } from './useMemberPages';

const ROW_HEIGHT = 48;

interface MemberListProps {
  readonly list: HubSpotList;
  readonly text: string;
}

/** The members of a list that are contacts here, windowed, and how many are not. */
export function MemberList({ list, text }: MemberListProps) {
  const { t } = useTranslation('sync');
  const head = useMemberHead(list.id, text);
  if (head.error !== null) {
    return <ErrorNotice problem={problemOf(head.error)} onRetry={() => void head.refetch()} />;
  }
  if (head.data === undefined) return <LoadingRows rows={5} />;
  const { rows, total, unknown } = head.data;
  const reason =
    text !== ''
      ? t('lists.noMemberMatch')
      : !list.isSynced
        ? t('lists.noMembersOff')
        : list.membersAt === null
          ? t('lists.noMembersHint')
          : t('lists.noMembersEmpty');
  return (
    <>
      <p className="sync-pane-count" role="status">
        {t('lists.membersCount', { count: total })}
      </p>
      {unknown === 0 ? null : (
        <p className="sync-pane-note">
          <IconInfoCircle size={15} aria-hidden />
          {t('lists.unknown', { count: unknown })}
        </p>
      )}
      {total === 0 ? (
        unknown > 0 && text === '' ? null : (
          <p className="sync-pane-text">
            {text === '' && list.membersAt === null ? <strong>{t('lists.noMembers')} </strong> : null}
            {reason}
          </p>
        )
      ) : (
        <MemberRows list={list} text={text} head={rows} total={total} />
      )}
    </>
  );
}

interface MemberRowsProps extends MemberListProps {
  readonly head: readonly Member[];
  readonly total: number;
}

function MemberRows({ list, text, head, total }: MemberRowsProps) {
  const { t } = useTranslation('sync');
  const scroller = useRef<HTMLUListElement>(null);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const shown = virtualizer.getVirtualItems();
  const pages = useMemberPages(list.id, text, head, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  return (
    <ul
      ref={scroller}
      className="sync-members"
      aria-label={t('lists.members', { name: list.name })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keys
      tabIndex={0}
    >
      <li aria-hidden style={{ height: virtualizer.getTotalSize() }} />
      {shown.map(({ key, index, start }) => {
        const member = rowOf(pages, index, memberPageSize);
        return (
          <li
            key={key}
            className="sync-member"
            style={{ transform: `translateY(${start}px)`, height: ROW_HEIGHT }}
            aria-posinset={index + 1}
            aria-setsize={total}
          >
            {member === undefined ? (
              <Skeleton height={10} width="60%" className="lumo-late" />
            ) : (
              <MemberRow member={member} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function MemberRow({ member }: { readonly member: Member }) {
  const { t } = useTranslation('sync');
  const format = useFormat();
  const now = useNow();
  const detail = [member.companyName, member.email].filter((each) => each !== null && each !== '').join(' · ');
  return (
    <>
      <div className="sync-member-name">
        <Anchor
          component={Link}
          to={places.contact(member.id)}
          size="sm"
          fw={550}
          className="sync-cut"
          aria-label={t('lists.memberOf', { name: member.displayName })}
        >
          {member.displayName}
        </Anchor>
        {member.friendCount === 0 ? null : (
          <span className="sync-linked" title={t('lists.linkedFriend')}>
            <IconLink size={13} role="img" aria-label={t('lists.linkedFriend')} />
          </span>
        )}
      </div>
      <div className="sync-sub sync-cut">
        {detail === '' && member.addedAt !== null
          ? t('lists.added', { time: format.short(member.addedAt, now) })
          : detail}
      </div>
    </>
  );
}
