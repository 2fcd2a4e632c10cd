// biome-ignore-all lint/a11y/useSemanticElements: windowed rows are placed one by one, which a <table> does not allow
import { Button, Group } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { SyncRunId } from '../../../shared/model/ids';
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
import { ExportButton } from './ExportButton';
import { Freshness } from './Freshness';
import { isNarrowed, useHistoryView } from './history-view';
import { RunFilters } from './RunFilters';
import { RUN_COLUMNS, RunRow } from './RunRow';
import { Timeline } from './Timeline';

const PAGE = 60;
const ROW_HEIGHT = 46;
const NEAR_END = 20;

/** The list of runs, newest first, without an end, narrowed by its filters or a day of the time line. */
export function RunList() {
  const { t } = useTranslation(['history', 'common']);
  const format = useFormat();
  const { filter, clear } = useHistoryView();
  const narrowed = isNarrowed(filter);
  const { progress, cancel } = useSyncRun();
  const query = useInfiniteQuery(
    orpc.sync.runs.infiniteOptions({
      input: (before: SyncRunId | null) => ({ before, limit: PAGE, filter }),
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
        <PageHeader
          title={t('history:title')}
          detail={<Freshness />}
          actions={
            <Group gap="xs" wrap="nowrap">
              <ExportButton what="runs" filter={filter} />
              <ResyncButton isConnected />
            </Group>
          }
        />
        {progress === null ? null : (
          <section className="lumo-card history-running" aria-label={t('history:runningNow')}>
            <SyncProgressView progress={progress} onCancel={cancel} />
          </section>
        )}
        <Timeline />
        <RunFilters total={query.data === undefined ? null : total} />
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
          title={t(narrowed ? 'history:noMatch.title' : 'history:empty.title')}
          hint={t(narrowed ? 'history:noMatch.hint' : 'history:empty.hint')}
          action={
            narrowed ? (
              <Button variant="default" onClick={clear}>
                {t('history:filters.clear')}
              </Button>
            ) : undefined
          }
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
