import './match.css';
import { Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconUserCheck, IconUserSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnlinkedFriend } from '../../../shared/model/contact';
import { goTo } from '../../app/hash-location';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { SplitPane } from '../../components/SplitPane';
import { useDebounced } from '../../components/useDebounced';
import { MatchListHead } from './MatchListHead';
import { MatchPane } from './MatchPane';
import { useMatchView } from './match-view';
import { type FriendMover, UnlinkedRows } from './UnlinkedRows';
import { useMatchActions } from './useMatchActions';
import { useUnlinkedHead } from './useUnlinkedPages';

/** Friends without a contact beside the contacts that may be theirs. Nothing is tied without a person. */
export function MatchScreen({ friendId }: { readonly friendId: string | null }) {
  const { t } = useTranslation('match');
  useDocumentTitle(`${t('title')} - Lumo Console`);
  const { view, officialAccountId, text } = useMatchView();
  const words = useDebounced(text.trim(), 150);
  const filter = { view, officialAccountId, text: words };
  const head = useUnlinkedHead(filter);
  const accounts = useQuery(orpc.dashboard.state.queryOptions()).data?.officialAccounts ?? [];
  const mover = useRef<FriendMover>(null);
  const searchInput = useRef<HTMLInputElement>(null);
  useMatchActions({ mover, searchInput });

  const rows = head.data?.rows ?? [];
  const [chosen, setChosen] = useState<UnlinkedFriend | null>(null);
  const inList = rows.find((row) => row.friendId === friendId) ?? null;
  const shown = friendId === null ? (rows[0] ?? null) : (inList ?? (chosen?.friendId === friendId ? chosen : null));
  // Who was matched or set aside leaves the list: the pane goes on with the first one that is left.
  const seenId = useRef<string | null>(null);
  useEffect(() => {
    if (inList !== null) seenId.current = inList.friendId;
    else if (friendId !== null && seenId.current === friendId && head.isSuccess && !head.isPlaceholderData) {
      seenId.current = null;
      goTo(places.match, { replace: true });
    }
  }, [inList, friendId, head.isSuccess, head.isPlaceholderData]);
  const isNarrowed = words !== '' || officialAccountId !== null;

  const list = (
    <div className="match-list">
      <header className="match-header">
        <Title order={1} size="h3">
          {t('title')}
        </Title>
      </header>
      <MatchListHead accounts={accounts} counts={head.data?.counts ?? null} searchInput={searchInput} />
      {head.isError ? (
        <div className="match-notice">
          <ErrorNotice problem={problemOf(head.error)} onRetry={() => void head.refetch()} />
        </div>
      ) : null}
      {head.isPending ? <LoadingRows rows={8} height={40} /> : null}
      {head.data?.total === 0 ? (
        <EmptyState
          icon={isNarrowed ? IconUserSearch : IconUserCheck}
          title={t(isNarrowed ? 'empty.noMatch' : `empty.${view}`)}
          hint={t(isNarrowed ? 'empty.noMatchHint' : `empty.${view}Hint`)}
        />
      ) : null}
      {head.data !== undefined && head.data.total > 0 ? (
        <UnlinkedRows
          key={JSON.stringify(filter)}
          filter={filter}
          head={head.data}
          selectedId={shown?.friendId ?? null}
          onSelect={(row) => {
            setChosen(row);
            goTo(places.friendMatch(row.friendId), { replace: true });
          }}
          mover={mover}
        />
      ) : null}
    </div>
  );
  return (
    <SplitPane list={list} listLabel={t('listLabel')}>
      {shown === null ? (
        <EmptyState icon={IconUserSearch} title={t('empty.choose')} hint={t('lead')} />
      ) : (
        <MatchPane key={shown.friendId} friend={shown} />
      )}
    </SplitPane>
  );
}
