import { Anchor, Stack } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SyncRunId } from '../../../shared/model/ids';
import { places } from '../../app/places';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSyncRun } from '../../bridge/useSyncRun';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PageHeader } from '../../components/PageHeader';
import { StatusMark } from '../../components/StatusMark';
import { SyncProgressView } from '../../components/SyncProgressView';
import { RUN_TONE } from '../../components/tones';
import { useFormat } from '../../i18n/useFormat';
import { RunChanges } from './RunChanges';
import { RunCounts } from './RunCounts';
import { RunErrors } from './RunErrors';

/** One run: how it ended, its counts, time and calls, what failed, and what it changed. */
export function RunDetail({ id }: { readonly id: SyncRunId }) {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const { progress, cancel } = useSyncRun();
  const [page, setPage] = useState<HTMLDivElement | null>(null);
  const { data: run, error, refetch, isFetching } = useQuery(orpc.sync.run.queryOptions({ input: { id } }));
  return (
    <div className="lumo-page" ref={setPage}>
      <div className="lumo-page-body">
        <Anchor component={Link} to={places.history} size="sm" className="history-back">
          <IconArrowLeft size={15} aria-hidden /> {t('history:title')}
        </Anchor>
        <PageHeader
          title={run === undefined ? t('history:run') : t('history:runOf', { time: format.dateTime(run.startedAt) })}
          detail={
            run === undefined ? undefined : (
              <span className="history-freshness">
                <StatusMark tone={RUN_TONE[run.status]}>{t(`common:runStatus.${run.status}`)}</StatusMark>
                <span>{t(`common:runKind.${run.kind}`)}</span>
                <span>{t(`common:runTrigger.${run.trigger}`)}</span>
              </span>
            )
          }
        />
        {error === null || run !== undefined ? null : (
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} isRetrying={isFetching} />
        )}
        {run === undefined && error === null ? <LoadingRows /> : null}
        {run === undefined ? null : (
          <Stack gap="md">
            {progress?.runId === run.id ? (
              <section className="lumo-card history-running" aria-label={t('history:runningNow')}>
                <SyncProgressView progress={progress} onCancel={cancel} />
              </section>
            ) : null}
            {run.problem === null ? null : (
              <ErrorNotice problem={run.problem} severity={run.status === 'failed' ? 'error' : 'warning'} />
            )}
            <RunCounts run={run} />
            <RunErrors runId={run.id} hasFailed={run.failed > 0 || run.status === 'completedWithProblems'} />
            <RunChanges run={run} scrollParent={page} />
          </Stack>
        )}
      </div>
    </div>
  );
}
