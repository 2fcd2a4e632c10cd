import { Anchor, Button, Text } from '@mantine/core';
import { IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { LoadMore } from '../../../components/LoadMore';
import { TimeText } from '../../../components/TimeText';
import { useRepair } from './useRepair';

const PAGE = 100;

/** Who is left out of every run, why and since when, with the way back in. */
export function ExcludedList() {
  const { t } = useTranslation(['sync', 'history']);
  const { include } = useRepair();
  const query = useInfiniteQuery(
    orpc.repair.exclusions.infiniteOptions({
      input: (offset: number) => ({ offset, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const read = pages.reduce((sum, page) => sum + page.exclusions.length, 0);
        return last.exclusions.length === 0 || read >= last.total ? null : read;
      },
    }),
  );
  const rows = query.data?.pages.flatMap((page) => page.exclusions) ?? [];
  if (query.isError && query.data === undefined) {
    return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <LoadingRows rows={4} />;
  return (
    <>
      <Text size="sm" c="dimmed" className="problems-note">
        {t('sync:problems.excluded.note')}
      </Text>
      {rows.length === 0 ? (
        <section className="lumo-card">
          <EmptyState
            icon={IconUsers}
            title={t('sync:problems.excluded.none')}
            hint={t('sync:problems.excluded.noneHint')}
          />
        </section>
      ) : (
        <ul className="lumo-card problems-excluded" aria-label={t('sync:problems.counts.excluded')}>
          {rows.map((row) => (
            <li key={`${row.recordKind}-${row.recordId}`}>
              <div>
                {row.recordKind === 'contact' ? (
                  <Anchor component={Link} to={places.contact(row.recordId)} size="sm" fw={550} c="inherit">
                    {row.recordName}
                  </Anchor>
                ) : (
                  <span>
                    <strong>{row.recordName}</strong> <small>{t(`history:recordKind.${row.recordKind}`)}</small>
                  </span>
                )}
                <span className="problems-reason">{row.reason === '' ? '-' : row.reason}</span>
              </div>
              <small>
                {t('sync:problems.excluded.since')} <TimeText at={row.at} />
              </small>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconUserPlus size={15} aria-hidden />}
                aria-label={t('sync:problems.excluded.includeName', { name: row.recordName })}
                loading={include.isPending && include.variables.recordId === row.recordId}
                onClick={() => include.mutate({ recordKind: row.recordKind, recordId: row.recordId })}
              >
                {t('sync:problems.excluded.include')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage ? (
        <LoadMore onMore={() => void query.fetchNextPage()} isLoading={query.isFetchingNextPage} />
      ) : null}
    </>
  );
}
