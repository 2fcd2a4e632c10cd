import { Anchor, Group, Text, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { errorCodeSchema } from '../../../shared/errors/error-code';
import type { SyncRunId } from '../../../shared/model/ids';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { useProblemWords } from '../../components/contact/useProblemWords';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { LoadMore } from '../../components/LoadMore';
import { NumberText } from '../../components/NumberText';
import { StatusMark } from '../../components/StatusMark';
import { ExportButton } from './ExportButton';
import { RunErrorRow } from './RunErrorRow';
import { sharedParams } from './shared-params';

const PAGE = 50;

interface RunErrorsProps {
  readonly runId: SyncRunId;
  readonly hasFailed: boolean;
}

/** What failed in a run: causes in plain words with their counts, and the records behind them. */
export function RunErrors({ runId, hasFailed }: RunErrorsProps) {
  const { t } = useTranslation(['history', 'errors']);
  const wordsOf = useProblemWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useInfiniteQuery(
    orpc.sync.runErrors.infiniteOptions({
      input: (after: number) => ({ runId, code: chosen, after, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (last, pages) => {
        const read = pages.reduce((sum, page) => sum + page.errors.length, 0);
        return last.errors.length === 0 || read >= last.total ? null : (last.errors.at(-1)?.id ?? null);
      },
      placeholderData: keepPreviousData,
    }),
  );
  // The causes keep their words while only the records of one of them are shown.
  const samples =
    useQuery(orpc.sync.runErrors.queryOptions({ input: { runId, code: null, after: 0, limit: PAGE } })).data?.errors ??
    [];
  const first = query.data?.pages[0];
  const causes = first?.byCode ?? [];
  const errors = query.data?.pages.flatMap((page) => page.errors) ?? [];
  const inAll = causes.reduce((sum, cause) => sum + cause.count, 0);

  if (query.error !== null && first === undefined) {
    return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (first === undefined) return hasFailed ? <LoadingRows rows={3} /> : null;
  if (inAll === 0) {
    return hasFailed ? null : (
      <section className="lumo-card history-fine">
        <StatusMark tone="ok">{t('history:errors.none')}</StatusMark>
      </section>
    );
  }
  return (
    <Card
      title={t('history:errors.title', { count: inAll })}
      aside={
        <Group gap="xs">
          <Anchor component={Link} to={places.syncData('problems')} size="sm">
            {t('history:errors.repair')}
          </Anchor>
          <ExportButton what="errors" runId={runId} />
        </Group>
      }
    >
      <div className="history-causes">
        {causes.map(({ code, count }) => {
          const known = errorCodeSchema.safeParse(code);
          const name = known.success ? known.data : 'INTERNAL';
          const problems = samples.flatMap(({ problem }) => (problem.code === name ? [problem] : []));
          const words = wordsOf({ code: name, params: sharedParams(problems) });
          return (
            <UnstyledButton
              key={code}
              className="history-cause"
              aria-pressed={chosen === code}
              onClick={() => setChosen(chosen === code ? null : code)}
            >
              <span className="history-cause-count">
                <NumberText value={count} />
              </span>
              <span>
                <Text size="sm" fw={600} span>
                  {t(`errors:${name}.what`, words)}
                </Text>
                <Text size="xs" c="dimmed" component="span" display="block">
                  {t(`errors:${name}.todo`, words)}
                </Text>
              </span>
            </UnstyledButton>
          );
        })}
      </div>
      <ul className="history-errors" aria-label={t('history:errors.records')}>
        {errors.map((error) => (
          <RunErrorRow key={error.id} error={error} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <LoadMore onMore={() => void query.fetchNextPage()} isLoading={query.isFetchingNextPage} />
      ) : null}
    </Card>
  );
}
