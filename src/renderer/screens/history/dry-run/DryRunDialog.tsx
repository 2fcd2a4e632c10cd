import './dry-run.css';
import '../../../components/contact/contact.css';
import { Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../../app/hash-location';
import { places } from '../../../app/places';
import { orpc } from '../../../bridge/client';
import { problemOf } from '../../../bridge/problem';
import { useSyncRun } from '../../../bridge/useSyncRun';
import { ErrorNotice } from '../../../components/ErrorNotice';
import { LoadingRows } from '../../../components/LoadingRows';
import { DryRunProgress } from './DryRunProgress';
import { DryRunResult } from './DryRunResult';
import { DryRunStart } from './DryRunStart';
import { type DryRunKind, useDryRunKind } from './dry-run-kind';

/** The whole of a dry run: what to read, the reading with its progress, the differences, and the real run. */
export function DryRunDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['history', 'common']);
  const client = useQueryClient();
  const { progress } = useSyncRun();
  const { kindOf, remember } = useDryRunKind();
  const [isChoosing, setChoosing] = useState(false);
  const query = useQuery({ ...orpc.sync.dryRun.queryOptions(), staleTime: 0 });
  const start = useMutation(
    orpc.sync.startDryRun.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: (dryRun, { kind }) => {
        remember(dryRun.id, kind);
        client.setQueryData(orpc.sync.dryRun.queryKey(), dryRun);
        setChoosing(false);
      },
    }),
  );
  const cancel = useMutation(
    orpc.sync.cancelDryRun.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: orpc.sync.dryRun.key() }),
    }),
  );
  const apply = useMutation(
    orpc.sync.start.mutationOptions({
      meta: { isShownInline: true },
      onSuccess: ({ runId }) => {
        onClose();
        goTo(places.run(runId));
      },
    }),
  );
  const dryRun = query.data ?? null;
  // after a restart of the window it is not known any more: everything holds the changes too
  const kind: DryRunKind = dryRun === null ? 'full' : (kindOf.get(dryRun.id) ?? 'full');
  const isOver = dryRun === null || dryRun.state === 'failed' || dryRun.state === 'cancelled';
  const isSyncing = progress !== null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('history:dryRun.title')}
      size={940}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {query.isPending ? <LoadingRows rows={4} /> : null}
      {query.isError ? <ErrorNotice problem={problemOf(query.error)} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && (isOver || isChoosing) ? (
        <DryRunStart
          last={dryRun}
          isSyncing={isSyncing}
          isStarting={start.isPending}
          problem={start.error === null ? null : problemOf(start.error)}
          onStart={(chosen) => start.mutate({ kind: chosen })}
        />
      ) : null}
      {dryRun?.state === 'running' ? (
        <DryRunProgress dryRun={dryRun} isCancelling={cancel.isPending} onCancel={() => cancel.mutate(undefined)} />
      ) : null}
      {dryRun?.state === 'ready' && !isChoosing ? (
        <DryRunResult
          key={dryRun.id}
          dryRun={dryRun}
          isSyncing={isSyncing}
          isApplying={apply.isPending}
          problem={apply.error === null ? null : problemOf(apply.error)}
          onApply={() => apply.mutate({ kind })}
          onAgain={() => setChoosing(true)}
        />
      ) : null}
    </Modal>
  );
}
