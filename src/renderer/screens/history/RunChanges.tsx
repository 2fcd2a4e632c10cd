import { Button, Group, SegmentedControl } from '@mantine/core';
import { IconArrowBackUp, IconEqual } from '@tabler/icons-react';
import { forwardRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Virtuoso } from 'react-virtuoso';
import type { ContactId } from '../../../shared/model/ids';
import type { FieldChange, SyncRun } from '../../../shared/model/sync';
import { problemOf } from '../../bridge/problem';
import { Card } from '../../components/Card';
import { EmptyState } from '../../components/EmptyState';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { ExportButton } from './ExportButton';
import { RunChangeRow } from './RunChangeRow';
import { UndoDialog } from './undo/UndoDialog';
import { useRunChanges } from './useRunChanges';

interface RunChangesProps {
  readonly run: SyncRun;
  /** What scrolls the page; the rows are windowed by it. */
  readonly scrollParent: HTMLElement | null;
}

const SIDES = ['all', 'lumo', 'hubSpot'] as const;

/** Every field that a run changed: before and after, on which side, by which rule, and a way to take it back. */
export function RunChanges({ run, scrollParent }: RunChangesProps) {
  const { t } = useTranslation('history');
  const [side, setSide] = useState<FieldChange['side'] | null>(null);
  const [undoOf, setUndoOf] = useState<readonly ContactId[] | 'all' | null>(null);
  const { query, changes, total, people, more } = useRunChanges(run.id, side);
  if (total === null) {
    if (query.isError) return <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} />;
    return <LoadingRows rows={3} />;
  }
  const isRunning = run.status === 'running';
  return (
    <Card
      title={t('changes.title', { count: total })}
      aside={
        <Group gap="xs">
          {people === null || people === 0 ? null : (
            <span className="history-changes-people">{t('changes.people', { count: people })}</span>
          )}
          {total === 0 && side === null ? null : (
            <SegmentedControl
              size="xs"
              aria-label={t('changes.side')}
              value={side ?? 'all'}
              onChange={(value) => setSide(value === 'lumo' || value === 'hubSpot' ? value : null)}
              data={SIDES.map((value) => ({ value, label: t(`changes.sides.${value}`) }))}
            />
          )}
          {total === 0 ? null : <ExportButton what="changes" runId={run.id} />}
          {total === 0 || isRunning ? null : (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={() => setUndoOf('all')}
            >
              {t('undo.button')}
            </Button>
          )}
        </Group>
      }
    >
      {total === 0 ? (
        <EmptyState icon={IconEqual} title={t('changes.none')} hint={t('changes.noneHint')} />
      ) : scrollParent === null ? null : (
        <Virtuoso
          data={changes}
          customScrollParent={scrollParent}
          computeItemKey={(_, change) => change.id}
          increaseViewportBy={400}
          endReached={more}
          components={{ List: ChangeList, Item: ChangeItem }}
          itemContent={(_, change) => (
            <RunChangeRow change={change} onUndo={isRunning ? null : () => setUndoOf([change.contactId])} />
          )}
        />
      )}
      {query.isFetchingNextPage ? <LoadingRows rows={2} /> : null}
      {undoOf === null ? null : (
        <UndoDialog runId={run.id} startWith={undoOf === 'all' ? null : undoOf} onClose={() => setUndoOf(null)} />
      )}
    </Card>
  );
}

const ChangeList = forwardRef<HTMLDivElement, React.ComponentPropsWithoutRef<'div'>>(function ChangeList(props, ref) {
  const { t } = useTranslation('history');
  return (
    // biome-ignore lint/a11y/useSemanticElements: the windowed list places its rows itself
    <div {...props} ref={ref} role="list" aria-label={t('changes.label')} />
  );
});

function ChangeItem(props: React.ComponentPropsWithoutRef<'div'>) {
  // biome-ignore lint/a11y/useSemanticElements: the windowed list places its rows itself
  return <div {...props} role="listitem" />;
}
