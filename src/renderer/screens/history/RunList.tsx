// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are placed one by one, which a <table> does not allow
import { Chip, Group, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncRunId } from '../../../shared/model/ids';
import { syncRunStatusSchema } from '../../../shared/model/sync';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSyncRun } from '../../bridge/useSyncRun';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { PageHeader } from '../../components/PageHeader';
import { ResyncButton } from '../../components/ResyncButton';
import { SyncProgressView } from '../../components/SyncProgressView';
import { useFormat } from '../../i18n/useFormat';
import { useView } from '../../stores/view';
import { Freshness } from './Freshness';
import { RUN_COLUMNS, RunRow } from './RunRow';

const PAGE = 60;
const ROW_HEIGHT = 46;
const NEAR_END = 20;

/** The list of runs, newest first, without an end, narrowed by status. */
export function RunList() {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const { historyStatuses, setHistoryStatuses } = useView();
  const { progress, cancel } = useSyncRun();
  const query = useInfiniteQuery(
    orpc.sync.runs.infiniteOptions({
      input: (before: SyncRunId | null) => ({
        before,
        limit: PAGE,
        filter: { statuses: [...historyStatuses], triggers: [], kinds: [], from: null, to: null },
      }),
      initialPageParam: null,
      getNextPageParam: (last) => last.next,
    }),
  );
  const runs = query.data?.pages.flatMap((page) => page.runs) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastShown >= runs.length - NEAR_END) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastShown, runs.length]);

  return (
    <div className="history-page">
      <div className="history-top">
        <PageHeader title={t('history:title')} detail={<Freshness />} actions={<ResyncButton isConnected />} />
        {progress === null ? null : (
          <section className="lumo-card history-running" aria-label={t('history:runningNow')}>
            <SyncProgressView progress={progress} onCancel={cancel} />
          </section>
        )}
        <Group justify="space-between" mb="xs" gap="sm">
          <Chip.Group
            multiple
            value={[...historyStatuses]}
            onChange={(values) =>
              setHistoryStatuses(syncRunStatusSchema.options.filter((status) => values.includes(status)))
            }
          >
            <Group gap={6} role="group" aria-label={t('history:filter')}>
              {syncRunStatusSchema.options.map((status) => (
                <Chip key={status} value={status} size="xs" variant="outline">
                  {t(`common:runStatus.${status}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <Text size="xs" c="dimmed" role="status">
            {t('history:total', { count: total })}
          </Text>
        </Group>
      </div>
      {query.error === null || query.data !== undefined ? null : (
        <div className="history-inset">
          <ErrorNotice
            problem={problemOf(query.error)}
            onRetry={() => void query.refetch()}
            isRetrying={query.isFetching}
          />
        </div>
      )}
      {query.isPending ? <LoadingRows rows={10} height={22} /> : null}
      {query.data !== undefined && runs.length === 0 ? (
        <EmptyState
          icon={IconHistory}
          title={historyStatuses.length === 0 ? t('history:empty.title') : t('history:noMatch.title')}
          hint={historyStatuses.length === 0 ? t('history:empty.hint') : t('history:noMatch.hint')}
        />
      ) : null}
      {runs.length === 0 ? null : (
        <div
          className="history-table lumo-card"
          role="table"
          aria-label={t('history:title')}
          aria-rowcount={total + 1}
          aria-colcount={RUN_COLUMNS.length}
        >
          <div role="rowgroup" className="history-head-group">
            <div role="row" aria-rowindex={1} className="history-row history-head" tabIndex={-1}>
              {RUN_COLUMNS.map((column) => (
                <span key={column} role="columnheader" data-column={column} tabIndex={-1}>
                  {t(`history:columns.${column}`)}
                </span>
              ))}
            </div>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <div ref={scroller} className="history-scroll" role="rowgroup" tabIndex={0}>
            <div style={{ height: rows.getTotalSize(), position: 'relative' }} role="presentation">
              {shown.map(({ index, start }) => {
                const run = runs[index];
                if (run === undefined) return null;
                return <RunRow key={run.id} run={run} rowIndex={index + 2} top={start} format={format} />;
              })}
            </div>
          </div>
        </div>
      )}
    </div>
  );
}
