import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RunFilter } from '../../../shared/contract/sync-contract';
import type { SyncRunId } from '../../../shared/model/ids';
import { orpc } from '../../bridge/client';
import { everyRun } from './history-view';

interface ExportButtonProps {
  readonly what: 'runs' | 'errors' | 'changes';
  /** The run whose errors or changes are written; null = of all runs in the filter. */
  readonly runId?: SyncRunId | null;
  readonly filter?: RunFilter;
}

/** Writes a part of the history as CSV to a file that the person chooses, and says where it is. */
export function ExportButton({ what, runId = null, filter = everyRun }: ExportButtonProps) {
  const { t } = useTranslation('history');
  const save = useMutation(
    orpc.app.exportHistory.mutationOptions({
      onSuccess: ({ path, rows }) => {
        if (path === null) return;
        notifications.show({ title: t('export.done', { count: rows }), message: path });
      },
    }),
  );
  return (
    <Button
      variant="default"
      size={what === 'runs' ? 'sm' : 'xs'}
      leftSection={<IconDownload size={15} aria-hidden />}
      loading={save.isPending}
      onClick={() => save.mutate({ what, runId, filter })}
    >
      {t(`export.${what}`)}
    </Button>
  );
}
