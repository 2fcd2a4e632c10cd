import { Button, Group, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconRefresh, IconUserMinus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { useSyncRun } from '../../../bridge/useSyncRun';
import { useProblemWords } from '../../../components/contact/useProblemWords';
import { EmptyState } from '../../../components/EmptyState';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { BackTo } from './BackTo';
import { ExcludeDialog } from './ExcludeDialog';
import { RecordTable } from './RecordTable';
import type { ProblemPlace } from './useProblemPlace';
import { useRepair } from './useRepair';

interface RecordListProps {
  readonly cause: string;
  readonly onGo: (place: ProblemPlace) => void;
}

const PAGE = 100;

/** Second level: the records of one cause; some of them or all are tried again or left out. */
export function RecordList({ cause, onGo }: RecordListProps) {
  const { t } = useTranslation(['sync', 'errors']);
  const wordsOf = useProblemWords();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [isExcluding, setExcluding] = useState(false);
  const { progress } = useSyncRun();
  const { retry } = useRepair();
  const found = useQuery(orpc.repair.causes.queryOptions()).data?.find(({ key }) => key === cause);
  const query = useInfiniteQuery(
    orpc.repair.records.infiniteOptions({
      input: (after: number) => ({ cause, after, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (last) => last.next,
    }),
  );
  const records = query.data?.pages.flatMap((page) => page.records) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const ids = records.map(({ id }) => id).filter((id) => chosen.has(id));
  const isSome = ids.length > 0;
  const count = isSome ? ids.length : total;
  const only = isSome && ids.length === 1 ? records.find(({ id }) => id === ids[0]) : undefined;
  const problem = found?.problem ?? records[0]?.problem ?? null;
  return (
    <>
      <BackTo place={{ level: 'causes' }} label={t('sync:problems.allCauses')} />
      {problem === null ? null : (
        <header className="problems-head">
          <Title order={2} size="h4">
            {t(`errors:${problem.code}.what`, wordsOf(problem))}
          </Title>
          <Text size="sm" c="dimmed">
            {t(`errors:${problem.code}.safe`, wordsOf(problem))} {t(`errors:${problem.code}.todo`, wordsOf(problem))}
          </Text>
        </header>
      )}
      {query.isError && query.data === undefined ? (
        <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isPending ? <LoadingRows rows={6} /> : null}
      {query.data !== undefined && records.length === 0 ? (
        <section className="lumo-card">
          <EmptyState
            icon={IconCircleCheck}
            title={t('sync:problems.passed.title')}
            hint={t('sync:problems.passed.hint')}
          />
        </section>
      ) : null}
      {records.length === 0 ? null : (
        <>
          <Group gap="xs" justify="space-between" className="problems-tools">
            <Text size="sm" c="dimmed" role="status">
              {isSome
                ? t('sync:problems.selected', { count: ids.length })
                : t('sync:problems.records', { count: total })}
            </Text>
            <Group gap="xs">
              <Button
                size="xs"
                leftSection={<IconRefresh size={15} aria-hidden />}
                loading={retry.isPending}
                disabled={progress !== null}
                onClick={() => retry.mutate(isSome ? { ids } : { cause }, { onSuccess: () => setChosen(new Set()) })}
              >
                {t(isSome ? 'sync:problems.retrySelected' : 'sync:problems.retryAll', { count })}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconUserMinus size={15} aria-hidden />}
                onClick={() => setExcluding(true)}
              >
                {t(isSome ? 'sync:problems.excludeSelected' : 'sync:problems.excludeAll', { count })}
              </Button>
            </Group>
          </Group>
          <RecordTable
            records={records}
            chosen={chosen}
            onChoose={setChosen}
            onOpen={(id) => onGo({ level: 'record', cause, id })}
            onMore={() => {
              if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
            }}
          />
        </>
      )}
      {isExcluding ? (
        <ExcludeDialog
          chosen={isSome ? { ids } : { cause }}
          name={only?.recordName ?? null}
          count={count}
          onClose={() => setExcluding(false)}
          onDone={() => {
            setExcluding(false);
            setChosen(new Set());
          }}
        />
      ) : null}
    </>
  );
}
