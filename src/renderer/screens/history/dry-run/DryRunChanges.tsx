import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso } from 'react-virtuoso';
import type { DryRun, PlannedChange } from '../../../../shared/model/sync';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { BeforeAfter } from '../../../components/contact/BeforeAfter';
import { ChangeReason } from '../../../components/contact/ChangeReason';
import { useValueText } from '../../../components/contact/useValueText';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { usePropertyLabel } from '../../../components/property-label';
import { type DryRunView, fitsView, kindOfView } from './dry-run-views';

interface DryRunChangesProps {
  readonly dryRun: DryRun;
  readonly view: DryRunView | null;
}

const PAGE = 200;
/** Usual height of a row in px: a short list is no higher than its rows. */
const ROW_HEIGHT = 62;
/** So many rows fill the list; a view that is only a part of its kind reads on until it has them. */
const ENOUGH = 30;

/** The differences one by one, windowed. */
export function DryRunChanges({ dryRun, view }: DryRunChangesProps) {
  const { t } = useTranslation('history');
  const query = useInfiniteQuery(
    orpc.sync.dryRunChanges.infiniteOptions({
      input: (after: number) => ({ id: dryRun.id, kind: kindOfView(view), after, limit: PAGE }),
      initialPageParam: 0,
      getNextPageParam: (last) => last.next,
    }),
  );
  const changes = (query.data?.pages ?? []).flatMap((page) => page.changes).filter((change) => fitsView(view, change));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const wanted = view === null ? ENOUGH : Math.min(ENOUGH, dryRun.counts[view]);
  const hasEnough = changes.length >= wanted;
  useEffect(() => {
    if (!hasEnough && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasEnough, hasNextPage, isFetchingNextPage, fetchNextPage]);

  if (query.isError && query.data === undefined) {
    return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data === undefined) return <LoadingRows rows={6} />;
  return (
    <Virtuoso
      className="dry-run-changes"
      style={{ height: `min(${Math.max(1, changes.length) * ROW_HEIGHT}px, 44vh)` }}
      aria-label={t('dryRun.list')}
      tabIndex={0}
      data={changes}
      computeItemKey={(_, change) => change.id}
      endReached={() => {
        if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
      }}
      itemContent={(_, change) => <PlannedRow change={change} />}
    />
  );
}

function PlannedRow({ change }: { readonly change: PlannedChange }) {
  const { t } = useTranslation(['history', 'contacts']);
  const text = useValueText();
  const labelOf = usePropertyLabel();
  return (
    <div className="dry-run-change">
      <div className="dry-run-who">
        <strong>{change.contactName}</strong>
        {change.kind === 'field' || change.kind === 'lineProperty' ? (
          <span className="dry-run-field">{labelOf({ name: change.propertyName, label: change.label })}</span>
        ) : null}
      </div>
      <div className="dry-run-what">
        {change.kind === 'newContact' || change.kind === 'goneContact' ? (
          t(`history:dryRun.kindHint.${change.kind}`)
        ) : (
          <>
            <BeforeAfter
              before={text(change.propertyName, change.before)}
              after={text(change.propertyName, change.after)}
            />
            {change.kind === 'field' ? <ChangeReason change={change} isPlanned /> : null}
          </>
        )}
      </div>
      <span className="dry-run-kind">
        {change.kind === 'field' ? t(`history:dryRun.side.${change.side}`) : t(`history:dryRun.kind.${change.kind}`)}
      </span>
    </div>
  );
}
