import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationId } from '../../../../shared/model/ids';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { AccountAvatar } from '../../../components/AccountAvatar';
import { FoldSection } from '../../../components/contact/FoldSection';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { SearchInput } from '../../../components/SearchInput';
import { matchOptions } from '../team/match-options';

/** A group of more members gets a search field; so many of them are drawn. */
const mostShown = 8;

/** The people of a group or room whom LINE named. */
export function MembersBlock({ conversationId }: { readonly conversationId: ConversationId }) {
  const { t } = useTranslation('chats');
  const { data, error, isPending, refetch } = useQuery(orpc.chat.members.queryOptions({ input: { conversationId } }));
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const members = data ?? [];
  const found = matchOptions(
    members.map((member) => ({ ...member, value: member.userId, label: member.name })),
    text,
  );
  return (
    <FoldSection name="members" className="chat-panel-section" title={t('panel.members')} count={members.length}>
      {isPending ? <LoadingRows rows={2} height={14} /> : null}
      {error === null ? null : <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />}
      {data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('panel.noMembers')}
        </Text>
      ) : null}
      {members.length > mostShown ? (
        <SearchInput input={search} label={t('panel.findMember')} value={text} onChange={setText} />
      ) : null}
      <ul className="chat-members">
        {found.slice(0, mostShown).map((member) => (
          <li key={member.userId}>
            <AccountAvatar name={member.name} pictureUrl={member.pictureUrl} colorKey={member.userId} size={26} />
            <span>{member.name}</span>
          </li>
        ))}
      </ul>
      {found.length > mostShown ? (
        <Text size="xs" c="dimmed">
          {t('panel.membersMore', { count: found.length - mostShown })}
        </Text>
      ) : null}
    </FoldSection>
  );
}
